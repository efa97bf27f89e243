//! The machine that runs elementwise chains: it holds one value, of a chunk of vectors, and each instruction
//! changes it by an operand from the arena, where matrices, constants and set aside values lie side by side.
//! The value stays in the processor's registers, and a matrix is read in place.
//!
//! A chunk is 8, 4 or 1 vectors: what is read and computed beyond the end of a row is not used.

use wide::f32x4;

use crate::buffer::Buffer;
use crate::lanes::{self, N_LANES, splat, sum_lanes};

/// Vectors in a chunk where that many are left: what the processor's registers hold beside operands.
pub const WIDE: usize = 8;
/// Vectors in a chunk elsewhere, and how many long operations take side by side.
pub const CHUNK: usize = 4;

/// How the place of an operand follows from that of the chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moves {
    /// A chunk of its own: a constant, a value set aside, a scalar or the entry of a column, spread out.
    Never,
    /// One row for all.
    InRow,
    /// A matrix of the chain's shape.
    Everywhere,
}

/// Where a value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The first vector.
    pub start: usize,
    /// What is added to it from chunk to chunk.
    pub moves: Moves,
}

/// What an instruction does with the value `x` and its operands `a` and `b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// `a`.
    Load,
    /// Writes `x` to `a`.
    Store,
    /// `x + a`.
    Add,
    /// `x + x`.
    Double,
    /// `x − a`.
    Sub,
    /// `a − x`.
    From,
    /// `x · a`.
    Mul,
    /// `x · x`.
    Square,
    /// `x / a`.
    Over,
    /// `a / x`.
    Under,
    /// 1 where `x > a`, else 0.
    Above,
    /// 1 where `a > x`, else 0.
    Below,
    /// `a` where `x` is not 0, else `b`.
    Select,
    /// `−x`.
    Neg,
    /// `√x`.
    Sqrt,
    /// `eˣ`.
    Exp,
    /// `ln x`.
    Ln,
    /// `ln(1 + x)`.
    Ln1p,
    /// `tanh x`.
    Tanh,
    /// `sin x`.
    Sin,
    /// `cos x`.
    Cos,
    /// `erf x`.
    Erf,
    /// `x` to the power of `a`.
    Pow,
    /// `x` to a constant integer power.
    Powi(i32),
}

/// One instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instruction {
    /// The operation.
    pub does: Does,
    /// Where its operands lie; unused ones may be anywhere in the arena.
    pub with: [Place; 2],
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
    /// (chunk, scalar): spread out once per run.
    pub scalars: Vec<(usize, usize)>,
    /// (chunk, column): the entry of each row is spread out before it.
    pub columns: Vec<(usize, usize)>,
    /// What is computed, in order.
    pub instructions: Vec<Instruction>,
    /// Results that no instruction writes where they are wanted.
    pub exits: Vec<Exit>,
    /// Results whose padding does not become 0 by itself.
    pub padded: Vec<Buffer>,
}

impl Code {
    /// Runs over the whole matrix, row by row or as one long row.
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        for (to, from) in &self.scalars {
            let value = arena[*from].as_array()[0];
            spread(arena, *to, value);
        }
        for exit in self.exits.iter().filter(|exit| exit.sink != Sink::Store) {
            (arena[exit.sum], arena[exit.sum + 1]) = (f32x4::ZERO, f32x4::ZERO);
        }
        let over = self.over;
        let (rows, vectors) = if self.by_rows { (over.memory().rows, over.stride) } else { (1, over.n_vectors) };
        for row in 0..rows {
            for (to, from) in &self.columns {
                let value = arena[from + row / N_LANES].as_array()[row % N_LANES];
                spread(arena, *to, value);
            }
            let mut at = 0;
            while at < vectors {
                let left = vectors - at;
                let n = if left >= WIDE { WIDE } else { left.min(CHUNK) };
                let offsets = [0, at, row * vectors + at];
                match n {
                    WIDE => compute::<WIDE>(&self.instructions, arena, offsets),
                    1 => compute::<1>(&self.instructions, arena, offsets),
                    _ => compute::<CHUNK>(&self.instructions, arena, offsets),
                }
                for exit in &self.exits {
                    let from = exit.value.at(offsets);
                    if exit.sink == Sink::Store {
                        copy(arena, from, exit.out.start + row * vectors + at, n);
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
    fn at(self, offsets: [usize; 3]) -> usize {
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

/// Fills a chunk.
fn spread(arena: &mut [f32x4], to: usize, value: f32) {
    *vectors_mut::<WIDE>(arena, to) = [splat(value); WIDE];
}

#[inline(always)]
fn vectors<const N: usize>(arena: &[f32x4], at: usize) -> [f32x4; N] {
    *arena.get(at..).and_then(<[f32x4]>::first_chunk).unwrap_or_else(|| outside())
}

#[inline(always)]
fn vectors_mut<const N: usize>(arena: &mut [f32x4], at: usize) -> &mut [f32x4; N] {
    arena.get_mut(at..).and_then(<[f32x4]>::first_chunk_mut).unwrap_or_else(|| outside())
}

/// One call for all instructions.
#[cold]
#[inline(never)]
fn outside() -> ! {
    panic!("the arena ends with a chunk to spare")
}

/// Copies `n` vectors, at most a chunk. Each length has code of its own, for a call would take longer.
#[inline(always)]
fn copy(arena: &mut [f32x4], from: usize, to: usize, n: usize) {
    match n {
        1 => *vectors_mut::<1>(arena, to) = vectors(arena, from),
        2 => *vectors_mut::<2>(arena, to) = vectors(arena, from),
        3 => *vectors_mut::<3>(arena, to) = vectors(arena, from),
        CHUNK => *vectors_mut::<CHUNK>(arena, to) = vectors(arena, from),
        _ => *vectors_mut::<WIDE>(arena, to) = vectors(arena, from),
    }
}

/// Runs the instructions over one chunk of `N` vectors.
#[inline(never)]
fn compute<const N: usize>(instructions: &[Instruction], arena: &mut [f32x4], offsets: [usize; 3]) {
    let mut x = [f32x4::ZERO; N];
    for Instruction { does, with: [a, b] } in instructions {
        let at = a.at(offsets);
        match *does {
            Does::Load => x = vectors(arena, at),
            Does::Store => *vectors_mut(arena, at) = x,
            Does::Add => x = two(x, vectors(arena, at), |x, a| x + a),
            Does::Double => x = x.map(|x| x + x),
            Does::Sub => x = two(x, vectors(arena, at), |x, a| x - a),
            Does::From => x = two(x, vectors(arena, at), |x, a| a - x),
            Does::Mul => x = two(x, vectors(arena, at), |x, a| x * a),
            Does::Square => x = x.map(|x| x * x),
            Does::Over => x = two(x, vectors(arena, at), |x, a| x / a),
            Does::Under => x = two(x, vectors(arena, at), |x, a| a / x),
            Does::Above => x = two(x, vectors(arena, at), |x, a| x.simd_gt(a) & f32x4::ONE),
            Does::Below => x = two(x, vectors(arena, at), |x, a| a.simd_gt(x) & f32x4::ONE),
            Does::Select => {
                let (a, b) = (vectors::<N>(arena, at), vectors::<N>(arena, b.at(offsets)));
                x = std::array::from_fn(|i| x[i].simd_eq(f32x4::ZERO).select(b[i], a[i]));
            }
            Does::Neg => x = x.map(|x| -x),
            Does::Sqrt => x = x.map(f32x4::sqrt),
            Does::Exp => long(&mut x, lanes::exp, lanes::exp),
            Does::Ln => each(&mut x, lanes::ln),
            Does::Ln1p => each(&mut x, lanes::ln1p),
            Does::Tanh => long(&mut x, lanes::tanh, lanes::tanh),
            Does::Sin => each(&mut x, lanes::sin),
            Does::Cos => each(&mut x, lanes::cos),
            Does::Erf => long(&mut x, lanes::erf, lanes::erf),
            Does::Pow => powers(&mut x, &vectors(arena, at)),
            Does::Powi(n) => each(&mut x, |x| lanes::powi(x, n)),
        }
    }
}

#[inline(always)]
fn two<const N: usize>(x: [f32x4; N], a: [f32x4; N], f: impl Fn(f32x4, f32x4) -> f32x4) -> [f32x4; N] {
    std::array::from_fn(|i| f(x[i], a[i]))
}

/// A long operation has a function of its own, and with it all registers of the processor.
#[inline(always)]
fn long<const N: usize>(
    x: &mut [f32x4; N],
    four: impl Fn([f32x4; CHUNK]) -> [f32x4; CHUNK],
    one: impl Fn([f32x4; 1]) -> [f32x4; 1],
) {
    apart(x, |copy| {
        let (chunks, rest) = copy.as_chunks_mut();
        chunks.iter_mut().for_each(|chunk| whole(chunk, &four));
        rest.as_chunks_mut().0.iter_mut().for_each(|vector| whole(vector, &one));
    });
}

#[inline(never)]
fn whole<const N: usize>(x: &mut [f32x4; N], f: impl Fn([f32x4; N]) -> [f32x4; N]) {
    *x = f(*x);
}

/// A rare one goes vector by vector: what is written once is small.
#[inline(always)]
fn each<const N: usize>(x: &mut [f32x4; N], f: impl Fn(f32x4) -> f32x4) {
    apart(x, |copy| one_by_one(copy, f));
}

#[inline(never)]
fn one_by_one(x: &mut [f32x4], f: impl Fn(f32x4) -> f32x4) {
    x.iter_mut().for_each(|x| *x = f(*x));
}

#[inline(always)]
fn powers<const N: usize>(x: &mut [f32x4; N], a: &[f32x4; N]) {
    apart(x, |copy| pairwise(copy, a));
}

#[inline(never)]
fn pairwise(x: &mut [f32x4], a: &[f32x4]) {
    x.iter_mut().zip(a).for_each(|(x, a)| *x = lanes::pow(*x, *a));
}

/// Calls `f` with a copy: what is called elsewhere lies in memory, and the machine's value must not.
#[inline(always)]
fn apart<const N: usize>(x: &mut [f32x4; N], f: impl FnOnce(&mut [f32x4; N])) {
    let mut copy = std::array::from_fn(|i| x[i]);
    f(&mut copy);
    x.iter_mut().zip(copy).for_each(|(x, copy)| *x = copy);
}
