//! A graph that is compiled once and run many times in `f32`. It has the same meaning as in `interpret`, and is fast.
//!
//! From graph to kernels: `rewrite` replaces masks by cheaper ones, `groups` decides which values are stored, `lower`
//! and `chain` choose kernels by shape, `fuse` and `sums` move elementwise operations and sums of rows into the kernel
//! of a product, `merge` joins elementwise kernels, and `registers` and `place` let values share memory. Transposes and
//! broadcasts are read in place and not stored. An update is written over its input if no later kernel reads the old
//! value. `stages` prints what each of them does, and `docs/how-a-plan-is-made.md` shows it for one network.
//!
//! Invariants: a run does not allocate; padding lanes never reach a result; the order of every sum
//! depends on shapes alone, so the bits are the same on every platform and in every kind of run.

mod elementwise;
mod kernel;
mod rewrite;
mod groups;
mod chain;
mod lower;
mod fuse;
mod sums;
mod merge;
mod padding;
mod registers;
mod place;
mod stages;

use std::fmt;

use kernels::{Arena, Buffer, WIDE};

use crate::expr::Expr;
use kernel::Kernel;
use lower::Lowered;
use place::Placed;
pub use stages::Stages;

/// The inputs, outputs and updates of a plan.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlanSpec<'a, 'g> {
    /// The inputs. [`Plan::write`] or [`Plan::input_row_mut`] sets them before a run.
    pub inputs: &'a [Expr<'g>],
    /// The outputs. [`Plan::output_row`] reads them after a run.
    pub outputs: &'a [Expr<'g>],
    /// Pairs (input, new value): after a run the input holds the new value.
    pub updates: &'a [(Expr<'g>, Expr<'g>)],
}

/// A compiled graph with its buffers. It prints one line per kernel; [`Stages`] shows how they came about.
///
/// It evaluates what the graph holds after the identities of [`Graph`](crate::Graph): a factor 0 of a constant has hidden what
/// is infinite or not a number.
///
/// ```
/// # use autodiff::*;
/// let graph = Graph::new();
/// let (x, rate) = (graph.input("x", 1, 2), graph.input("rate", 1, 1));
/// let loss = (x * x).sum(Axis::All);
/// let step = x - rate * grad(loss, &[x])[0];
/// let mut plan = Plan::compile(PlanSpec { inputs: &[x, rate], outputs: &[loss], updates: &[(x, step)] });
/// plan.write(0, &[3.0, 4.0]);
/// plan.write(1, &[0.25]);
/// plan.run();
/// assert_eq!(plan.output_row(0, 0), [25.0]);
/// plan.run();
/// assert_eq!((plan.output_row(0, 0)[0], plan.input_row(0, 0)), (6.25, &[0.75, 1.0][..]));
/// ```
#[derive(Debug, Clone)]
pub struct Plan {
    arena: Arena,
    whole: Program,
    brief: Option<Program>,
    was_brief: bool,
}

/// One kind of run.
#[derive(Debug, Clone)]
struct Program {
    kernels: Vec<kernels::Kernel>,
    outputs: Vec<Buffer>,
    /// The kernels before assembly, for printing.
    source: Vec<Kernel>,
}

impl Plan {
    /// Compiles the part of the graph that the outputs and updates depend on.
    ///
    /// # Panics
    /// If an entry of `inputs` is not an input, an input that is needed is missing, an update differs
    /// in shape from its input, or the expressions belong to different graphs.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 2, 3);
    /// let plan = Plan::compile(PlanSpec { inputs: &[x], outputs: &[(x * 2.0).tanh()], updates: &[] });
    /// assert_eq!(plan.to_string(), "mul tanh 2×3\n"); // one kernel
    /// ```
    pub fn compile(spec: PlanSpec<'_, '_>) -> Plan {
        Plan::of(spec, None)
    }

    /// Compiles two kinds of run: [`run`](Plan::run) evaluates all outputs, and
    /// [`run_brief`](Plan::run_brief) only the first `n_outputs` of them. The updates of both have
    /// the same bits.
    ///
    /// # Panics
    /// As [`compile`](Plan::compile), and if there are fewer than `n_outputs` outputs.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// let (outputs, updates) = ([x * x, x.exp()], [(x, x + 1.0)]);
    /// let mut plan = Plan::compile_two(PlanSpec { inputs: &[x], outputs: &outputs, updates: &updates }, 1);
    /// plan.write(0, &[3.0]);
    /// plan.run_brief(); // evaluates x² and not eˣ
    /// assert_eq!((plan.output_row(0, 0), plan.input_row(0, 0)), (&[9.0][..], &[4.0][..]));
    /// ```
    pub fn compile_two(spec: PlanSpec<'_, '_>, n_outputs: usize) -> Plan {
        Plan::of(spec, Some(n_outputs))
    }

    fn of(spec: PlanSpec<'_, '_>, n_brief: Option<usize>) -> Plan {
        let brief = n_brief.map(|n| fused(PlanSpec { outputs: &spec.outputs[..n], ..spec }, |_, _| {}));
        let whole = fused(spec, |_, _| {});
        // Both kinds of run share one list of constants, so that each constant has one address.
        let mut constants = Vec::new();
        for lowered in brief.iter().chain([&whole]) {
            registers::collect_constants(&lowered.kernels, &mut constants);
        }
        let [brief, whole] = [brief, Some(whole)].map(|lowered| lowered.map(|it| place::place(it, &constants)));
        let whole = whole.expect("there is a whole run");
        let arena_len = brief.as_ref().map_or(0, |brief| brief.arena_len).max(whole.arena_len);
        let mut arena = Arena::new(arena_len, whole.inputs.clone());
        for (k, bits) in constants.iter().enumerate() {
            arena.fill(whole.first_constant + k * WIDE, WIDE, f32::from_bits(*bits));
        }
        let program = |Placed { kernels, source, outputs, .. }| Program { kernels, outputs, source };
        let brief = brief.map(program);
        Plan { arena, whole: program(whole), brief, was_brief: false }
    }

    /// Evaluates every output and applies every update.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// let mut plan = Plan::compile(PlanSpec { inputs: &[x], outputs: &[x * x], updates: &[(x, 0.5 * x)] });
    /// plan.write(0, &[4.0]);
    /// plan.run();
    /// assert_eq!((plan.output_row(0, 0), plan.input_row(0, 0)), (&[16.0][..], &[2.0][..]));
    /// ```
    pub fn run(&mut self) {
        self.was_brief = false;
        self.arena.run(&self.whole.kernels);
    }

    /// Applies every update, and evaluates only the first outputs, as many as
    /// [`compile_two`](Plan::compile_two) was given. A plan of [`compile`](Plan::compile) evaluates all.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// let spec = PlanSpec { inputs: &[x], outputs: &[x * x, x.exp()], updates: &[(x, x + 1.0)] };
    /// let mut plan = Plan::compile_two(spec, 1);
    /// (0..5).for_each(|_| plan.run_brief());
    /// assert_eq!(plan.output_row(0, 0), [16.0]);
    /// assert_eq!(plan.input_row(0, 0), [5.0]);
    /// ```
    pub fn run_brief(&mut self) {
        let Some(brief) = &self.brief else { return self.run() };
        self.was_brief = true;
        self.arena.run(&brief.kernels);
    }

    /// Sets input number `input` (its index in [`PlanSpec::inputs`]) to row-major values.
    ///
    /// # Panics
    /// If `values` differs in length from the input.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 2, 3);
    /// let mut plan = Plan::compile(PlanSpec { inputs: &[x], outputs: &[x * 2.0], updates: &[] });
    /// plan.write(0, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    /// assert_eq!(plan.input_row(0, 1), [4.0, 5.0, 6.0]);
    /// ```
    pub fn write(&mut self, input: usize, values: &[f32]) {
        let buffer = self.arena.input(input);
        assert_eq!(values.len(), buffer.shape.rows * buffer.shape.cols, "input {input} is {}", buffer.shape);
        for row in 0..buffer.shape.rows {
            let cols = buffer.shape.cols;
            self.input_row_mut(input, row).copy_from_slice(&values[row * cols..][..cols]);
        }
    }

    /// Sets consecutive 1 × 1 inputs, from input number `first` on.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let (rate, step) = (graph.input("rate", 1, 1), graph.input("step", 1, 1));
    /// let mut plan = Plan::compile(PlanSpec { inputs: &[rate, step], outputs: &[rate / step], updates: &[] });
    /// plan.write_scalars(0, &[0.5, 2.0]);
    /// plan.run();
    /// assert_eq!(plan.output_row(0, 0), [0.25]);
    /// ```
    #[inline]
    pub fn write_scalars(&mut self, first: usize, values: &[f32]) {
        self.arena.set_scalars(first, values);
    }

    /// Copies the given columns of a row-major matrix of `n` columns into an input. If the input has
    /// more columns, each of the remaining ones becomes a copy of the first given column.
    ///
    /// # Panics
    /// If a column does not exist, if none is given, or if more are given than the input has.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 2, 3);
    /// let mut plan = Plan::compile(PlanSpec { inputs: &[x], outputs: &[x * 2.0], updates: &[] });
    /// let points = [0.0, 1.0, 2.0, 3.0, 0.1, 1.1, 2.1, 3.1]; // two rows of four columns
    /// plan.write_columns(0, 4, &points, &[3, 1]);
    /// assert_eq!(plan.input_row(0, 0), [3.0, 1.0, 3.0]);
    /// assert_eq!(plan.input_row(0, 1), [3.1, 1.1, 3.1]);
    /// ```
    #[inline]
    pub fn write_columns(&mut self, input: usize, n: usize, rows: &[f32], columns: &[u32]) {
        self.arena.gather(input, n, rows, columns);
    }

    /// One row of an input, to be filled in place.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 2, 3);
    /// let mut plan = Plan::compile(PlanSpec { inputs: &[x], outputs: &[x * 2.0], updates: &[] });
    /// plan.input_row_mut(0, 1).copy_from_slice(&[1.0, 2.0, 3.0]);
    /// plan.run();
    /// assert_eq!((plan.output_row(0, 0), plan.output_row(0, 1)), (&[0.0; 3][..], &[2.0, 4.0, 6.0][..]));
    /// ```
    pub fn input_row_mut(&mut self, input: usize, row: usize) -> &mut [f32] {
        self.arena.row_mut(self.arena.input(input), row)
    }

    /// One row of an input's current value, which is the new one if a run has updated it.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 2, 3);
    /// let mut plan = Plan::compile(PlanSpec { inputs: &[x], outputs: &[x * 2.0], updates: &[] });
    /// assert_eq!(plan.input_row(0, 0), [0.0; 3]);
    /// plan.write(0, &[1.0; 6]);
    /// assert_eq!(plan.input_row(0, 0), [1.0; 3]);
    /// ```
    pub fn input_row(&self, input: usize, row: usize) -> &[f32] {
        self.arena.row(self.arena.input(input), row)
    }

    /// One row of output number `output`, as the last run computed it.
    ///
    /// # Panics
    /// If there is no such output, or the last run was [brief](Plan::run_brief) and did not evaluate it.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 2, 3);
    /// let mut plan = Plan::compile(PlanSpec { inputs: &[x], outputs: &[x * 2.0], updates: &[] });
    /// plan.write(0, &[1.0; 6]);
    /// plan.run();
    /// assert_eq!(plan.output_row(0, 1), [2.0; 3]);
    /// ```
    pub fn output_row(&self, output: usize, row: usize) -> &[f32] {
        let program = self.brief.as_ref().filter(|_| self.was_brief).unwrap_or(&self.whole);
        let Some(buffer) = program.outputs.get(output) else { self.refuse(output) };
        self.arena.row(*buffer, row)
    }

    /// The end of a program that reads an output that there is not.
    #[cold]
    fn refuse(&self, output: usize) -> ! {
        if output < self.whole.outputs.len() {
            panic!("the last run was brief and did not evaluate output {output}: `run` evaluates all");
        }
        panic!("the plan has {} outputs, and none of number {output}", self.whole.outputs.len());
    }

    /// Size of all buffers together, in bytes.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 2, 3);
    /// let plan = Plan::compile(PlanSpec { inputs: &[x], outputs: &[x * 2.0], updates: &[] });
    /// assert!(plan.arena_bytes() >= 2 * (2 * 3 * size_of::<f32>()));
    /// ```
    pub fn arena_bytes(&self) -> usize {
        self.arena.n_bytes()
    }
}

/// The kernels that compute the outputs and updates, after fusion. `look` sees them after each stage.
fn fused(spec: PlanSpec<'_, '_>, mut look: impl FnMut(Stage, &Lowered)) -> Lowered {
    let mut lowered = lower::lower(spec);
    look(Stage::Lowered, &lowered);
    fuse::fuse(&mut lowered);
    look(Stage::Fused, &lowered);
    sums::into_products(&mut lowered);
    look(Stage::Sums, &lowered);
    merge::merge(&mut lowered);
    look(Stage::Merged, &lowered);
    lowered
}

/// A stage of compilation that turns kernels into fewer kernels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Lowered,
    Fused,
    Sums,
    Merged,
}

/// Prints one line per kernel of a run: the operations that went into it, and its shape. If there are
/// two kinds of run, the brief one follows after an empty line and the line "brief run:".
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.whole.source.iter().try_for_each(|kernel| writeln!(f, "{kernel}"))?;
        let Some(brief) = &self.brief else { return Ok(()) };
        writeln!(f, "\nbrief run:")?;
        brief.source.iter().try_for_each(|kernel| writeln!(f, "{kernel}"))
    }
}

#[cfg(test)]
mod tests;
