//! Epilogue fusion: if an elementwise kernel is the only reader of a product or of a sum of rows, and computes one of the
//! epilogues in [`Finish`], it moves into the kernel of that product or sum.

use kernels::{Buffer, Finish, Function, RowSums, Shape, Sink};

use super::elementwise::{Elementwise, Output, Reading, Step};
use super::kernel::{Finishes, Kernel};
use super::lower::Lowered;
use crate::op::Op;

/// Fuses every pair of kernels that can be one. The product moves to the position of the elementwise
/// kernel, where all operands of the epilogue have been computed.
pub(super) fn fuse(lowered: &mut Lowered) {
    let mut n_readers = vec![0; lowered.values.len()];
    for kernel in &mut lowered.kernels {
        kernel.loads().into_iter().for_each(|value| n_readers[value] += 1);
    }
    for kept in lowered.outputs.iter().chain(lowered.updates.iter().map(|(_, new)| new)) {
        n_readers[*kept] += 1;
    }
    let mut producer: Vec<Option<usize>> = vec![None; lowered.values.len()];
    let mut kernels: Vec<Option<Kernel>> = lowered.kernels.drain(..).map(Some).collect();
    for idx in 0..kernels.len() {
        for out in kernels[idx].iter_mut().flat_map(Kernel::outs) {
            producer[out] = Some(idx);
        }
        let Some(Kernel::Elementwise(chain)) = &kernels[idx] else { continue };
        let fused = chain.full_loads().filter(|value| n_readers[*value] == 1).find_map(|value| {
            let from = producer[value]?;
            let finish = finish_of(chain, value, kernels[from].as_ref()?.finishes())?;
            Some((from, finish, chain.outputs[0].out))
        });
        let Some((from, finish, out)) = fused else {
            kernels[idx] = kernels[idx].take().map(update_of_column);
            continue;
        };
        let mut kernel = kernels[from].take();
        if let Some((own_finish, own_out)) = kernel.as_mut().and_then(Kernel::finish_mut) {
            (*own_finish, *own_out) = (finish, out);
        }
        kernels[idx] = kernel;
    }
    lowered.kernels = kernels.into_iter().flatten().collect();
}

/// Turns a chain that is an update of a column by gradient descent into row sums with that update as epilogue: the
/// rows have one entry each, so that their sums are the column itself.
fn update_of_column(kernel: Kernel) -> Kernel {
    let Kernel::Elementwise(chain) = &kernel else { return kernel };
    let [output] = chain.outputs[..] else { return kernel };
    let finish = |value: Buffer| Some((value, finish_of(chain, value.start, Finishes::Gradient)?));
    let columns = chain.steps.iter().filter_map(|step| match step {
        Step::Load { from, reading: Reading::Full, .. } if from.shape.cols == 1 => Some(*from),
        _ => None,
    });
    // If the rate is 1 × 1 like the gradient, both fit; the gradient is the one that is read later.
    match columns.filter_map(finish).next_back() {
        Some((of, finish)) => Kernel::RowSums(RowSums { of, out: output.out, finish }),
        None => kernel,
    }
}

/// The epilogue that the chain computes of the product or sum `it`, if it is one of this kind.
fn finish_of(chain: &Elementwise, it: usize, kind: Finishes) -> Option<Finish> {
    if chain.outputs.iter().any(|output| output.sink != Sink::Store) {
        return None;
    }
    let shape = chain.over.shape;
    let term = |output: &Output| term(&chain.steps, output.register, it, MAX_DEPTH);
    match (kind, &chain.outputs[..]) {
        (Finishes::Forward, [y]) => forward(&term(y), shape),
        (Finishes::Forward, [y, slope]) => forward_with_slope(&term(y), &term(slope), shape, slope.out),
        (Finishes::Backward, [y]) => backward(&term(y)),
        (Finishes::Gradient, [y]) => descent(&term(y)),
        _ => None,
    }
}

/// What a chain computes, as an expression.
#[derive(Debug, Clone, PartialEq)]
enum Term {
    /// An entry of the product or sum that the chain may move into.
    It,
    /// Another value.
    Read(Buffer, Reading),
    Number(f32),
    Apply(Op, Vec<Term>),
    /// More than any epilogue is.
    Deep,
}

/// The depth of the deepest epilogue: `it + bias > 0 ? it + bias : 0`.
const MAX_DEPTH: usize = 4;

/// The expression that a register holds.
fn term(steps: &[Step], register: usize, it: usize, depth: usize) -> Term {
    match steps[register] {
        _ if depth == 0 => Term::Deep,
        Step::Load { from, reading: Reading::Full, .. } if from.start == it => Term::It,
        Step::Load { from, reading, .. } => Term::Read(from, reading),
        Step::Number { value, .. } => Term::Number(value),
        Step::Apply { op, args, .. } => {
            Term::Apply(op, args[..op.arity()].iter().map(|arg| term(steps, *arg, it, depth - 1)).collect())
        }
        Step::Powi { .. } => Term::Deep,
    }
}

impl Term {
    fn applied(&self) -> Option<(Op, &[Term])> {
        if let Term::Apply(op, args) = self { Some((*op, args)) } else { None }
    }

    /// The bias, if it is `it + bias` for a chain of this shape.
    fn biased(&self, shape: Shape) -> Option<Buffer> {
        match self.applied()? {
            (Op::Add, [Term::It, Term::Read(bias, _)] | [Term::Read(bias, _), Term::It]) => {
                (bias.shape == Shape { rows: shape.rows, cols: 1 }).then_some(*bias)
            }
            _ => None,
        }
    }

    /// `x`, if it is the mask `x > 0`.
    fn positive(&self) -> Option<&Term> {
        if let (Op::Gt, [x, Term::Number(0.0)]) = self.applied()? { Some(x) } else { None }
    }
}

/// `it + bias`, `tanh(it + bias)`, or `it + bias > 0 ? it + bias : 0`.
fn forward(y: &Term, shape: Shape) -> Option<Finish> {
    if let Some(bias) = y.biased(shape) {
        return Some(Finish::Bias { bias, then: Function::Identity });
    }
    match y.applied()? {
        (Op::Tanh, [z]) => Some(Finish::Bias { bias: z.biased(shape)?, then: Function::Tanh }),
        (Op::Select, [mask, z, Term::Number(0.0)]) if mask.positive() == Some(z) => {
            Some(Finish::Bias { bias: z.biased(shape)?, then: Function::PositivePart })
        }
        _ => None,
    }
}

/// `tanh(it + bias)`, and its slope beside it.
fn forward_with_slope(y: &Term, slope: &Term, shape: Shape, out: Buffer) -> Option<Finish> {
    match (y.applied()?, slope.applied()?) {
        ((Op::Tanh, [z]), (Op::SechSquared, [same])) if same == z => {
            Some(Finish::TanhAndSlope { bias: z.biased(shape)?, slope: out })
        }
        _ => None,
    }
}

/// `slope · it`, or `y > 0 ? it : 0`, for a matrix `slope` or `y`.
fn backward(dz: &Term) -> Option<Finish> {
    match dz.applied()? {
        (Op::Mul, [Term::It, Term::Read(factor, Reading::Full)] | [Term::Read(factor, Reading::Full), Term::It]) => {
            Some(Finish::Times { factor: *factor })
        }
        (Op::Select, [mask, Term::It, Term::Number(0.0)]) => match mask.positive()? {
            Term::Read(y, Reading::Full) => Some(Finish::WherePositive { y: *y }),
            _ => None,
        },
        _ => None,
    }
}

/// `p − rate · it` for a matrix `p` and a 1 × 1 rate.
fn descent(new: &Term) -> Option<Finish> {
    let (Op::Sub, [Term::Read(from, Reading::Full), step]) = new.applied()? else { return None };
    match step.applied()? {
        (Op::Mul, [Term::It, Term::Read(rate, _)] | [Term::Read(rate, _), Term::It]) => {
            (rate.shape == Shape { rows: 1, cols: 1 }).then_some(Finish::Descent { from: *from, rate: *rate })
        }
        _ => None,
    }
}
