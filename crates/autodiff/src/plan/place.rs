//! Assigns an address in the arena to each value. A buffer is reused after the last reader of its value, and an update
//! is written over its input if no later kernel reads the old value.

use kernels::{Buffer, CHUNK, Shape, Sink, WIDE};

use super::elementwise::{Elementwise, Output, Reading, Step};
use super::kernel::Kernel;
use super::lower::Lowered;
use super::registers::{self, Memory};

/// Kernels with addresses.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) kernels: Vec<kernels::Kernel>,
    /// The kernels before assembly, for printing.
    pub(super) source: Vec<Kernel>,
    pub(super) inputs: Vec<Buffer>,
    pub(super) outputs: Vec<Buffer>,
    pub(super) first_constant: usize,
    pub(super) first_register: usize,
    pub(super) arena_len: usize,
}

/// Inputs come first, then the constants, then the computed values, then the registers.
pub(super) fn place(mut lowered: Lowered, constants: &[u32]) -> Placed {
    let merged = merge_updates(&mut lowered);
    let (starts, first_constant, first_register) = starts(&mut lowered, &merged, constants.len() * WIDE);
    let located = |value: &usize| Buffer::new(starts[*value], lowered.values[*value]);
    let inputs = lowered.inputs.iter().map(located).collect();
    let outputs = lowered.outputs.iter().map(located).collect();
    for kernel in &mut lowered.kernels {
        kernel.buffers_mut().into_iter().for_each(|buffer| buffer.start = starts[buffer.start]);
    }
    let memory = Memory { constants, first_constant, first_register };
    // The last chunk of an elementwise kernel may read past the end of its buffers.
    let (kernels, end) = registers::assemble(&lowered.kernels, &memory);
    let arena_len = end + WIDE;
    Placed { kernels, source: lowered.kernels, inputs, outputs, first_constant, first_register, arena_len }
}

/// Decides how each input gets its new value. Returns the pairs (value, input) in which the value is written over the
/// input. The other updates become copies at the end, in such a way that swapping two inputs swaps them.
fn merge_updates(lowered: &mut Lowered) -> Vec<(usize, usize)> {
    let mut merged: Vec<(usize, usize)> = Vec::new();
    let mut copies = Vec::new();
    for (input, new) in lowered.updates.clone() {
        let becomes_another = lowered.updates.iter().any(|(_, other)| *other == input);
        if !becomes_another && merged.iter().all(|(value, _)| *value != new) && may_write_over(lowered, new, input) {
            merged.push((new, input));
        } else if new != input {
            copies.push((input, new));
        }
    }
    let mut last = Vec::new();
    for (input, new) in copies {
        let shape = lowered.values[input];
        let mut from = new;
        if lowered.inputs.contains(&new) {
            lowered.values.push(shape);
            from = lowered.values.len() - 1;
            lowered.kernels.push(copy(new, from, shape));
        }
        last.push(copy(from, input, shape));
    }
    lowered.kernels.extend(last);
    merged
}

/// Whether the kernel that computes `new` may write it over `input`, because no later kernel reads the old value.
fn may_write_over(lowered: &mut Lowered, new: usize, input: usize) -> bool {
    let Some(at) = lowered.kernels.iter_mut().position(|kernel| kernel.outs().contains(&new)) else { return false };
    let mut reads = lowered.kernels.iter_mut().map(|kernel| kernel.reads(input));
    let producer_reads = reads.nth(at).unwrap_or(false);
    let is_read_later = reads.any(|reads| reads);
    !is_read_later && (!producer_reads || lowered.kernels[at].may_overwrite(input))
}

fn copy(from: usize, to: usize, shape: Shape) -> Kernel {
    let load = Step::Load { to: 0, from: Buffer::new(from, shape), reading: Reading::Full };
    let out = Buffer::new(to, shape);
    let output = Output { register: 0, sink: Sink::Store, out };
    Kernel::Elementwise(Elementwise::new(vec![load], out, vec![output]))
}

/// How many vectors a value takes. Elementwise kernels write whole chunks, past the end of the last row.
fn size(shape: Shape) -> usize {
    let Buffer { stride, n_vectors, .. } = Buffer::new(0, shape);
    if stride == 1 && n_vectors == 1 {
        return 1;
    }
    n_vectors.next_multiple_of(CHUNK).max(n_vectors - stride + stride.next_multiple_of(CHUNK))
}

/// The first vector of every value, the end of the inputs, and the end of all values. Behind the
/// inputs `n_constants` vectors are left for constants. Inputs and outputs keep their buffers; the
/// buffer of any other value is free after its last reader, for a value of the same size.
fn starts(lowered: &mut Lowered, merged: &[(usize, usize)], n_constants: usize) -> (Vec<usize>, usize, usize) {
    let sizes: Vec<usize> = lowered.values.iter().map(|shape| size(*shape)).collect();
    let mut dies_after: Vec<Option<usize>> = vec![None; sizes.len()];
    for (idx, kernel) in lowered.kernels.iter_mut().enumerate() {
        kernel.buffers_mut().into_iter().for_each(|buffer| dies_after[buffer.start] = Some(idx));
    }
    for kept in lowered.inputs.iter().chain(&lowered.outputs).chain(merged.iter().map(|(value, _)| value)) {
        dies_after[*kept] = None;
    }
    let mut starts: Vec<Option<usize>> = vec![None; sizes.len()];
    let mut end = 0;
    let mut fresh = |size: usize| {
        end += size;
        end - size
    };
    for input in &lowered.inputs {
        starts[*input] = Some(fresh(sizes[*input]));
    }
    let first_constant = fresh(n_constants);
    // Per size, the free buffers.
    let mut free: Vec<(usize, Vec<usize>)> = Vec::new();
    for (idx, kernel) in lowered.kernels.iter_mut().enumerate() {
        let buffers: Vec<usize> = kernel.buffers_mut().into_iter().map(|buffer| buffer.start).collect();
        for out in buffers[..kernel.n_outs()].iter().copied() {
            if starts[out].is_none() {
                let taken = merged.iter().find(|(value, _)| *value == out).and_then(|(_, input)| starts[*input]);
                let reused = || free.iter_mut().find(|(size, _)| *size == sizes[out])?.1.pop();
                starts[out] = Some(taken.or_else(reused).unwrap_or_else(|| fresh(sizes[out])));
            }
        }
        for value in buffers {
            if dies_after[value] == Some(idx) {
                dies_after[value] = None;
                match free.iter_mut().find(|(size, _)| *size == sizes[value]) {
                    Some((_, free)) => free.extend(starts[value]),
                    None => free.push((sizes[value], starts[value].into_iter().collect())),
                }
            }
        }
    }
    (starts.into_iter().map(|start| start.unwrap_or(0)).collect(), first_constant, end)
}
