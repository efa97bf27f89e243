//! Sums and maxima along an axis, and the transposes that no product could absorb.

use bytemuck::{cast, cast_slice, cast_slice_mut};
use wide::f32x4;

use super::buffer::Buffer;
use crate::lanes::{N_LANES, first_lanes, sum_lanes};
use crate::op::Axis;

/// What a reduction combines entries with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Combine {
    Sum,
    Max,
}

impl Combine {
    fn start(self) -> f32x4 {
        f32x4::splat(if self == Combine::Sum { 0.0 } else { f32::NEG_INFINITY })
    }

    #[inline(always)]
    fn two(self, a: f32x4, b: f32x4) -> f32x4 {
        match self {
            Combine::Sum => a + b,
            Combine::Max => b.simd_gt(a).select(b, a),
        }
    }

    fn across(self, lanes: f32x4) -> f32 {
        let values: [f32; N_LANES] = cast(lanes);
        match self {
            Combine::Sum => sum_lanes(lanes),
            Combine::Max => values.iter().fold(f32::NEG_INFINITY, |a, b| if *b > a { *b } else { a }),
        }
    }
}

/// `out = Σ a` or `max a` along an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reduce {
    pub(super) combine: Combine,
    pub(super) axis: Axis,
    pub(super) of: Buffer,
    pub(super) out: Buffer,
}

impl Reduce {
    pub(super) fn run(&self, arena: &mut [f32x4]) {
        let rows = self.of.shape.rows;
        match self.axis {
            Axis::Rows => {
                for at in 0..self.of.stride() {
                    let entry = |row: usize| arena[self.of.row(row).start + at];
                    let total = (0..rows).fold(self.combine.start(), |sum, row| self.combine.two(sum, entry(row)));
                    arena[self.out.start + at] = total;
                }
            }
            Axis::Cols => {
                for row in 0..rows {
                    let total = self.combine.across(self.lanes_of_row(arena, row));
                    arena[self.out.start + row] = f32x4::new([total, 0.0, 0.0, 0.0]);
                }
            }
            Axis::All => {
                let lanes = (0..rows)
                    .fold(self.combine.start(), |sum, row| self.combine.two(sum, self.lanes_of_row(arena, row)));
                arena[self.out.start] = f32x4::new([self.combine.across(lanes), 0.0, 0.0, 0.0]);
            }
        }
    }

    /// The row's vectors combined lane by lane, without the padding.
    fn lanes_of_row(&self, arena: &[f32x4], row: usize) -> f32x4 {
        let vectors = &arena[self.of.row(row)];
        let (last, whole) = vectors.split_last().expect("a row has a vector");
        let sum = whole.iter().fold(self.combine.start(), |sum, vector| self.combine.two(sum, *vector));
        let tail = first_lanes(self.of.tail()).bitselect(*last, self.combine.start());
        self.combine.two(sum, tail)
    }
}

/// `out = aᵀ`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Transpose {
    pub(super) of: Buffer,
    pub(super) out: Buffer,
}

impl Transpose {
    pub(super) fn run(&self, arena: &mut [f32x4]) {
        for row in 0..self.out.shape.rows {
            for col in 0..self.out.shape.cols {
                let entry = cast_slice::<f32x4, f32>(&arena[self.of.row(col)])[row];
                cast_slice_mut::<f32x4, f32>(&mut arena[self.out.row(row)])[col] = entry;
            }
        }
    }
}
