//! Products with one column, vectorised along the units.

use bytemuck::cast_slice;
use wide::f32x4;

use super::ending::{
    Biased, Ending, Finish, Function, Identity, PositivePart, Store, Tanh, TanhAndSlope, With, times, where_positive,
    with_ending,
};
use super::over::RowSums;
use crate::buffer::{Around, AroundTwo, Buffer};
use crate::lanes::{N_LANES, first_lanes, splat, sum_lanes_of_four};

/// `finish(a · x)` for a column or row `x`, as one dot product per row of `a`.
#[derive(Debug, Clone, PartialEq)]
pub struct Dots {
    /// The matrix.
    pub a: Buffer,
    /// Whether the sum runs over points instead of units. A sum over points is formed lane by lane.
    pub is_over_points: bool,
    /// The second factor.
    pub x: Buffer,
    /// The result.
    pub out: Buffer,
    /// The epilogue, entry by entry.
    pub finish: Finish,
}

/// `finish(aᵀ · g)` for a column `g`, as a sum of rows of `a`.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// The matrix.
    pub a: Buffer,
    /// The column.
    pub g: Buffer,
    /// The result.
    pub out: Buffer,
    /// The epilogue, entry by entry.
    pub finish: Finish,
}

/// `finish(g · xᵀ)` for two columns, and the sums of the rows of `g`, which have one entry each.
#[derive(Debug, Clone, PartialEq)]
pub struct Outer {
    /// The first factor.
    pub g: Buffer,
    /// The second factor.
    pub x: Buffer,
    /// The result.
    pub out: Buffer,
    /// The epilogue, entry by entry.
    pub finish: Finish,
    /// The sums of the rows of `g`, if the kernel computes them too.
    pub sums: Option<RowSums>,
}

impl Dots {
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        let n = self.out.shape.rows;
        if let Finish::TanhAndSlope { bias, slope } = self.finish {
            let (out, slope, around) = AroundTwo::split(arena, self.out.vectors(), slope.vectors());
            let (a, x) = (around.vectors(self.a), around.vectors(self.x));
            let ending = TanhAndSlope { bias: around.vectors(bias), slope };
            return dots::<false, _>(a, x, self.x.memory().cols, out, n, ending);
        }
        let (out, around) = Around::split(arena, self.out);
        let (a, x) = (around.vectors(self.a), around.vectors(self.x));
        if self.is_over_points {
            dots::<true, _>(a, x, self.x.memory().cols, out, n, Store);
        } else {
            with_ending!(forward, self.finish, around, |ending| {
                dots::<false, _>(a, x, self.x.memory().cols, out, n, ending);
            });
        }
    }
}

#[inline(never)]
fn dots<const LANES: bool, E: Ending>(
    a: &[f32x4],
    x: &[f32x4],
    n_inner: usize,
    out: &mut [f32x4],
    n: usize,
    mut ending: E,
) {
    let stride = x.len();
    for (group, (four, out)) in a.chunks(N_LANES * stride).zip(out).enumerate() {
        let left = n - group * N_LANES;
        let rows: [&[f32x4]; 4] = std::array::from_fn(|i| &four[i.min(left - 1) * stride..][..stride]);
        let sums = if LANES { sums_of_lanes(rows, x) } else { sums_in_order(rows, x, n_inner) };
        *out = ending.end_of_column(group, sums, first_lanes(left.min(N_LANES)));
    }
}

#[inline(always)]
fn sums_of_lanes(rows: [&[f32x4]; 4], x: &[f32x4]) -> f32x4 {
    let mut sums = [f32x4::ZERO; 4];
    for (v, x) in x.iter().enumerate() {
        for i in 0..4 {
            sums[i] += rows[i][v] * *x;
        }
    }
    sum_lanes_of_four(sums)
}

/// Sums from the first entry to the last, as the product with several columns does.
#[inline(always)]
fn sums_in_order(rows: [&[f32x4]; 4], x: &[f32x4], n_inner: usize) -> f32x4 {
    let mut sums = f32x4::ZERO;
    let mut left = n_inner;
    for (v, x) in x.iter().enumerate() {
        let units = f32x4::transpose(rows.map(|row| row[v]));
        let x = x.to_array();
        for k in 0..left.min(N_LANES) {
            sums += units[k] * splat(x[k]);
        }
        left = left.saturating_sub(N_LANES);
    }
    sums
}

impl Columns {
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        let (out, around) = Around::split(arena, self.out);
        let (a, g) = (around.vectors(self.a), &around.numbers(self.g)[..self.g.shape.rows]);
        let tail = self.out.tail();
        with_ending!(backward, self.finish, around, |ending| columns(a, g, out, tail, ending));
    }
}

#[inline(never)]
fn columns(a: &[f32x4], g: &[f32], out: &mut [f32x4], tail: f32x4, mut ending: impl Ending) {
    let stride = out.len();
    for (at, out) in out.iter_mut().enumerate() {
        let rows = a.chunks_exact(stride).zip(g);
        let sum = rows.fold(f32x4::ZERO, |sum, (row, g)| sum + splat(*g) * row[at]);
        let mask = if at + 1 == stride { tail } else { first_lanes(N_LANES) };
        *out = ending.end_of_column(at, sum, mask);
    }
}

impl Outer {
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        let (out, column, around) = RowSums::split(&self.sums, arena, self.finish, self.out);
        let (g, x) = (around.vectors(self.g), around.vectors(self.x));
        let is_alone = column.is_empty();
        with_ending!(gradient, self.finish, around, (&mut *out, self.out), |ending| {
            outer(cast_slice(g), x, out, ending);
            // A row of `g` has one entry, which is its sum.
            column.iter_mut().zip(g).for_each(|(entry, g)| *entry = ending(*entry, *g));
        });
        if let (Some(sums), true) = (&self.sums, is_alone) {
            sums.run(arena);
        }
    }
}

#[inline(never)]
fn outer(g: &[f32], x: &[f32x4], out: &mut [f32x4], ending: impl Fn(f32x4, f32x4) -> f32x4 + Copy) {
    for (row, g) in out.chunks_exact_mut(x.len()).zip(g) {
        let g = splat(*g);
        row.iter_mut().zip(x).for_each(|(entry, x)| *entry = ending(*entry, g * *x));
    }
}
