//! Linear-scan register allocation with one accumulator: turns the steps of each chain, in SSA form, into the code that
//! `kernels` runs.
//!
//! A step whose value nothing uses gets no code. Each operation works on the accumulator, which mostly holds the value
//! of the step before it. A value that is used again after the accumulator changes is *spilled* into a register, which
//! is a chunk of the arena and is free again after the last use. Constants have registers of their own, and a matrix is
//! read in place.
//!
//! For example `y = tanh(x + b)`, `out = y · (1 − y²)` for a matrix `x` and a column `b`:
//!
//! ```text
//! step                 code         accumulator
//! 0  load x, full      load x       x
//! 1  load b, column                                 r0 := the entry of b, before each row
//! 2  add 0 1           add r0       x + b
//! 3  tanh 2            tanh         y
//! 4  number 1                                       c0 holds the constant
//! 5  mul 3 3           store r1     y               spilled: step 7 uses y again
//!                      square       y²
//! 6  sub 4 5           rsub c0      1 − y²          reversed: the accumulator is the second argument
//! 7  mul 3 6           mul r1       y · (1 − y²)    r1 is free again
//!                      store out
//! ```

use kernels::{Broadcast, Buffer, CHUNK, Code, Instruction, Location, Opcode, Sink, WIDE};

use super::elementwise::{Elementwise, Output, Reading, Step};
use super::kernel::Kernel;
use crate::op::Op;

/// Appends to `constants` the bits of every constant of the kernels that it does not hold yet.
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

/// Where constants and registers lie in the arena.
pub(super) struct Memory<'a> {
    pub(super) constants: &'a [u32],
    pub(super) first_constant: usize,
    pub(super) first_register: usize,
}

/// The executable form of each kernel, whose buffers must have their final addresses, and the end of the registers.
pub(super) fn assemble(kernels: &[Kernel], memory: &Memory<'_>) -> (Vec<kernels::Kernel>, usize) {
    let mut n_registers = 0;
    let ready = kernels.iter().map(|kernel| match kernel {
        Kernel::Elementwise(chain) => {
            let (code, n) = Allocation::new(chain, memory).assemble();
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

/// The state of the allocation for one chain.
struct Allocation<'a> {
    chain: &'a Elementwise,
    memory: &'a Memory<'a>,
    /// Per step, how many instructions and outputs have yet to read its value.
    n_uses: Vec<usize>,
    /// Per step, where its value lies, if it lies anywhere but in the accumulator.
    locations: Vec<Option<Location>>,
    /// The step whose value the accumulator holds.
    acc: Option<usize>,
    /// Every register that ever held a spilled value.
    spilled: Vec<usize>,
    /// Those registers whose value nothing reads any more.
    free: Vec<usize>,
    n_registers: usize,
    code: Code,
}

impl<'a> Allocation<'a> {
    fn new(chain: &'a Elementwise, memory: &'a Memory<'a>) -> Allocation<'a> {
        let n = chain.steps.len();
        let mut n_uses = vec![0; n];
        chain.outputs.iter().for_each(|output| n_uses[output.register] += 1);
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
            outputs: Vec::new(),
            cleared: Vec::new(),
        };
        let (spilled, free) = (Vec::new(), Vec::new());
        Allocation { chain, memory, n_uses, locations: vec![None; n], acc: None, spilled, free, n_registers: 0, code }
    }

    /// The code of the chain, and how many registers it needs.
    fn assemble(mut self) -> (Code, usize) {
        let chain = self.chain;
        for (idx, step) in chain.steps.iter().enumerate() {
            if self.n_uses[idx] > 0 {
                self.assemble_step(idx, step);
            }
        }
        let of_zeros = of_zeros(&chain.steps);
        for Output { register, sink, out } in &chain.outputs {
            let value = self.spill_or_locate(*register);
            let is_store = *sink == Sink::Store;
            if is_store && !out.is_full() && of_zeros[*register] != OfZeros::Zero {
                self.code.cleared.push(*out);
            }
            if is_store && value == in_place(*out) {
                continue;
            }
            let partial_sums = if is_store { 0 } else { self.allocate_register() };
            self.code.outputs.push(kernels::Output { value, sink: *sink, out: *out, partial_sums });
        }
        (self.code, self.n_registers)
    }

    fn assemble_step(&mut self, idx: usize, step: &Step) {
        match *step {
            Step::Number { value, .. } => {
                let bits = value.to_bits();
                let k = self.memory.constants.iter().position(|known| *known == bits).expect("constants are collected");
                let start = self.memory.first_constant + k * WIDE;
                self.locations[idx] = Some(Location { start, broadcast: Broadcast::All });
                return;
            }
            Step::Load { from, reading, .. } => {
                self.locations[idx] = Some(self.prepare_load(from.start, reading));
                return;
            }
            Step::Powi { of, n, .. } => self.emit_operation(Opcode::Powi(n), of, &[], &[of]),
            Step::Apply { op, args, .. } => self.assemble_apply(op, &args[..op.arity()]),
        }
        self.acc = Some(idx);
        if let Some(out) = self.store_early_at(idx) {
            self.emit(Opcode::Store, &[out]);
            self.locations[idx] = Some(out);
        }
    }

    fn assemble_apply(&mut self, op: Op, args: &[usize]) {
        let (opcode, reversed) = opcodes(op);
        match (args, reversed) {
            ([a, b], _) if a == b && self.acc == Some(*a) && op == Op::Mul => {
                self.emit_operation(Opcode::Square, *a, &[], args);
            }
            ([a, b], _) if a == b && self.acc == Some(*a) && op == Op::Add => {
                self.emit_operation(Opcode::Double, *a, &[], args);
            }
            ([a, b], Some(reversed)) if self.acc == Some(*b) => self.emit_operation(reversed, *b, &[*a], args),
            _ => self.emit_operation(opcode, args[0], &args[1..], args),
        }
    }

    /// Emits `opcode` on the value of step `first`, which is loaded into the accumulator unless it is there, with the
    /// values of the steps `others` as operands. `args` are all arguments; one that is used twice occurs twice.
    fn emit_operation(&mut self, opcode: Opcode, first: usize, others: &[usize], args: &[usize]) {
        if self.acc != Some(first) {
            if let Some(acc) = self.acc.filter(|acc| self.n_uses[*acc] > 0) {
                self.spill(acc);
            }
            let location = self.spill_or_locate(first);
            self.emit(Opcode::Load, &[location]);
            self.acc = Some(first);
        }
        args.iter().for_each(|arg| self.n_uses[*arg] -= 1);
        if self.n_uses[first] > 0 {
            self.spill(first);
        }
        let operands: Vec<Location> = others.iter().map(|other| self.spill_or_locate(*other)).collect();
        self.emit(opcode, &operands);
        for arg in args.iter().filter(|arg| self.n_uses[**arg] == 0) {
            let start = self.locations[*arg].map_or(0, |location| location.start);
            if self.spilled.contains(&start) && !self.free.contains(&start) {
                self.free.push(start);
            }
        }
    }

    /// The location of a step's value. Spills the value if it is only in the accumulator.
    fn spill_or_locate(&mut self, idx: usize) -> Location {
        self.spill(idx);
        self.locations[idx].expect("it has just been spilled")
    }

    /// Copies the accumulator, which must hold the value of step `idx`, into a register, unless the value already has a
    /// location.
    fn spill(&mut self, idx: usize) {
        if self.locations[idx].is_some() {
            return;
        }
        assert_eq!(self.acc, Some(idx), "a value without a location is in the accumulator");
        let start = self.free.pop().unwrap_or_else(|| {
            let start = self.allocate_register();
            self.spilled.push(start);
            start
        });
        let location = Location { start, broadcast: Broadcast::All };
        self.emit(Opcode::Store, &[location]);
        self.locations[idx] = Some(location);
    }

    fn emit(&mut self, opcode: Opcode, operands: &[Location]) {
        let operand = |k: usize| operands.get(k).copied().unwrap_or(Location::UNUSED);
        self.code.instructions.push(Instruction { opcode, operands: [operand(0), operand(1)] });
    }

    /// Where the value of step `idx` is an output, if it can be stored there as soon as it is computed. That requires
    /// that nothing reads the old content any more, and that the chunk at the end of a row does no harm when it writes
    /// past that end, into the next row.
    fn store_early_at(&self, idx: usize) -> Option<Location> {
        let is_stored = |output: &&Output| output.register == idx && output.sink == Sink::Store;
        let out = self.chain.outputs.iter().find(is_stored)?.out;
        let reads = |step: &Step| matches!(step, Step::Load { from, .. } if from.start == out.start);
        let mut readers = (0..self.chain.steps.len()).filter(|k| reads(&self.chain.steps[*k])).peekable();
        let is_update = readers.peek().is_some();
        let is_read = readers.any(|reader| self.n_uses[reader] > 0);
        // The run writes the next row later anyway. In an update, though, it has yet to read that row's old content.
        let may_write_past_row_end =
            !is_update || !self.chain.by_rows || out.stride == 1 || out.stride.is_multiple_of(CHUNK);
        (!is_read && may_write_past_row_end).then_some(in_place(out))
    }

    /// The location from which a buffer is read. A column or a scalar gets a register, which the code fills before each
    /// row or before the run.
    fn prepare_load(&mut self, from: usize, reading: Reading) -> Location {
        match reading {
            Reading::Full => Location { start: from, broadcast: Broadcast::None },
            Reading::Row => Location { start: from, broadcast: Broadcast::Rows },
            Reading::Col | Reading::Scalar => {
                let start = self.allocate_register();
                let list = if reading == Reading::Col { &mut self.code.columns } else { &mut self.code.scalars };
                list.push((start, from));
                Location { start, broadcast: Broadcast::All }
            }
        }
    }

    fn allocate_register(&mut self) -> usize {
        self.n_registers += 1;
        self.memory.first_register + (self.n_registers - 1) * WIDE
    }
}

/// The steps whose values a step reads; one that it reads twice occurs twice.
fn arguments(step: &Step) -> impl Iterator<Item = usize> {
    let (args, n) = match *step {
        Step::Apply { op, args, .. } => (args, op.arity()),
        Step::Powi { of, .. } => ([of; 3], 1),
        Step::Load { .. } | Step::Number { .. } => ([0; 3], 0),
    };
    args.into_iter().take(n)
}

/// The location of an output that is stored.
fn in_place(out: Buffer) -> Location {
    Location { start: out.start, broadcast: Broadcast::None }
}

/// What a step computes from zeros, that is where all matrices and rows hold 0, as they do in their padding. It decides
/// whether the padding of an output is cleared after the run: `tanh x` leaves it at 0, and `tanh x + 1` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OfZeros {
    /// 0, as `tanh x`, `x · y`, or `3 · x`.
    Zero,
    /// Some finite number, as `cos x = 1`, or `x + b` with a column `b`, which has no padding. Times 0 it is 0.
    Finite,
    /// Possibly infinite or not a number, as `1 / x` or `ln x`. Even times 0 it may be not a number.
    Anything,
}

/// What each step computes from zeros.
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
            Step::Apply { op: Op::Neg | Op::Tanh | Op::Softsign | Op::Sin | Op::Erf, .. } => a,
            Step::Apply { op: Op::Sqrt | Op::Ln1p | Op::Expm1, .. } if a == Zero => Zero,
            Step::Apply { op: Op::Mul, .. } if is_finite && (a == Zero || b == Zero) => Zero,
            Step::Apply { op: Op::Add | Op::Sub | Op::Gt, .. } if a == Zero && b == Zero => Zero,
            Step::Apply { op: Op::Select, .. } if b == Zero && c == Zero => Zero,
            Step::Apply { op: Op::Add | Op::Sub | Op::Mul | Op::Gt | Op::Select, .. } if is_finite => Finite,
            Step::Apply { op: Op::Exp | Op::Cos | Op::Expm1, .. } if is_finite => Finite,
            Step::Apply { op: Op::SechSquared | Op::Sigmoid | Op::NormalCdf, .. } if is_finite => Finite,
            _ => Anything,
        });
    }
    all
}

/// The opcode of an operation when the accumulator holds its first argument, and when it holds its second.
fn opcodes(op: Op) -> (Opcode, Option<Opcode>) {
    match op {
        Op::Add => (Opcode::Add, Some(Opcode::Add)),
        Op::Sub => (Opcode::Sub, Some(Opcode::RSub)),
        Op::Mul => (Opcode::Mul, Some(Opcode::Mul)),
        Op::Div => (Opcode::Div, Some(Opcode::RDiv)),
        Op::Gt => (Opcode::Gt, Some(Opcode::Lt)),
        Op::Pow => (Opcode::Pow, None),
        Op::Neg => (Opcode::Neg, None),
        Op::Exp => (Opcode::Exp, None),
        Op::Ln => (Opcode::Ln, None),
        Op::Ln1p => (Opcode::Ln1p, None),
        Op::Expm1 => (Opcode::Expm1, None),
        Op::Tanh => (Opcode::Tanh, None),
        Op::SechSquared => (Opcode::SechSquared, None),
        Op::Sigmoid => (Opcode::Sigmoid, None),
        Op::Softsign => (Opcode::Softsign, None),
        Op::Sin => (Opcode::Sin, None),
        Op::Cos => (Opcode::Cos, None),
        Op::Sqrt => (Opcode::Sqrt, None),
        Op::Erf => (Opcode::Erf, None),
        Op::NormalCdf => (Opcode::NormalCdf, None),
        Op::Select => (Opcode::Select, None),
        _ => panic!("{op:?} is not elementwise"),
    }
}
