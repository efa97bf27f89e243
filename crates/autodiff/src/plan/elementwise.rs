//! Kernels for chains of elementwise operations as they are compiled: instructions on numbered values,
//! and where the values go. `registers` makes of it what `machine` runs.

use kernels::{Buffer, Sink};

use crate::op::Op;

/// How a buffer is read over the kernel's shape.
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

/// One instruction; its result is the value of its own number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// Reads a buffer.
    Load { to: usize, from: Buffer, reading: Reading },
    /// A constant.
    Number { to: usize, value: f32 },
    /// An operation on registers; unused arguments repeat the first.
    Apply { to: usize, op: Op, args: [usize; 3] },
    /// A constant integer power.
    Powi { to: usize, of: usize, n: i32 },
}

impl Step {
    /// The bits of a constant: 0 and −0 are different ones.
    pub(super) fn number_bits(&self) -> Option<u32> {
        if let Step::Number { value, .. } = self { Some(value.to_bits()) } else { None }
    }

    /// Gives the result the register `result`, and each argument the one that `register_of` says.
    pub(super) fn rename(&mut self, result: usize, register_of: &[usize]) {
        match self {
            Step::Apply { args, .. } => args.iter_mut().for_each(|arg| *arg = register_of[*arg]),
            Step::Powi { of, .. } => *of = register_of[*of],
            Step::Load { .. } | Step::Number { .. } => {}
        }
        self.rename_result(result);
    }

    /// Gives the result the register `result`.
    pub(super) fn rename_result(&mut self, result: usize) {
        match self {
            Step::Load { to, .. } | Step::Number { to, .. } | Step::Apply { to, .. } | Step::Powi { to, .. } => {
                *to = result;
            }
        }
    }
}

/// One result of a chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Output {
    /// The value, by the number of its instruction.
    pub(super) register: usize,
    pub(super) sink: Sink,
    pub(super) out: Buffer,
}

/// What chains of one shape compute, entry by entry, or its sums.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Elementwise {
    pub(super) steps: Vec<Step>,
    /// A matrix of the chains' shape.
    pub(super) over: Buffer,
    pub(super) outputs: Vec<Output>,
    /// Whether rows must be told apart; else the matrix is one long row.
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
