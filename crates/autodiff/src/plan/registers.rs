//! From chains to the code that runs: what nobody needs is left out, an operation goes on with the value that
//! the one before it left, and values that are needed later are set aside, where they share memory.

use kernels::{Buffer, CHUNK, Code, Does, Exit, Instruction, Moves, Place, Sink, WIDE};

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
    (ready, memory.first_register + n_registers * WIDE)
}

struct Assembly<'a> {
    chain: &'a Elementwise,
    memory: &'a Memory<'a>,
    /// How many instructions and results need the value of each step.
    n_uses: Vec<usize>,
    /// Where each step's value lies, if it lies anywhere.
    places: Vec<Option<Place>>,
    /// The step whose value the machine holds.
    held: Option<usize>,
    /// Registers of values that were set aside, and those that are free again.
    aside: Vec<usize>,
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
        let (aside, free) = (Vec::new(), Vec::new());
        Assembly { chain, memory, n_uses, places: vec![None; n], held: None, aside, free, n_registers: 0, code }
    }

    fn code(mut self) -> (Code, usize) {
        let chain = self.chain;
        for (idx, step) in chain.steps.iter().enumerate() {
            if self.n_uses[idx] > 0 {
                self.step(idx, step);
            }
        }
        let of_zeros = of_zeros(&chain.steps);
        for Outlet { register, sink, out } in &chain.outlets {
            let value = self.place(*register);
            let is_store = *sink == Sink::Store;
            if is_store && !out.is_full() && of_zeros[*register] != OfZeros::Zero {
                self.code.padded.push(*out);
            }
            if is_store && value == in_place(*out) {
                continue;
            }
            let sum = if is_store { 0 } else { self.new_register() };
            self.code.exits.push(Exit { value, sink: *sink, out: *out, sum });
        }
        (self.code, self.n_registers)
    }

    fn step(&mut self, idx: usize, step: &Step) {
        match *step {
            Step::Number { value, .. } => {
                let bits = value.to_bits();
                let k = self.memory.constants.iter().position(|known| *known == bits).expect("constants are collected");
                let start = self.memory.first_constant + k * WIDE;
                self.places[idx] = Some(Place { start, moves: Moves::Never });
                return;
            }
            Step::Load { from, reading, .. } => {
                self.places[idx] = Some(self.load(from.start, reading));
                return;
            }
            Step::Powi { of, n, .. } => self.operation(Does::Powi(n), of, &[], &[of]),
            Step::Apply { op, args, .. } => self.apply(op, &args[..op.arity()]),
        }
        self.held = Some(idx);
        if let Some(out) = self.wanted_at(idx) {
            self.emit(Does::Store, &[out]);
            self.places[idx] = Some(out);
        }
    }

    fn apply(&mut self, op: Op, args: &[usize]) {
        let (does, reversed) = instruction(op);
        match (args, reversed) {
            ([a, b], _) if a == b && self.held == Some(*a) && op == Op::Mul => {
                self.operation(Does::Square, *a, &[], args);
            }
            ([a, b], _) if a == b && self.held == Some(*a) && op == Op::Add => {
                self.operation(Does::Double, *a, &[], args);
            }
            ([a, b], Some(reversed)) if self.held == Some(*b) => self.operation(reversed, *b, &[*a], args),
            _ => self.operation(does, args[0], &args[1..], args),
        }
    }

    /// Changes the value of the step `first` by those of others. `args` are all that is read, what is read
    /// twice twice.
    fn operation(&mut self, does: Does, first: usize, others: &[usize], args: &[usize]) {
        if self.held != Some(first) {
            self.held.filter(|held| self.n_uses[*held] > 0).into_iter().for_each(|held| self.set_aside(held));
            let place = self.place(first);
            self.emit(Does::Load, &[place]);
            self.held = Some(first);
        }
        args.iter().for_each(|arg| self.n_uses[*arg] -= 1);
        if self.n_uses[first] > 0 {
            self.set_aside(first);
        }
        let with: Vec<Place> = others.iter().map(|other| self.place(*other)).collect();
        self.emit(does, &with);
        for arg in args.iter().filter(|arg| self.n_uses[**arg] == 0) {
            let start = self.places[*arg].map_or(0, |place| place.start);
            if self.aside.contains(&start) && !self.free.contains(&start) {
                self.free.push(start);
            }
        }
    }

    /// Where the value of a step lies; it is set aside if it lies nowhere.
    fn place(&mut self, idx: usize) -> Place {
        self.set_aside(idx);
        self.places[idx].expect("it has just been set aside")
    }

    /// Gives the value that the machine holds a place, if it has none.
    fn set_aside(&mut self, idx: usize) {
        if self.places[idx].is_some() {
            return;
        }
        assert_eq!(self.held, Some(idx), "what lies nowhere is held");
        let start = self.free.pop().unwrap_or_else(|| {
            let start = self.new_register();
            self.aside.push(start);
            start
        });
        let place = Place { start, moves: Moves::Never };
        self.emit(Does::Store, &[place]);
        self.places[idx] = Some(place);
    }

    fn emit(&mut self, does: Does, operands: &[Place]) {
        let place = |k: usize| operands.get(k).copied().unwrap_or(Place { start: 0, moves: Moves::Never });
        self.code.instructions.push(Instruction { does, with: [place(0), place(1)] });
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

    fn new_register(&mut self) -> usize {
        self.n_registers += 1;
        self.memory.first_register + (self.n_registers - 1) * WIDE
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

/// The instruction that does an operation to its first argument, and the one that does it to its second.
fn instruction(op: Op) -> (Does, Option<Does>) {
    match op {
        Op::Add => (Does::Add, Some(Does::Add)),
        Op::Sub => (Does::Sub, Some(Does::From)),
        Op::Mul => (Does::Mul, Some(Does::Mul)),
        Op::Div => (Does::Over, Some(Does::Under)),
        Op::Gt => (Does::Above, Some(Does::Below)),
        Op::Pow => (Does::Pow, None),
        Op::Neg => (Does::Neg, None),
        Op::Exp => (Does::Exp, None),
        Op::Ln => (Does::Ln, None),
        Op::Ln1p => (Does::Ln1p, None),
        Op::Tanh => (Does::Tanh, None),
        Op::Sin => (Does::Sin, None),
        Op::Cos => (Does::Cos, None),
        Op::Sqrt => (Does::Sqrt, None),
        Op::Erf => (Does::Erf, None),
        Op::Select => (Does::Select, None),
        _ => panic!("{op:?} is not elementwise"),
    }
}
