//! The shapes of matrices, and the axes along which they collapse.

use std::fmt;

/// `rows × cols`; a scalar is 1 × 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shape {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}×{}", self.rows, self.cols)
    }
}

/// The axis that a reduction collapses, or that a broadcast repeats along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Axis {
    /// Rows collapse: `r × c → 1 × c` (numpy's axis 0, dimension kept).
    Rows,
    /// Columns collapse: `r × c → r × 1` (numpy's axis 1, dimension kept).
    Cols,
    /// Everything collapses: `r × c → 1 × 1`.
    All,
}

impl Axis {
    /// What `shape` becomes when this axis collapses.
    ///
    /// ```
    /// # use kernels::{Axis, Shape};
    /// let shape = Shape { rows: 2, cols: 3 };
    /// assert_eq!(Axis::Rows.collapsed(shape), Shape { rows: 1, cols: 3 });
    /// assert_eq!(Axis::Cols.collapsed(shape), Shape { rows: 2, cols: 1 });
    /// ```
    pub fn collapsed(self, shape: Shape) -> Shape {
        match self {
            Axis::Rows => Shape { rows: 1, ..shape },
            Axis::Cols => Shape { cols: 1, ..shape },
            Axis::All => Shape { rows: 1, cols: 1 },
        }
    }
}
