//! The memory of a plan: matrices side by side, each at the place that its [`Buffer`] says.

use bytemuck::{cast_slice, cast_slice_mut};
use wide::f32x4;

use crate::buffer::Buffer;
use crate::kernel::Kernel;
use crate::lanes::{N_LANES, splat};

/// The memory of a plan, all 0 at first, with those of its matrices that come from outside.
#[derive(Debug, Clone)]
pub struct Arena {
    vectors: Vec<f32x4>,
    inputs: Vec<Buffer>,
}

impl Arena {
    /// So many vectors, and what lies among them and is written from outside.
    pub fn new(n_vectors: usize, inputs: Vec<Buffer>) -> Arena {
        Arena { vectors: vec![f32x4::ZERO; n_vectors], inputs }
    }

    /// Where an input lies.
    pub fn input(&self, input: usize) -> Buffer {
        self.inputs[input]
    }

    /// Runs kernels one after another.
    ///
    /// # Panics
    /// If a buffer of theirs lies outside.
    pub fn run(&mut self, kernels: &[Kernel]) {
        kernels.iter().for_each(|kernel| kernel.run(&mut self.vectors));
    }

    /// Sets all lanes of `n` vectors.
    pub fn fill(&mut self, first: usize, n: usize, value: f32) {
        self.vectors[first..][..n].fill(splat(value));
    }

    /// Sets inputs of one entry each, from input number `first` on.
    pub fn set_scalars(&mut self, first: usize, values: &[f32]) {
        for (scalar, value) in self.inputs[first..].iter().zip(values) {
            self.vectors[scalar.start] = f32x4::new([*value, 0.0, 0.0, 0.0]);
        }
    }

    /// The entries of one row of a matrix.
    pub fn row(&self, matrix: Buffer, row: usize) -> &[f32] {
        &cast_slice(&self.vectors)[matrix.row(row)]
    }

    /// The entries of one row of a matrix, to be set.
    pub fn row_mut(&mut self, matrix: Buffer, row: usize) -> &mut [f32] {
        &mut cast_slice_mut(&mut self.vectors)[matrix.row(row)]
    }

    /// The entries of a row of the memory, padding included.
    pub fn padded_row(&self, matrix: Buffer, row: usize) -> &[f32] {
        &cast_slice(&self.vectors)[(matrix.start + row * matrix.stride) * N_LANES..][..matrix.stride * N_LANES]
    }

    /// Fills an input with the given columns of a matrix of `n` columns that lies row by row. Where it has
    /// more columns than are given, the first of them fills the others.
    ///
    /// # Panics
    /// If there is no such column, none is given, or more than there are.
    #[inline(never)]
    pub fn gather(&mut self, input: usize, n: usize, rows: &[f32], columns: &[u32]) {
        let Buffer { start, shape, row_step, .. } = self.inputs[input];
        let numbers: &mut [f32] = cast_slice_mut(&mut self.vectors[start..]);
        for row in 0..shape.rows {
            let (from, into) = (&rows[row * n..][..n], &mut numbers[row * row_step..][..shape.cols]);
            let (given, left) = into.split_at_mut(columns.len());
            given.iter_mut().zip(columns).for_each(|(entry, column)| *entry = from[*column as usize]);
            // A loop and not a fill, whose call would take longer.
            left.iter_mut().for_each(|entry| *entry = from[columns[0] as usize]);
        }
    }

    /// Bytes of all of it.
    pub fn n_bytes(&self) -> usize {
        std::mem::size_of_val(self.vectors.as_slice())
    }
}
