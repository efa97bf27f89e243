//! The steps of one elementwise kernel: the nodes of its group in an order of evaluation.

use kernels::{Buffer, Shape};

use super::elementwise::{Reading, Step};
use super::groups::Groups;
use crate::graph::{Node, NodeId};
use crate::op::Op;

/// Collects the steps that compute a node, each with a register of its own.
struct Chain<'a> {
    nodes: &'a [Node],
    groups: &'a Groups,
    /// The buffer of a stored node.
    buffer: &'a dyn Fn(NodeId) -> Buffer,
    root: usize,
    shape: Shape,
    steps: Vec<Step>,
    /// Node → register.
    registers: Vec<Option<usize>>,
}

/// The steps that compute the nodes `of` in the kernel of node `root`, each with its own number as register, and the
/// registers of the values.
pub(super) fn steps(
    nodes: &[Node],
    groups: &Groups,
    buffer: &dyn Fn(NodeId) -> Buffer,
    of: &[NodeId],
    root: NodeId,
) -> (Vec<Step>, Vec<usize>) {
    let shape = nodes[of[0].index()].shape;
    let registers = vec![None; nodes.len()];
    let mut chain = Chain { nodes, groups, buffer, root: root.index(), shape, steps: Vec::new(), registers };
    let results = of.iter().map(|of| chain.compute(*of)).collect();
    (chain.steps, results)
}

impl Chain<'_> {
    /// The register that holds the node's value. It walks with an explicit stack, because a chain may be as long as the
    /// graph.
    fn compute(&mut self, id: NodeId) -> usize {
        let mut pending = vec![id];
        while let Some(next) = pending.last().copied() {
            let node = self.nodes[next.index()];
            let inside = self.is_inside(next);
            let missing: Vec<NodeId> = node
                .args()
                .iter()
                .copied()
                .filter(|arg| inside && self.registers[arg.index()].is_none() && !skips(&node, *arg, self.nodes))
                .collect();
            if self.registers[next.index()].is_some() {
                pending.pop();
            } else if missing.is_empty() {
                self.step(next, inside);
                pending.pop();
            } else {
                pending.extend(missing.into_iter().rev());
            }
        }
        self.register(id)
    }

    fn register(&self, id: NodeId) -> usize {
        self.registers[id.index()].expect("an argument is computed before what reads it")
    }

    fn is_inside(&self, id: NodeId) -> bool {
        // The root of a stored node is itself, except for a slope that is computed beside its activation.
        self.nodes[id.index()].op.is_elementwise() && self.groups.root[id.index()] == self.root
    }

    fn step(&mut self, id: NodeId, inside: bool) {
        let to = self.steps.len();
        let node = self.nodes[id.index()];
        let step = if inside {
            match integer_power(&node, self.nodes) {
                Some(n) => Step::Powi { to, of: self.register(node.args()[0]), n },
                None => {
                    let first = self.register(node.args()[0]);
                    let mut args = [first; 3];
                    for (slot, arg) in args.iter_mut().zip(node.args()) {
                        *slot = self.register(*arg);
                    }
                    Step::Apply { to, op: node.op, args }
                }
            }
        } else {
            self.load(id, to)
        };
        self.steps.push(step);
        self.registers[id.index()] = Some(to);
    }

    /// The step that reads a stored value or a constant, looking through broadcasts that are not stored.
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
        let reading = match buffer.shape {
            shape if shape == self.shape => Reading::Full,
            Shape { rows: 1, cols: 1 } => Reading::Scalar,
            Shape { cols: 1, .. } => Reading::Col,
            _ => Reading::Row,
        };
        Step::Load { to, from: buffer, reading }
    }
}

/// The exponent of a power, if it is a small constant integer. Such powers become repeated multiplication.
fn integer_power(node: &Node, nodes: &[Node]) -> Option<i32> {
    let exponent = (node.op == Op::Pow).then(|| nodes[node.args()[1].index()].op.constant())??;
    (exponent.fract() == 0.0 && exponent.abs() <= 16.0).then_some(exponent as i32)
}

/// Whether the argument needs no register because it is a constant exponent, which the step itself holds.
fn skips(node: &Node, arg: NodeId, nodes: &[Node]) -> bool {
    node.args().get(1) == Some(&arg) && node.args()[0] != arg && integer_power(node, nodes).is_some()
}
