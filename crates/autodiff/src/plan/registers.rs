//! Which registers the values of elementwise kernels share: one for each constant of the plan, for
//! good, then one for each value of a kernel until its last use.

use super::elementwise::{BLOCK, Elementwise, Register, Step};
use super::kernel::Kernel;
use crate::lanes::splat;

/// Renames the registers of every kernel; returns them with the constants in place.
pub(super) fn share(kernels: &mut [Kernel]) -> Vec<Register> {
    let mut chains: Vec<&mut Elementwise> = Vec::new();
    for kernel in kernels {
        if let Kernel::Elementwise(chain) = kernel {
            chains.push(chain);
        }
    }
    let mut constants: Vec<u32> = Vec::new();
    for step in chains.iter().flat_map(|chain| &chain.steps) {
        if let Step::Number { value, .. } = step
            && !constants.contains(&value.to_bits())
        {
            constants.push(value.to_bits());
        }
    }
    let n_registers = chains.into_iter().map(|chain| share_within(chain, &constants)).max().unwrap_or(0);
    let mut registers: Vec<Register> = constants.iter().map(|bits| [splat(f32::from_bits(*bits)); BLOCK]).collect();
    registers.resize(constants.len().max(n_registers), [splat(0.0); BLOCK]);
    registers
}

/// Renames one kernel's registers, so that each is used again after its value's last use, and moves
/// what is the same for every block to the front; returns how many registers there must be.
fn share_within(chain: &mut Elementwise, constants: &[u32]) -> usize {
    let steps = std::mem::take(&mut chain.steps);
    let mut last_use = vec![0; steps.len()];
    for (idx, step) in steps.iter().enumerate() {
        step.arguments().iter().for_each(|arg| last_use[*arg] = idx);
    }
    chain.outlets.iter().for_each(|outlet| last_use[outlet.register] = usize::MAX);
    let mut register_of = vec![0; steps.len()];
    let mut free: Vec<usize> = Vec::new();
    let mut n_registers = constants.len();
    for (idx, mut step) in steps.into_iter().enumerate() {
        if let Step::Number { value, .. } = step {
            register_of[idx] = constants.iter().position(|bits| *bits == value.to_bits()).unwrap_or(0);
            last_use[idx] = usize::MAX;
            continue;
        }
        let mut ending: Vec<usize> = step.arguments().iter().copied().filter(|arg| last_use[*arg] == idx).collect();
        ending.sort_unstable();
        ending.dedup();
        free.extend(ending.into_iter().map(|value| register_of[value]));
        // A scalar is read before the first block and stays.
        let reused = if step.is_scalar() { None } else { free.pop() };
        let register = reused.unwrap_or_else(|| {
            n_registers += 1;
            n_registers - 1
        });
        register_of[idx] = register;
        step.rename(register, &register_of);
        if step.is_scalar() {
            last_use[idx] = usize::MAX;
            chain.before.push(step);
        } else {
            chain.steps.push(step);
        }
    }
    for outlet in &mut chain.outlets {
        outlet.register = register_of[outlet.register];
        outlet.sum = n_registers;
        n_registers += 1;
    }
    n_registers
}
