//! The machine that runs elementwise chains: instructions over blocks of vectors in the arena, where
//! registers, constants and matrices lie side by side, so that an instruction reads a matrix in place.
//!
//! A block computes whole chunks of vectors: what is read and computed beyond its end is not used.

use wide::f32x4;

use crate::buffer::Buffer;
use crate::lanes::{self, N_LANES, splat, sum_lanes};

/// Vectors in a register: enough to hide the cost of choosing an operation.
pub const BLOCK: usize = 16;
/// Vectors that an instruction takes at a time, and that what is the same everywhere is repeated.
pub const CHUNK: usize = 4;

/// How the place of an operand follows from that of the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moves {
    /// A constant, or the scalar or the entry of a column that was spread out beforehand.
    Never,
    /// A register: begins anew with each block.
    InBlock,
    /// A matrix of the chain's shape.
    Everywhere,
    /// One row for all.
    InRow,
}

/// Where a value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The first vector.
    pub start: usize,
    /// What is added to it from block to block.
    pub moves: Moves,
}

/// What an instruction does with its operands `a`, `b` and `c`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named by what they compute")]
pub enum Does {
    Add,
    Sub,
    Mul,
    Div,
    /// 1 where `a > b`, else 0.
    Gt,
    /// `b` where `a` is not 0, else `c`.
    Select,
    Neg,
    Sqrt,
    Exp,
    Ln,
    Ln1p,
    Tanh,
    Sin,
    Cos,
    Erf,
    Pow,
    /// A constant integer power.
    Powi(i32),
    /// A short operation of `a` and `b`, and another of that and `c`.
    Two(Short, Then),
}

/// An operation that takes less time than to choose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named by what they compute")]
pub enum Short {
    Add,
    Sub,
    Mul,
}

/// What follows a first operation, whose result is `r`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// `r + c`.
    Add,
    /// `r · c`.
    Mul,
    /// `r − c`.
    Sub,
    /// `c − r`.
    From,
}

/// One instruction. Its result is a register, or lies where it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instruction {
    /// The operation.
    pub does: Does,
    /// Where the result goes.
    pub to: Place,
    /// Where the operands lie; unused ones repeat others.
    pub args: [Place; 3],
}

/// Where the values of a chain go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sink {
    /// Into a matrix of the chain's shape.
    Store,
    /// Their sum per row into `r × 1`: they are never stored.
    SumPerRow,
    /// Their sum into `1 × 1`: they are never stored.
    SumAll,
}

/// Where a result goes that no instruction writes there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exit {
    /// What goes.
    pub value: Place,
    /// As what.
    pub sink: Sink,
    /// Where to.
    pub out: Buffer,
    /// Where a sum grows: first that of a row, then that of the rows before.
    pub sum: usize,
}

/// A chain as it runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// A matrix of the chain's shape.
    pub over: Buffer,
    /// Whether rows must be told apart; else the matrix is one long row.
    pub by_rows: bool,
    /// (register, scalar): spread out once per run.
    pub scalars: Vec<(usize, usize)>,
    /// (register, column): the entry of each row is spread out before it.
    pub columns: Vec<(usize, usize)>,
    /// What is computed, in order.
    pub instructions: Vec<Instruction>,
    /// Results that no instruction writes where they are wanted.
    pub exits: Vec<Exit>,
    /// Results whose padding does not become 0 by itself.
    pub padded: Vec<Buffer>,
}

impl Code {
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        let (over, by_rows) = (self.over, self.by_rows);
        for (to, from) in &self.scalars {
            let value = arena[*from].as_array()[0];
            spread(arena, *to, value);
        }
        for exit in self.exits.iter().filter(|exit| exit.sink != Sink::Store) {
            (arena[exit.sum], arena[exit.sum + 1]) = (f32x4::ZERO, f32x4::ZERO);
        }
        let (rows, vectors) = if by_rows { (over.memory().rows, over.stride) } else { (1, over.n_vectors) };
        for row in 0..rows {
            for (to, from) in &self.columns {
                let value = arena[from + row / N_LANES].as_array()[row % N_LANES];
                spread(arena, *to, value);
            }
            let mut at = 0;
            while at < vectors {
                let n = (vectors - at).min(BLOCK);
                let offsets = [0, 0, row * vectors + at, at];
                match n {
                    1 => block::<1>(&self.instructions, arena, offsets, n),
                    _ => block::<CHUNK>(&self.instructions, arena, offsets, n),
                }
                for exit in &self.exits {
                    let from = exit.value.at(offsets);
                    if exit.sink == Sink::Store {
                        store(arena, from, exit.out.start + row * vectors + at, n);
                    } else {
                        exit.add(arena, over, from, row, n, at + n == vectors);
                    }
                }
                at += n;
            }
        }
        for out in &self.padded {
            let tail = out.tail();
            for last in arena[out.vectors()].iter_mut().skip(out.stride - 1).step_by(out.stride) {
                *last &= tail;
            }
        }
    }
}

impl Place {
    #[inline(always)]
    fn at(self, offsets: [usize; 4]) -> usize {
        self.start + offsets[self.moves as usize]
    }
}

impl Exit {
    /// Adds `n` vectors of one row, lane by lane and without the padding, to the sum.
    fn add(&self, arena: &mut [f32x4], over: Buffer, from: usize, row: usize, n: usize, is_end: bool) {
        let (mut sum, total) = (arena[self.sum], arena[self.sum + 1]);
        for v in 0..n {
            let is_last = is_end && v + 1 == n;
            let vector = arena[from + v];
            sum = over.added(sum, if is_last { vector & over.tail() } else { vector });
        }
        if !is_end {
            arena[self.sum] = sum;
            return;
        }
        (arena[self.sum], arena[self.sum + 1]) = (f32x4::ZERO, total + sum);
        if self.sink == Sink::SumAll {
            arena[self.out.start] = f32x4::new([sum_lanes(total + sum), 0.0, 0.0, 0.0]);
            return;
        }
        let lanes = &mut arena[self.out.start + row / N_LANES];
        if row.is_multiple_of(N_LANES) {
            *lanes = f32x4::ZERO;
        }
        lanes.as_mut_array()[row % N_LANES] = sum_lanes(sum);
    }
}

/// Fills a register that never moves.
fn spread(arena: &mut [f32x4], to: usize, value: f32) {
    *chunk_mut::<CHUNK>(arena, to) = [splat(value); CHUNK];
}

#[inline(always)]
fn chunk<const N: usize>(arena: &[f32x4], at: usize) -> &[f32x4; N] {
    arena.get(at..).and_then(<[f32x4]>::first_chunk).unwrap_or_else(|| outside())
}

#[inline(always)]
fn chunk_mut<const N: usize>(arena: &mut [f32x4], at: usize) -> &mut [f32x4; N] {
    arena.get_mut(at..).and_then(<[f32x4]>::first_chunk_mut).unwrap_or_else(|| outside())
}

/// One call for all instructions.
#[cold]
#[inline(never)]
fn outside() -> ! {
    panic!("the arena ends with a block to spare")
}

/// Copies `n` vectors. Each length has code of its own, for a call would take longer.
#[inline(always)]
fn store(arena: &mut [f32x4], from: usize, to: usize, n: usize) {
    let mut k = 0;
    while k + CHUNK <= n {
        copy::<CHUNK>(arena, from + k, to + k);
        k += CHUNK;
    }
    match n - k {
        1 => copy::<1>(arena, from + k, to + k),
        2 => copy::<2>(arena, from + k, to + k),
        3 => copy::<3>(arena, from + k, to + k),
        _ => {}
    }
}

#[inline(always)]
fn copy<const N: usize>(arena: &mut [f32x4], from: usize, to: usize) {
    let values = *chunk::<N>(arena, from);
    *chunk_mut::<N>(arena, to) = values;
}

/// Where the operands of one instruction lie, and how far they are apart from chunk to chunk.
struct Operands {
    to: usize,
    starts: [usize; 3],
    steps: [usize; 3],
    n: usize,
}

/// Runs the instructions over `n` vectors in chunks of `N`.
fn block<const N: usize>(code: &[Instruction], arena: &mut [f32x4], offsets: [usize; 4], n: usize) {
    for Instruction { does, to, args } in code {
        let step = |place: Place| if place.moves == Moves::Never { 0 } else { N };
        let on = Operands { to: to.at(offsets), starts: args.map(|place| place.at(offsets)), steps: args.map(step), n };
        match *does {
            Does::Add => on.two::<N>(arena, |a, b| a + b),
            Does::Sub => on.two::<N>(arena, |a, b| a - b),
            Does::Mul => on.two::<N>(arena, |a, b| a * b),
            Does::Div => on.two::<N>(arena, |a, b| a / b),
            Does::Gt => on.two::<N>(arena, |a, b| a.simd_gt(b) & f32x4::ONE),
            Does::Select => on.three::<N>(arena, |a, b, c| a.simd_eq(f32x4::ZERO).select(c, b)),
            Does::Neg => on.two::<N>(arena, |a, _| -a),
            Does::Sqrt => on.two::<N>(arena, |a, _| a.sqrt()),
            Does::Exp => on.long::<N>(arena, lanes::exp),
            Does::Ln => on.each(arena, N, lanes::ln),
            Does::Ln1p => on.each(arena, N, lanes::ln1p),
            Does::Tanh => on.long::<N>(arena, lanes::tanh),
            Does::Sin => on.each(arena, N, lanes::sin),
            Does::Cos => on.each(arena, N, lanes::cos),
            Does::Erf => on.long::<N>(arena, lanes::erf),
            Does::Pow => on.powers(arena, N),
            Does::Powi(n) => on.power(arena, N, n),
            Does::Two(Short::Add, then) => on.then::<N>(arena, then, |a, b| a + b),
            Does::Two(Short::Sub, then) => on.then::<N>(arena, then, |a, b| a - b),
            Does::Two(Short::Mul, then) => on.then::<N>(arena, then, |a, b| a * b),
        }
    }
}

impl Operands {
    #[inline(always)]
    fn then<const N: usize>(&self, arena: &mut [f32x4], then: Then, f: impl Fn(f32x4, f32x4) -> f32x4) {
        match then {
            Then::Add => self.three::<N>(arena, |a, b, c| f(a, b) + c),
            Then::Mul => self.three::<N>(arena, |a, b, c| f(a, b) * c),
            Then::Sub => self.three::<N>(arena, |a, b, c| f(a, b) - c),
            Then::From => self.three::<N>(arena, |a, b, c| c - f(a, b)),
        }
    }

    #[inline(always)]
    fn two<const N: usize>(&self, arena: &mut [f32x4], f: impl Fn(f32x4, f32x4) -> f32x4) {
        let (mut k, [mut a, mut b, _]) = (0, self.starts);
        while k < self.n {
            let (x, y) = (chunk::<N>(arena, a), chunk::<N>(arena, b));
            let values: [f32x4; N] = std::array::from_fn(|i| f(x[i], y[i]));
            *chunk_mut::<N>(arena, self.to + k) = values;
            (k, a, b) = (k + N, a + self.steps[0], b + self.steps[1]);
        }
    }

    #[inline(always)]
    fn three<const N: usize>(&self, arena: &mut [f32x4], f: impl Fn(f32x4, f32x4, f32x4) -> f32x4) {
        let (mut k, [mut a, mut b, mut c]) = (0, self.starts);
        while k < self.n {
            let (x, y, z) = (chunk::<N>(arena, a), chunk::<N>(arena, b), chunk::<N>(arena, c));
            let values: [f32x4; N] = std::array::from_fn(|i| f(x[i], y[i], z[i]));
            *chunk_mut::<N>(arena, self.to + k) = values;
            (k, a, b, c) = (k + N, a + self.steps[0], b + self.steps[1], c + self.steps[2]);
        }
    }

    /// A long operation has a function of its own, and with it all registers of the processor.
    #[inline(never)]
    fn long<const N: usize>(&self, arena: &mut [f32x4], f: impl Fn([f32x4; N]) -> [f32x4; N]) {
        let (mut k, mut a) = (0, self.starts[0]);
        while k < self.n {
            let values = f(*chunk::<N>(arena, a));
            *chunk_mut::<N>(arena, self.to + k) = values;
            (k, a) = (k + N, a + self.steps[0]);
        }
    }

    /// A rare one, vector by vector: what is written once is small. `chunk` is how many vectors the
    /// steps are for.
    #[inline(never)]
    fn each(&self, arena: &mut [f32x4], chunk: usize, f: impl Fn(f32x4) -> f32x4) {
        let step = self.steps[0] / chunk;
        for k in 0..self.n {
            arena[self.to + k] = f(arena[self.starts[0] + k * step]);
        }
    }

    fn power(&self, arena: &mut [f32x4], chunk: usize, n: i32) {
        self.each(arena, chunk, |x| lanes::powi(x, n));
    }

    #[inline(never)]
    fn powers(&self, arena: &mut [f32x4], chunk: usize) {
        let steps = self.steps.map(|step| step / chunk);
        for k in 0..self.n {
            let [x, y] = [0, 1].map(|arg| arena[self.starts[arg] + k * steps[arg]]);
            arena[self.to + k] = lanes::pow(x, y);
        }
    }
}
