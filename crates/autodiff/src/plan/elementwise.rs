//! Elementwise kernels during compilation: chains of steps in SSA form, where each step has a value of its own, and the
//! outputs. `registers` turns a chain into code for the accumulator machine of `kernels`.

use kernels::{Buffer, Sink};

use crate::op::Op;

/// How a buffer is broadcast to the kernel's shape.
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

/// One step of a chain. `to` is the register of its result; before register allocation that is the step's own number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// Reads a buffer.
    Load { to: usize, from: Buffer, reading: Reading },
    /// A constant.
    Number { to: usize, value: f32 },
    /// An operation on registers. Unused arguments repeat the first.
    Apply { to: usize, op: Op, args: [usize; 3] },
    /// A constant integer power.
    Powi { to: usize, of: usize, n: i32 },
}

impl Step {
    /// The bits of a constant, by which 0 and −0 are different constants.
    pub(super) fn number_bits(&self) -> Option<u32> {
        if let Step::Number { value, .. } = self { Some(value.to_bits()) } else { None }
    }

    /// The steps or registers whose values it reads; one that it reads twice occurs twice.
    pub(super) fn args(&self) -> &[usize] {
        match self {
            Step::Apply { op, args, .. } => &args[..op.arity()],
            Step::Powi { of, .. } => std::slice::from_ref(of),
            Step::Load { .. } | Step::Number { .. } => &[],
        }
    }

    /// Sets the register of the result to `result`, and replaces that of each argument by `register_of` of it.
    pub(super) fn rename(&mut self, result: usize, register_of: &[usize]) {
        match self {
            Step::Apply { args, .. } => args.iter_mut().for_each(|arg| *arg = register_of[*arg]),
            Step::Powi { of, .. } => *of = register_of[*of],
            Step::Load { .. } | Step::Number { .. } => {}
        }
        self.rename_result(result);
    }

    /// Sets the register of the result to `result`.
    pub(super) fn rename_result(&mut self, result: usize) {
        match self {
            Step::Load { to, .. } | Step::Number { to, .. } | Step::Apply { to, .. } | Step::Powi { to, .. } => {
                *to = result;
            }
        }
    }
}

/// One output of a chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Output {
    /// The register of the value.
    pub(super) register: usize,
    pub(super) sink: Sink,
    pub(super) out: Buffer,
}

/// One or more chains of one shape, computed in one pass, entry by entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Elementwise {
    pub(super) steps: Vec<Step>,
    /// A matrix of the chains' shape.
    pub(super) over: Buffer,
    pub(super) outputs: Vec<Output>,
    /// Whether the kernel runs row by row, because it reads a row or a column or sums rows; otherwise it takes the matrix
    /// as one long row.
    pub(super) by_rows: bool,
}

impl Elementwise {
    pub(super) fn new(steps: Vec<Step>, over: Buffer, outputs: Vec<Output>) -> Elementwise {
        let along_rows = |step: &Step| matches!(step, Step::Load { reading: Reading::Row | Reading::Col, .. });
        let by_rows = steps.iter().any(along_rows) || outputs.iter().any(|output| output.sink != Sink::Store);
        Elementwise { steps, over, outputs, by_rows }
    }

    /// The values that the kernel reads entry by entry.
    pub(super) fn full_loads(&self) -> impl Iterator<Item = usize> {
        self.steps.iter().filter_map(|step| match step {
            Step::Load { from, reading: Reading::Full, .. } => Some(from.start),
            _ => None,
        })
    }
}
