//! Matrix products. Two forms cover every use in a network: SIMD along the columns of the second
//! factor (forward pass and error signals), and SIMD along a contraction over columns (gradients
//! of weights, which sum over the batch).

use wide::f32x4;

use super::buffer::Buffer;
use crate::lanes::{N_LANES, first_lanes};
use crate::op::Shape;

/// `out = a · b` or `aᵀ · b`, in vectors along the columns of `b`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ProductAlongColumns {
    pub(super) a: Buffer,
    pub(super) a_transposed: bool,
    pub(super) b: Buffer,
    pub(super) out: Buffer,
}

/// `out = a · bᵀ`, in vectors along the columns of `a` and `b`, which are summed away.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ProductOverColumns {
    pub(super) a: Buffer,
    pub(super) b: Buffer,
    pub(super) out: Buffer,
}

impl ProductAlongColumns {
    pub(super) fn run(&self, arena: &mut [f32x4]) {
        let Shape { rows, .. } = self.out.shape;
        let vectors = self.out.stride();
        let mut row = 0;
        while row < rows {
            let mut at = 0;
            while at < vectors {
                at += match (rows - row, vectors - at) {
                    (4.., 2..) => self.block::<4, 2>(arena, row, at),
                    (4.., _) => self.block::<4, 1>(arena, row, at),
                    (_, 2..) => self.block::<1, 2>(arena, row, at),
                    _ => self.block::<1, 1>(arena, row, at),
                };
            }
            row += if rows - row >= 4 { 4 } else { 1 };
        }
    }

    /// `R` rows by `V` vectors of the result, held in registers; returns `V`.
    #[inline(always)]
    fn block<const R: usize, const V: usize>(&self, arena: &mut [f32x4], row: usize, at: usize) -> usize {
        let a_floats: &[f32] = bytemuck::cast_slice(arena);
        let a_stride = self.a.stride() * N_LANES;
        let (a_row, a_inner) = if self.a_transposed { (1, a_stride) } else { (a_stride, 1) };
        let a_start = self.a.start * N_LANES + row * a_row;
        let b_stride = self.b.stride();
        let mut sums = [[f32x4::ZERO; V]; R];
        for k in 0..self.b.shape.rows {
            let b = &arena[self.b.start + k * b_stride + at..][..V];
            for (r, sums) in sums.iter_mut().enumerate() {
                let a = f32x4::splat(a_floats[a_start + r * a_row + k * a_inner]);
                for v in 0..V {
                    sums[v] += a * b[v];
                }
            }
        }
        let stride = self.out.stride();
        for (r, sums) in sums.iter().enumerate() {
            arena[self.out.start + (row + r) * stride + at..][..V].copy_from_slice(sums);
        }
        V
    }
}

impl ProductOverColumns {
    pub(super) fn run(&self, arena: &mut [f32x4]) {
        let (rows, cols, stride) = (self.out.shape.rows, self.out.shape.cols, self.out.stride());
        for row in 0..rows {
            for vector in 0..stride {
                let n = (cols - vector * N_LANES).min(N_LANES);
                let products = match n {
                    4 => self.four::<4>(arena, row, vector * N_LANES),
                    3 => self.four::<3>(arena, row, vector * N_LANES),
                    2 => self.four::<2>(arena, row, vector * N_LANES),
                    _ => self.four::<1>(arena, row, vector * N_LANES),
                };
                arena[self.out.start + row * stride + vector] = products;
            }
        }
    }

    /// The products of row `row` of `a` with `N` rows of `b` from `first` on, one per lane; the
    /// lanes that are left are 0.
    #[inline(always)]
    fn four<const N: usize>(&self, arena: &[f32x4], row: usize, first: usize) -> f32x4 {
        let stride = self.a.stride();
        let a = &arena[self.a.row(row)];
        let b: [&[f32x4]; N] = std::array::from_fn(|n| &arena[self.b.row(first + n)]);
        let mut sums = [f32x4::ZERO; 4];
        for k in 0..stride - 1 {
            for n in 0..N {
                sums[n] += a[k] * b[n][k];
            }
        }
        // Padding lanes may hold anything, infinities too: both factors lose them.
        let mask = first_lanes(self.a.tail());
        for n in 0..N {
            sums[n] += (a[stride - 1] & mask) * (b[n][stride - 1] & mask);
        }
        let [p, q, r, s] = f32x4::transpose(sums);
        (p + q) + (r + s)
    }
}
