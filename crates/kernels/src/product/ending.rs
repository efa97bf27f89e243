//! The epilogues of products: what a product's kernel computes of an entry before it stores it.

use bytemuck::cast_slice;
use wide::f32x4;

use crate::buffer::{Buffer, array, array_mut};
use crate::lanes::{self, N_LANES, splat};

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

/// A [`Finish`] with the first vectors of its operands. Vectors are counted from the start of the result.
pub(super) trait Ending: Copy {
    /// The entries of `V` vectors of row `row`, from vector `at` on, given their sums. The last of them has padding where
    /// the mask is 0.
    fn end<const V: usize>(
        self,
        arena: &mut [f32x4],
        row: usize,
        at: usize,
        sums: [f32x4; V],
        mask: f32x4,
    ) -> [f32x4; V];

    /// The entries of vector `at` of a column, given their sums and the mask of its padding.
    fn end_of_column(self, arena: &mut [f32x4], at: usize, sums: f32x4, mask: f32x4) -> f32x4;
}

#[derive(Clone, Copy)]
pub(super) struct Store;

impl Ending for Store {
    #[inline(always)]
    fn end<const V: usize>(self, _: &mut [f32x4], _: usize, _: usize, sums: [f32x4; V], mask: f32x4) -> [f32x4; V] {
        masked(sums, mask)
    }

    #[inline(always)]
    fn end_of_column(self, _: &mut [f32x4], _: usize, sums: f32x4, mask: f32x4) -> f32x4 {
        sums & mask
    }
}

#[derive(Clone, Copy)]
pub(super) struct Biased<F> {
    pub(super) bias: usize,
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

impl<F: Then> Ending for Biased<F> {
    #[inline(always)]
    fn end<const V: usize>(
        self,
        arena: &mut [f32x4],
        row: usize,
        _: usize,
        sums: [f32x4; V],
        mask: f32x4,
    ) -> [f32x4; V] {
        let bias = number(arena, self.bias, row);
        masked(self.then.of(sums.map(|sum| sum + bias)), mask)
    }

    #[inline(always)]
    fn end_of_column(self, arena: &mut [f32x4], at: usize, sums: f32x4, mask: f32x4) -> f32x4 {
        let [value] = self.then.of([sums + arena[self.bias + at]]);
        value & mask
    }
}

/// [`Finish::TanhAndSlope`].
#[derive(Clone, Copy)]
pub(super) struct TanhAndSlope {
    pub(super) bias: usize,
    pub(super) slope: usize,
}

impl Ending for TanhAndSlope {
    #[inline(always)]
    fn end<const V: usize>(
        self,
        arena: &mut [f32x4],
        row: usize,
        at: usize,
        sums: [f32x4; V],
        mask: f32x4,
    ) -> [f32x4; V] {
        let bias = number(arena, self.bias, row);
        let (tanh, slope) = lanes::tanh_and_slope(sums.map(|sum| sum + bias));
        *array_mut(arena, self.slope + at) = masked(slope, mask);
        masked(tanh, mask)
    }

    #[inline(always)]
    fn end_of_column(self, arena: &mut [f32x4], at: usize, sums: f32x4, mask: f32x4) -> f32x4 {
        let ([tanh], [slope]) = lanes::tanh_and_slope([sums + arena[self.bias + at]]);
        arena[self.slope + at] = slope & mask;
        tanh & mask
    }
}

/// The entry of a column in all lanes.
#[inline(always)]
fn number(arena: &[f32x4], column: usize, row: usize) -> f32x4 {
    splat(cast_slice::<f32x4, f32>(arena)[column * N_LANES + row])
}

#[inline(always)]
fn masked<const V: usize>(mut vectors: [f32x4; V], mask: f32x4) -> [f32x4; V] {
    vectors[V - 1] &= mask;
    vectors
}

/// `f(y, sum)` for a matrix `y` of the result's shape.
#[derive(Clone, Copy)]
pub(super) struct With<F> {
    pub(super) y: usize,
    pub(super) f: F,
}

impl<F: Fn(f32x4, f32x4) -> f32x4 + Copy> Ending for With<F> {
    #[inline(always)]
    fn end<const V: usize>(
        self,
        arena: &mut [f32x4],
        _: usize,
        at: usize,
        sums: [f32x4; V],
        mask: f32x4,
    ) -> [f32x4; V] {
        let y = array::<_, V>(arena, self.y + at);
        masked(std::array::from_fn(|v| (self.f)(y[v], sums[v])), mask)
    }

    #[inline(always)]
    fn end_of_column(self, arena: &mut [f32x4], at: usize, sums: f32x4, mask: f32x4) -> f32x4 {
        (self.f)(arena[self.y + at], sums) & mask
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
    (forward, $finish:expr, |$ending:ident| $body:expr) => {
        match $finish {
            Finish::TanhAndSlope { bias, slope } => {
                let $ending = TanhAndSlope { bias: bias.start, slope: slope.start };
                $body
            }
            Finish::Bias { bias, then: Function::Identity } => {
                let $ending = Biased { bias: bias.start, then: Identity };
                $body
            }
            Finish::Bias { bias, then: Function::Tanh } => {
                let $ending = Biased { bias: bias.start, then: Tanh };
                $body
            }
            Finish::Bias { bias, then: Function::PositivePart } => {
                let $ending = Biased { bias: bias.start, then: PositivePart };
                $body
            }
            _ => {
                let $ending = Store;
                $body
            }
        }
    };
    (backward, $finish:expr, |$ending:ident| $body:expr) => {
        match $finish {
            Finish::Times { factor } => {
                let $ending = With { y: factor.start, f: times };
                $body
            }
            Finish::WherePositive { y } => {
                let $ending = With { y: y.start, f: where_positive };
                $body
            }
            _ => {
                let $ending = Store;
                $body
            }
        }
    };
    (gradient, $finish:expr, $arena:ident, $out:expr, |$ending:ident| $body:expr) => {
        match $finish {
            Finish::Descent { from, rate } => {
                if from.start != $out.start {
                    $arena.copy_within(from.vectors(), $out.start);
                }
                let rate = splat($arena[rate.start].as_array()[0]);
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
