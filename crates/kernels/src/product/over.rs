//! `a · bᵀ`, and the sums of rows, vectorised along the columns, which are summed. Padding lanes
//! hold 0 and add nothing.

use wide::f32x4;

use super::ending::{Finish, with_ending};
use crate::buffer::{Around, AroundTwo, Buffer};
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
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        let (out, column, around) = RowSums::split(&self.sums, arena, self.finish, self.out);
        let (a, b) = (around.vectors(self.a), around.vectors(self.b));
        let (stride, n) = (self.a.stride, self.out.shape.cols);
        let is_alone = column.is_empty();
        with_ending!(gradient, self.finish, around, (&mut *out, self.out), |ending| {
            match stride {
                ..4 => product::<true>(a, b, out, n, stride, ending),
                _ => product::<false>(a, b, out, n, stride, ending),
            }
            if !is_alone {
                row_sums(a, stride, column, ending);
            }
        });
        if let (Some(sums), true) = (&self.sums, is_alone) {
            sums.run(arena);
        }
    }
}

/// The product in blocks of two rows of `a` by four rows of `b`. With `FIRST`, a sum starts with its first product,
/// otherwise with 0.
#[inline(never)]
fn product<const FIRST: bool>(
    a: &[f32x4],
    b: &[f32x4],
    out: &mut [f32x4],
    n: usize,
    stride: usize,
    ending: impl Fn(f32x4, f32x4) -> f32x4 + Copy,
) {
    let out_stride = n.div_ceil(N_LANES);
    let mut a_blocks = a.chunks_exact(2 * stride);
    let mut out_blocks = out.chunks_exact_mut(2 * out_stride);
    for (a, out) in (&mut a_blocks).zip(&mut out_blocks) {
        rows::<2, FIRST>(a, b, out, n, stride, ending);
    }
    let rest = a_blocks.remainder().chunks_exact(stride);
    for (a, out) in rest.zip(out_blocks.into_remainder().chunks_exact_mut(out_stride)) {
        rows::<1, FIRST>(a, b, out, n, stride, ending);
    }
}

/// `J` rows of the result. If fewer than four rows of `b` are left, the last one is repeated for each missing one.
#[inline(always)]
fn rows<const J: usize, const FIRST: bool>(
    a: &[f32x4],
    b: &[f32x4],
    out: &mut [f32x4],
    n: usize,
    stride: usize,
    ending: impl Fn(f32x4, f32x4) -> f32x4,
) {
    let out_stride = n.div_ceil(N_LANES);
    let a: [&[f32x4]; J] = std::array::from_fn(|j| row(a, j, stride));
    let mut groups = b.chunks_exact(N_LANES * stride);
    for (group, four) in (&mut groups).enumerate() {
        let sums = block::<J, 4, FIRST>(a, std::array::from_fn(|i| row(four, i, stride)), stride);
        for j in 0..J {
            let entry = &mut out[j * out_stride + group];
            *entry = ending(*entry, sums[j]);
        }
    }
    let left = n % N_LANES;
    if left == 0 {
        return;
    }
    let last = groups.remainder();
    let sums = if left > 2 {
        block::<J, 4, FIRST>(a, std::array::from_fn(|i| row(last, i.min(2), stride)), stride)
    } else {
        block::<J, 2, FIRST>(a, std::array::from_fn(|i| row(last, i.min(left - 1), stride)), stride)
    };
    for j in 0..J {
        let entry = &mut out[j * out_stride + out_stride - 1];
        *entry = ending(*entry, sums[j]) & first_lanes(left);
    }
}

#[inline(always)]
fn row(rows: &[f32x4], row: usize, stride: usize) -> &[f32x4] {
    &rows[row * stride..][..stride]
}

/// The sums of `J` rows by `I` rows, in the first `I` lanes. The loop over vectors is a loop even if it is short:
/// unrolled, it would keep more vectors than there are registers.
#[inline(always)]
fn block<const J: usize, const I: usize, const FIRST: bool>(
    a: [&[f32x4]; J],
    b: [&[f32x4]; I],
    stride: usize,
) -> [f32x4; J] {
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

impl RowSums {
    /// The vectors of a product's result, and of the sums that its kernel computes too, if both have the same kind of
    /// finish. If not, the second slice is empty, and the sums run separately.
    #[inline(always)]
    pub(super) fn split<'a>(
        beside: &Option<RowSums>,
        arena: &'a mut [f32x4],
        finish: Finish,
        out: Buffer,
    ) -> (&'a mut [f32x4], &'a mut [f32x4], AroundTwo<'a>) {
        let ends_alike = |sums: &&RowSums| match (sums.finish, finish) {
            (Finish::Store, Finish::Store) => true,
            (Finish::Descent { from, rate }, Finish::Descent { rate: other, .. }) => {
                from.start == sums.out.start && rate.start == other.start
            }
            _ => false,
        };
        let end = out.vectors().end;
        let column = beside.as_ref().filter(ends_alike).map_or(end..end, |sums| sums.out.vectors());
        AroundTwo::split(arena, out.vectors(), column)
    }

    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        let (out, around) = Around::split(arena, self.out);
        let (of, stride) = (around.vectors(self.of), self.of.stride);
        if self.of.shape.cols == 1 {
            with_ending!(gradient, self.finish, around, (&mut *out, self.out), |ending| {
                out.iter_mut().zip(of).for_each(|(entry, x)| *entry = ending(*entry, *x));
            });
            return;
        }
        with_ending!(gradient, self.finish, around, (&mut *out, self.out), |ending| {
            row_sums(of, stride, out, ending);
        });
    }
}

#[inline(never)]
fn row_sums(of: &[f32x4], stride: usize, out: &mut [f32x4], ending: impl Fn(f32x4, f32x4) -> f32x4) {
    let mut groups = of.chunks_exact(N_LANES * stride);
    let mut out = out.iter_mut();
    for (four, out) in (&mut groups).zip(&mut out) {
        let mut sums = [f32x4::ZERO; 4];
        for (sum, row) in sums.iter_mut().zip(four.chunks_exact(stride)) {
            *sum = row.iter().fold(f32x4::ZERO, |sum, x| sum + *x);
        }
        *out = ending(*out, sum_lanes_of_four(sums));
    }
    if let Some(out) = out.next() {
        let mut sums = [f32x4::ZERO; 4];
        for (sum, row) in sums.iter_mut().zip(groups.remainder().chunks_exact(stride)) {
            *sum = row.iter().fold(f32x4::ZERO, |sum, x| sum + *x);
        }
        *out = ending(*out, sum_lanes_of_four(sums));
    }
}
