//! The kernel for chains of elementwise operations: a small register machine that walks the
//! matrix in blocks of vectors. Padding lanes hold whatever comes out and are read by nobody.

use wide::f32x4;

use super::buffer::Buffer;
use crate::lanes::{self, first_lanes, sum_lanes};
use crate::op::{Op, Shape};

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

/// Where the chain's values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sink {
    /// Into a matrix of the chain's shape.
    Store,
    /// Their sum per row into `r × 1`: they are never stored.
    SumPerRow,
    /// Their sum into `1 × 1`: they are never stored.
    SumAll,
}

/// `out = chain(…)`, entry by entry, or its sum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Elementwise {
    pub(super) steps: Vec<Step>,
    pub(super) result: usize,
    /// The shape of the chain.
    pub(super) over: Shape,
    pub(super) sink: Sink,
    pub(super) out: Buffer,
}

impl Elementwise {
    pub(super) fn run(&self, arena: &mut [f32x4], registers: &mut Registers) {
        match self.sink {
            Sink::Store => self.store(arena, registers),
            Sink::SumPerRow => {
                for row in 0..self.over.rows {
                    let total = sum_lanes(self.lanes_of_row(arena, registers, row));
                    arena[self.out.start + row] = f32x4::new([total, 0.0, 0.0, 0.0]);
                }
            }
            Sink::SumAll => {
                let add = |sum: f32x4, row: usize| sum + self.lanes_of_row(arena, registers, row);
                let total = sum_lanes((0..self.over.rows).fold(f32x4::ZERO, add));
                arena[self.out.start] = f32x4::new([total, 0.0, 0.0, 0.0]);
            }
        }
    }

    fn store(&self, arena: &mut [f32x4], registers: &mut Registers) {
        let stride = self.out.stride();
        let along_rows = |step: &Step| matches!(step, Step::Load { reading: Reading::Row | Reading::Col, .. });
        // Without rows to tell apart, the matrix is one long row.
        let (rows, vectors) =
            if self.steps.iter().any(along_rows) { (self.over.rows, stride) } else { (1, self.out.n_vectors()) };
        for row in 0..rows {
            let mut at = 0;
            while at < vectors {
                let n = self.compute(arena, registers, row, at, vectors - at);
                let to = self.out.start + row * stride + at;
                arena[to..to + n].copy_from_slice(&registers[self.result][..n]);
                at += n;
            }
        }
    }

    /// One row's vectors added lane by lane, without the padding.
    fn lanes_of_row(&self, arena: &[f32x4], registers: &mut Registers, row: usize) -> f32x4 {
        let shape = Buffer { start: 0, shape: self.over };
        let vectors = shape.stride();
        let mut sum = f32x4::ZERO;
        let mut at = 0;
        while at < vectors {
            let n = self.compute(arena, registers, row, at, vectors - at);
            for (k, vector) in registers[self.result][..n].iter().enumerate() {
                let is_last = at + k + 1 == vectors;
                sum += if is_last { first_lanes(shape.tail()).bitselect(*vector, f32x4::ZERO) } else { *vector };
            }
            at += n;
        }
        sum
    }

    /// At most `left` vectors of one row, from vector `at` on; returns how many.
    #[inline(always)]
    fn compute(&self, arena: &[f32x4], registers: &mut Registers, row: usize, at: usize, left: usize) -> usize {
        match left {
            1 => self.block::<1>(arena, registers, row, at),
            2 => self.block::<2>(arena, registers, row, at),
            3 => self.block::<3>(arena, registers, row, at),
            _ => self.block::<BLOCK>(arena, registers, row, at),
        }
    }

    /// `N` vectors of one row, from vector `at` on, into the result's register; returns `N`.
    fn block<const N: usize>(&self, arena: &[f32x4], registers: &mut Registers, row: usize, at: usize) -> usize {
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
