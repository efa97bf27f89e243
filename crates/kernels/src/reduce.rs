//! Sums and maxima along an axis, and the transposes that no product kernel can read in place.

use bytemuck::{cast, cast_slice_mut};
use wide::f32x4;

use crate::buffer::Buffer;
use crate::lanes::{N_LANES, sum_lanes};
use crate::shape::Axis;

/// The operation by which a reduction combines entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combine {
    /// `a + b`.
    Sum,
    /// The larger of `a` and `b`.
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
pub struct Reduce {
    /// Sum or maximum.
    pub combine: Combine,
    /// The axis that collapses.
    pub axis: Axis,
    /// `a`.
    pub of: Buffer,
    /// The result.
    pub out: Buffer,
}

impl Reduce {
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        let memory = self.of.memory();
        if self.axis == Axis::Rows && memory.rows > 1 {
            for at in 0..self.of.stride {
                let entry = |row: usize| arena[self.of.start + row * self.of.stride + at];
                let total = (0..memory.rows).fold(self.combine.start(), |sum, row| self.combine.two(sum, entry(row)));
                arena[self.out.start + at] = total;
            }
        } else if self.axis == Axis::Cols && memory.rows > 1 {
            for row in 0..memory.rows {
                let total = self.combine.across(self.lanes_of_row(arena, row));
                if row % N_LANES == 0 {
                    arena[self.out.start + row / N_LANES] = f32x4::ZERO;
                }
                arena[self.out.start + row / N_LANES].as_mut_array()[row % N_LANES] = total;
            }
        } else {
            // To one number: the matrix lies in memory as one row, or everything collapses.
            let lanes = (0..memory.rows)
                .fold(self.combine.start(), |sum, row| self.combine.two(sum, self.lanes_of_row(arena, row)));
            arena[self.out.start] = f32x4::new([self.combine.across(lanes), 0.0, 0.0, 0.0]);
        }
    }

    /// Combines the row's vectors lane by lane, without the padding.
    fn lanes_of_row(&self, arena: &[f32x4], row: usize) -> f32x4 {
        let vectors = &arena[self.of.start + row * self.of.stride..][..self.of.stride];
        let (last, whole) = vectors.split_last().expect("a row has a vector");
        let last = self.of.tail().bitselect(*last, self.combine.start());
        whole.iter().chain([&last]).fold(self.combine.start(), |so_far, vector| match self.combine {
            Combine::Sum => self.of.added(so_far, *vector),
            Combine::Max => self.combine.two(so_far, *vector),
        })
    }
}

/// `out = aᵀ`.
#[derive(Debug, Clone, PartialEq)]
pub struct Transpose {
    /// `a`.
    pub of: Buffer,
    /// The result.
    pub out: Buffer,
}

impl Transpose {
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        arena[self.out.vectors()].fill(f32x4::ZERO);
        let numbers: &mut [f32] = cast_slice_mut(arena);
        for row in 0..self.out.shape.rows {
            for col in 0..self.out.shape.cols {
                numbers[self.out.row(row).start + col] = numbers[self.of.row(col).start + row];
            }
        }
    }
}
