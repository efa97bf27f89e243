//! `a · bᵀ`, and the sums of rows: vectors along the columns, which are summed away. Padding lanes
//! hold 0 and add nothing.

use wide::f32x4;

use super::ending::{Finish, with_ending};
use crate::buffer::{Around, Buffer};
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
    /// What follows, entry by entry.
    pub finish: Finish,
    /// What else is made of the first factor.
    pub sums: Option<RowSums>,
}

/// `finish(sum of each row)`.
#[derive(Debug, Clone, PartialEq)]
pub struct RowSums {
    /// What is summed.
    pub of: Buffer,
    /// The result.
    pub out: Buffer,
    /// What follows, entry by entry.
    pub finish: Finish,
}

impl ProductOver {
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        let (out, around) = Around::split(arena, self.out);
        let (a, b) = (around.vectors(self.a), around.vectors(self.b));
        let (stride, n) = (self.a.stride, self.out.shape.cols);
        with_ending!(gradient, self.finish, around, (&mut *out, self.out), |ending| match stride {
            1 => narrow::<1>(a, b, out, n, ending),
            2 => narrow::<2>(a, b, out, n, ending),
            3 => narrow::<3>(a, b, out, n, ending),
            _ => wide(a, b, out, n, stride, ending),
        });
        if let Some(sums) = &self.sums {
            sums.run(arena);
        }
    }
}

/// Rows of `V` vectors.
#[inline(never)]
fn narrow<const V: usize>(
    a: &[f32x4],
    b: &[f32x4],
    out: &mut [f32x4],
    n: usize,
    ending: impl Fn(f32x4, f32x4) -> f32x4 + Copy,
) {
    let out_stride = n.div_ceil(N_LANES);
    let (groups, rest) = b.as_chunks::<V>().0.as_chunks::<4>();
    // Where fewer than four rows are left, the last stands in for the missing ones.
    let last = rest.last().map(|last| std::array::from_fn::<_, 4, _>(|i| *rest.get(i).unwrap_or(last)));
    let (pairs, single) = a.as_chunks::<V>().0.as_chunks::<2>();
    let mut out = out.chunks_exact_mut(out_stride);
    for pair in pairs {
        let (Some(first), Some(second)) = (out.next(), out.next()) else { return };
        for ((four, x), y) in groups.iter().zip(&mut *first).zip(&mut *second) {
            let sums = two_by_four(pair, four);
            (*x, *y) = (ending(*x, sums[0]), ending(*y, sums[1]));
        }
        if let (Some(four), Some(x), Some(y)) = (&last, first.last_mut(), second.last_mut()) {
            let (sums, mask) = (two_by_four(pair, four), first_lanes(rest.len()));
            (*x, *y) = (ending(*x, sums[0]) & mask, ending(*y, sums[1]) & mask);
        }
    }
    if let ([one], Some(row)) = (single, out.next()) {
        for (four, x) in groups.iter().zip(&mut *row) {
            *x = ending(*x, one_by_four(one, four));
        }
        if let (Some(four), Some(x)) = (&last, row.last_mut()) {
            *x = ending(*x, one_by_four(one, four)) & first_lanes(rest.len());
        }
    }
}

#[inline(always)]
fn two_by_four<const V: usize>(a: &[[f32x4; V]; 2], b: &[[f32x4; V]; 4]) -> [f32x4; 2] {
    let mut sums = a.map(|a| b.map(|b| a[0] * b[0]));
    for v in 1..V {
        for j in 0..2 {
            for i in 0..4 {
                sums[j][i] += a[j][v] * b[i][v];
            }
        }
    }
    sums.map(sum_lanes_of_four)
}

#[inline(always)]
fn one_by_four<const V: usize>(a: &[f32x4; V], b: &[[f32x4; V]; 4]) -> f32x4 {
    let mut sums = b.map(|b| a[0] * b[0]);
    for v in 1..V {
        for i in 0..4 {
            sums[i] += a[v] * b[i][v];
        }
    }
    sum_lanes_of_four(sums)
}

/// Rows of any width, in blocks of two rows of `a` with four rows of `b`.
#[inline(never)]
fn wide(
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
        rows::<2>(a, b, out, n, stride, ending);
    }
    let rest = a_blocks.remainder().chunks_exact(stride);
    for (a, out) in rest.zip(out_blocks.into_remainder().chunks_exact_mut(out_stride)) {
        rows::<1>(a, b, out, n, stride, ending);
    }
}

/// `J` rows of the result.
#[inline(always)]
fn rows<const J: usize>(
    a: &[f32x4],
    b: &[f32x4],
    out: &mut [f32x4],
    n: usize,
    stride: usize,
    ending: impl Fn(f32x4, f32x4) -> f32x4,
) {
    let out_stride = n.div_ceil(N_LANES);
    let a: [&[f32x4]; J] = std::array::from_fn(|j| &a[j * stride..][..stride]);
    for (group, four) in b.chunks(N_LANES * stride).enumerate() {
        let left = n - group * N_LANES;
        let b: [&[f32x4]; 4] = std::array::from_fn(|i| &four[i.min(left - 1) * stride..][..stride]);
        let mut sums = [[f32x4::ZERO; 4]; J];
        for v in 0..stride {
            let b: [f32x4; 4] = std::array::from_fn(|i| b[i][v]);
            for j in 0..J {
                let a = a[j][v];
                for i in 0..4 {
                    sums[j][i] += a * b[i];
                }
            }
        }
        for j in 0..J {
            let entry = &mut out[j * out_stride + group];
            *entry = ending(*entry, sum_lanes_of_four(sums[j]));
            if left < N_LANES {
                *entry &= first_lanes(left);
            }
        }
    }
}

impl RowSums {
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
