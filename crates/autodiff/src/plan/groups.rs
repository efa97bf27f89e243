//! Decides which nodes are stored, and which are computed or read inside the kernel of another node.
//!
//! If all readers of an elementwise node are in one elementwise kernel, the node is computed inside that kernel. So is
//! an elementwise node that is only read by one sum, over columns or over everything. Constants, broadcasts and
//! transposes are ways of reading a value; they are stored only for a reader that cannot read in that way.

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
}

impl Groups {
    /// Walks back from the results, so that all readers of a node are known before the node is decided.
    pub(super) fn find(nodes: &[Node], results: &[NodeId]) -> Groups {
        let n = nodes.len();
        let mut groups = Groups { stored: vec![false; n], root: (0..n).collect() };
        let mut needed = vec![false; n];
        let mut kernel_of_readers: Vec<Option<usize>> = vec![None; n];
        for result in results {
            needed[result.index()] = true;
            groups.stored[result.index()] = true;
        }
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
}
