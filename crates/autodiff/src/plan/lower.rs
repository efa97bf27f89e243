//! Turns the nodes of a graph into kernels, in the order of the nodes.

use std::iter;

use kernels::{
    Axis, Buffer, Columns, Combine, Dots, Finish, Outer, ProductAlong, ProductOver, Reduce, RowSums, Shape, Sink,
    Transpose,
};

use super::PlanSpec;
use super::chain;
use super::elementwise::{Elementwise, Output, Reading, Step};
use super::groups::Groups;
use super::kernel::Kernel;
use super::rewrite::masks_of_larger;
use crate::expr::Expr;
use crate::graph::{Node, NodeId};
use crate::op::Op;

/// Kernels over numbered values, before the values have an address in the arena.
pub(super) struct Lowered {
    pub(super) kernels: Vec<Kernel>,
    /// The shape of each value, by number.
    pub(super) values: Vec<Shape>,
    pub(super) inputs: Vec<usize>,
    pub(super) outputs: Vec<usize>,
    /// (input, new value).
    pub(super) updates: Vec<(usize, usize)>,
}

/// The nodes of a plan's graph, and what becomes of each.
pub(super) struct Grouped {
    pub(super) nodes: Vec<Node>,
    pub(super) groups: Groups,
    /// The nodes of the outputs, then those of the updates' new values.
    pub(super) roots: Vec<NodeId>,
    /// The number that each of the graph's nodes has among `nodes`.
    number: Vec<NodeId>,
}

impl Grouped {
    fn node_of(&self, expr: &Expr<'_>) -> NodeId {
        self.number[expr.id().index()]
    }
}

/// Rewrites the nodes and decides which of their values are stored.
pub(super) fn group(spec: PlanSpec<'_, '_>) -> Grouped {
    let roots: Vec<Expr<'_>> = spec.outputs.iter().copied().chain(spec.updates.iter().map(|(_, new)| *new)).collect();
    let last = roots.iter().chain(spec.inputs).map(|expr| expr.id()).max();
    let nodes = match (last, roots.iter().chain(spec.inputs).next()) {
        (Some(last), Some(any)) => any.graph().nodes_up_to(last),
        _ => Vec::new(),
    };
    let (nodes, number) = masks_of_larger(&nodes);
    let roots: Vec<NodeId> = roots.iter().map(|root| number[root.id().index()]).collect();
    let groups = Groups::find(&nodes, &roots);
    Grouped { nodes, groups, roots, number }
}

pub(super) fn lower(spec: PlanSpec<'_, '_>) -> Lowered {
    for (input, new) in spec.updates {
        assert_eq!(input.shape(), new.shape(), "an update has the shape of its input");
        assert!(spec.inputs.contains(input), "{} is updated but is not among the inputs", input.id());
    }
    let grouped = group(spec);
    let node_of = |expr: &Expr<'_>| grouped.node_of(expr);
    let Grouped { nodes, groups, .. } = &grouped;
    let values = vec![None; nodes.len()];
    let mut lowering = Lowering { nodes, groups, values, shapes: Vec::new(), kernels: Vec::new() };
    let inputs = spec.inputs.iter().map(|input| lowering.input(node_of(input))).collect();
    for (idx, node) in nodes.iter().enumerate() {
        // A slope is computed with its activation, which comes before it.
        if groups.stored[idx] && lowering.values[idx].is_none() && !matches!(node.op, Op::Input(_)) {
            lowering.emit(NodeId(idx as u32));
        }
    }
    let outputs = spec.outputs.iter().map(|output| lowering.value(node_of(output))).collect();
    let pair = |(input, new): &(Expr<'_>, Expr<'_>)| (lowering.value(node_of(input)), lowering.value(node_of(new)));
    let updates = spec.updates.iter().map(pair).collect();
    let Lowering { kernels, shapes: values, .. } = lowering;
    Lowered { kernels, values, inputs, outputs, updates }
}

struct Lowering<'a> {
    nodes: &'a [Node],
    groups: &'a Groups,
    /// Node → value.
    values: Vec<Option<usize>>,
    shapes: Vec<Shape>,
    kernels: Vec<Kernel>,
}

impl Lowering<'_> {
    fn new_value(&mut self, shape: Shape) -> usize {
        self.shapes.push(shape);
        self.shapes.len() - 1
    }

    fn input(&mut self, id: NodeId) -> usize {
        let node = self.nodes[id.index()];
        assert!(matches!(node.op, Op::Input(_)), "node {} ({:?}) is not an input", id.0, node.op);
        let value = self.new_value(node.shape);
        self.values[id.index()] = Some(value);
        value
    }

    fn value(&self, id: NodeId) -> usize {
        match self.values[id.index()] {
            Some(value) => value,
            None => panic!("node {} ({:?}) is needed but is not among the inputs", id.0, self.nodes[id.index()].op),
        }
    }

    fn buffer(&self, id: NodeId) -> Buffer {
        Buffer::new(self.value(id), self.nodes[id.index()].shape)
    }

    fn emit(&mut self, id: NodeId) {
        let node = self.nodes[id.index()];
        let start = self.new_value(node.shape);
        let out = Buffer::new(start, node.shape);
        let kernel = match node.op {
            Op::MatMul => self.product(&node, out),
            Op::Transpose => Kernel::Transpose(Transpose { of: self.buffer(node.args()[0]), out }),
            Op::Sum(Axis::Cols) if self.is_inside(node.args()[0], id) => self.chain(id, Sink::SumPerRow, out),
            Op::Sum(Axis::All) if self.is_inside(node.args()[0], id) => self.chain(id, Sink::SumAll, out),
            Op::Sum(Axis::Cols) => {
                Kernel::RowSums(RowSums { of: self.buffer(node.args()[0]), out, finish: Finish::Store })
            }
            Op::Sum(axis) => {
                Kernel::Reduce(Reduce { combine: Combine::Sum, axis, of: self.buffer(node.args()[0]), out })
            }
            Op::Max(axis) => {
                Kernel::Reduce(Reduce { combine: Combine::Max, axis, of: self.buffer(node.args()[0]), out })
            }
            _ => self.chain(id, Sink::Store, out),
        };
        self.kernels.push(kernel);
        self.values[id.index()] = Some(start);
    }

    fn product(&mut self, node: &Node, out: Buffer) -> Kernel {
        let is_transposed = |id: NodeId| self.nodes[id.index()].op == Op::Transpose && !self.groups.stored[id.index()];
        let inner = |id: NodeId| if is_transposed(id) { self.nodes[id.index()].args()[0] } else { id };
        let [left, right] = [node.args()[0], node.args()[1]];
        let (a, b) = (self.buffer(inner(left)), self.buffer(inner(right)));
        match (is_transposed(left), is_transposed(right)) {
            (a_transposed, false) => along(a, a_transposed, b, out),
            (false, true) => over(a, b, out),
            (true, true) => {
                // aᵀ · bᵀ: no kernel reads both transposed, so the second factor is stored as bᵀ.
                let shape = self.nodes[right.index()].shape;
                let start = self.new_value(shape);
                let upright = Buffer::new(start, shape);
                self.kernels.push(Kernel::Transpose(Transpose { of: b, out: upright }));
                along(a, true, upright, out)
            }
        }
    }

    /// Whether an elementwise node is computed inside the kernel of node `kernel`.
    fn is_inside(&self, id: NodeId, kernel: NodeId) -> bool {
        !self.groups.stored[id.index()] && self.groups.root[id.index()] == kernel.index()
    }

    /// The elementwise kernel that computes `id`, which is an elementwise node or a sum of one.
    fn chain(&mut self, id: NodeId, sink: Sink, out: Buffer) -> Kernel {
        let of = if sink == Sink::Store { id } else { self.nodes[id.index()].args()[0] };
        let slope = self.groups.slopes[id.index()];
        let all: Vec<NodeId> = iter::once(of).chain(slope).collect();
        let (steps, results) = chain::steps(self.nodes, self.groups, &|stored| self.buffer(stored), &all, id);
        let over = Buffer::new(0, self.nodes[of.index()].shape);
        let mut outs = vec![out];
        if let Some(slope) = slope {
            let start = self.new_value(out.shape);
            self.values[slope.index()] = Some(start);
            outs.push(Buffer::new(start, out.shape));
        }
        let outputs = results.into_iter().zip(outs).map(|(register, out)| Output { register, sink, out }).collect();
        Kernel::Elementwise(Elementwise::new(steps, over, outputs))
    }
}

/// `a · b` or `aᵀ · b`, by the kernel for their shapes.
fn along(a: Buffer, a_transposed: bool, b: Buffer, out: Buffer) -> Kernel {
    let finish = Finish::Store;
    match (a_transposed, b.shape) {
        (_, Shape { cols: 2.., .. }) => Kernel::ProductAlong(ProductAlong { a, a_transposed, b, out, finish }),
        (false, Shape { rows: 1, .. }) => scaled(a, b, out),
        // The transpose of a column is a row, and both lie the same way in memory.
        (true, _) if a.shape.cols == 1 => Kernel::Dots(Dots { a, x: b, is_over_points: false, out, finish }),
        (true, _) => Kernel::Columns(Columns { a, g: b, out, finish }),
        (false, _) => Kernel::Dots(Dots { a, x: b, is_over_points: false, out, finish }),
    }
}

/// `a · bᵀ`, by the kernel for their shapes.
fn over(a: Buffer, b: Buffer, out: Buffer) -> Kernel {
    let finish = Finish::Store;
    match (a.shape.cols, b.shape.rows) {
        (1, 1) => scaled(a, b, out),
        (1, _) => Kernel::Outer(Outer { g: a, x: b, out, finish, sums: None }),
        (_, 1) => Kernel::Dots(Dots { a, x: b, is_over_points: true, out, finish }),
        _ => Kernel::ProductOver(ProductOver { a, b, out, finish, sums: None }),
    }
}

/// `a` or `aᵀ`, which has one row or one column, times the one number `b`.
fn scaled(a: Buffer, b: Buffer, out: Buffer) -> Kernel {
    // The transpose of one row or one column lies the same way in memory.
    let from = Buffer::new(a.start, out.shape);
    let steps = vec![
        Step::Load { to: 0, from, reading: Reading::Full },
        Step::Load { to: 1, from: b, reading: Reading::Scalar },
        Step::Apply { to: 2, op: Op::Mul, args: [0, 1, 0] },
    ];
    let output = Output { register: 2, sink: Sink::Store, out };
    Kernel::Elementwise(Elementwise::new(steps, out, vec![output]))
}
