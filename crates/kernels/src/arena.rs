//! The memory of a plan: matrices side by side, each at the place that its [`Buffer`] says.

use bytemuck::{cast_slice, cast_slice_mut};
use wide::f32x4;

use crate::buffer::Buffer;
use crate::kernel::Kernel;
use crate::lanes::{N_LANES, splat};

/// The memory of a plan, all 0 at first.
#[derive(Debug, Clone)]
pub struct Arena(Vec<f32x4>);

impl Arena {
    /// So many vectors.
    pub fn new(n_vectors: usize) -> Arena {
        Arena(vec![f32x4::ZERO; n_vectors])
    }

    /// Runs kernels one after another.
    ///
    /// # Panics
    /// If a buffer of theirs lies outside.
    pub fn run(&mut self, kernels: &[Kernel]) {
        kernels.iter().for_each(|kernel| kernel.run(&mut self.0));
    }

    /// Sets all lanes of `n` vectors.
    pub fn fill(&mut self, first: usize, n: usize, value: f32) {
        self.0[first..][..n].fill(splat(value));
    }

    /// Sets a matrix of one entry.
    pub fn set_scalar(&mut self, scalar: Buffer, value: f32) {
        self.0[scalar.start] = f32x4::new([value, 0.0, 0.0, 0.0]);
    }

    /// The entries of one row of a matrix.
    pub fn row(&self, matrix: Buffer, row: usize) -> &[f32] {
        &cast_slice(&self.0)[matrix.row(row)]
    }

    /// The entries of one row of a matrix, to be set.
    pub fn row_mut(&mut self, matrix: Buffer, row: usize) -> &mut [f32] {
        &mut cast_slice_mut(&mut self.0)[matrix.row(row)]
    }

    /// The entries of a row of the memory, padding included.
    pub fn padded_row(&self, matrix: Buffer, row: usize) -> &[f32] {
        &cast_slice(&self.0)[(matrix.start + row * matrix.stride) * N_LANES..][..matrix.stride * N_LANES]
    }

    /// Fills a matrix with the given columns of another of `n` columns that lies row by row. Where it has more
    /// columns than are given, the first of them fills the others.
    ///
    /// # Panics
    /// If there is no such column, none is given, or more than there are.
    pub fn gather(&mut self, into: Buffer, n: usize, rows: &[f32], columns: &[u32]) {
        let Buffer { start, shape, row_step, .. } = into;
        let numbers: &mut [f32] = cast_slice_mut(&mut self.0[start..]);
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
        std::mem::size_of_val(self.0.as_slice())
    }
}
