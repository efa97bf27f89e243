//! The closed set of primitive operations: arity, result shape, and value on scalars.
//!
//! Everything else in the workspace is an expression over these. Their derivatives are in `rules`.

use std::fmt;

use kernels::{Axis, Shape};

use crate::scalar;

/// A primitive operation. The result of each is a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// An input; the number distinguishes it from other inputs.
    Input(u32),
    /// A constant matrix; the number holds the bits of its entries.
    Const(u64),
    /// `a + b`, entry by entry.
    Add,
    /// `a − b`, entry by entry.
    Sub,
    /// `a · b`, entry by entry.
    Mul,
    /// `a / b`, entry by entry.
    Div,
    /// `a ^ b`, entry by entry: integer powers for every base, others for bases ≥ 0.
    Pow,
    /// `−a`.
    Neg,
    /// `eᵃ`.
    Exp,
    /// Natural logarithm.
    Ln,
    /// `ln(1 + a)`, exact near 0.
    Ln1p,
    /// `eᵃ − 1`, exact near 0.
    Expm1,
    /// Hyperbolic tangent.
    Tanh,
    /// `1/cosh² a`, the slope of the hyperbolic tangent, exact where it tends to 0.
    SechSquared,
    /// `1 / (1 + e⁻ᵃ)`, exact where it tends to 0.
    Sigmoid,
    /// `a / (1 + |a|)`. As a quotient its slope would be a difference that loses its digits for large `a`.
    Softsign,
    /// Sine, in radians.
    Sin,
    /// Cosine, in radians.
    Cos,
    /// Square root.
    Sqrt,
    /// Error function `2/√π ∫₀ᵃ e^(−t²) dt`.
    Erf,
    /// `Φ(a)`, the integral of the standard normal density up to `a`, exact where it tends to 0.
    NormalCdf,
    /// 1 where `a > b`, else 0.
    Gt,
    /// `b` where the mask `a` is not 0, else `c`.
    Select,
    /// Matrix product.
    MatMul,
    /// Transpose: rows become columns.
    Transpose,
    /// Sum along an axis.
    Sum(Axis),
    /// Largest entry along an axis.
    Max(Axis),
    /// Repeat along an axis, up to the node's own shape.
    Broadcast(Axis),
}

impl Op {
    /// Number of arguments.
    ///
    /// ```
    /// # use autodiff::Op;
    /// assert_eq!([Op::Const(0), Op::Neg, Op::Add, Op::Select].map(Op::arity), [0, 1, 2, 3]);
    /// ```
    pub fn arity(self) -> usize {
        match self {
            Op::Input(_) | Op::Const(_) => 0,
            Op::Neg | Op::Exp | Op::Ln | Op::Ln1p | Op::Expm1 | Op::Sin | Op::Cos | Op::Sqrt | Op::Erf => 1,
            Op::Tanh | Op::SechSquared | Op::Sigmoid | Op::Softsign | Op::NormalCdf => 1,
            Op::Transpose | Op::Sum(_) | Op::Max(_) | Op::Broadcast(_) => 1,
            Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Pow | Op::Gt | Op::MatMul => 2,
            Op::Select => 3,
        }
    }

    /// Whether an entry of the result depends only on the same entry of each argument.
    ///
    /// ```
    /// # use autodiff::Op;
    /// assert_eq!([Op::Mul, Op::MatMul].map(Op::is_elementwise), [true, false]);
    /// ```
    pub fn is_elementwise(self) -> bool {
        self.arity() > 0 && !matches!(self, Op::MatMul | Op::Transpose | Op::Sum(_) | Op::Max(_) | Op::Broadcast(_))
    }

    /// The value of a constant.
    ///
    /// ```
    /// # use autodiff::Op;
    /// assert_eq!((Op::Const(2.5_f64.to_bits()).constant(), Op::Add.constant()), (Some(2.5), None));
    /// ```
    pub fn constant(self) -> Option<f64> {
        if let Op::Const(bits) = self { Some(f64::from_bits(bits)) } else { None }
    }

    /// The shape of the result; none for inputs, constants and broadcasts, whose shape does not
    /// follow from their arguments.
    ///
    /// # Errors
    /// Why the shapes of the arguments do not fit.
    ///
    /// ```
    /// # use autodiff::{Axis, Op, Shape};
    /// let (a, b) = (Shape { rows: 2, cols: 3 }, Shape { rows: 3, cols: 1 });
    /// assert_eq!(Op::MatMul.result_shape(&[a, b]), Ok(Some(Shape { rows: 2, cols: 1 })));
    /// assert_eq!(Op::Sum(Axis::Rows).result_shape(&[a]), Ok(Some(Shape { rows: 1, cols: 3 })));
    /// assert_eq!(Op::Add.result_shape(&[a, b]), Err("Add needs equal shapes, got 2×3 and 3×1".into()));
    /// ```
    pub fn result_shape(self, args: &[Shape]) -> Result<Option<Shape>, String> {
        match self {
            Op::Input(_) | Op::Const(_) | Op::Broadcast(_) => Ok(None),
            Op::MatMul if args[0].cols != args[1].rows => {
                Err(format!("matmul needs equal inner sizes, got {} and {}", args[0], args[1]))
            }
            Op::MatMul => Ok(Some(Shape { rows: args[0].rows, cols: args[1].cols })),
            Op::Transpose => Ok(Some(Shape { rows: args[0].cols, cols: args[0].rows })),
            Op::Sum(axis) | Op::Max(axis) => Ok(Some(axis.collapsed(args[0]))),
            _ if args.iter().any(|shape| *shape != args[0]) => {
                let shapes: Vec<String> = args.iter().map(Shape::to_string).collect();
                Err(format!("{self:?} needs equal shapes, got {}", shapes.join(" and ")))
            }
            _ => Ok(Some(args[0])),
        }
    }

    /// The value of an elementwise operation on scalars in `f64`. It uses `libm`, whose bits are the
    /// same on every platform.
    ///
    /// # Panics
    /// If the operation is not elementwise.
    ///
    /// ```
    /// # use autodiff::Op;
    /// assert_eq!((Op::Div.eval(&[1.0, 4.0]), Op::Gt.eval(&[1.0, 4.0])), (0.25, 0.0));
    /// ```
    pub fn eval(self, args: &[f64]) -> f64 {
        let a = args[0];
        match self {
            Op::Add => a + args[1],
            Op::Sub => a - args[1],
            Op::Mul => a * args[1],
            Op::Div => a / args[1],
            Op::Pow => libm::pow(a, args[1]),
            Op::Neg => -a,
            Op::Exp => libm::exp(a),
            Op::Ln => libm::log(a),
            Op::Ln1p => libm::log1p(a),
            Op::Expm1 => libm::expm1(a),
            Op::Tanh => libm::tanh(a),
            Op::SechSquared => scalar::sech_squared(a),
            Op::Sigmoid => scalar::sigmoid(a),
            Op::Softsign => a / (1.0 + a.abs()),
            Op::Sin => libm::sin(a),
            Op::Cos => libm::cos(a),
            Op::Sqrt => a.sqrt(),
            Op::Erf => libm::erf(a),
            Op::NormalCdf => scalar::normal_cdf(a),
            Op::Gt => f64::from(u8::from(a > args[1])),
            Op::Select => args[if a == 0.0 { 2 } else { 1 }],
            _ => panic!("{self:?} is not elementwise"),
        }
    }
}

/// Prints the operation's name as plans and graphs show it: that of the variant in small letters, and the axis along
/// which it works, if that is not both.
///
/// ```
/// # use autodiff::{Axis, Op};
/// assert_eq!(Op::MatMul.to_string(), "matmul");
/// assert_eq!((Op::Sum(Axis::All).to_string(), Op::Sum(Axis::Cols).to_string()), ("sum".into(), "sum_cols".into()));
/// ```
impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let debug = format!("{self:?}").to_ascii_lowercase();
        let (name, rest) = debug.split_once('(').unwrap_or((&debug, ""));
        match (self, rest.trim_end_matches(')')) {
            (Op::Sum(_) | Op::Max(_) | Op::Broadcast(_), axis) if axis != "all" => write!(f, "{name}_{axis}"),
            _ => f.write_str(name),
        }
    }
}
