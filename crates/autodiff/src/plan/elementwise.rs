//! The kernel for chains of elementwise operations: a small register machine that walks the
//! matrix in blocks of vectors. Constants stay in their registers for good, scalars are read once
//! per run.

use wide::f32x4;

use super::buffer::Buffer;
use crate::lanes::{self, N_LANES, sum_lanes};
use crate::op::Op;

/// Vectors in a register: enough to hide the cost of choosing an operation. A block may be narrower.
pub(super) const BLOCK: usize = 8;

/// The scratch that elementwise kernels share are registers: first the constants, then what chains compute.
pub(super) type Register = [f32x4; BLOCK];

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
    /// A constant. Only until registers are shared out: then it has a register for good.
    Number { to: usize, value: f32 },
    /// An operation on registers; unused arguments repeat the first.
    Apply { to: usize, op: Op, args: [usize; 3] },
    /// A constant integer power.
    Powi { to: usize, of: usize, n: i32 },
}

impl Step {
    /// The registers that the instruction reads.
    pub(super) fn arguments(&self) -> &[usize] {
        match self {
            Step::Apply { args, .. } => args,
            Step::Powi { of, .. } => std::slice::from_ref(of),
            Step::Load { .. } | Step::Number { .. } => &[],
        }
    }

    /// The bits of a constant: 0 and −0 are different ones.
    pub(super) fn number_bits(&self) -> Option<u32> {
        if let Step::Number { value, .. } = self { Some(value.to_bits()) } else { None }
    }

    /// Whether the instruction reads one number for all blocks.
    pub(super) fn is_scalar(&self) -> bool {
        matches!(self, Step::Load { reading: Reading::Scalar, .. })
    }

    /// Gives the result the register `result`, and each argument the one that `register_of` says.
    pub(super) fn rename(&mut self, result: usize, register_of: &[usize]) {
        match self {
            Step::Apply { args, .. } => args.iter_mut().for_each(|arg| *arg = register_of[*arg]),
            Step::Powi { of, .. } => *of = register_of[*of],
            Step::Load { .. } | Step::Number { .. } => {}
        }
        self.rename_result(result);
    }

    /// Gives the result the register `result`.
    pub(super) fn rename_result(&mut self, result: usize) {
        match self {
            Step::Load { to, .. } | Step::Number { to, .. } | Step::Apply { to, .. } | Step::Powi { to, .. } => {
                *to = result;
            }
        }
    }
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

/// One result of a chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Outlet {
    pub(super) register: usize,
    /// Where a sum grows: first that of a row, then that of the rows before.
    pub(super) sum: usize,
    pub(super) sink: Sink,
    pub(super) out: Buffer,
}

/// What chains of one shape compute, entry by entry, or its sums.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Elementwise {
    /// What every block needs: scalars that are read once per run.
    pub(super) before: Vec<Step>,
    pub(super) steps: Vec<Step>,
    /// A matrix of the chains' shape.
    pub(super) over: Buffer,
    pub(super) outlets: Vec<Outlet>,
    /// Whether rows must be told apart; else the matrix is one long row.
    pub(super) by_rows: bool,
}

impl Elementwise {
    pub(super) fn new(steps: Vec<Step>, over: Buffer, outlets: Vec<Outlet>) -> Elementwise {
        let along_rows = |step: &Step| matches!(step, Step::Load { reading: Reading::Row | Reading::Col, .. });
        let by_rows = steps.iter().any(along_rows) || outlets.iter().any(|outlet| outlet.sink != Sink::Store);
        Elementwise { before: Vec::new(), steps, over, outlets, by_rows }
    }

    pub(super) fn run(&self, arena: &mut [f32x4], registers: &mut [Register]) {
        if !self.before.is_empty() {
            block::<BLOCK>(&self.before, arena, registers, 0, 0);
        }
        for outlet in self.outlets.iter().filter(|outlet| outlet.sink != Sink::Store) {
            registers[outlet.sum] = [f32x4::ZERO; BLOCK];
            arena[outlet.out.vectors()].fill(f32x4::ZERO);
        }
        let (rows, vectors) =
            if self.by_rows { (self.over.memory().rows, self.over.stride) } else { (1, self.over.n_vectors) };
        for row in 0..rows {
            let mut at = 0;
            while at < vectors {
                let n = self.compute(arena, registers, row, at, vectors - at);
                for outlet in &self.outlets {
                    if outlet.sink == Sink::Store {
                        let out = &mut arena[outlet.out.start + row * vectors + at..][..n];
                        self.store(&registers[outlet.register], out, at);
                    } else {
                        self.add(outlet, registers, at, n, row, arena);
                    }
                }
                at += n;
            }
        }
    }

    /// Adds vectors of one row, lane by lane and without the padding, to the outlet's sum.
    fn add(&self, outlet: &Outlet, registers: &mut [Register], at: usize, n: usize, row: usize, arena: &mut [f32x4]) {
        let is_end = at + n == self.over.stride;
        let [row_sum, total, ..] = registers[outlet.sum];
        let (last, others) = registers[outlet.register][..n].split_last().expect("a block has a vector");
        let last = if is_end { *last & self.over.tail() } else { *last };
        let row_sum = others.iter().chain([&last]).fold(row_sum, |sum, vector| self.over.added(sum, *vector));
        if is_end && outlet.sink == Sink::SumPerRow {
            arena[outlet.out.start + row / N_LANES].as_mut_array()[row % N_LANES] = sum_lanes(row_sum);
        } else if is_end {
            arena[outlet.out.start] = f32x4::new([sum_lanes(total + row_sum), 0.0, 0.0, 0.0]);
        }
        let sums = &mut registers[outlet.sum];
        sums[0] = if is_end { f32x4::ZERO } else { row_sum };
        sums[1] = if is_end { total + row_sum } else { total };
    }

    /// Stores vectors that begin with vector `at` of a row, and 0 in their padding.
    #[inline(always)]
    fn store(&self, values: &[f32x4; BLOCK], out: &mut [f32x4], at: usize) {
        copy(values, out);
        let Buffer { stride, .. } = self.over;
        let mut last_of_row = if at < stride { stride - 1 - at } else { stride - 1 - at % stride };
        while last_of_row < out.len() {
            out[last_of_row] &= self.over.tail();
            last_of_row += stride;
        }
    }

    /// At most `left` vectors of one row, from vector `at` on; returns how many. What a block has
    /// more than that is computed and not used.
    #[inline(always)]
    fn compute(&self, arena: &[f32x4], registers: &mut [Register], row: usize, at: usize, left: usize) -> usize {
        match left {
            1 => block::<1>(&self.steps, arena, registers, row, at),
            2..=4 => block::<4>(&self.steps, arena, registers, row, at),
            _ => block::<BLOCK>(&self.steps, arena, registers, row, at),
        }
        left.min(BLOCK)
    }
}
/// `N` vectors of one row, from vector `at` on. The arena has so many to spare at its end.
fn block<const N: usize>(steps: &[Step], arena: &[f32x4], registers: &mut [Register], row: usize, at: usize) {
    for step in steps {
        match *step {
            Step::Load { to, from, reading } => {
                let to = &mut registers[to][..N];
                let vectors = |first: usize| &arena[first + at..][..N];
                match reading {
                    Reading::Full => to.copy_from_slice(vectors(from.start + row * from.stride)),
                    Reading::Row => to.copy_from_slice(vectors(from.start)),
                    Reading::Col => to.fill(f32x4::splat(arena[from.start + row / 4].as_array()[row % 4])),
                    Reading::Scalar => to.fill(f32x4::splat(arena[from.start].as_array()[0])),
                }
            }
            Step::Number { .. } => {}
            Step::Powi { to, of, n } => each::<N>(registers, to, of, |x| lanes::powi(x, n)),
            Step::Apply { to, op, args: [a, b, c] } => apply::<N>(registers, op, to, a, b, c),
        }
    }
}

/// Copies as many vectors as `to` has; each length has code of its own, for a call would take longer.
#[inline(always)]
fn copy(from: &[f32x4; BLOCK], to: &mut [f32x4]) {
    match to.len() {
        1 => to[..1].copy_from_slice(&from[..1]),
        2 => to[..2].copy_from_slice(&from[..2]),
        3 => to[..3].copy_from_slice(&from[..3]),
        4 => to[..4].copy_from_slice(&from[..4]),
        BLOCK => to[..BLOCK].copy_from_slice(&from[..BLOCK]),
        n => to.copy_from_slice(&from[..n]),
    }
}

#[inline(always)]
fn apply<const N: usize>(registers: &mut [Register], op: Op, to: usize, a: usize, b: usize, c: usize) {
    let zero = f32x4::ZERO;
    match op {
        Op::Add => both::<N>(registers, to, a, b, |a, b| a + b),
        Op::Sub => both::<N>(registers, to, a, b, |a, b| a - b),
        Op::Mul => both::<N>(registers, to, a, b, |a, b| a * b),
        Op::Div => both::<N>(registers, to, a, b, |a, b| a / b),
        Op::Pow => {
            let exponents = registers[b];
            let mut values = registers[a];
            values[..N].iter_mut().zip(exponents).for_each(|(x, y)| *x = lanes::pow(*x, y));
            registers[to] = values;
        }
        Op::Gt => both::<N>(registers, to, a, b, |a, b| a.simd_gt(b) & f32x4::ONE),
        Op::Select => {
            let chosen = |r: &[Register], i: usize| r[a][i].simd_eq(zero).select(r[c][i], r[b][i]);
            (0..N).for_each(|i| registers[to][i] = chosen(registers, i));
        }
        Op::Neg => both::<N>(registers, to, a, a, |a, _| -a),
        Op::Sqrt => both::<N>(registers, to, a, a, |a, _| a.sqrt()),
        Op::Exp => each::<N>(registers, to, a, lanes::exp),
        Op::Ln => each::<N>(registers, to, a, lanes::ln),
        Op::Ln1p => each::<N>(registers, to, a, lanes::ln1p),
        Op::Tanh => each::<N>(registers, to, a, lanes::tanh),
        Op::Sin => each::<N>(registers, to, a, lanes::sin),
        Op::Cos => each::<N>(registers, to, a, lanes::cos),
        Op::Erf => each::<N>(registers, to, a, lanes::erf),
        _ => panic!("{op:?} is not elementwise"),
    }
}

/// A short operation.
#[inline(always)]
fn both<const N: usize>(registers: &mut [Register], to: usize, a: usize, b: usize, f: impl Fn(f32x4, f32x4) -> f32x4) {
    // Looked at once: the loop needs no further checks.
    let _ = (&registers[a], &registers[b], &registers[to]);
    (0..N).for_each(|i| registers[to][i] = f(registers[a][i], registers[b][i]));
}

/// A long operation: one vector after another.
#[inline(always)]
fn each<const N: usize>(registers: &mut [Register], to: usize, of: usize, f: impl Fn(f32x4) -> f32x4) {
    let mut values = [f32x4::ZERO; N];
    values.copy_from_slice(&registers[of][..N]);
    map(&mut values, f);
    registers[to][..N].copy_from_slice(&values);
}

/// A function of its own, so that what the operation needs has all registers of the processor.
#[inline(never)]
fn map(values: &mut [f32x4], f: impl Fn(f32x4) -> f32x4) {
    values.iter_mut().for_each(|x| *x = f(*x));
}
