//! From chains to the code that runs: what nobody needs is left out, pairs of short operations become
//! one instruction, and values share registers, each from its instruction to its last use.

use kernels::{BLOCK, Buffer, CHUNK, Code, Does, Exit, Instruction, Moves, Place, Short, Sink, Then};

use super::elementwise::{Elementwise, Outlet, Reading, Step};
use super::kernel::Kernel;
use crate::op::Op;

/// The bits of every constant of the kernels that is not among `constants` yet.
pub(super) fn collect_constants(kernels: &[Kernel], constants: &mut Vec<u32>) {
    for kernel in kernels {
        let Kernel::Elementwise(chain) = kernel else { continue };
        for bits in chain.steps.iter().filter_map(Step::number_bits) {
            if !constants.contains(&bits) {
                constants.push(bits);
            }
        }
    }
}

/// Where constants and registers lie.
pub(super) struct Memory<'a> {
    pub(super) constants: &'a [u32],
    pub(super) first_constant: usize,
    pub(super) first_register: usize,
}

/// What runs for each kernel, whose buffers have their places, and the end of the registers.
pub(super) fn assemble(kernels: &[Kernel], memory: &Memory<'_>) -> (Vec<kernels::Kernel>, usize) {
    let mut n_registers = 0;
    let ready = kernels.iter().map(|kernel| match kernel {
        Kernel::Elementwise(chain) => {
            let (code, n) = Assembly::new(chain, memory).code();
            n_registers = n_registers.max(n);
            kernels::Kernel::Chain(code)
        }
        Kernel::ProductAlong(kernel) => kernels::Kernel::ProductAlong(kernel.clone()),
        Kernel::ProductOver(kernel) => kernels::Kernel::ProductOver(kernel.clone()),
        Kernel::Dots(kernel) => kernels::Kernel::Dots(kernel.clone()),
        Kernel::Columns(kernel) => kernels::Kernel::Columns(kernel.clone()),
        Kernel::Outer(kernel) => kernels::Kernel::Outer(kernel.clone()),
        Kernel::RowSums(kernel) => kernels::Kernel::RowSums(kernel.clone()),
        Kernel::Reduce(kernel) => kernels::Kernel::Reduce(kernel.clone()),
        Kernel::Transpose(kernel) => kernels::Kernel::Transpose(kernel.clone()),
    });
    let ready = ready.collect();
    (ready, memory.first_register + n_registers * BLOCK)
}

struct Assembly<'a> {
    chain: &'a Elementwise,
    memory: &'a Memory<'a>,
    /// How many instructions and results need the value of each step.
    n_uses: Vec<usize>,
    /// Whether the step is computed within the one instruction that needs it.
    is_inner: Vec<bool>,
    places: Vec<Option<Place>>,
    free: Vec<usize>,
    n_registers: usize,
    code: Code,
}

impl<'a> Assembly<'a> {
    fn new(chain: &'a Elementwise, memory: &'a Memory<'a>) -> Assembly<'a> {
        let n = chain.steps.len();
        let mut n_uses = vec![0; n];
        chain.outlets.iter().for_each(|outlet| n_uses[outlet.register] += 1);
        for (idx, step) in chain.steps.iter().enumerate().rev() {
            if n_uses[idx] > 0 {
                arguments(step).for_each(|arg| n_uses[arg] += 1);
            }
        }
        let code = Code {
            over: chain.over,
            by_rows: chain.by_rows,
            scalars: Vec::new(),
            columns: Vec::new(),
            instructions: Vec::new(),
            exits: Vec::new(),
            padded: Vec::new(),
        };
        let (is_inner, places) = (vec![false; n], vec![None; n]);
        Assembly { chain, memory, n_uses, is_inner, places, free: Vec::new(), n_registers: 0, code }
    }

    fn code(mut self) -> (Code, usize) {
        let chain = self.chain;
        let inner: Vec<Option<usize>> = (0..chain.steps.len()).map(|idx| self.inner(idx)).collect();
        for (idx, step) in chain.steps.iter().enumerate() {
            if self.n_uses[idx] > 0 && !self.is_inner[idx] {
                self.step(idx, step, inner[idx]);
            }
        }
        let of_zeros = of_zeros(&chain.steps);
        for Outlet { register, sink, out } in &chain.outlets {
            let value = self.places[*register].expect("a result is computed");
            let is_store = *sink == Sink::Store;
            if is_store && !out.is_full() && of_zeros[*register] != OfZeros::Zero {
                self.code.padded.push(*out);
            }
            if is_store && value == in_place(*out) {
                continue;
            }
            let value = self.moving(value);
            let sum = if is_store { 0 } else { self.new_register() };
            self.code.exits.push(Exit { value, sink: *sink, out: *out, sum });
        }
        (self.code, self.n_registers)
    }

    /// The argument of a short operation that can be computed with it.
    fn inner(&mut self, idx: usize) -> Option<usize> {
        let Step::Apply { op, args: [a, b, _], .. } = self.chain.steps[idx] else { return None };
        if !is_short(op) || self.n_uses[idx] == 0 {
            return None;
        }
        let suits = |arg: usize| match self.chain.steps[arg] {
            Step::Apply { op, .. } => is_short(op) && self.n_uses[arg] == 1 && !self.is_pair(arg),
            _ => false,
        };
        let found = [a, b].into_iter().find(|arg| suits(*arg))?;
        self.is_inner[found] = true;
        Some(found)
    }

    fn is_pair(&self, idx: usize) -> bool {
        arguments(&self.chain.steps[idx]).any(|arg| self.is_inner[arg])
    }

    fn step(&mut self, idx: usize, step: &Step, inner: Option<usize>) {
        let (does, args) = match *step {
            Step::Number { value, .. } => {
                let bits = value.to_bits();
                let k = self.memory.constants.iter().position(|known| *known == bits).expect("constants are collected");
                let start = self.memory.first_constant + k * CHUNK;
                self.places[idx] = Some(Place { start, moves: Moves::Never });
                return;
            }
            Step::Load { from, reading, .. } => {
                self.places[idx] = Some(self.load(from.start, reading));
                return;
            }
            Step::Powi { of, n, .. } => (Does::Powi(n), [of; 3]),
            Step::Apply { op, args, .. } => match inner {
                None => (alone(op), args),
                Some(inner) => self.pair(op, args, inner),
            },
        };
        let places = args.map(|arg| self.places[arg].expect("arguments come first"));
        // An argument that is read twice counts twice.
        let n_read = if let (Step::Apply { op, .. }, None) = (step, inner) { op.arity() } else { 3 };
        let n_read = if let Step::Powi { .. } = step { 1 } else { n_read };
        for (arg, place) in args.into_iter().zip(places).take(n_read) {
            self.n_uses[arg] -= 1;
            if self.n_uses[arg] == 0 && place.moves == Moves::InBlock {
                self.free.push(place.start);
            }
        }
        let to = self.wanted_at(idx).unwrap_or_else(|| self.new_place());
        self.code.instructions.push(Instruction { does, to, args: places });
        self.places[idx] = Some(to);
    }

    /// Where the step's value is wanted, if it may be written there at once: what lies there is not
    /// read any more, and what a chunk writes beyond the end of a row does no harm.
    fn wanted_at(&self, idx: usize) -> Option<Place> {
        let wanted = |outlet: &&Outlet| outlet.register == idx && outlet.sink == Sink::Store;
        let out = self.chain.outlets.iter().find(wanted)?.out;
        let reads = |step: &Step| matches!(step, Step::Load { from, .. } if from.start == out.start);
        let mut readers = (0..self.chain.steps.len()).filter(|k| reads(&self.chain.steps[*k])).peekable();
        let is_update = readers.peek().is_some();
        let is_read = readers.any(|reader| self.n_uses[reader] > 0);
        let may_spill = !is_update || !self.chain.by_rows || out.stride == 1 || out.stride.is_multiple_of(CHUNK);
        (!is_read && may_spill).then_some(in_place(out))
    }

    /// The operation with the one within it, and their three arguments.
    fn pair(&self, op: Op, args: [usize; 3], inner: usize) -> (Does, [usize; 3]) {
        let Step::Apply { op: first, args: [a, b, _], .. } = self.chain.steps[inner] else {
            panic!("only operations are inner ones");
        };
        let is_left = args[0] == inner;
        let then = match op {
            Op::Add => Then::Add,
            Op::Mul => Then::Mul,
            _ if is_left => Then::Sub,
            _ => Then::From,
        };
        let first = match first {
            Op::Add => Short::Add,
            Op::Sub => Short::Sub,
            _ => Short::Mul,
        };
        (Does::Two(first, then), [a, b, args[usize::from(is_left)]])
    }

    fn load(&mut self, from: usize, reading: Reading) -> Place {
        match reading {
            Reading::Full => Place { start: from, moves: Moves::Everywhere },
            Reading::Row => Place { start: from, moves: Moves::InRow },
            Reading::Col | Reading::Scalar => {
                let start = self.new_register();
                let list = if reading == Reading::Col { &mut self.code.columns } else { &mut self.code.scalars };
                list.push((start, from));
                Place { start, moves: Moves::Never }
            }
        }
    }

    /// A value that is the same everywhere is no block; a copy of it is.
    fn moving(&mut self, value: Place) -> Place {
        if value.moves != Moves::Never {
            return value;
        }
        let to = self.new_place();
        self.code.instructions.push(Instruction { does: Does::Select, to, args: [value; 3] });
        to
    }

    fn new_place(&mut self) -> Place {
        let start = self.free.pop().unwrap_or_else(|| self.new_register());
        Place { start, moves: Moves::InBlock }
    }

    fn new_register(&mut self) -> usize {
        self.n_registers += 1;
        self.memory.first_register + (self.n_registers - 1) * BLOCK
    }
}

/// The steps whose values the instruction reads; one that is read twice stands there twice.
fn arguments(step: &Step) -> impl Iterator<Item = usize> {
    let (args, n) = match *step {
        Step::Apply { op, args, .. } => (args, op.arity()),
        Step::Powi { of, .. } => ([of; 3], 1),
        Step::Load { .. } | Step::Number { .. } => ([0; 3], 0),
    };
    args.into_iter().take(n)
}

/// A result where it is wanted.
fn in_place(out: Buffer) -> Place {
    Place { start: out.start, moves: Moves::Everywhere }
}

/// What a value is where all matrices and rows hold 0, as they do in their padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OfZeros {
    Zero,
    Finite,
    Anything,
}

/// Says it for each step. A product with what may be infinite is not 0.
fn of_zeros(steps: &[Step]) -> Vec<OfZeros> {
    use OfZeros::{Anything, Finite, Zero};
    let mut all: Vec<OfZeros> = Vec::with_capacity(steps.len());
    for step in steps {
        let [a, b, c] = match *step {
            Step::Apply { args, .. } => args.map(|arg| all[arg]),
            Step::Powi { of, .. } => [all[of]; 3],
            Step::Load { .. } | Step::Number { .. } => [Zero; 3],
        };
        let is_finite = ![a, b, c].contains(&Anything);
        all.push(match *step {
            Step::Load { reading: Reading::Full | Reading::Row, .. } | Step::Number { value: 0.0, .. } => Zero,
            Step::Load { .. } | Step::Number { .. } => Finite,
            Step::Powi { n, .. } if n > 0 => a,
            Step::Apply { op: Op::Neg | Op::Tanh | Op::Sin | Op::Erf, .. } => a,
            Step::Apply { op: Op::Sqrt | Op::Ln1p, .. } if a == Zero => Zero,
            Step::Apply { op: Op::Mul, .. } if is_finite && (a == Zero || b == Zero) => Zero,
            Step::Apply { op: Op::Add | Op::Sub | Op::Gt, .. } if a == Zero && b == Zero => Zero,
            Step::Apply { op: Op::Select, .. } if b == Zero && c == Zero => Zero,
            Step::Apply { op: Op::Add | Op::Sub | Op::Mul | Op::Gt | Op::Select | Op::Exp | Op::Cos, .. }
                if is_finite =>
            {
                Finite
            }
            _ => Anything,
        });
    }
    all
}

/// The instruction that does one operation.
fn alone(op: Op) -> Does {
    match op {
        Op::Add => Does::Add,
        Op::Sub => Does::Sub,
        Op::Mul => Does::Mul,
        Op::Div => Does::Div,
        Op::Pow => Does::Pow,
        Op::Neg => Does::Neg,
        Op::Exp => Does::Exp,
        Op::Ln => Does::Ln,
        Op::Ln1p => Does::Ln1p,
        Op::Tanh => Does::Tanh,
        Op::Sin => Does::Sin,
        Op::Cos => Does::Cos,
        Op::Sqrt => Does::Sqrt,
        Op::Erf => Does::Erf,
        Op::Gt => Does::Gt,
        Op::Select => Does::Select,
        _ => panic!("{op:?} is not elementwise"),
    }
}

fn is_short(op: Op) -> bool {
    matches!(op, Op::Add | Op::Sub | Op::Mul)
}
