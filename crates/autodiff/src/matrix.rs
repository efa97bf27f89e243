//! A dense row-major `f64` matrix: the inputs and outputs of the interpreter.

use kernels::Shape;

/// A `rows × cols` matrix of `f64`, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// `rows * cols` entries, row by row.
    pub data: Vec<f64>,
}

impl Matrix {
    /// The matrix with these entries, row by row.
    ///
    /// # Panics
    /// If `data.len() != rows * cols`.
    ///
    /// ```
    /// # use autodiff::Matrix;
    /// let a = Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    /// assert_eq!((a.get(0, 2), a.get(1, 0)), (3.0, 4.0));
    /// ```
    pub fn new(rows: usize, cols: usize, data: Vec<f64>) -> Matrix {
        assert_eq!(data.len(), rows * cols, "a {rows} × {cols} matrix needs rows * cols entries");
        Matrix { rows, cols, data }
    }

    /// The matrix with these rows.
    ///
    /// # Panics
    /// If the rows differ in length.
    ///
    /// ```
    /// # use autodiff::Matrix;
    /// let a = Matrix::from_rows(&[vec![1.0, 2.0], vec![3.0, 4.0]]);
    /// assert_eq!(a, Matrix::new(2, 2, vec![1.0, 2.0, 3.0, 4.0]));
    /// ```
    pub fn from_rows(rows: &[Vec<f64>]) -> Matrix {
        let cols = rows.first().map_or(0, Vec::len);
        Matrix::new(rows.len(), cols, rows.concat())
    }

    /// A 1 × 1 matrix.
    ///
    /// ```
    /// # use autodiff::Matrix;
    /// assert_eq!(Matrix::scalar(3.0).get(0, 0), 3.0);
    /// ```
    pub fn scalar(value: f64) -> Matrix {
        Matrix::new(1, 1, vec![value])
    }

    /// All entries equal to `value`.
    ///
    /// ```
    /// # use autodiff::Matrix;
    /// assert_eq!(Matrix::full(0.5, 1, 2).data, [0.5, 0.5]);
    /// ```
    pub fn full(value: f64, rows: usize, cols: usize) -> Matrix {
        Matrix::new(rows, cols, vec![value; rows * cols])
    }

    /// All entries zero.
    ///
    /// ```
    /// # use autodiff::Matrix;
    /// assert_eq!(Matrix::zeros(1, 2).data, [0.0, 0.0]);
    /// ```
    pub fn zeros(rows: usize, cols: usize) -> Matrix {
        Matrix::full(0.0, rows, cols)
    }

    /// The entry in row `row` and column `col`, counted from 0.
    ///
    /// ```
    /// # use autodiff::Matrix;
    /// assert_eq!(Matrix::new(2, 2, vec![1.0, 2.0, 3.0, 4.0]).get(1, 0), 3.0);
    /// ```
    pub fn get(&self, row: usize, col: usize) -> f64 {
        self.data[row * self.cols + col]
    }

    /// The transpose: rows become columns.
    ///
    /// ```
    /// # use autodiff::Matrix;
    /// assert_eq!(Matrix::new(1, 2, vec![1.0, 2.0]).transposed(), Matrix::new(2, 1, vec![1.0, 2.0]));
    /// ```
    #[must_use]
    pub fn transposed(&self) -> Matrix {
        let entry = |k: usize| self.get(k % self.rows, k / self.rows);
        Matrix::new(self.cols, self.rows, (0..self.data.len()).map(entry).collect())
    }

    /// `rows × cols`.
    ///
    /// ```
    /// # use autodiff::{Matrix, Shape};
    /// assert_eq!(Matrix::zeros(2, 3).shape(), Shape { rows: 2, cols: 3 });
    /// ```
    pub fn shape(&self) -> Shape {
        Shape { rows: self.rows, cols: self.cols }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transposing_moves_entry_row_col_to_col_row() {
        let a = Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(a.transposed().data, [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
        assert_eq!(a.transposed().get(2, 1), a.get(1, 2));
    }
}
