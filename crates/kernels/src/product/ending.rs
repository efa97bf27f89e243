//! What a product's kernel does with a finished entry.

use wide::f32x4;

use crate::buffer::Buffer;
use crate::lanes::{self, splat};

/// What follows a product, entry by entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Finish {
    /// Nothing.
    Store,
    /// `then(entry + bias of its row)`.
    Bias {
        /// One column.
        bias: Buffer,
        /// What is computed of the sum.
        then: Function,
    },
    /// `(1 − y²) · entry`: the derivative of tanh, in terms of its value `y`.
    TanhSlope {
        /// A matrix of the result's shape.
        y: Buffer,
    },
    /// The entry where `y > 0`, else 0: the derivative of the positive part.
    WherePositive {
        /// A matrix of the result's shape.
        y: Buffer,
    },
    /// `from − rate · entry`: a step down.
    Descent {
        /// Where the step begins; may be the result's own place.
        from: Buffer,
        /// One number.
        rate: Buffer,
    },
}

/// What is computed of a sum with its bias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// The sum itself.
    Identity,
    /// Its hyperbolic tangent.
    Tanh,
    /// It where it is above 0, else 0.
    PositivePart,
}

/// A [`Finish`] with its operands at hand. Vectors are counted from the start of the result.
pub(super) trait Ending: Copy {
    /// The entries of row `row`, which are vector `at` and the next ones, from their sums.
    fn end<const V: usize>(self, row: usize, at: usize, sums: [f32x4; V]) -> [f32x4; V];

    /// The entries of vector `at` of a column, from their sums.
    fn end_of_column(self, at: usize, sums: f32x4) -> f32x4;
}

#[derive(Clone, Copy)]
pub(super) struct Store;

impl Ending for Store {
    #[inline(always)]
    fn end<const V: usize>(self, _: usize, _: usize, sums: [f32x4; V]) -> [f32x4; V] {
        sums
    }

    #[inline(always)]
    fn end_of_column(self, _: usize, sums: f32x4) -> f32x4 {
        sums
    }
}

#[derive(Clone, Copy)]
pub(super) struct Biased<'a, F> {
    pub(super) bias: &'a [f32x4],
    pub(super) then: F,
}

/// What is computed of several sums side by side.
pub(super) trait Then: Copy {
    fn of<const V: usize>(self, x: [f32x4; V]) -> [f32x4; V];
}

#[derive(Clone, Copy)]
pub(super) struct Identity;

impl Then for Identity {
    #[inline(always)]
    fn of<const V: usize>(self, x: [f32x4; V]) -> [f32x4; V] {
        x
    }
}

#[derive(Clone, Copy)]
pub(super) struct Tanh;

impl Then for Tanh {
    #[inline(always)]
    fn of<const V: usize>(self, x: [f32x4; V]) -> [f32x4; V] {
        lanes::tanh(x)
    }
}

#[derive(Clone, Copy)]
pub(super) struct PositivePart;

impl Then for PositivePart {
    #[inline(always)]
    fn of<const V: usize>(self, x: [f32x4; V]) -> [f32x4; V] {
        x.map(|x| where_positive(x, x))
    }
}

impl<F: Then> Ending for Biased<'_, F> {
    #[inline(always)]
    fn end<const V: usize>(self, row: usize, _: usize, sums: [f32x4; V]) -> [f32x4; V] {
        let bias = splat(bytemuck::cast_slice::<f32x4, f32>(self.bias)[row]);
        self.then.of(sums.map(|sum| sum + bias))
    }

    #[inline(always)]
    fn end_of_column(self, at: usize, sums: f32x4) -> f32x4 {
        let [value] = self.then.of([sums + self.bias[at]]);
        value
    }
}

/// `f(y, sum)` for a matrix `y` of the result's shape.
#[derive(Clone, Copy)]
pub(super) struct With<'a, F> {
    pub(super) y: &'a [f32x4],
    pub(super) f: F,
}

impl<F: Fn(f32x4, f32x4) -> f32x4 + Copy> Ending for With<'_, F> {
    #[inline(always)]
    fn end<const V: usize>(self, _: usize, at: usize, sums: [f32x4; V]) -> [f32x4; V] {
        let y = &self.y[at..][..V];
        std::array::from_fn(|v| (self.f)(y[v], sums[v]))
    }

    #[inline(always)]
    fn end_of_column(self, at: usize, sums: f32x4) -> f32x4 {
        (self.f)(self.y[at], sums)
    }
}

#[inline(always)]
pub(super) fn where_positive(y: f32x4, value: f32x4) -> f32x4 {
    y.simd_gt(f32x4::ZERO) & value
}

#[inline(always)]
pub(super) fn tanh_slope(y: f32x4, value: f32x4) -> f32x4 {
    (f32x4::ONE - y * y) * value
}

/// Runs `$body` with `$ending` standing for the finish, for those that follow `$kind` of product.
macro_rules! with_ending {
    (forward, $finish:expr, $around:expr, |$ending:ident| $body:expr) => {
        match $finish {
            Finish::Bias { bias, then } => {
                let bias = $around.vectors(bias);
                match then {
                    Function::Identity => {
                        let $ending = Biased { bias, then: Identity };
                        $body
                    }
                    Function::Tanh => {
                        let $ending = Biased { bias, then: Tanh };
                        $body
                    }
                    Function::PositivePart => {
                        let $ending = Biased { bias, then: PositivePart };
                        $body
                    }
                }
            }
            _ => {
                let $ending = Store;
                $body
            }
        }
    };
    (backward, $finish:expr, $around:expr, |$ending:ident| $body:expr) => {
        match $finish {
            Finish::TanhSlope { y } => {
                let $ending = With { y: $around.vectors(y), f: tanh_slope };
                $body
            }
            Finish::WherePositive { y } => {
                let $ending = With { y: $around.vectors(y), f: where_positive };
                $body
            }
            _ => {
                let $ending = Store;
                $body
            }
        }
    };
    (gradient, $finish:expr, $around:expr, $out:expr, |$ending:ident| $body:expr) => {
        match $finish {
            Finish::Descent { from, rate } => {
                if from.start != $out.1.start {
                    $out.0.copy_from_slice($around.vectors(from));
                }
                let rate = splat($around.numbers(rate)[0]);
                let $ending = move |old: f32x4, sum: f32x4| old - rate * sum;
                $body
            }
            _ => {
                let $ending = |_: f32x4, sum: f32x4| sum;
                $body
            }
        }
    };
}
pub(super) use with_ending;
