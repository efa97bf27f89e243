//! `a · b` or `aᵀ · b`, vectorised along the columns of `b`: a block of rows × vectors of the result stays in registers.

use bytemuck::cast_slice;
use wide::f32x4;

use super::ending::{
    Biased, Ending, Finish, Function, Identity, PositivePart, Store, Tanh, TanhAndSlope, With, times, where_positive,
    with_ending,
};
use crate::buffer::{Buffer, array, array_mut, slice};
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
        debug_assert!(self.out.is_apart_from([self.a, self.b]), "the result lies over a factor");
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
        let (start, n) = (self.b.start, self.b.shape.rows * V);
        let mut row = 0;
        while row + R <= n_rows {
            let b = slice(arena, start, n).as_chunks().0;
            let sums = self.sums::<T, R, V>(arena, row, b.len(), b.iter());
            self.end(arena, row, row * V, V, sums, tail, ending);
            row += R;
        }
        while row < n_rows {
            let b = slice(arena, start, n).as_chunks().0;
            let sums = self.sums::<T, 1, V>(arena, row, b.len(), b.iter());
            self.end(arena, row, row * V, V, sums, tail, ending);
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
            let (start, n) = (self.b.start, self.b.shape.rows);
            let mut row = 0;
            while row + R <= n_rows {
                let sums = self.sums::<T, R, V>(
                    arena,
                    row,
                    n,
                    slice(arena, start, n * stride).chunks_exact(stride).map(|b| array(b, at)),
                );
                self.end(arena, row, row * stride + at, stride, sums, mask, ending);
                row += R;
            }
            while row < n_rows {
                let sums = self.sums::<T, 1, V>(
                    arena,
                    row,
                    n,
                    slice(arena, start, n * stride).chunks_exact(stride).map(|b| array(b, at)),
                );
                self.end(arena, row, row * stride + at, stride, sums, mask, ending);
                row += 1;
            }
            at += V;
        }
    }

    /// The sums of `R` rows, from `row` on, by `V` vectors. Each sum runs over the `n_inner` rows of `b`, in their order.
    #[inline(always)]
    fn sums<'b, const T: bool, const R: usize, const V: usize>(
        &self,
        arena: &[f32x4],
        row: usize,
        n_inner: usize,
        b: impl Iterator<Item = &'b [f32x4; V]>,
    ) -> [[f32x4; V]; R] {
        let a: &[f32] = cast_slice(arena);
        let (start, step) = (self.a.start * N_LANES, self.a.row_step);
        let mut sums = [[f32x4::ZERO; V]; R];
        if T {
            // A row's length is the same for all, so that the compiler checks it once, before the loop.
            for (a, b) in slice(a, start, n_inner * step).chunks_exact(step).zip(b) {
                add_products(&mut sums, *array(a, row), b);
            }
        } else {
            let a: [&[f32]; R] = std::array::from_fn(|r| slice(a, start + (row + r) * step, n_inner));
            for (k, b) in (0..n_inner).zip(b) {
                add_products(&mut sums, std::array::from_fn(|r| a[r][k]), b);
            }
        }
        sums
    }

    /// Stores `R` rows, `R ≤ 4`, from `row` and vector `at` of the result on, whose distance is `stride`. Without a loop and
    /// a closure, so that the sums stay in registers.
    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "each is a number that the caller has in a register")]
    fn end<const R: usize, const V: usize, E: Ending>(
        &self,
        arena: &mut [f32x4],
        row: usize,
        at: usize,
        stride: usize,
        sums: [[f32x4; V]; R],
        mask: f32x4,
        ending: E,
    ) {
        self.end_row(arena, row, at, sums[0], mask, ending);
        if R > 1 {
            self.end_row(arena, row + 1, at + stride, sums[1], mask, ending);
        }
        if R > 2 {
            self.end_row(arena, row + 2, at + 2 * stride, sums[2], mask, ending);
            self.end_row(arena, row + 3, at + 3 * stride, sums[3], mask, ending);
        }
    }

    #[inline(always)]
    fn end_row<const V: usize, E: Ending>(
        &self,
        arena: &mut [f32x4],
        row: usize,
        at: usize,
        sums: [f32x4; V],
        mask: f32x4,
        ending: E,
    ) {
        let ended = ending.end(arena, row, at, sums, mask);
        *array_mut(arena, self.out.start + at) = ended;
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
