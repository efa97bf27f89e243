//! What each stage of compilation makes of a graph, as text for people. The module compiles nothing itself: it looks on
//! while [`fused`](super::fused) and [`place`](super::place) do.

use std::fmt::Write;

use kernels::{Broadcast, Code, Location, Opcode, Sink, WIDE};

use super::elementwise::{Reading, Step};
use super::kernel::Kernel;
use super::lower::{self, Grouped, Lowered};
use super::place::{self, Placed};
use super::{PlanSpec, Stage, fused, registers};
use crate::graph::{Graph, NodeId};
use crate::op::Op;
use crate::walk::Line;

/// The stages of compilation, each as one line per node or per kernel.
///
/// A kernel's line is `results = what it does ← what it reads`. Values are called by their input's name or `v` and a
/// number; after placement `@` and the first vector in the arena. The repository's `docs/how-a-plan-is-made.md` explains
/// all stages of one network.
///
/// ```
/// # use autodiff::{Graph, PlanSpec, plan::Stages};
/// let graph = Graph::new();
/// let (w, x, b) = (graph.input("w", 3, 2), graph.input("x", 2, 10), graph.input("b", 3, 1));
/// let stages = Stages::of(PlanSpec { inputs: &[w, x, b], outputs: &[(w.matmul(x) + b).tanh()], updates: &[] });
/// let lowered: Vec<&str> = stages.lowered.lines().filter(|line| !line.starts_with(' ')).collect();
/// assert_eq!(lowered, ["v3 = matmul 3×2 · 2×10 ← w, x", "v4 = add tanh 3×10 ← v3, b"]);
/// assert_eq!(stages.fused, "v4 = matmul 3×2 · 2×10 + bias, tanh ← w, x, b\n");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stages {
    /// The nodes that outputs and updates need, each with what becomes of it: stored, computed inside the kernel of
    /// another node, or read in place.
    pub groups: String,
    /// One kernel per stored value; chains of elementwise operations with their steps.
    pub lowered: String,
    /// The kernels after chains moved into the products that they follow.
    pub fused: String,
    /// The kernels after sums of rows moved into products of the same matrix.
    pub sums: String,
    /// The kernels after chains of one shape were merged.
    pub merged: String,
    /// The inputs and kernels with their places in the arena.
    pub placed: String,
    /// The instructions of each chain that is left.
    pub code: String,
}

impl Stages {
    /// The stages of compiling `spec`, as [`Plan::compile`](super::Plan::compile) goes through them.
    ///
    /// ```
    /// # use autodiff::{Graph, PlanSpec, plan::Stages};
    /// let graph = Graph::new();
    /// let x = graph.input("x", 2, 3);
    /// let stages = Stages::of(PlanSpec { inputs: &[x], outputs: &[x.exp() * x], updates: &[] });
    /// assert_eq!(stages.merged, "v1 = exp mul 2×3 ← x\n");
    /// assert_eq!(stages.code.lines().map(str::trim).collect::<Vec<_>>()[1..], ["load @0", "exp", "mul @0", "store @5"]);
    /// ```
    ///
    /// # Panics
    /// As [`Plan::compile`](super::Plan::compile).
    pub fn of(spec: PlanSpec<'_, '_>) -> Stages {
        let mut stages = Stages::default();
        let any = spec.inputs.iter().chain(spec.outputs).next();
        if let Some(graph) = any.map(|expr| expr.graph()) {
            stages.groups = groups(graph, &lower::group(spec));
        }
        let names: Vec<String> = spec.inputs.iter().map(|input| input.to_string()).collect();
        let called = |value: usize| names.get(value).cloned().unwrap_or_else(|| format!("v{value}"));
        let lowered = fused(spec, |stage, lowered| match stage {
            Stage::Lowered => stages.lowered = with_steps(lowered, &called),
            Stage::Fused => stages.fused = lines(&lowered.kernels, &called),
            Stage::Sums => stages.sums = lines(&lowered.kernels, &called),
            Stage::Merged => stages.merged = lines(&lowered.kernels, &called),
        });
        let mut constants = Vec::new();
        registers::collect_constants(&lowered.kernels, &mut constants);
        let placed = place::place(lowered, &constants);
        let at = |start: usize| format!("@{start}");
        for (name, buffer) in names.iter().zip(&placed.inputs) {
            let vectors = buffer.vectors();
            stages.placed += &format!("{name} @{}..{}\n", vectors.start, vectors.end);
        }
        stages.placed += &lines(&placed.source, &at);
        stages.code = code(&placed, &constants);
        stages
    }
}

/// The lines of the nodes that any result needs, with what becomes of each.
fn groups(graph: &Graph, grouped: &Grouped) -> String {
    let Grouped { nodes, groups, roots, .. } = grouped;
    let mut is_needed = vec![false; nodes.len()];
    roots.iter().for_each(|root| is_needed[root.index()] = true);
    for idx in (0..nodes.len()).rev() {
        if is_needed[idx] {
            nodes[idx].args().iter().for_each(|arg| is_needed[arg.index()] = true);
        }
    }
    let mut text = String::new();
    for (idx, node) in nodes.iter().enumerate().filter(|(idx, _)| is_needed[*idx]) {
        let line = Line { graph, id: NodeId(idx as u32), node: *node }.to_string();
        let fate = match node.op {
            Op::Input(_) => "an input".to_owned(),
            _ if groups.stored[idx] => "stored".to_owned(),
            op if op.is_elementwise() => format!("inside {}", NodeId(groups.root[idx] as u32)),
            _ => "read in place".to_owned(),
        };
        writeln!(text, "{line:<36} {fate}").expect("a string can be written");
    }
    text
}

/// One line per kernel.
fn lines(kernels: &[Kernel], called: &dyn Fn(usize) -> String) -> String {
    kernels.iter().map(|kernel| line(kernel, called)).collect()
}

fn line(kernel: &Kernel, called: &dyn Fn(usize) -> String) -> String {
    let mut copy = kernel.clone();
    let list = |values: Vec<usize>| {
        let is_first = |k: &usize| !values[..*k].contains(&values[*k]);
        (0..values.len()).filter(is_first).map(|k| called(values[k])).collect::<Vec<_>>().join(", ")
    };
    format!("{} = {kernel} ← {}\n", list(copy.outs()), list(copy.loads()))
}

/// One line per kernel, and below each chain its steps.
fn with_steps(lowered: &Lowered, called: &dyn Fn(usize) -> String) -> String {
    let mut text = String::new();
    for kernel in &lowered.kernels {
        text += &line(kernel, called);
        let Kernel::Elementwise(chain) = kernel else { continue };
        for (idx, step) in chain.steps.iter().enumerate() {
            let step = match step {
                Step::Load { from, reading, .. } => format!("load {}{}", called(from.start), read_as(*reading)),
                Step::Number { value, .. } => format!("number {value}"),
                Step::Apply { op, args, .. } => {
                    let args: Vec<String> = args[..op.arity()].iter().map(usize::to_string).collect();
                    format!("{op} {}", args.join(" "))
                }
                Step::Powi { of, n, .. } => format!("pow{n} {of}"),
            };
            writeln!(text, "    {idx:>2} {step}").expect("a string can be written");
        }
    }
    text
}

fn read_as(reading: Reading) -> &'static str {
    match reading {
        Reading::Full => "",
        Reading::Row => ", a row",
        Reading::Col => ", a column",
        Reading::Scalar => ", a scalar",
    }
}

/// The instructions of each chain, below the chain's line.
fn code(placed: &Placed, constants: &[u32]) -> String {
    let at = |start: usize| format!("@{start}");
    let mut text = String::new();
    for (kernel, source) in placed.kernels.iter().zip(&placed.source) {
        let kernels::Kernel::Chain(code) = kernel else { continue };
        text += &line(source, &at);
        for line in instructions(code, placed, constants) {
            writeln!(text, "    {line}").expect("a string can be written");
        }
    }
    text
}

fn instructions(code: &Code, placed: &Placed, constants: &[u32]) -> Vec<String> {
    let register = |start: usize| format!("r{}", (start - placed.first_register) / WIDE);
    let name = |location: Location| {
        let Location { start, broadcast } = location;
        let end = placed.first_constant + constants.len() * WIDE;
        match broadcast {
            Broadcast::None => format!("@{start}"),
            Broadcast::Rows => format!("@{start}, the same row"),
            Broadcast::All if (placed.first_constant..end).contains(&start) => {
                f32::from_bits(constants[(start - placed.first_constant) / WIDE]).to_string()
            }
            Broadcast::All => register(start),
        }
    };
    let mut lines = Vec::new();
    lines.extend(code.scalars.iter().map(|(to, from)| format!("before the run: {} := scalar @{from}", register(*to))));
    let columns = code.columns.iter();
    lines.extend(columns.map(|(to, from)| format!("before each row: {} := entry of column @{from}", register(*to))));
    lines.extend(code.instructions.iter().map(|instruction| {
        let opcode = format!("{:?}", instruction.opcode).to_ascii_lowercase();
        let operands = &instruction.operands[..n_operands(instruction.opcode)];
        operands.iter().fold(opcode, |line, operand| line + " " + &name(*operand))
    }));
    for output in &code.outputs {
        let value = name(output.value);
        lines.push(match output.sink {
            Sink::Store => format!("after each chunk: @{} := {value}", output.out.start),
            Sink::SumPerRow => format!("after each chunk: @{} += {value}, by row", output.out.start),
            Sink::SumAll => format!("after each chunk: @{} += {value}", output.out.start),
        });
    }
    lines.extend(code.cleared.iter().map(|out| format!("after the run: clear the padding of @{}", out.start)));
    lines
}

/// How many operands an instruction has beside the accumulator.
fn n_operands(opcode: Opcode) -> usize {
    use Opcode::{Add, Div, Gt, Load, Lt, Mul, Pow, RDiv, RSub, Select, Store, Sub};
    match opcode {
        Select => 2,
        Load | Store | Add | Sub | RSub | Mul | Div | RDiv | Gt | Lt | Pow => 1,
        _ => 0,
    }
}
