//! The instructions of one elementwise kernel, and which registers they share.

use std::collections::BTreeMap;

use super::buffer::Buffer;
use super::elementwise::{Reading, Step};
use super::groups::Groups;
use crate::graph::{Node, NodeId};
use crate::op::{Op, Shape};

/// Collects the instructions that compute a node, each result in a register of its own.
struct Chain<'a> {
    nodes: &'a [Node],
    groups: &'a Groups,
    /// Where a stored node lies.
    buffer: &'a dyn Fn(NodeId) -> Buffer,
    root: usize,
    shape: Shape,
    steps: Vec<Step>,
    registers: BTreeMap<usize, usize>,
}

/// The instructions that compute node `of` in the kernel of node `root`, the register of its value,
/// and how many registers they need.
pub(super) fn instructions(
    nodes: &[Node],
    groups: &Groups,
    buffer: &dyn Fn(NodeId) -> Buffer,
    of: NodeId,
    root: NodeId,
) -> (Vec<Step>, usize, usize) {
    let shape = nodes[of.index()].shape;
    let mut chain =
        Chain { nodes, groups, buffer, root: root.index(), shape, steps: Vec::new(), registers: BTreeMap::new() };
    let result = chain.compute(of);
    share_registers(chain.steps, result)
}

impl Chain<'_> {
    /// The register that holds the node's value. Walks with a stack of its own: a chain may be as
    /// long as the graph.
    fn compute(&mut self, id: NodeId) -> usize {
        let mut pending = vec![id];
        while let Some(next) = pending.last().copied() {
            let node = self.nodes[next.index()];
            let inside = self.is_inside(next);
            let missing: Vec<NodeId> = node
                .args()
                .iter()
                .copied()
                .filter(|arg| inside && !self.registers.contains_key(&arg.index()) && !skips(&node, *arg, self.nodes))
                .collect();
            if self.registers.contains_key(&next.index()) {
                pending.pop();
            } else if missing.is_empty() {
                self.step(next, inside);
                pending.pop();
            } else {
                pending.extend(missing.into_iter().rev());
            }
        }
        self.registers[&id.index()]
    }

    fn is_inside(&self, id: NodeId) -> bool {
        let groups = self.groups;
        let elementwise = self.nodes[id.index()].op.is_elementwise();
        elementwise && (id.index() == self.root || (!groups.stored[id.index()] && groups.root[id.index()] == self.root))
    }

    fn step(&mut self, id: NodeId, inside: bool) {
        let to = self.steps.len();
        let node = self.nodes[id.index()];
        let step = if inside {
            match integer_power(&node, self.nodes) {
                Some(n) => Step::Powi { to, of: self.registers[&node.args()[0].index()], n },
                None => {
                    let first = self.registers[&node.args()[0].index()];
                    let mut args = [first; 3];
                    for (slot, arg) in args.iter_mut().zip(node.args()) {
                        *slot = self.registers[&arg.index()];
                    }
                    Step::Apply { to, op: node.op, args }
                }
            }
        } else {
            self.load(id, to)
        };
        self.steps.push(step);
        self.registers.insert(id.index(), to);
    }

    /// Reads a value that is stored elsewhere, through any broadcasts.
    fn load(&self, id: NodeId, to: usize) -> Step {
        let mut from = id;
        loop {
            let node = self.nodes[from.index()];
            if let Op::Const(bits) = node.op {
                return Step::Number { to, value: f64::from_bits(bits) as f32 };
            }
            match node.op {
                Op::Broadcast(_) if from.index() == self.root || !self.groups.stored[from.index()] => {
                    from = node.args()[0];
                }
                _ => break,
            }
        }
        let buffer = (self.buffer)(from);
        let reading = match (buffer.shape.rows == self.shape.rows, buffer.shape.cols == self.shape.cols) {
            (true, true) => Reading::Full,
            (false, true) => Reading::Row,
            (true, false) => Reading::Col,
            (false, false) => Reading::Scalar,
        };
        Step::Load { to, from: buffer, reading }
    }
}

/// The exponent of a power that is a small constant integer: those are multiplied out.
fn integer_power(node: &Node, nodes: &[Node]) -> Option<i32> {
    let exponent = (node.op == Op::Pow).then(|| nodes[node.args()[1].index()].op.constant())??;
    (exponent.fract() == 0.0 && exponent.abs() <= 16.0).then_some(exponent as i32)
}

/// Whether the argument needs no register because the instruction holds it.
fn skips(node: &Node, arg: NodeId, nodes: &[Node]) -> bool {
    node.args().get(1) == Some(&arg) && node.args()[0] != arg && integer_power(node, nodes).is_some()
}

/// Renames registers so that each is used again after its value's last use.
fn share_registers(steps: Vec<Step>, result: usize) -> (Vec<Step>, usize, usize) {
    let mut last_use = vec![0; steps.len()];
    for (idx, step) in steps.iter().enumerate() {
        match step {
            Step::Apply { args, .. } => args.iter().for_each(|arg| last_use[*arg] = idx),
            Step::Powi { of, .. } => last_use[*of] = idx,
            Step::Load { .. } | Step::Number { .. } => {}
        }
    }
    last_use[result] = usize::MAX;
    let mut register_of = vec![0; steps.len()];
    let mut free: Vec<usize> = Vec::new();
    let mut n_registers = 0;
    let mut renamed = Vec::with_capacity(steps.len());
    for (idx, step) in steps.into_iter().enumerate() {
        let mut step = step;
        let mut ending: Vec<usize> = match &step {
            Step::Apply { args, .. } => args.iter().copied().filter(|arg| last_use[*arg] == idx).collect(),
            Step::Powi { of, .. } if last_use[*of] == idx => vec![*of],
            _ => Vec::new(),
        };
        ending.sort_unstable();
        ending.dedup();
        match &mut step {
            Step::Apply { args, .. } => args.iter_mut().for_each(|arg| *arg = register_of[*arg]),
            Step::Powi { of, .. } => *of = register_of[*of],
            Step::Load { .. } | Step::Number { .. } => {}
        }
        free.extend(ending.into_iter().map(|value| register_of[value]));
        let register = free.pop().unwrap_or_else(|| {
            n_registers += 1;
            n_registers - 1
        });
        register_of[idx] = register;
        match &mut step {
            Step::Load { to, .. } | Step::Number { to, .. } | Step::Apply { to, .. } | Step::Powi { to, .. } => {
                *to = register;
            }
        }
        renamed.push(step);
    }
    (renamed, register_of[result], n_registers)
}
