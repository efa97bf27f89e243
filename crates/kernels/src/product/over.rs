//! `a · bᵀ`, and the sums of rows, vectorised along the columns, which are summed. Padding lanes
//! hold 0 and add nothing.

use wide::f32x4;

use super::ending::{Finish, with_ending};
use crate::buffer::{Buffer, slice};
use crate::lanes::{N_LANES, first_lanes, splat, sum_lanes_of_four};

/// `finish(a · bᵀ)`, where both have several columns and `b` several rows, and the sums of the rows of `a`.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductOver {
    /// The first factor.
    pub a: Buffer,
    /// The transpose of the second factor.
    pub b: Buffer,
    /// The result.
    pub out: Buffer,
    /// The epilogue, entry by entry.
    pub finish: Finish,
    /// The sums of the rows of `a`, if the kernel computes them too.
    pub sums: Option<RowSums>,
}

/// `finish(sum of each row)`.
#[derive(Debug, Clone, PartialEq)]
pub struct RowSums {
    /// The matrix whose rows are summed.
    pub of: Buffer,
    /// The result.
    pub out: Buffer,
    /// The epilogue, entry by entry.
    pub finish: Finish,
}

impl ProductOver {
    #[inline(always)]
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        let column = RowSums::that_end_alike(&self.sums, self.finish);
        with_ending!(gradient, self.finish, arena, self.out, |ending| {
            match self.a.stride {
                ..4 => self.product::<true>(arena, ending),
                _ => self.product::<false>(arena, ending),
            }
            if let Some(column) = column {
                column.sum_rows(arena, ending);
            }
        });
        if let (Some(sums), None) = (&self.sums, column) {
            sums.run(arena);
        }
    }

    /// The product in blocks of two rows of `a` by four rows of `b`. With `FIRST`, a sum starts with its first product,
    /// otherwise with 0.
    #[inline(never)]
    fn product<const FIRST: bool>(&self, arena: &mut [f32x4], ending: impl Fn(f32x4, f32x4) -> f32x4 + Copy) {
        let n_rows = self.out.shape.rows;
        let mut row = 0;
        while row + 2 <= n_rows {
            self.rows::<2, FIRST>(arena, row, ending);
            row += 2;
        }
        if row < n_rows {
            self.rows::<1, FIRST>(arena, row, ending);
        }
    }

    /// `J` rows of the result. If fewer than four rows of `b` are left, the last one is repeated for each missing one.
    #[inline(always)]
    fn rows<const J: usize, const FIRST: bool>(
        &self,
        arena: &mut [f32x4],
        row: usize,
        ending: impl Fn(f32x4, f32x4) -> f32x4,
    ) {
        let (stride, out_stride, n) = (self.a.stride, self.out.stride, self.out.shape.cols);
        let (a, out) = (self.a.start + row * stride, self.out.start + row * out_stride);
        let (mut b, mut group, mut left) = (self.b.start, out, n);
        while left >= N_LANES {
            let sums = block::<J, 4, FIRST>(arena, a, b, stride, 4);
            for j in 0..J {
                let entry = &mut arena[group + j * out_stride];
                *entry = ending(*entry, sums[j]);
            }
            (b, group, left) = (b + N_LANES * stride, group + 1, left - N_LANES);
        }
        if left == 0 {
            return;
        }
        let sums = if left > 2 {
            block::<J, 4, FIRST>(arena, a, b, stride, 3)
        } else {
            block::<J, 2, FIRST>(arena, a, b, stride, left)
        };
        for j in 0..J {
            let entry = &mut arena[group + j * out_stride];
            *entry = ending(*entry, sums[j]) & first_lanes(left);
        }
    }
}

/// The sums of `J` rows, from vector `a` on, by `I` rows, from vector `b` on, of which there are `n`, in the first `I`
/// lanes. The loop over vectors is a loop even if it is short: unrolled, it would keep more vectors than there are
/// registers.
#[inline(always)]
fn block<const J: usize, const I: usize, const FIRST: bool>(
    arena: &[f32x4],
    a: usize,
    b: usize,
    stride: usize,
    n: usize,
) -> [f32x4; J] {
    let a: [&[f32x4]; J] = rows_of(slice(arena, a, J * stride), stride, J);
    let b: [&[f32x4]; I] = rows_of(slice(arena, b, n * stride), stride, n);
    let mut sums = [[f32x4::ZERO; 4]; J];
    if FIRST {
        for j in 0..J {
            for i in 0..I {
                sums[j][i] = a[j][0] * b[i][0];
            }
        }
    }
    for v in usize::from(FIRST)..stride {
        let b: [f32x4; I] = std::array::from_fn(|i| b[i][v]);
        for j in 0..J {
            let a = a[j][v];
            for i in 0..I {
                sums[j][i] += a * b[i];
            }
        }
    }
    sums.map(sum_lanes_of_four)
}

/// The `n` rows that these vectors are, the last one repeated.
#[inline(always)]
pub(super) fn rows_of<const N: usize>(vectors: &[f32x4], stride: usize, n: usize) -> [&[f32x4]; N] {
    let (mut row, mut left) = vectors.split_at(stride);
    std::array::from_fn(|i| {
        if i > 0 && i < n {
            (row, left) = left.split_at(stride);
        }
        row
    })
}

impl RowSums {
    /// The sums beside a product, if both have the same kind of finish. If not, the sums run separately.
    #[inline(always)]
    pub(super) fn that_end_alike(beside: &Option<RowSums>, finish: Finish) -> Option<&RowSums> {
        beside.as_ref().filter(|sums| match (sums.finish, finish) {
            (Finish::Store, Finish::Store) => true,
            (Finish::Descent { from, rate }, Finish::Descent { rate: other, .. }) => {
                from.start == sums.out.start && rate.start == other.start
            }
            _ => false,
        })
    }

    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        with_ending!(gradient, self.finish, arena, self.out, |ending| self.sum_rows(arena, ending));
    }

    /// The sums of rows. A row that has one entry is its sum.
    #[inline(always)]
    pub(super) fn sum_rows(&self, arena: &mut [f32x4], ending: impl Fn(f32x4, f32x4) -> f32x4) {
        if self.of.shape.cols == 1 {
            self.take_rows(arena, ending);
        } else {
            self.sum_several(arena, ending);
        }
    }

    #[inline(always)]
    pub(super) fn take_rows(&self, arena: &mut [f32x4], ending: impl Fn(f32x4, f32x4) -> f32x4) {
        for at in 0..self.out.n_vectors {
            let sum = arena[self.of.start + at];
            let entry = &mut arena[self.out.start + at];
            *entry = ending(*entry, sum);
        }
    }

    #[inline(never)]
    fn sum_several(&self, arena: &mut [f32x4], ending: impl Fn(f32x4, f32x4) -> f32x4) {
        let stride = self.of.stride;
        let (mut row, mut left) = (self.of.start, self.of.shape.rows);
        for out in self.out.vectors() {
            let mut sums = [f32x4::ZERO; 4];
            for sum in sums.iter_mut().take(left) {
                *sum = slice(arena, row, stride).iter().fold(f32x4::ZERO, |sum, x| sum + *x);
                row += stride;
            }
            left = left.saturating_sub(N_LANES);
            arena[out] = ending(arena[out], sum_lanes_of_four(sums));
        }
    }
}
