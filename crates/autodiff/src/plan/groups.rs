//! Decides which nodes are stored, and which are computed or read inside the kernel of another node.
//!
//! If all readers of an elementwise node are in one elementwise kernel, the node is computed inside that kernel. So is
//! an elementwise node that is only read by one sum, over columns or over everything. Constants, broadcasts and
//! transposes are ways of reading a value; they are stored only for a reader that cannot read in that way.
//!
//! The slope of an activation is computed beside the activation, by the same kernel, and stored for the derivative. Its
//! argument need not be stored then, and the derivative of a layer below can be the epilogue of a product.

use kernels::Axis;

use crate::graph::{Node, NodeId};
use crate::op::Op;

/// How one node reads another.
enum Demand {
    /// As an intermediate value of the reader's own kernel.
    Inside,
    /// As a way of reading: the reader reads the argument of that node instead.
    Through,
    /// From memory.
    Stored,
}

fn demand(reader: Op, read: Op) -> Demand {
    match (reader, read) {
        (reader, read) if reader.is_elementwise() && read.is_elementwise() => Demand::Inside,
        (Op::Sum(Axis::Cols | Axis::All), read) if read.is_elementwise() => Demand::Inside,
        (Op::Broadcast(_), Op::Const(_) | Op::Broadcast(_)) | (Op::MatMul, Op::Transpose) => Demand::Through,
        (reader, Op::Const(_) | Op::Broadcast(_)) if reader.is_elementwise() => Demand::Through,
        _ => Demand::Stored,
    }
}

/// The decision for every node of a graph.
pub(super) struct Groups {
    /// Per node, whether it is stored.
    pub(super) stored: Vec<bool>,
    /// Per elementwise node, the node whose kernel computes it: a stored node, which may be itself or
    /// a sum.
    pub(super) root: Vec<usize>,
    /// Per activation, its slope that the same kernel computes.
    pub(super) slopes: Vec<Option<NodeId>>,
}

impl Groups {
    /// Walks back from the results, so that all readers of a node are known before the node is decided.
    pub(super) fn find(nodes: &[Node], results: &[NodeId]) -> Groups {
        let n = nodes.len();
        let (stored, slopes) = (vec![false; n], vec![None; n]);
        let mut groups = Groups { stored, root: (0..n).collect(), slopes };
        let mut needed = vec![false; n];
        let mut kernel_of_readers: Vec<Option<usize>> = vec![None; n];
        for result in results {
            needed[result.index()] = true;
            groups.stored[result.index()] = true;
        }
        groups.put_slopes_beside(nodes, results);
        for idx in (0..n).rev() {
            if !needed[idx] {
                continue;
            }
            let op = nodes[idx].op;
            match kernel_of_readers[idx] {
                Some(kernel) if op.is_elementwise() && !groups.stored[idx] => groups.root[idx] = kernel,
                _ if matches!(op, Op::Const(_) | Op::Broadcast(_) | Op::Transpose) => {}
                _ => groups.stored[idx] = true,
            }
            for arg in nodes[idx].args().iter().map(|arg| arg.index()) {
                needed[arg] = true;
                match demand(op, nodes[arg].op) {
                    Demand::Through => {}
                    Demand::Stored => groups.stored[arg] = true,
                    Demand::Inside => {
                        let here = groups.root[idx];
                        groups.stored[arg] |= kernel_of_readers[arg].is_some_and(|other| other != here);
                        kernel_of_readers[arg] = Some(here);
                    }
                }
            }
        }
        groups
    }

    /// Finds the slopes of activations that are stored anyway, because a product reads them or because they are results, or
    /// that can be stored by the product whose sums they are of.
    fn put_slopes_beside(&mut self, nodes: &[Node], results: &[NodeId]) {
        let mut n_readers = vec![0; nodes.len()];
        results.iter().for_each(|result| n_readers[result.index()] += 1);
        for (idx, node) in nodes.iter().enumerate().rev() {
            if n_readers[idx] == 0 {
                continue;
            }
            for arg in node.args() {
                n_readers[arg.index()] += 1;
                self.stored[arg.index()] |= matches!(demand(node.op, nodes[arg.index()].op), Demand::Stored);
            }
        }
        for slope in (0..nodes.len()).rev().filter(|idx| n_readers[*idx] > 0) {
            let Some(of) = activation_of(nodes, slope, &n_readers) else { continue };
            let is_stored = self.stored[of] || n_readers[of] > 0 && is_epilogue(nodes, of);
            if is_stored && self.slopes[of].is_none() {
                self.stored[of] = true;
                self.slopes[of] = Some(NodeId(slope as u32));
                self.stored[slope] = true;
                self.root[slope] = of;
            }
        }
    }
}

/// Whether the node is `tanh (product + bias)`.
fn is_epilogue(nodes: &[Node], of: usize) -> bool {
    let sum = nodes[nodes[of].args()[0].index()];
    nodes[of].op == Op::Tanh && sum.op == Op::Add && sum.args().iter().any(|arg| nodes[arg.index()].op == Op::MatMul)
}

/// The activation of which this node is the slope: `tanh z` of `1/cosh² z`, `sigmoid z` of `sigmoid z · sigmoid −z`. The
/// slope may read nothing that comes after the activation and has other readers, which may want it stored.
fn activation_of(nodes: &[Node], slope: usize, n_readers: &[usize]) -> Option<usize> {
    let node = |id: NodeId| nodes[id.index()];
    match (nodes[slope].op, nodes[slope].args()) {
        (Op::SechSquared, [z]) => (0..slope).find(|of| nodes[*of].op == Op::Tanh && nodes[*of].args() == [*z]),
        (Op::Mul, [a, b]) => [(a, b), (b, a)].into_iter().find_map(|(of, other)| {
            let minus = *node(*other).args().first()?;
            let is_slope = [*of, *other].map(|id| node(id).op) == [Op::Sigmoid; 2]
                && node(minus).op == Op::Neg
                && node(minus).args() == node(*of).args();
            let is_apart = [*other, minus].iter().all(|id| id < of || n_readers[id.index()] == 1);
            (is_slope && is_apart).then_some(of.index())
        }),
        _ => None,
    }
}
