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
        debug_assert!(self.out.is_apart_from([self.a, self.b]), "the result lies over a factor");
        let column = RowSums::that_end_alike(&self.sums, self.finish);
        with_ending!(gradient, self.finish, arena, self.out, |ending| {
            match self.a.stride {
                1 => self.product::<1>(arena, column, ending),
                2 => self.product::<2>(arena, column, ending),
                3 => self.product::<3>(arena, column, ending),
                _ => self.product::<ANY>(arena, column, ending),
            }
        });
        if let (Some(sums), None) = (&self.sums, column) {
            sums.run(arena);
        }
    }

    /// The product in blocks of two rows of `a` by four rows of `b`, all of `S` vectors, and the sums of the rows of `a`.
    #[inline(never)]
    fn product<const S: usize>(
        &self,
        arena: &mut [f32x4],
        column: Option<&RowSums>,
        ending: impl Fn(f32x4, f32x4) -> f32x4 + Copy,
    ) {
        let n_rows = self.out.shape.rows;
        let mut row = 0;
        while row + 2 <= n_rows {
            self.rows::<2, S>(arena, row, ending);
            row += 2;
        }
        if row < n_rows {
            self.rows::<1, S>(arena, row, ending);
        }
        if let Some(column) = column {
            column.sum_rows::<S>(arena, ending);
        }
    }

    /// `J` rows of the result. If fewer than four rows of `b` are left, the last one is repeated for each missing one.
    #[inline(always)]
    fn rows<const J: usize, const S: usize>(
        &self,
        arena: &mut [f32x4],
        row: usize,
        ending: impl Fn(f32x4, f32x4) -> f32x4,
    ) {
        let (stride, out_stride) = (length::<S>(self.a), self.out.stride);
        let a = self.a.start + row * stride;
        let (mut b, mut out, mut left) = (self.b.start, self.out.start + row * out_stride, self.out.shape.cols);
        while left >= N_LANES {
            let sums = block::<J, 4, S>(arena, a, b, stride, 4);
            for j in 0..J {
                let entry = &mut arena[out + j * out_stride];
                *entry = ending(*entry, sums[j]);
            }
            (b, out, left) = (b + N_LANES * stride, out + 1, left - N_LANES);
        }
        let sums = match left {
            0 => return,
            1 => block::<J, 2, S>(arena, a, b, stride, 1),
            2 => block::<J, 2, S>(arena, a, b, stride, 2),
            _ => block::<J, 4, S>(arena, a, b, stride, 3),
        };
        for j in 0..J {
            let entry = &mut arena[out + j * out_stride];
            *entry = ending(*entry, sums[j]) & first_lanes(left);
        }
    }
}

/// Stands for a number of vectors in a row that is known only when the kernel runs.
pub(super) const ANY: usize = 0;

/// Vectors in a row of this matrix: `S`, unless that is [`ANY`]. A short loop over a known number needs no loop.
#[inline(always)]
fn length<const S: usize>(matrix: Buffer) -> usize {
    if S == ANY { matrix.stride } else { S }
}

/// The sums of `J` rows, from vector `a` on, by `I` rows, from vector `b` on, of which there are `n`, in the first `I`
/// lanes. Where rows are short, a sum starts with its first product, otherwise with 0.
#[inline(always)]
fn block<const J: usize, const I: usize, const S: usize>(
    arena: &[f32x4],
    a: usize,
    b: usize,
    stride: usize,
    n: usize,
) -> [f32x4; J] {
    let (a, b) = (slice(arena, a, J * stride), slice(arena, b, n * stride));
    if S == ANY {
        return long_block::<J, I>(a, b, stride, n);
    }
    let (a, b): ([&[f32x4]; J], [&[f32x4]; I]) = (rows_of(a, stride, J), rows_of(b, stride, n));
    let mut sums = [[f32x4::ZERO; 4]; J];
    for j in 0..J {
        for i in 0..I {
            sums[j][i] = a[j][0] * b[i][0];
        }
    }
    for v in 1..S {
        add_products(&mut sums, a.map(|row| row[v]), b.map(|row| row[v]));
    }
    sums.map(sum_lanes_of_four)
}

/// The sums of a block of long rows. It is a function of its own so that all registers are for its loop.
#[inline(never)]
fn long_block<const J: usize, const I: usize>(a: &[f32x4], b: &[f32x4], stride: usize, n: usize) -> [f32x4; J] {
    let (a, b): ([&[f32x4]; J], [&[f32x4]; I]) = (rows_of(a, stride, J), rows_of(b, stride, n));
    let mut sums = [[f32x4::ZERO; 4]; J];
    for v in 0..stride {
        add_products(&mut sums, a.map(|row| row[v]), b.map(|row| row[v]));
    }
    sums.map(sum_lanes_of_four)
}

#[inline(always)]
fn add_products<const J: usize, const I: usize>(sums: &mut [[f32x4; 4]; J], a: [f32x4; J], b: [f32x4; I]) {
    for j in 0..J {
        for i in 0..I {
            sums[j][i] += a[j] * b[i];
        }
    }
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
        with_ending!(gradient, self.finish, arena, self.out, |ending| {
            if self.of.shape.cols == 1 {
                self.take_rows(arena, ending);
            } else {
                self.sum_rows::<ANY>(arena, ending);
            }
        });
    }

    /// The sums of rows of one entry.
    #[inline(always)]
    pub(super) fn take_rows(&self, arena: &mut [f32x4], ending: impl Fn(f32x4, f32x4) -> f32x4) {
        for at in 0..self.out.n_vectors {
            let sum = arena[self.of.start + at];
            let entry = &mut arena[self.out.start + at];
            *entry = ending(*entry, sum);
        }
    }

    /// The sums of rows of `S` vectors.
    #[inline(always)]
    fn sum_rows<const S: usize>(&self, arena: &mut [f32x4], ending: impl Fn(f32x4, f32x4) -> f32x4) {
        let stride = length::<S>(self.of);
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
