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

/// A chain with one register per step.
struct Chain<'a> {
    steps: &'a [Step],
    /// The value of the product.
    value: usize,
    over: Shape,
}

/// The epilogue that the chain computes of `value`, if it is one of this kind.
fn finish_of(of: &Elementwise, value: usize, kind: Finishes) -> Option<Finish> {
    if of.outputs.iter().any(|output| output.sink != Sink::Store) {
        return None;
    }
    let chain = Chain { steps: &of.steps, value, over: of.over.shape };
    match (kind, &of.outputs[..]) {
        (Finishes::Forward, [y]) => chain.forward(y.register),
        (Finishes::Forward, [y, slope]) => chain.forward_with_slope(y.register, *slope),
        (Finishes::Backward, [y]) => chain.backward(y.register),
        (Finishes::Gradient, [y]) => chain.descent(y.register),
        _ => None,
    }
}

impl Chain<'_> {
    fn forward(&self, result: usize) -> Option<Finish> {
        if let Some(bias) = self.biased(result) {
            return Some(Finish::Bias { bias, then: Function::Identity });
        }
        match self.applied(result)? {
            (Op::Tanh, [z, ..]) => Some(Finish::Bias { bias: self.biased(z)?, then: Function::Tanh }),
            (Op::Select, [mask, z, zero]) if self.is_positive(mask, z) && self.is_number(zero, 0.0) => {
                Some(Finish::Bias { bias: self.biased(z)?, then: Function::PositivePart })
            }
            _ => None,
        }
    }

    fn forward_with_slope(&self, result: usize, slope: Output) -> Option<Finish> {
        let (Op::Tanh, [z, ..]) = self.applied(result)? else { return None };
        let is_slope = matches!(self.applied(slope.register)?, (Op::SechSquared, [of, ..]) if of == z);
        Some(Finish::TanhAndSlope { bias: self.biased(z)?, slope: slope.out }).filter(|_| is_slope)
    }

    /// The bias, if the register holds `value + bias`.
    fn biased(&self, register: usize) -> Option<Buffer> {
        let (Op::Add, [a, b, _]) = self.applied(register)? else { return None };
        let bias = if self.is_value(a) { b } else { a };
        match self.steps[bias] {
            Step::Load { from, .. } if self.is_value(a) != self.is_value(b) => {
                (from.shape == Shape { rows: self.over.rows, cols: 1 }).then_some(from)
            }
            _ => None,
        }
    }

    fn backward(&self, result: usize) -> Option<Finish> {
        match self.applied(result)? {
            (Op::Mul, [a, b, _]) => {
                let slope = if self.is_value(a) { b } else { a };
                let slope_of_value = self.is_value(if slope == a { b } else { a });
                slope_of_value.then_some(Finish::Times { factor: self.other(slope)? })
            }
            (Op::Select, [mask, value, zero]) => {
                let (Op::Gt, [y, ..]) = self.applied(mask)? else { return None };
                let fits = self.is_positive(mask, y) && self.is_value(value) && self.is_number(zero, 0.0);
                let y = self.other(y)?;
                fits.then_some(Finish::WherePositive { y })
            }
            _ => None,
        }
    }

    fn descent(&self, result: usize) -> Option<Finish> {
        let (Op::Sub, [from, step, _]) = self.applied(result)? else { return None };
        let (Op::Mul, [a, b, _]) = self.applied(step)? else { return None };
        let rate = if self.is_value(a) { b } else { a };
        let is_step = self.is_value(if rate == a { b } else { a });
        match self.steps[rate] {
            Step::Load { from: rate, .. } if is_step && rate.shape == (Shape { rows: 1, cols: 1 }) => {
                Some(Finish::Descent { from: self.other(from)?, rate })
            }
            _ => None,
        }
    }

    fn applied(&self, register: usize) -> Option<(Op, [usize; 3])> {
        if let Step::Apply { op, args, .. } = self.steps[register] { Some((op, args)) } else { None }
    }

    fn is_value(&self, register: usize) -> bool {
        matches!(self.steps[register], Step::Load { from, reading: Reading::Full, .. } if from.start == self.value)
    }

    /// The buffer whose entries the register holds, if it is a value other than that of the product.
    fn other(&self, register: usize) -> Option<Buffer> {
        match self.steps[register] {
            Step::Load { from, reading: Reading::Full, .. } if from.start != self.value => Some(from),
            _ => None,
        }
    }

    fn is_number(&self, register: usize, number: f32) -> bool {
        matches!(self.steps[register], Step::Number { value, .. } if value == number)
    }

    /// Whether the register holds `of > 0`.
    fn is_positive(&self, register: usize, of: usize) -> bool {
        matches!(self.applied(register), Some((Op::Gt, [a, zero, _])) if a == of && self.is_number(zero, 0.0))
    }
}
