//! The accumulator machine that runs elementwise chains.
//!
//! A matrix is cut into chunks of 8, 4 or 1 vectors, and the whole program runs over one chunk after the other (strip
//! mining), so that what it computes in between never leaves the processor. The accumulator `x` is a chunk in registers.
//! Each instruction changes it, most of them with an operand in memory: a matrix, which is read in place, a constant, or a
//! register of the program. All of these lie side by side in the arena.
//!
//! A chunk may reach past the end of a row: what is read and computed there is not used.

use wide::f32x4;

use crate::buffer::{Buffer, array, array_mut};
use crate::lanes::{self, N_LANES, splat, sum_lanes};

/// Vectors in a chunk as long as a row has that many left: with an operand they just fit into the processor's registers.
pub const WIDE: usize = 8;
/// Vectors in a chunk near the end of a row, and how many vectors a long operation (`exp`, `tanh`, `erf`) computes
/// side by side.
pub const CHUNK: usize = 4;

/// Along what an operand is repeated, and so how its address follows from that of the current chunk. The order of the
/// variants is that of the offsets which [`Code`] adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broadcast {
    /// Along rows and columns: one chunk with an address of its own. It holds a constant, a spilled value, a scalar, or
    /// the entry that a column has in the current row.
    All,
    /// Along rows: every row reads the same `1 × c`.
    Rows,
    /// Not at all: a matrix of the chain's shape.
    None,
}

/// Where a value lies in the arena: the addressing mode of an operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// The first vector.
    pub start: usize,
    /// How far the address advances from chunk to chunk and from row to row.
    pub broadcast: Broadcast,
}

/// The operation of an instruction: what the accumulator `x` becomes, given the operands `a` and `b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opcode {
    /// `a`.
    Load,
    /// Writes `x` to `a`; `x` is unchanged.
    Store,
    /// `x + a`.
    Add,
    /// `x + x`.
    Double,
    /// `x − a`.
    Sub,
    /// `a − x`: a subtraction with its operands reversed.
    RSub,
    /// `x · a`.
    Mul,
    /// `x · x`.
    Square,
    /// `x / a`.
    Div,
    /// `a / x`: a division with its operands reversed.
    RDiv,
    /// 1 where `x > a`, else 0.
    Gt,
    /// 1 where `x < a`, else 0.
    Lt,
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
    /// `eˣ − 1`.
    Expm1,
    /// `tanh x`.
    Tanh,
    /// `1/cosh² x`.
    SechSquared,
    /// `1 / (1 + e⁻ˣ)`.
    Sigmoid,
    /// `sin x`.
    Sin,
    /// `cos x`.
    Cos,
    /// `x / (1 + |x|)`.
    Softsign,
    /// `erf x`.
    Erf,
    /// `Φ(x)`.
    NormalCdf,
    /// `x` to the power of `a`.
    Pow,
    /// `x` to a constant integer power.
    Powi(i32),
}

/// One instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instruction {
    /// The operation.
    pub opcode: Opcode,
    /// Where its operands lie; [`Location::UNUSED`] for those that the operation does not have.
    pub operands: [Location; 2],
}

/// What is stored of a chain's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sink {
    /// The values themselves, as a matrix of the chain's shape.
    Store,
    /// Only the sum of each row, as `r × 1`.
    SumPerRow,
    /// Only the sum of all, as `1 × 1`.
    SumAll,
}

/// An output that no instruction stores: after each chunk its value is copied or summed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Output {
    /// The value of the current chunk.
    pub value: Location,
    /// Whether it is stored or summed.
    pub sink: Sink,
    /// Where the output is stored.
    pub out: Buffer,
    /// Of a sum, the first of two vectors of partial sums: that of the current row, then that of the rows before it.
    pub partial_sums: usize,
}

/// The code of a chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// A matrix of the chain's shape.
    pub over: Buffer,
    /// Whether the code runs row by row; otherwise it takes the matrix as one long row.
    pub by_rows: bool,
    /// (chunk, scalar): the scalar fills the chunk once per run.
    pub scalars: Vec<(usize, usize)>,
    /// (chunk, column): before each row the column's entry for that row fills the chunk.
    pub columns: Vec<(usize, usize)>,
    /// The instructions, in order.
    pub instructions: Vec<Instruction>,
    /// Outputs that no instruction stores where they belong.
    pub outputs: Vec<Output>,
    /// Outputs whose padding the instructions do not leave at 0, so that it is cleared after the run.
    pub cleared: Vec<Buffer>,
}

impl Code {
    /// Runs over the whole matrix, row by row or as one long row.
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        for (to, from) in &self.scalars {
            let value = arena[*from].as_array()[0];
            fill_chunk(arena, *to, value);
        }
        for output in self.outputs.iter().filter(|output| output.sink != Sink::Store) {
            (arena[output.partial_sums], arena[output.partial_sums + 1]) = (f32x4::ZERO, f32x4::ZERO);
        }
        let over = self.over;
        let (rows, vectors) = if self.by_rows { (over.memory().rows, over.stride) } else { (1, over.n_vectors) };
        for row in 0..rows {
            for (to, from) in &self.columns {
                let value = arena[from + row / N_LANES].as_array()[row % N_LANES];
                fill_chunk(arena, *to, value);
            }
            let mut at = 0;
            while at < vectors {
                let left = vectors - at;
                let n = if left >= WIDE { WIDE } else { left.min(CHUNK) };
                let offsets = [0, at, row * vectors + at];
                match n {
                    WIDE => execute::<WIDE>(&self.instructions, arena, offsets),
                    1 => execute::<1>(&self.instructions, arena, offsets),
                    _ => execute::<CHUNK>(&self.instructions, arena, offsets),
                }
                for output in &self.outputs {
                    let from = output.value.at(offsets);
                    if output.sink == Sink::Store {
                        copy(arena, from, output.out.start + row * vectors + at, n);
                    } else {
                        output.add(arena, over, from, row, n, at + n == vectors);
                    }
                }
                at += n;
            }
        }
        for out in &self.cleared {
            let tail = out.tail();
            for last in arena[out.vectors()].iter_mut().skip(out.stride - 1).step_by(out.stride) {
                *last &= tail;
            }
        }
    }
}

impl Location {
    /// The location of an operand that is not read. It may be anything that lies in the arena.
    pub const UNUSED: Location = Location { start: 0, broadcast: Broadcast::All };

    #[inline(always)]
    fn at(self, offsets: [usize; 3]) -> usize {
        self.start + offsets[self.broadcast as usize]
    }
}

impl Output {
    /// Adds `n` vectors of one row, lane by lane and without the padding, to the sum.
    fn add(&self, arena: &mut [f32x4], over: Buffer, from: usize, row: usize, n: usize, is_end: bool) {
        let (mut sum, total) = (arena[self.partial_sums], arena[self.partial_sums + 1]);
        for v in 0..n {
            let is_last = is_end && v + 1 == n;
            let vector = arena[from + v];
            sum = over.added(sum, if is_last { vector & over.tail() } else { vector });
        }
        if !is_end {
            arena[self.partial_sums] = sum;
            return;
        }
        (arena[self.partial_sums], arena[self.partial_sums + 1]) = (f32x4::ZERO, total + sum);
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

/// Fills a chunk with one number.
fn fill_chunk(arena: &mut [f32x4], to: usize, value: f32) {
    *array_mut::<WIDE>(arena, to) = [splat(value); WIDE];
}

/// Copies `n` vectors, at most a chunk. Each length has code of its own because a call would take longer.
#[inline(always)]
fn copy(arena: &mut [f32x4], from: usize, to: usize, n: usize) {
    match n {
        1 => *array_mut::<1>(arena, to) = *array(arena, from),
        2 => *array_mut::<2>(arena, to) = *array(arena, from),
        3 => *array_mut::<3>(arena, to) = *array(arena, from),
        CHUNK => *array_mut::<CHUNK>(arena, to) = *array(arena, from),
        _ => *array_mut::<WIDE>(arena, to) = *array(arena, from),
    }
}

/// Runs the instructions over one chunk of `N` vectors.
#[inline(never)]
fn execute<const N: usize>(instructions: &[Instruction], arena: &mut [f32x4], offsets: [usize; 3]) {
    let mut x = [f32x4::ZERO; N];
    for Instruction { opcode, operands: [a, b] } in instructions {
        let at = a.at(offsets);
        match *opcode {
            Opcode::Load => x = *array(arena, at),
            Opcode::Store => *array_mut(arena, at) = x,
            Opcode::Add => x = zip_with(x, *array(arena, at), |x, a| x + a),
            Opcode::Double => x = x.map(|x| x + x),
            Opcode::Sub => x = zip_with(x, *array(arena, at), |x, a| x - a),
            Opcode::RSub => x = zip_with(x, *array(arena, at), |x, a| a - x),
            Opcode::Mul => x = zip_with(x, *array(arena, at), |x, a| x * a),
            Opcode::Square => x = x.map(|x| x * x),
            Opcode::Div => x = zip_with(x, *array(arena, at), |x, a| x / a),
            Opcode::RDiv => x = zip_with(x, *array(arena, at), |x, a| a / x),
            Opcode::Gt => x = zip_with(x, *array(arena, at), |x, a| x.simd_gt(a) & f32x4::ONE),
            Opcode::Lt => x = zip_with(x, *array(arena, at), |x, a| a.simd_gt(x) & f32x4::ONE),
            Opcode::Select => {
                let (a, b) = (array::<_, N>(arena, at), array::<_, N>(arena, b.at(offsets)));
                x = std::array::from_fn(|i| x[i].simd_eq(f32x4::ZERO).select(b[i], a[i]));
            }
            Opcode::Neg => x = x.map(|x| -x),
            Opcode::Sqrt => x = x.map(f32x4::sqrt),
            Opcode::Exp => out_of_line(&mut x, lanes::exp, lanes::exp),
            Opcode::Ln => map_each(&mut x, lanes::ln),
            Opcode::Ln1p => map_each(&mut x, lanes::ln1p),
            Opcode::Expm1 => out_of_line(&mut x, lanes::expm1, lanes::expm1),
            Opcode::Tanh => out_of_line(&mut x, lanes::tanh, lanes::tanh),
            Opcode::SechSquared => out_of_line(&mut x, lanes::sech_squared, lanes::sech_squared),
            Opcode::Sigmoid => out_of_line(&mut x, lanes::sigmoid, lanes::sigmoid),
            Opcode::Sin => map_each(&mut x, lanes::sin),
            Opcode::Cos => map_each(&mut x, lanes::cos),
            Opcode::Softsign => x = x.map(lanes::softsign),
            Opcode::Erf => out_of_line(&mut x, lanes::erf, lanes::erf),
            Opcode::NormalCdf => out_of_line(&mut x, lanes::normal_cdf, lanes::normal_cdf),
            Opcode::Pow => powers(&mut x, array(arena, at)),
            Opcode::Powi(n) => map_each(&mut x, |x| lanes::powi(x, n)),
        }
    }
}

#[inline(always)]
fn zip_with<const N: usize>(x: [f32x4; N], a: [f32x4; N], f: impl Fn(f32x4, f32x4) -> f32x4) -> [f32x4; N] {
    std::array::from_fn(|i| f(x[i], a[i]))
}

/// Runs a long operation in a function of its own, where it can use all registers of the processor.
#[inline(always)]
fn out_of_line<const N: usize>(
    x: &mut [f32x4; N],
    four: impl Fn([f32x4; CHUNK]) -> [f32x4; CHUNK],
    one: impl Fn([f32x4; 1]) -> [f32x4; 1],
) {
    with_copy(x, |copy| {
        let (chunks, rest) = copy.as_chunks_mut();
        chunks.iter_mut().for_each(|chunk| apply_in_place(chunk, &four));
        rest.as_chunks_mut().0.iter_mut().for_each(|vector| apply_in_place(vector, &one));
    });
}

#[inline(never)]
fn apply_in_place<const N: usize>(x: &mut [f32x4; N], f: impl Fn([f32x4; N]) -> [f32x4; N]) {
    *x = f(*x);
}

/// Runs a rare operation vector by vector, which makes its code small.
#[inline(always)]
fn map_each<const N: usize>(x: &mut [f32x4; N], f: impl Fn(f32x4) -> f32x4) {
    with_copy(x, |copy| one_by_one(copy, f));
}

#[inline(never)]
fn one_by_one(x: &mut [f32x4], f: impl Fn(f32x4) -> f32x4) {
    x.iter_mut().for_each(|x| *x = f(*x));
}

#[inline(always)]
fn powers<const N: usize>(x: &mut [f32x4; N], a: &[f32x4; N]) {
    with_copy(x, |copy| pairwise(copy, a));
}

#[inline(never)]
fn pairwise(x: &mut [f32x4], a: &[f32x4]) {
    x.iter_mut().zip(a).for_each(|(x, a)| *x = lanes::pow(*x, *a));
}

/// Calls `f` with a copy of the accumulator. What a called function changes has to lie in memory, and the accumulator
/// itself must stay in registers.
#[inline(always)]
fn with_copy<const N: usize>(x: &mut [f32x4; N], f: impl FnOnce(&mut [f32x4; N])) {
    let mut copy = std::array::from_fn(|i| x[i]);
    f(&mut copy);
    x.iter_mut().zip(copy).for_each(|(x, copy)| *x = copy);
}
