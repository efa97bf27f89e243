//! Where a matrix lies in the arena: rows padded to whole vectors.

use std::ops::Range;

use crate::lanes::N_LANES;
use crate::op::Shape;

/// A matrix in the arena. Before placement `start` is the number of a value, afterwards the first
/// vector of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Buffer {
    pub(super) start: usize,
    pub(super) shape: Shape,
}

impl Buffer {
    /// Vectors in a row.
    pub(super) fn stride(self) -> usize {
        self.shape.cols.div_ceil(N_LANES)
    }

    /// Vectors in the whole matrix.
    pub(super) fn n_vectors(self) -> usize {
        self.shape.rows * self.stride()
    }

    /// The vectors of a row.
    pub(super) fn row(self, row: usize) -> Range<usize> {
        debug_assert!(row < self.shape.rows, "row must be below {}, got {row}", self.shape.rows);
        let first = self.start + row * self.stride();
        first..first + self.stride()
    }

    /// Lanes in use in the last vector of a row.
    pub(super) fn tail(self) -> usize {
        (self.shape.cols - 1) % N_LANES + 1
    }
}
