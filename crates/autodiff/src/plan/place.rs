//! Where each value lies in the arena: buffers are used again after their value's last reader, and
//! an update is written over its input where no later kernel still reads the old value.

use std::collections::BTreeMap;

use super::buffer::Buffer;
use super::elementwise::{BLOCK, Elementwise, Outlet, Reading, Register, Sink, Step};
use super::kernel::Kernel;
use super::lower::Lowered;
use super::registers;
use crate::op::Shape;

/// Kernels in their places, with the registers they share.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) kernels: Vec<Kernel>,
    pub(super) registers: Vec<Register>,
    pub(super) inputs: Vec<Buffer>,
    pub(super) outputs: Vec<Buffer>,
    pub(super) arena_len: usize,
}

pub(super) fn place(mut lowered: Lowered) -> Placed {
    let merged = merge_updates(&mut lowered);
    let registers = registers::share(&mut lowered.kernels);
    let (starts, arena_len) = starts(&mut lowered, &merged);
    let located = |value: &usize| Buffer::new(starts[*value], lowered.values[*value]);
    let inputs = lowered.inputs.iter().map(located).collect();
    let outputs = lowered.outputs.iter().map(located).collect();
    for kernel in &mut lowered.kernels {
        kernel.buffers_mut().into_iter().for_each(|buffer| buffer.start = starts[buffer.start]);
    }
    // A block of an elementwise kernel may read past the end of what it needs.
    Placed { kernels: lowered.kernels, registers, inputs, outputs, arena_len: arena_len + BLOCK }
}

/// Decides how each input gets its new value. Returns value → the input whose place it takes; the
/// other updates become copies at the end, so that swapping two inputs swaps them.
fn merge_updates(lowered: &mut Lowered) -> BTreeMap<usize, usize> {
    let mut merged = BTreeMap::new();
    let mut copies = Vec::new();
    for (input, new) in lowered.updates.clone() {
        let becomes_another = lowered.updates.iter().any(|(_, other)| *other == input);
        if !becomes_another && !merged.contains_key(&new) && may_take_the_place(lowered, new, input) {
            merged.insert(new, input);
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

/// Whether the kernel that computes `new` may write over `input`: nobody reads the old value later.
fn may_take_the_place(lowered: &mut Lowered, new: usize, input: usize) -> bool {
    let Some(at) = lowered.kernels.iter_mut().position(|kernel| kernel.outs().contains(&new)) else { return false };
    let mut reads = lowered.kernels.iter_mut().map(|kernel| kernel.reads(input));
    let producer_reads = reads.nth(at).unwrap_or(false);
    let is_read_later = reads.any(|reads| reads);
    !is_read_later && (!producer_reads || lowered.kernels[at].may_overwrite(input))
}

fn copy(from: usize, to: usize, shape: Shape) -> Kernel {
    let load = Step::Load { to: 0, from: Buffer::new(from, shape), reading: Reading::Full };
    let out = Buffer::new(to, shape);
    let outlet = Outlet { register: 0, sum: 0, sink: Sink::Store, out };
    Kernel::Elementwise(Elementwise::new(vec![load], out, vec![outlet]))
}

/// The first vector of every value, and the length of the arena. Inputs and outputs keep their
/// places; another value's place is free after its last reader, for a value of the same size.
fn starts(lowered: &mut Lowered, merged: &BTreeMap<usize, usize>) -> (Vec<usize>, usize) {
    let sizes: Vec<usize> = lowered.values.iter().map(|shape| Buffer::new(0, *shape).n_vectors).collect();
    let mut dies_after: Vec<Option<usize>> = vec![None; sizes.len()];
    for (idx, kernel) in lowered.kernels.iter_mut().enumerate() {
        kernel.buffers_mut().into_iter().for_each(|buffer| dies_after[buffer.start] = Some(idx));
    }
    for kept in lowered.inputs.iter().chain(&lowered.outputs).chain(merged.keys()) {
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
    let mut free: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (idx, kernel) in lowered.kernels.iter_mut().enumerate() {
        let buffers: Vec<usize> = kernel.buffers_mut().into_iter().map(|buffer| buffer.start).collect();
        for out in buffers[..kernel.n_outs()].iter().copied() {
            if starts[out].is_none() {
                let taken = merged.get(&out).and_then(|input| starts[*input]);
                let reused = || free.get_mut(&sizes[out]).and_then(Vec::pop);
                starts[out] = Some(taken.or_else(reused).unwrap_or_else(|| fresh(sizes[out])));
            }
        }
        for value in buffers {
            if dies_after[value] == Some(idx) {
                dies_after[value] = None;
                free.entry(sizes[value]).or_default().extend(starts[value]);
            }
        }
    }
    (starts.into_iter().map(|start| start.unwrap_or(0)).collect(), end)
}
