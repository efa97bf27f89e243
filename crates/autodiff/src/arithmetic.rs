//! The operators of [`Expr`]: between two expressions, and between an expression and a number.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::expr::Expr;
use crate::op::Op;

impl Neg for Expr<'_> {
    type Output = Self;
    fn neg(self) -> Self {
        self.unary(Op::Neg)
    }
}

macro_rules! arithmetic {
    ($($name:ident $method:ident),*) => {$(
        impl<'g> $name for Expr<'g> {
            type Output = Expr<'g>;
            fn $method(self, other: Expr<'g>) -> Expr<'g> {
                self.binary(Op::$name, other)
            }
        }
        impl<'g> $name<f64> for Expr<'g> {
            type Output = Expr<'g>;
            fn $method(self, other: f64) -> Expr<'g> {
                self.binary(Op::$name, self.graph.constant(other))
            }
        }
        impl<'g> $name<Expr<'g>> for f64 {
            type Output = Expr<'g>;
            fn $method(self, other: Expr<'g>) -> Expr<'g> {
                other.graph.constant(self).binary(Op::$name, other)
            }
        }
    )*};
}
arithmetic!(Add add, Sub sub, Mul mul, Div div);
