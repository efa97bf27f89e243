//! The epilogues of products: what a product's kernel computes of an entry before it stores it.

use bytemuck::cast_slice;
use wide::f32x4;

use crate::buffer::Buffer;
use crate::lanes::{self, splat};

/// The epilogue of a product, entry by entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Finish {
    /// The entry itself.
    Store,
    /// `then(entry + bias of its row)`.
    Bias {
        /// One column.
        bias: Buffer,
        /// The activation.
        then: Function,
    },
    /// `tanh(entry + bias of its row)`, and the slope of tanh there beside it.
    TanhAndSlope {
        /// One column.
        bias: Buffer,
        /// A second result, of the first one's shape.
        slope: Buffer,
    },
    /// `factor · entry`: what goes back through an activation with this slope.
    Times {
        /// A matrix of the result's shape.
        factor: Buffer,
    },
    /// The entry where `y > 0`, else 0: the derivative of the positive part.
    WherePositive {
        /// A matrix of the result's shape.
        y: Buffer,
    },
    /// `from − rate · entry`: an update by gradient descent.
    Descent {
        /// The values before the update; may be the result's own buffer.
        from: Buffer,
        /// One number.
        rate: Buffer,
    },
}

/// The function that is applied after the bias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `x`.
    Identity,
    /// `tanh x`.
    Tanh,
    /// `max(x, 0)`.
    PositivePart,
}

/// A [`Finish`] with its operands resolved. Vectors are counted from the start of the result.
pub(super) trait Ending {
    /// The entries of `V` vectors of row `row`, from vector `at` on, given their sums. The last of them has padding where
    /// the mask is 0.
    fn end<const V: usize>(&mut self, row: usize, at: usize, sums: [f32x4; V], mask: f32x4) -> [f32x4; V];

    /// The entries of vector `at` of a column, given their sums and the mask of its padding.
    fn end_of_column(&mut self, at: usize, sums: f32x4, mask: f32x4) -> f32x4;
}

#[derive(Clone, Copy)]
pub(super) struct Store;

impl Ending for Store {
    #[inline(always)]
    fn end<const V: usize>(&mut self, _: usize, _: usize, sums: [f32x4; V], mask: f32x4) -> [f32x4; V] {
        masked(sums, mask)
    }

    #[inline(always)]
    fn end_of_column(&mut self, _: usize, sums: f32x4, mask: f32x4) -> f32x4 {
        sums & mask
    }
}

#[derive(Clone, Copy)]
pub(super) struct Biased<'a, F> {
    pub(super) bias: &'a [f32x4],
    pub(super) then: F,
}

/// A [`Function`] of several vectors side by side.
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
    fn end<const V: usize>(&mut self, row: usize, _: usize, sums: [f32x4; V], mask: f32x4) -> [f32x4; V] {
        let bias = splat(cast_slice::<f32x4, f32>(self.bias)[row]);
        masked(self.then.of(sums.map(|sum| sum + bias)), mask)
    }

    #[inline(always)]
    fn end_of_column(&mut self, at: usize, sums: f32x4, mask: f32x4) -> f32x4 {
        let [value] = self.then.of([sums + self.bias[at]]);
        value & mask
    }
}

/// [`Finish::TanhAndSlope`].
pub(super) struct TanhAndSlope<'a> {
    pub(super) bias: &'a [f32x4],
    pub(super) slope: &'a mut [f32x4],
}

impl Ending for TanhAndSlope<'_> {
    #[inline(always)]
    fn end<const V: usize>(&mut self, row: usize, at: usize, sums: [f32x4; V], mask: f32x4) -> [f32x4; V] {
        let bias = splat(cast_slice::<f32x4, f32>(self.bias)[row]);
        let (tanh, slope) = lanes::tanh_and_slope(sums.map(|sum| sum + bias));
        self.slope[at..][..V].copy_from_slice(&masked(slope, mask));
        masked(tanh, mask)
    }

    #[inline(always)]
    fn end_of_column(&mut self, at: usize, sums: f32x4, mask: f32x4) -> f32x4 {
        let ([tanh], [slope]) = lanes::tanh_and_slope([sums + self.bias[at]]);
        self.slope[at] = slope & mask;
        tanh & mask
    }
}

#[inline(always)]
fn masked<const V: usize>(mut vectors: [f32x4; V], mask: f32x4) -> [f32x4; V] {
    vectors[V - 1] &= mask;
    vectors
}

/// `f(y, sum)` for a matrix `y` of the result's shape.
#[derive(Clone, Copy)]
pub(super) struct With<'a, F> {
    pub(super) y: &'a [f32x4],
    pub(super) f: F,
}

impl<F: Fn(f32x4, f32x4) -> f32x4 + Copy> Ending for With<'_, F> {
    #[inline(always)]
    fn end<const V: usize>(&mut self, _: usize, at: usize, sums: [f32x4; V], mask: f32x4) -> [f32x4; V] {
        let y = &self.y[at..][..V];
        masked(std::array::from_fn(|v| (self.f)(y[v], sums[v])), mask)
    }

    #[inline(always)]
    fn end_of_column(&mut self, at: usize, sums: f32x4, mask: f32x4) -> f32x4 {
        (self.f)(self.y[at], sums) & mask
    }
}

#[inline(always)]
pub(super) fn where_positive(y: f32x4, value: f32x4) -> f32x4 {
    y.simd_gt(f32x4::ZERO) & value
}

#[inline(always)]
pub(super) fn times(factor: f32x4, value: f32x4) -> f32x4 {
    factor * value
}

/// Runs `$body` with `$ending` bound to the finish. The first word says which finishes the kind of product can have: a
/// `forward` product can have a bias, a `backward` product a slope, and a `gradient` an update. The others get no code.
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
            Finish::Times { factor } => {
                let $ending = With { y: $around.vectors(factor), f: times };
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
