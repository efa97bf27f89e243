//! Register allocation by linear scan, for a machine with one accumulator.
//!
//! In goes a chain in SSA form ([`Elementwise`]): steps, each of which defines one value from values of earlier steps.
//! Out comes the code that `kernels` runs: an instruction changes the accumulator, most by an operand that it reads in
//! place.
//!
//! 1. *Live ranges.* A value lives from its step to the last step that reads it, or to the end if it is an output. A step
//!    whose value nothing reads gets no code.
//! 2. *Scan.* The steps are taken in order, and the accumulator mostly holds the value of the step before. A value that
//!    lives on after the accumulator changes is *spilled* into a register. At the end of its live range the register is
//!    free for another value. Instructions are selected on the way: `a − x` needs no load of `a` if `x` is in the
//!    accumulator.
//! 3. *Outputs.* Where nothing reads the old content any more, an output is stored as soon as it is computed, and the
//!    matrix is its register. Otherwise the machine copies or sums the value after each chunk.
//!
//! There is no limit to the registers, which are chunks of the arena; fewer of them stay in the processor's cache. A
//! constant, a scalar, and the entry that a column has in the current row have registers of their own, `c` and `r` below.
//!
//! For example `out = y · (1 − y²)` with `y = tanh(x + b)`, for a matrix `x` and a column `b`:
//!
//! ```text
//! step              live    code          accumulator
//! 0  load x         to 2    load x        x
//! 1  load b         to 2                                  r0 := the entry of b, before each row
//! 2  add 0 1        to 3    add r0        x + b
//! 3  tanh 2         to 7    tanh          y
//! 4  number 1       to 6                                  c0 holds the constant
//! 5  mul 3 3        to 6    store r1      y               spilled: step 7 reads y
//!                           square        y²
//! 6  sub 4 5        to 7    rsub c0       1 − y²          reversed: the accumulator is the second argument
//! 7  mul 3 6        output  mul r1        y · (1 − y²)    r1 is free again
//!                           store out
//! ```
//!
//! The same from the compiler, where `@` is a place in the arena:
//!
//! ```
//! # use autodiff::{Graph, PlanSpec, plan::Stages};
//! let graph = Graph::new();
//! let (x, b) = (graph.input("x", 4, 10), graph.input("b", 4, 1));
//! let y = (x + b).tanh();
//! let stages = Stages::of(PlanSpec { inputs: &[x, b], outputs: &[y * (1.0 - y * y)], updates: &[] });
//! let steps = "\
//! v2 = add tanh mul sub mul 4×10 ← x, b
//!      0 load x
//!      1 load b, a column
//!      2 add 0 1
//!      3 tanh 2
//!      4 number 1
//!      5 mul 3 3
//!      6 sub 4 5
//!      7 mul 3 6
//! ";
//! let code = "\
//! @22 = add tanh mul sub mul 4×10 ← @0, @13
//!     before each row: r0 := entry of column @13
//!     load @0
//!     add r0
//!     tanh
//!     store r1
//!     square
//!     rsub 1
//!     mul r1
//!     store @22
//!     after the run: clear the padding of @22
//! ";
//! assert_eq!((stages.lowered.as_str(), stages.code.as_str()), (steps, code));
//! ```

use kernels::{Broadcast, Buffer, CHUNK, Code, Instruction, Location, Opcode, Sink, WIDE};

use super::elementwise::{Elementwise, Output, Reading, Step};
use super::kernel::Kernel;
use super::padding::{OfZeros, of_zeros};
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
            let (code, n) = Scan::new(chain, memory).run();
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

/// Where the live range of each step's value ends: at the last step that reads it, behind all steps if it is an output,
/// or nowhere if nothing reads it.
fn last_uses(chain: &Elementwise) -> Vec<Option<usize>> {
    let mut last_uses = vec![None; chain.steps.len()];
    chain.outputs.iter().for_each(|output| last_uses[output.register] = Some(chain.steps.len()));
    for (idx, step) in chain.steps.iter().enumerate().rev() {
        if last_uses[idx].is_some() {
            step.args().iter().for_each(|arg| last_uses[*arg] = last_uses[*arg].or(Some(idx)));
        }
    }
    last_uses
}

/// The state of the scan of one chain.
struct Scan<'a> {
    chain: &'a Elementwise,
    memory: &'a Memory<'a>,
    last_uses: Vec<Option<usize>>,
    /// The step whose value the accumulator holds.
    acc: Option<usize>,
    /// Per step, where its value lies beside the accumulator, if anywhere.
    locations: Vec<Option<Location>>,
    /// Per step, the register that its value was spilled into, until that is free again.
    spills: Vec<Option<usize>>,
    /// The registers of spilled values whose live ranges have ended.
    free: Vec<usize>,
    n_registers: usize,
    code: Code,
}

/// The instruction that computes a step: what must be in the accumulator, and the values of its operands.
struct Selected<'a> {
    opcode: Opcode,
    acc: usize,
    operands: &'a [usize],
}

impl<'a> Scan<'a> {
    fn new(chain: &'a Elementwise, memory: &'a Memory<'a>) -> Scan<'a> {
        let n = chain.steps.len();
        let code = Code {
            over: chain.over,
            by_rows: chain.by_rows,
            scalars: Vec::new(),
            columns: Vec::new(),
            instructions: Vec::new(),
            outputs: Vec::new(),
            cleared: Vec::new(),
        };
        Scan {
            chain,
            memory,
            last_uses: last_uses(chain),
            acc: None,
            locations: vec![None; n],
            spills: vec![None; n],
            free: Vec::new(),
            n_registers: 0,
            code,
        }
    }

    /// The code of the chain, and how many registers it needs.
    fn run(mut self) -> (Code, usize) {
        let chain = self.chain;
        for (idx, step) in chain.steps.iter().enumerate() {
            match *step {
                _ if self.last_uses[idx].is_none() => {}
                Step::Number { .. } => self.locations[idx] = Some(self.constant(step)),
                Step::Load { from, reading, .. } => self.locations[idx] = Some(self.input(from.start, reading)),
                Step::Apply { .. } | Step::Powi { .. } => self.compute(idx, step),
            }
        }
        let of_zeros = of_zeros(&chain.steps);
        for output in &chain.outputs {
            self.output(output, of_zeros[output.register]);
        }
        (self.code, self.n_registers)
    }

    /// The location of a constant.
    fn constant(&self, step: &Step) -> Location {
        let k = self.memory.constants.iter().position(|known| Some(*known) == step.number_bits());
        let start = self.memory.first_constant + k.expect("constants are collected") * WIDE;
        Location { start, broadcast: Broadcast::All }
    }

    /// The location from which a buffer is read. A column or a scalar gets a register, which the code fills before each
    /// row or before the run.
    fn input(&mut self, from: usize, reading: Reading) -> Location {
        match reading {
            Reading::Full => Location { start: from, broadcast: Broadcast::None },
            Reading::Row => Location { start: from, broadcast: Broadcast::Rows },
            Reading::Col | Reading::Scalar => {
                let start = self.new_register();
                let list = if reading == Reading::Col { &mut self.code.columns } else { &mut self.code.scalars };
                list.push((start, from));
                Location { start, broadcast: Broadcast::All }
            }
        }
    }

    /// Emits the instruction of a step, with the loads and spills that it needs.
    fn compute(&mut self, idx: usize, step: &Step) {
        let Selected { opcode, acc, operands } = self.select(step);
        self.load(acc, idx);
        if self.lives_after(acc, idx) {
            self.spill(acc);
        }
        let operands: Vec<Location> = operands.iter().map(|operand| self.spill(*operand)).collect();
        self.emit(opcode, &operands);
        self.acc = Some(idx);
        for arg in step.args() {
            if !self.lives_after(*arg, idx) {
                self.free.extend(self.spills[*arg].take());
            }
        }
        if let Some(out) = self.early_store(idx) {
            self.emit(Opcode::Store, &[out]);
            self.locations[idx] = Some(out);
        }
    }

    /// Selects the instruction of a step, so that a value which is in the accumulator need not be loaded.
    fn select<'s>(&self, step: &'s Step) -> Selected<'s> {
        let (op, args) = match step {
            Step::Powi { of, n, .. } => return Selected { opcode: Opcode::Powi(*n), acc: *of, operands: &[] },
            Step::Apply { op, .. } => (*op, step.args()),
            Step::Load { .. } | Step::Number { .. } => unreachable!("{step:?} is read in place"),
        };
        let (opcode, reversed) = opcodes(op);
        let in_acc = |arg: &usize| self.acc == Some(*arg);
        match (args, reversed) {
            ([a, b], _) if a == b && in_acc(a) && op == Op::Mul => {
                Selected { opcode: Opcode::Square, acc: *a, operands: &[] }
            }
            ([a, b], _) if a == b && in_acc(a) && op == Op::Add => {
                Selected { opcode: Opcode::Double, acc: *a, operands: &[] }
            }
            ([_, b], Some(reversed)) if in_acc(b) => Selected { opcode: reversed, acc: *b, operands: &args[..1] },
            _ => Selected { opcode, acc: args[0], operands: &args[1..] },
        }
    }

    /// Loads a value into the accumulator for step `now`, unless it is there. What was there is spilled if step `now` or a
    /// later one reads it.
    fn load(&mut self, value: usize, now: usize) {
        if self.acc == Some(value) {
            return;
        }
        if let Some(acc) = self.acc.filter(|acc| self.last_uses[*acc] >= Some(now)) {
            self.spill(acc);
        }
        let location = self.spill(value);
        self.emit(Opcode::Load, &[location]);
        self.acc = Some(value);
    }

    /// Whether anything reads a value after step `now`.
    fn lives_after(&self, value: usize, now: usize) -> bool {
        self.last_uses[value] > Some(now)
    }

    /// The location of a value. If it has none it is in the accumulator, from where it is stored into a register.
    fn spill(&mut self, value: usize) -> Location {
        if let Some(location) = self.locations[value] {
            return location;
        }
        assert_eq!(self.acc, Some(value), "a value without a location is in the accumulator");
        let start = self.free.pop().unwrap_or_else(|| self.new_register());
        let location = Location { start, broadcast: Broadcast::All };
        self.emit(Opcode::Store, &[location]);
        (self.locations[value], self.spills[value]) = (Some(location), Some(start));
        location
    }

    fn new_register(&mut self) -> usize {
        self.n_registers += 1;
        self.memory.first_register + (self.n_registers - 1) * WIDE
    }

    fn emit(&mut self, opcode: Opcode, operands: &[Location]) {
        let operand = |k: usize| operands.get(k).copied().unwrap_or(Location::UNUSED);
        self.code.instructions.push(Instruction { opcode, operands: [operand(0), operand(1)] });
    }

    /// Where the value of step `now` is an output, if it can be stored there as soon as it is computed. That requires
    /// that nothing reads the old content any more, and that the chunk at the end of a row does no harm when it writes
    /// past that end, into the next row.
    fn early_store(&self, now: usize) -> Option<Location> {
        let is_stored = |output: &&Output| output.register == now && output.sink == Sink::Store;
        let out = self.chain.outputs.iter().find(is_stored)?.out;
        let reads = |step: &Step| matches!(step, Step::Load { from, .. } if from.start == out.start);
        let readers = || (0..self.chain.steps.len()).filter(|k| reads(&self.chain.steps[*k]));
        let is_update = readers().next().is_some();
        let is_read = readers().any(|reader| self.lives_after(reader, now));
        // The run writes the next row later anyway. In an update, though, it has yet to read that row's old content.
        let may_write_past_row_end =
            !is_update || !self.chain.by_rows || out.stride == 1 || out.stride.is_multiple_of(CHUNK);
        (!is_read && may_write_past_row_end).then_some(in_place(out))
    }

    /// Lets the machine store or sum a value after each chunk, unless an instruction has stored it.
    fn output(&mut self, Output { register, sink, out }: &Output, of_zeros: OfZeros) {
        let value = self.spill(*register);
        let is_store = *sink == Sink::Store;
        if is_store && !out.is_full() && of_zeros != OfZeros::Zero {
            self.code.cleared.push(*out);
        }
        if is_store && value == in_place(*out) {
            return;
        }
        let partial_sums = if is_store { 0 } else { self.new_register() };
        self.code.outputs.push(kernels::Output { value, sink: *sink, out: *out, partial_sums });
    }
}

/// The location of an output that is stored.
fn in_place(out: Buffer) -> Location {
    Location { start: out.start, broadcast: Broadcast::None }
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
