//! Products with one column, vectorised along the units.

use bytemuck::cast_slice;
use wide::f32x4;

use super::ending::{
    Biased, Ending, Finish, Function, Identity, PositivePart, Store, Tanh, TanhAndSlope, With, times, where_positive,
    with_ending,
};
use super::over::{ANY, RowSums, rows_of};
use crate::buffer::{Buffer, slice};
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
    #[inline(always)]
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        debug_assert!(self.out.is_apart_from([self.a, self.x]), "the result lies over a factor");
        match (self.is_over_points, self.x.n_vectors) {
            (true, _) => self.dots::<true, ANY, _>(arena, Store),
            (false, 1) => with_ending!(forward, self.finish, |ending| self.dots::<false, 1, _>(arena, ending)),
            (false, _) => with_ending!(forward, self.finish, |ending| self.dots::<false, ANY, _>(arena, ending)),
        }
    }

    /// The result, where `x` has `S` vectors.
    #[inline(never)]
    fn dots<const LANES: bool, const S: usize, E: Ending>(&self, arena: &mut [f32x4], ending: E) {
        let (stride, n_inner) = (if S == ANY { self.x.n_vectors } else { S }, self.x.memory().cols);
        let (mut row, mut left) = (self.a.start, self.out.shape.rows);
        for at in 0..self.out.n_vectors {
            let x = slice(arena, self.x.start, stride);
            let rows: [&[f32x4]; 4] = match left {
                1 => rows_of(slice(arena, row, stride), stride, 1),
                2 => rows_of(slice(arena, row, 2 * stride), stride, 2),
                3 => rows_of(slice(arena, row, 3 * stride), stride, 3),
                _ => rows_of(slice(arena, row, 4 * stride), stride, 4),
            };
            let sums = if LANES { sums_of_lanes(rows, x) } else { sums_in_order(rows, x, n_inner) };
            let ended = ending.end_of_column(arena, at, sums, first_lanes(left.min(N_LANES)));
            arena[self.out.start + at] = ended;
            (row, left) = (row + N_LANES * stride, left.saturating_sub(N_LANES));
        }
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
        // Without a loop, so that the vectors stay in registers.
        sums += units[0] * splat(x[0]);
        if left > 1 {
            sums += units[1] * splat(x[1]);
        }
        if left > 2 {
            sums += units[2] * splat(x[2]);
        }
        if left > 3 {
            sums += units[3] * splat(x[3]);
        }
        left = left.saturating_sub(N_LANES);
    }
    sums
}

impl Columns {
    #[inline(always)]
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        debug_assert!(self.out.is_apart_from([self.a, self.g]), "the result lies over a factor");
        with_ending!(backward, self.finish, |ending| self.columns(arena, ending));
    }

    #[inline(never)]
    fn columns(&self, arena: &mut [f32x4], ending: impl Ending) {
        let (stride, n_rows) = (self.out.n_vectors, self.g.shape.rows);
        for at in 0..stride {
            let g = slice(cast_slice::<f32x4, f32>(arena), self.g.start * N_LANES, n_rows);
            let (mut sum, mut row) = (f32x4::ZERO, self.a.start + at);
            for g in g {
                sum += splat(*g) * arena[row];
                row += stride;
            }
            let mask = if at + 1 == stride { self.out.tail() } else { first_lanes(N_LANES) };
            let ended = ending.end_of_column(arena, at, sum, mask);
            arena[self.out.start + at] = ended;
        }
    }
}

impl Outer {
    #[inline(always)]
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        debug_assert!(self.out.is_apart_from([self.g, self.x]), "the result lies over a factor");
        let column = RowSums::that_end_alike(&self.sums, self.finish);
        with_ending!(gradient, self.finish, arena, self.out, |ending| {
            self.outer(arena, ending);
            if let Some(column) = column {
                column.take_rows(arena, ending);
            }
        });
        if let (Some(sums), None) = (&self.sums, column) {
            sums.run(arena);
        }
    }

    #[inline(never)]
    fn outer(&self, arena: &mut [f32x4], ending: impl Fn(f32x4, f32x4) -> f32x4 + Copy) {
        let (stride, n_rows) = (self.x.n_vectors, self.g.shape.rows);
        for at in 0..stride {
            let x = arena[self.x.start + at];
            let mut out = self.out.start + at;
            for row in 0..n_rows {
                let g = splat(cast_slice::<f32x4, f32>(arena)[self.g.start * N_LANES + row]);
                arena[out] = ending(arena[out], g * x);
                out += stride;
            }
        }
    }
}
