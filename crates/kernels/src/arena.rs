//! The memory of a plan: matrices side by side, each where its [`Buffer`] says.

use bytemuck::{cast_slice, cast_slice_mut};
use wide::f32x4;

use crate::buffer::Buffer;
use crate::kernel::Kernel;
use crate::lanes::{N_LANES, splat};

/// The memory of a plan, initially all 0, and which of its matrices are the plan's inputs.
#[derive(Debug, Clone)]
pub struct Arena {
    vectors: Vec<f32x4>,
    inputs: Vec<Buffer>,
}

impl Arena {
    /// An arena of `n_vectors` vectors in which the inputs lie at `inputs`.
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
    /// If a kernel uses a buffer that is not within the arena.
    pub fn run(&mut self, kernels: &[Kernel]) {
        let vectors = self.vectors.as_mut_slice();
        kernels.iter().for_each(|kernel| kernel.run(vectors));
    }

    /// Sets all lanes of `n` vectors, from vector number `first` on.
    pub fn fill(&mut self, first: usize, n: usize, value: f32) {
        self.vectors[first..][..n].fill(splat(value));
    }

    /// Sets consecutive 1 × 1 inputs, from input number `first` on, which lie side by side.
    #[inline]
    pub fn set_scalars(&mut self, first: usize, values: &[f32]) {
        let start = self.inputs[first].start;
        debug_assert!(self.inputs[first..].iter().zip(start..).take(values.len()).all(|(input, at)| input.start == at));
        for (scalar, value) in self.vectors[start..][..values.len()].iter_mut().zip(values) {
            *scalar = f32x4::new([*value, 0.0, 0.0, 0.0]);
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

    /// The entries of a row as it lies in memory, padding included.
    pub fn padded_row(&self, matrix: Buffer, row: usize) -> &[f32] {
        &cast_slice(&self.vectors)[(matrix.start + row * matrix.stride) * N_LANES..][..matrix.stride * N_LANES]
    }

    /// Copies the given columns of a row-major matrix of `n` columns into an input. If the input has more columns,
    /// each of the remaining ones becomes a copy of the first given column.
    ///
    /// # Panics
    /// If a column does not exist, if none is given, or if more are given than the input has.
    #[inline(never)]
    pub fn gather(&mut self, input: usize, n: usize, rows: &[f32], columns: &[u32]) {
        let Buffer { start, shape, row_step, .. } = self.inputs[input];
        let numbers: &mut [f32] = cast_slice_mut(&mut self.vectors[start..]);
        let (first, given) = (columns[0] as usize, columns.len());
        for row in 0..shape.rows {
            let (from, into) = (&rows[row * n..][..n], &mut numbers[row * row_step..][..shape.cols]);
            let (entries, left) = into.split_at_mut(given);
            entries.iter_mut().zip(columns).for_each(|(entry, column)| *entry = from[*column as usize]);
            // A loop instead of `fill`, because the call would take longer.
            left.iter_mut().for_each(|entry| *entry = from[first]);
        }
    }

    /// Size of the arena in bytes.
    pub fn n_bytes(&self) -> usize {
        std::mem::size_of_val(self.vectors.as_slice())
    }
}
