//! The elementary functions of [`Expr`]: primitives on each entry by itself. What is made of them is in `derived`, their derivatives
//! are in `rules`.

use crate::expr::Expr;
use crate::op::Op;

impl Expr<'_> {
    /// `eˣ`.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(graph.constant(0.0).exp().constant(), Some(1.0));
    /// assert_eq!(grad(x.exp(), &[x])[0], x.exp());
    /// ```
    #[must_use]
    pub fn exp(self) -> Self {
        self.unary(Op::Exp)
    }

    /// Natural logarithm.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(graph.constant(std::f64::consts::E).ln().constant(), Some(1.0));
    /// assert_eq!(grad(x.ln(), &[x])[0], 1.0 / x);
    /// ```
    #[must_use]
    pub fn ln(self) -> Self {
        self.unary(Op::Ln)
    }

    /// `ln(1 + x)`, exact near 0.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let small = graph.constant(1e-20);
    /// assert_eq!(small.ln1p().constant(), Some(1e-20));
    /// assert_eq!((1.0 + small).ln().constant(), Some(0.0)); // all digits are lost
    /// ```
    #[must_use]
    pub fn ln1p(self) -> Self {
        self.unary(Op::Ln1p)
    }

    /// `eˣ − 1`, exact near 0.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let small = graph.constant(1e-20);
    /// assert_eq!(small.expm1().constant(), Some(1e-20));
    /// assert_eq!((small.exp() - 1.0).constant(), Some(0.0)); // all digits are lost
    /// ```
    #[must_use]
    pub fn expm1(self) -> Self {
        self.unary(Op::Expm1)
    }

    /// `1 / (1 + e⁻ˣ)`.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!([0.0, 800.0].map(|x| graph.constant(x).sigmoid().constant()), [Some(0.5), Some(1.0)]);
    /// let x = graph.constant(-40.0).sigmoid().constant();
    /// assert!(x.is_some_and(|x| (x * 40.0_f64.exp() - 1.0).abs() < 1e-14)); // e⁻⁴⁰, not 0
    /// ```
    #[must_use]
    pub fn sigmoid(self) -> Self {
        self.unary(Op::Sigmoid)
    }

    /// `1/cosh² x`, the slope of the hyperbolic tangent.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.constant(20.0);
    /// let slope = x.sech_squared().constant();
    /// assert!(slope.is_some_and(|slope| (slope * 40.0_f64.exp() / 4.0 - 1.0).abs() < 1e-14)); // 4e⁻⁴⁰, not 0
    /// assert_eq!((1.0 - x.tanh().square()).constant(), Some(0.0)); // all digits are lost
    /// ```
    #[must_use]
    pub fn sech_squared(self) -> Self {
        self.unary(Op::SechSquared)
    }

    /// Hyperbolic tangent.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!(graph.constant(100.0).tanh().constant(), Some(1.0));
    /// assert_eq!(graph.constant(0.0).tanh().constant(), Some(0.0));
    /// ```
    #[must_use]
    pub fn tanh(self) -> Self {
        self.unary(Op::Tanh)
    }

    /// `x / (1 + |x|)`.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!([-1.0, 0.0, 3.0].map(|x| graph.constant(x).softsign().constant()), [Some(-0.5), Some(0.0), Some(0.75)]);
    /// ```
    #[must_use]
    pub fn softsign(self) -> Self {
        self.unary(Op::Softsign)
    }

    /// Sine, in radians.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(graph.constant(0.0).sin().constant(), Some(0.0));
    /// assert_eq!(grad(x.sin(), &[x])[0], x.cos());
    /// ```
    #[must_use]
    pub fn sin(self) -> Self {
        self.unary(Op::Sin)
    }

    /// Cosine, in radians.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(graph.constant(0.0).cos().constant(), Some(1.0));
    /// assert_eq!(grad(x.cos(), &[x])[0], -x.sin());
    /// ```
    #[must_use]
    pub fn cos(self) -> Self {
        self.unary(Op::Cos)
    }

    /// Square root.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(graph.constant(9.0).sqrt().constant(), Some(3.0));
    /// assert_eq!(grad(x.sqrt(), &[x])[0], 0.5 / x.sqrt());
    /// ```
    #[must_use]
    pub fn sqrt(self) -> Self {
        self.unary(Op::Sqrt)
    }

    /// Error function.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!(graph.constant(0.0).erf().constant(), Some(0.0));
    /// assert_eq!(graph.constant(6.0).erf().constant(), Some(1.0));
    /// ```
    #[must_use]
    pub fn erf(self) -> Self {
        self.unary(Op::Erf)
    }

    /// `Φ(x)`, the integral of the standard normal density up to `x`.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!(graph.constant(0.0).normal_cdf().constant(), Some(0.5));
    /// let tail = graph.constant(-10.0).normal_cdf().constant();
    /// assert!(tail.is_some_and(|tail| (tail / 7.619853024160526e-24 - 1.0).abs() < 1e-13));
    /// ```
    #[must_use]
    pub fn normal_cdf(self) -> Self {
        self.unary(Op::NormalCdf)
    }

    /// `x ^ exponent`, entry by entry; see [`Op::Pow`].
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
    /// assert_eq!(grad(x.pow(y), &[x])[0].to_string(), "y*x^(y - 1)");
    /// assert_eq!(graph.constant(-2.0).pow(graph.constant(3.0)).constant(), Some(-8.0));
    /// ```
    #[must_use]
    pub fn pow(self, exponent: Self) -> Self {
        self.binary(Op::Pow, exponent)
    }

    /// `x ^ exponent` with a constant exponent.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(formula::simplify(grad(x.powf(3.0), &[x])[0]).to_string(), "3*x^2");
    /// assert_eq!((x.powf(0.0).constant(), x.powf(1.0)), (Some(1.0), x));
    /// ```
    #[must_use]
    pub fn powf(self, exponent: f64) -> Self {
        self.pow(self.graph.constant(exponent))
    }

    /// 1 where `self > other`, else 0.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(graph.constant(2.0).gt(graph.constant(1.0)).constant(), Some(1.0));
    /// assert_eq!(grad(x.gt(graph.constant(0.0)), &[x])[0].constant(), Some(0.0)); // a step is flat
    /// ```
    #[must_use]
    pub fn gt(self, other: Self) -> Self {
        self.binary(Op::Gt, other)
    }
}
