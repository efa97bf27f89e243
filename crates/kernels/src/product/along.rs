//! `a · b` or `aᵀ · b`, vectorised along the columns of `b`: a block of rows × vectors of the result stays in registers.

use bytemuck::cast_slice;
use wide::f32x4;

use super::ending::{
    Biased, Ending, Finish, Function, Identity, PositivePart, Store, Tanh, TanhAndSlope, With, times, where_positive,
    with_ending,
};
use crate::buffer::{Buffer, out_of_arena, slice, vectors, vectors_mut};
use crate::lanes::{N_LANES, first_lanes, splat};

/// `finish(a · b)` or `finish(aᵀ · b)`, where `b` has several columns.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductAlong {
    /// The first factor.
    pub a: Buffer,
    /// Whether the first factor is `aᵀ` instead of `a`.
    pub a_transposed: bool,
    /// The second factor.
    pub b: Buffer,
    /// The result.
    pub out: Buffer,
    /// The epilogue, entry by entry.
    pub finish: Finish,
}

impl ProductAlong {
    #[inline(always)]
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        if self.a_transposed {
            with_ending!(backward, self.finish, |ending| self.by_width::<true, _>(arena, ending));
        } else {
            with_ending!(forward, self.finish, |ending| self.by_width::<false, _>(arena, ending));
        }
    }

    /// Chooses the block by the width of the result. A block of few vectors per row has more rows: its sums must fit
    /// into sixteen registers.
    #[inline(always)]
    fn by_width<const T: bool, E: Ending>(&self, arena: &mut [f32x4], ending: E) {
        match self.out.stride {
            1 => self.narrow::<T, 4, 1, E>(arena, ending),
            2 => self.narrow::<T, 4, 2, E>(arena, ending),
            3 => self.narrow::<T, 2, 3, E>(arena, ending),
            _ => self.wide::<T, 2, 4, E>(arena, ending),
        }
    }

    /// The result, if its rows have exactly `V` vectors.
    #[inline(never)]
    fn narrow<const T: bool, const R: usize, const V: usize, E: Ending>(&self, arena: &mut [f32x4], ending: E) {
        let (n_rows, tail) = (self.out.shape.rows, self.out.tail());
        let mut row = 0;
        while row + R <= n_rows {
            self.block::<T, R, V, E>(arena, row, V, 0, tail, ending);
            row += R;
        }
        while row < n_rows {
            self.block::<T, 1, V, E>(arena, row, V, 0, tail, ending);
            row += 1;
        }
    }

    /// The result, if its rows have at least `V` vectors. The last block of a row ends where the row ends, and so may
    /// overlap the block before it.
    #[inline(never)]
    fn wide<const T: bool, const R: usize, const V: usize, E: Ending>(&self, arena: &mut [f32x4], ending: E) {
        let (n_rows, stride) = (self.out.shape.rows, self.out.stride);
        let mut at = 0;
        while at < stride {
            at = at.min(stride - V);
            let mask = if at + V == stride { self.out.tail() } else { first_lanes(N_LANES) };
            let mut row = 0;
            while row + R <= n_rows {
                self.block::<T, R, V, E>(arena, row, stride, at, mask, ending);
                row += R;
            }
            while row < n_rows {
                self.block::<T, 1, V, E>(arena, row, stride, at, mask, ending);
                row += 1;
            }
            at += V;
        }
    }

    /// `R` rows of the result, from `row` on, by `V` vectors of their `stride`, from `at` on.
    #[inline(always)]
    fn block<const T: bool, const R: usize, const V: usize, E: Ending>(
        &self,
        arena: &mut [f32x4],
        row: usize,
        stride: usize,
        at: usize,
        mask: f32x4,
        ending: E,
    ) {
        let sums = self.sums::<T, R, V>(arena, row, stride, at);
        each_of::<R>(|r| {
            let at = (row + r) * stride + at;
            let ended = ending.end(arena, row + r, at, sums[r], mask);
            *vectors_mut(arena, self.out.start + at) = ended;
        });
    }

    /// The sums of a block. Each sum runs over the rows of `b`, in their order.
    #[inline(always)]
    fn sums<const T: bool, const R: usize, const V: usize>(
        &self,
        arena: &[f32x4],
        row: usize,
        stride: usize,
        at: usize,
    ) -> [[f32x4; V]; R] {
        let n_inner = self.b.shape.rows;
        let a: &[f32] = cast_slice(arena);
        let (a_start, a_step) = (self.a.start * N_LANES, self.a.row_step);
        let b = |k: usize| vectors::<V>(arena, self.b.start + k * stride + at);
        let mut sums = [[f32x4::ZERO; V]; R];
        if T {
            for k in 0..n_inner {
                add_products(&mut sums, *numbers(a, a_start + k * a_step + row), b(k));
            }
        } else {
            let a: [&[f32]; R] = std::array::from_fn(|r| slice(a, a_start + (row + r) * a_step, n_inner));
            for k in 0..n_inner {
                add_products(&mut sums, std::array::from_fn(|r| a[r][k]), b(k));
            }
        }
        sums
    }
}

/// Calls `f` for `0..R`, `R ≤ 4`, without a loop, so that the arrays it indexes stay in registers.
#[inline(always)]
fn each_of<const R: usize>(mut f: impl FnMut(usize)) {
    f(0);
    if R > 1 {
        f(1);
    }
    if R > 2 {
        f(2);
        f(3);
    }
}

#[inline(always)]
fn add_products<const R: usize, const V: usize>(sums: &mut [[f32x4; V]; R], a: [f32; R], b: &[f32x4; V]) {
    for r in 0..R {
        let a = splat(a[r]);
        for v in 0..V {
            sums[r][v] += a * b[v];
        }
    }
}

#[inline(always)]
fn numbers<const R: usize>(numbers: &[f32], at: usize) -> &[f32; R] {
    numbers.get(at..).and_then(<[f32]>::first_chunk).unwrap_or_else(|| out_of_arena())
}
