//! Merges elementwise kernels of one shape if they read the same values, or if one reads the other's outputs. Common
//! subexpressions are computed once, and values that only the merged kernel reads are not stored.

use kernels::Sink;

use super::elementwise::{Elementwise, Output, Reading, Step};
use super::kernel::Kernel;
use super::lower::Lowered;

/// Merges each kernel with an earlier one: at the earlier position if the later kernel can run that early, otherwise at
/// the later position if the earlier kernel can run that late.
pub(super) fn merge(lowered: &mut Lowered) {
    let kept: Vec<usize> = lowered.outputs.iter().copied().chain(lowered.updates.iter().map(|(_, new)| *new)).collect();
    let mut later = 1;
    while later < lowered.kernels.len() {
        let earlier = (0..later).rev().find(|earlier| belong_together(&lowered.kernels, *earlier, later));
        match earlier.and_then(|earlier| Some((earlier, position_of_both(&mut lowered.kernels, earlier, later)?))) {
            Some((earlier, place)) => {
                let second = lowered.kernels.remove(later);
                let first = lowered.kernels.remove(earlier);
                let place = if place == earlier { earlier } else { later - 1 };
                lowered.kernels.insert(place, joined(first, second));
                drop_unread(lowered, place, &kept);
                // The merged kernel may now belong together with an earlier one.
                later = place.max(1);
            }
            None => later += 1,
        }
    }
}

fn chain(kernel: &Kernel) -> Option<&Elementwise> {
    if let Kernel::Elementwise(chain) = kernel { Some(chain) } else { None }
}

/// Whether both are chains of one shape, and the second reads entry by entry what the first reads or computes.
fn belong_together(kernels: &[Kernel], earlier: usize, later: usize) -> bool {
    let (Some(first), Some(second)) = (chain(&kernels[earlier]), chain(&kernels[later])) else { return false };
    let gives =
        |value: usize| first.outputs.iter().any(|output| output.sink == Sink::Store && output.out.start == value);
    let shares = |value: usize| gives(value) || first.full_loads().any(|other| other == value);
    first.over.shape == second.over.shape && second.full_loads().any(shares)
}

/// The position at which the two can run as one, if there is one.
fn position_of_both(kernels: &mut [Kernel], earlier: usize, later: usize) -> Option<usize> {
    let gives = kernels[earlier].outs();
    let reads = kernels[later].loads();
    let second = chain(&kernels[later])?;
    // Of the first kernel's outputs the second may only read the entry at the same position, and no sum.
    let full: Vec<usize> = second.full_loads().collect();
    let stores = chain(&kernels[earlier])?.outputs.iter().filter(|output| output.sink == Sink::Store);
    let stored: Vec<usize> = stores.map(|output| output.out.start).collect();
    let is_entry =
        |value: &usize| stored.contains(value) && !broadcast_loads(second).contains(value) && full.contains(value);
    if reads.iter().any(|value| gives.contains(value) && !is_entry(value)) {
        return None;
    }
    let between: Vec<(Vec<usize>, Vec<usize>)> =
        kernels[earlier + 1..later].iter_mut().map(|kernel| (kernel.outs(), kernel.loads())).collect();
    let waits = between.iter().any(|(outs, _)| outs.iter().any(|out| reads.contains(out)));
    let is_awaited = between.iter().any(|(_, loads)| loads.iter().any(|load| gives.contains(load)));
    match (waits, is_awaited) {
        (false, _) => Some(earlier),
        (true, false) => Some(later),
        (true, true) => None,
    }
}

/// The values that a chain reads as a row, a column or a scalar.
fn broadcast_loads(chain: &Elementwise) -> Vec<usize> {
    let other = |step: &Step| match step {
        Step::Load { from, reading, .. } if *reading != Reading::Full => Some(from.start),
        _ => None,
    };
    chain.steps.iter().filter_map(other).collect()
}

/// One kernel for two chains, each with one register per step.
fn joined(first: Kernel, second: Kernel) -> Kernel {
    let (Kernel::Elementwise(first), Kernel::Elementwise(second)) = (first, second) else {
        panic!("only elementwise kernels belong together");
    };
    let mut steps = first.steps;
    let mut register_of = Vec::with_capacity(second.steps.len());
    for step in second.steps {
        let mut step = step;
        let given = first.outputs.iter().find(
            |output| matches!(step, Step::Load { from, reading: Reading::Full, .. } if from.start == output.out.start),
        );
        step.rename(0, &register_of);
        let same = |known: &Step| {
            let mut known = *known;
            known.rename_result(0);
            known == step && known.number_bits() == step.number_bits()
        };
        let known = given.map(|output| output.register).or_else(|| steps.iter().position(same));
        register_of.push(known.unwrap_or_else(|| {
            step.rename_result(steps.len());
            steps.push(step);
            steps.len() - 1
        }));
    }
    let moved = |output: Output| Output { register: register_of[output.register], ..output };
    let outputs = first.outputs.into_iter().chain(second.outputs.into_iter().map(moved)).collect();
    Kernel::Elementwise(Elementwise::new(steps, first.over, outputs))
}

/// Drops the outputs that no kernel reads any more and that are not kept.
fn drop_unread(lowered: &mut Lowered, place: usize, kept: &[usize]) {
    let read: Vec<usize> = lowered.kernels.iter_mut().flat_map(Kernel::loads).collect();
    if let Kernel::Elementwise(chain) = &mut lowered.kernels[place] {
        chain.outputs.retain(|output| kept.contains(&output.out.start) || read.contains(&output.out.start));
        chain.by_rows = Elementwise::new(chain.steps.clone(), chain.over, chain.outputs.clone()).by_rows;
    }
}
