//! The kernel for chains of elementwise operations: a small register machine that walks the
//! matrix in blocks of vectors. Padding lanes hold whatever comes out and are read by nobody.

use wide::f32x4;

use super::buffer::Buffer;
use crate::lanes;
use crate::op::Op;

/// Vectors in a block: enough to hide the cost of choosing an operation.
const BLOCK: usize = 4;

/// The scratch that elementwise kernels share.
pub(super) type Registers = Vec<[f32x4; BLOCK]>;

/// How a buffer is read over the kernel's shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Entry by entry.
    Full,
    /// `1 × c`, the same for every row.
    Row,
    /// `r × 1`, the same for every column.
    Col,
    /// `1 × 1`.
    Scalar,
}

/// One instruction. Registers are numbered; a value's register is overwritten after its last use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// Reads a buffer.
    Load { to: usize, from: Buffer, reading: Reading },
    /// A constant.
    Number { to: usize, value: f32 },
    /// An operation on registers; unused arguments repeat the first.
    Apply { to: usize, op: Op, args: [usize; 3] },
    /// A constant integer power.
    Powi { to: usize, of: usize, n: i32 },
}

/// `out = chain(…)`, entry by entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Elementwise {
    pub(super) steps: Vec<Step>,
    pub(super) result: usize,
    pub(super) out: Buffer,
}

impl Elementwise {
    pub(super) fn run(&self, arena: &mut [f32x4], registers: &mut Registers) {
        let stride = self.out.stride();
        let along_rows = |step: &Step| matches!(step, Step::Load { reading: Reading::Row | Reading::Col, .. });
        // Without rows to tell apart, the matrix is one long row.
        let (rows, vectors) =
            if self.steps.iter().any(along_rows) { (self.out.shape.rows, stride) } else { (1, self.out.n_vectors()) };
        for row in 0..rows {
            let mut at = 0;
            while at < vectors {
                at += match vectors - at {
                    1 => self.block::<1>(arena, registers, row, at),
                    2 => self.block::<2>(arena, registers, row, at),
                    3 => self.block::<3>(arena, registers, row, at),
                    _ => self.block::<BLOCK>(arena, registers, row, at),
                };
            }
        }
    }

    /// `N` vectors of one row, from vector `at` on; returns `N`.
    #[inline]
    fn block<const N: usize>(&self, arena: &mut [f32x4], registers: &mut Registers, row: usize, at: usize) -> usize {
        for step in &self.steps {
            match *step {
                Step::Load { to, from, reading } => {
                    let stride = from.stride();
                    let to = &mut registers[to][..N];
                    match reading {
                        Reading::Full => to.copy_from_slice(&arena[from.start + row * stride + at..][..N]),
                        Reading::Row => to.copy_from_slice(&arena[from.start + at..][..N]),
                        Reading::Col => to.fill(f32x4::splat(arena[from.start + row].as_array()[0])),
                        Reading::Scalar => to.fill(f32x4::splat(arena[from.start].as_array()[0])),
                    }
                }
                Step::Number { to, value } => registers[to] = [f32x4::splat(value); BLOCK],
                Step::Powi { to, of, n } => {
                    let x = registers[of];
                    (0..N).for_each(|i| registers[to][i] = lanes::powi(x[i], n));
                }
                Step::Apply { to, op, args } => {
                    let [a, b, c] = args.map(|arg| &registers[arg]);
                    let y = apply::<N>(op, a, b, c);
                    registers[to][..N].copy_from_slice(&y);
                }
            }
        }
        arena[self.out.start + row * self.out.stride() + at..][..N].copy_from_slice(&registers[self.result][..N]);
        N
    }
}

#[inline(always)]
fn apply<const N: usize>(op: Op, a: &[f32x4; BLOCK], b: &[f32x4; BLOCK], c: &[f32x4; BLOCK]) -> [f32x4; N] {
    let each = |f: fn(f32x4) -> f32x4| std::array::from_fn(|i| f(a[i]));
    let zero = f32x4::ZERO;
    match op {
        Op::Add => std::array::from_fn(|i| a[i] + b[i]),
        Op::Sub => std::array::from_fn(|i| a[i] - b[i]),
        Op::Mul => std::array::from_fn(|i| a[i] * b[i]),
        Op::Div => std::array::from_fn(|i| a[i] / b[i]),
        Op::Pow => std::array::from_fn(|i| lanes::pow(a[i], b[i])),
        Op::Gt => std::array::from_fn(|i| a[i].simd_gt(b[i]) & f32x4::ONE),
        Op::Select => std::array::from_fn(|i| a[i].simd_eq(zero).select(c[i], b[i])),
        Op::Neg => std::array::from_fn(|i| -a[i]),
        Op::Sqrt => std::array::from_fn(|i| a[i].sqrt()),
        Op::Exp => each(lanes::exp),
        Op::Ln => each(lanes::ln),
        Op::Ln1p => each(lanes::ln1p),
        Op::Tanh => each(lanes::tanh),
        Op::Sin => each(lanes::sin),
        Op::Cos => each(lanes::cos),
        Op::Erf => each(lanes::erf),
        _ => panic!("{op:?} is not elementwise"),
    }
}
