//! What is rewritten before kernels are chosen: a mask that asks for the sign of a value asks for
//! the sign of its positive part instead, where that is stored anyway.

use crate::graph::{Node, NodeId};
use crate::op::Op;

/// The same nodes with cheaper masks, and the new number of each old node.
///
/// `y = (z > 0 ? z : 0)` has `y > 0` exactly where `z > 0` (not for numbers that are not either), so
/// that `z` itself, which only the mask of the derivative still read, need not be stored.
pub(super) fn masks_of_positive_parts(nodes: &[Node]) -> (Vec<Node>, Vec<NodeId>) {
    let mut rewritten: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut number: Vec<NodeId> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let node = node.with_args(|arg| number[arg.index()]);
        let here = next(&rewritten);
        rewritten.push(node);
        number.push(here);
        if let Some(mask) = mask_of_positive_part(nodes, &nodes[number.len() - 1]) {
            let zero = node.args()[2];
            number[mask.index()] = next(&rewritten);
            rewritten.push(rewritten[node.args()[0].index()].with_args(|arg| if arg == zero { zero } else { here }));
        }
    }
    (rewritten, number)
}

fn next(nodes: &[Node]) -> NodeId {
    NodeId(u32::try_from(nodes.len()).expect("a graph has fewer than 2³² nodes"))
}

/// The mask `z > 0` if the node is `z > 0 ? z : 0`.
fn mask_of_positive_part(nodes: &[Node], node: &Node) -> Option<NodeId> {
    let &[mask, then, otherwise] = node.args() else { return None };
    let is_zero = |id: NodeId| nodes[id.index()].op.constant() == Some(0.0);
    let is_mask = nodes[mask.index()].op == Op::Gt && nodes[mask.index()].args() == [then, otherwise];
    (node.op == Op::Select && is_zero(otherwise) && is_mask).then_some(mask)
}
