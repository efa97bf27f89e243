//! Where a matrix lies in the arena. Rows are padded to whole vectors. A single column is laid out
//! like a row, along the lanes, so that a batch of one point still fills its vectors.
//!
//! Invariant: padding lanes hold 0 (as long as values are finite), so that a sum over columns needs
//! no mask. The kernel that computes a value also writes its padding.

use std::ops::Range;

use wide::f32x4;

use crate::lanes::{N_LANES, first_lanes};
use crate::shape::Shape;

/// A matrix in the arena. Before placement `start` is the number of a value, afterwards the first
/// vector of the matrix. The other fields follow from the shape; they are computed once because
/// kernels run often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Buffer {
    /// The number of a value, or the first vector.
    pub start: usize,
    /// The shape of the matrix; see [`Buffer::memory`] for the shape in memory.
    pub shape: Shape,
    /// Vectors per row in memory.
    pub stride: usize,
    /// Vectors in the whole matrix.
    pub n_vectors: usize,
    /// `f32` numbers from one row's first entry to the next row's.
    pub row_step: usize,
    /// Lanes in use in the last vector of a row in memory.
    n_tail: usize,
}

impl Buffer {
    /// A matrix of this shape.
    pub fn new(start: usize, shape: Shape) -> Buffer {
        let memory = memory(shape);
        let stride = memory.cols.div_ceil(N_LANES);
        let row_step = if shape.cols == 1 { 1 } else { stride * N_LANES };
        let n_tail = memory.cols.saturating_sub(1) % N_LANES + 1;
        Buffer { start, shape, stride, n_vectors: memory.rows * stride, row_step, n_tail }
    }

    /// The shape in memory, where a column lies as a row.
    pub fn memory(self) -> Shape {
        memory(self.shape)
    }

    /// The vectors of the whole matrix.
    pub fn vectors(self) -> Range<usize> {
        self.start..self.start + self.n_vectors
    }

    /// The range of a row, in `f32` numbers from the start of the arena.
    pub(crate) fn row(self, row: usize) -> Range<usize> {
        debug_assert!(row < self.shape.rows, "row must be below {}, got {row}", self.shape.rows);
        let first = self.start * N_LANES + row * self.row_step;
        first..first + self.shape.cols
    }

    /// Adds the next vector of the matrix, with its padding masked, to a running sum. It adds lane by lane, except in a
    /// column: that is summed from its first entry to its last, as if each entry were a row of its own.
    pub(crate) fn added(self, sum: f32x4, vector: f32x4) -> f32x4 {
        if self.shape.cols > 1 {
            return sum + vector;
        }
        let first = vector.to_array().iter().fold(sum.to_array()[0], |sum, x| sum + x);
        f32x4::new([first, 0.0, 0.0, 0.0])
    }

    /// Whether the matrix shares no vector with the others, which a kernel still reads while it writes this one.
    pub(crate) fn is_apart_from(self, others: [Buffer; 2]) -> bool {
        let (own, theirs) = (self.vectors(), others.map(Buffer::vectors));
        theirs.iter().all(|other| own.end <= other.start || other.end <= own.start)
    }

    /// Whether rows have no padding.
    pub fn is_full(self) -> bool {
        self.n_tail == N_LANES
    }

    /// Mask of the lanes in use in the last vector of a row in memory.
    pub fn tail(self) -> f32x4 {
        first_lanes(self.n_tail)
    }
}

fn memory(shape: Shape) -> Shape {
    if shape.cols == 1 { Shape { rows: 1, cols: shape.rows } } else { shape }
}

/// `N` vectors of the arena, or `N` numbers of it, from `at` on.
#[inline(always)]
pub(crate) fn array<T, const N: usize>(arena: &[T], at: usize) -> &[T; N] {
    let Some(from) = arena.get(at..) else { starts_outside() };
    from.first_chunk().unwrap_or_else(|| ends_outside())
}

/// `N` vectors of the arena to be written, from vector `at` on.
#[inline(always)]
pub(crate) fn array_mut<const N: usize>(arena: &mut [f32x4], at: usize) -> &mut [f32x4; N] {
    let Some(from) = arena.get_mut(at..) else { starts_outside() };
    from.first_chunk_mut().unwrap_or_else(|| ends_outside())
}

/// `n` vectors of the arena, or `n` numbers of it, from `at` on.
#[inline(always)]
pub(crate) fn slice<T>(arena: &[T], at: usize, n: usize) -> &[T] {
    let Some(from) = arena.get(at..) else { starts_outside() };
    from.get(..n).unwrap_or_else(|| ends_outside())
}

// The failures of every access. They are functions of their own so that they are compiled only once, and two so that the
// compiler makes two branches of the two conditions, which takes less time than computing whether one of them holds.

#[cold]
#[inline(never)]
fn starts_outside() -> ! {
    panic!("a kernel must start within the arena")
}

#[cold]
#[inline(never)]
fn ends_outside() -> ! {
    panic!("the arena ends with a chunk to spare")
}
