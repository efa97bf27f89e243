//! A rewrite of the graph before kernels are chosen: the mask of a maximum is computed from the maximum, which is stored
//! anyway, instead of from its argument. It knows no kernels.

use crate::graph::{Node, NodeId};
use crate::op::Op;

/// The same nodes with cheaper masks, and the new number of each old node.
///
/// For `y = (z > c ? z : c)` the masks `y > c` and `z > c` are equal. The derivative reads the mask. With `y > c` it no
/// longer reads `z`, which then need not be stored.
pub(super) fn masks_of_larger(nodes: &[Node]) -> (Vec<Node>, Vec<NodeId>) {
    let mut rewritten: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut number: Vec<NodeId> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let node = node.with_args(|arg| number[arg.index()]);
        let here = next(&rewritten);
        rewritten.push(node);
        number.push(here);
        if let Some(mask) = mask_of_larger(nodes, &nodes[number.len() - 1]) {
            let other = node.args()[2];
            number[mask.index()] = next(&rewritten);
            rewritten.push(rewritten[node.args()[0].index()].with_args(|arg| if arg == other { other } else { here }));
        }
    }
    (rewritten, number)
}

fn next(nodes: &[Node]) -> NodeId {
    NodeId(u32::try_from(nodes.len()).expect("a graph has fewer than 2³² nodes"))
}

/// The mask `z > c`, if the node is `z > c ? z : c`.
fn mask_of_larger(nodes: &[Node], node: &Node) -> Option<NodeId> {
    let &[mask, then, otherwise] = node.args() else { return None };
    let is_mask = nodes[mask.index()].op == Op::Gt && nodes[mask.index()].args() == [then, otherwise];
    (node.op == Op::Select && is_mask).then_some(mask)
}
