//! From graph to kernels, in the order of the nodes.

use std::collections::BTreeMap;

use super::PlanSpec;
use super::buffer::Buffer;
use super::chain;
use super::elementwise::{Elementwise, Sink};
use super::groups::Groups;
use super::kernel::Kernel;
use super::product::{ProductAlongColumns, ProductOverColumns};
use super::reduce::{Combine, Reduce, Transpose};
use crate::expr::Expr;
use crate::graph::{Node, NodeId};
use crate::op::{Axis, Op, Shape};

/// Kernels over numbered values, before they have a place in the arena.
pub(super) struct Lowered {
    pub(super) kernels: Vec<Kernel>,
    /// The shape of each value, by number.
    pub(super) values: Vec<Shape>,
    pub(super) inputs: Vec<usize>,
    pub(super) outputs: Vec<usize>,
    /// (input, new value).
    pub(super) updates: Vec<(usize, usize)>,
    pub(super) n_registers: usize,
}

pub(super) fn lower(spec: PlanSpec<'_, '_>) -> Lowered {
    let roots: Vec<Expr<'_>> = spec.outputs.iter().copied().chain(spec.updates.iter().map(|(_, new)| *new)).collect();
    let last = roots.iter().chain(spec.inputs).map(|expr| expr.id()).max();
    let nodes = match (last, roots.iter().chain(spec.inputs).next()) {
        (Some(last), Some(any)) => any.graph().nodes_up_to(last),
        _ => Vec::new(),
    };
    for (input, new) in spec.updates {
        assert_eq!(input.shape(), new.shape(), "an update has the shape of its input");
        assert!(spec.inputs.contains(input), "{input:?} is updated but is not among the inputs");
    }
    let groups = Groups::find(&nodes, &roots);
    let mut lowering = Lowering {
        nodes: &nodes,
        groups: &groups,
        values: BTreeMap::new(),
        shapes: Vec::new(),
        kernels: Vec::new(),
        n_registers: 0,
    };
    let inputs = spec.inputs.iter().map(|input| lowering.input(*input)).collect();
    for (idx, node) in nodes.iter().enumerate() {
        if groups.stored[idx] && !matches!(node.op, Op::Input(_)) {
            lowering.emit(NodeId(idx as u32));
        }
    }
    let outputs = spec.outputs.iter().map(|output| lowering.value(output.id())).collect();
    let updates =
        spec.updates.iter().map(|(input, new)| (lowering.value(input.id()), lowering.value(new.id()))).collect();
    let Lowering { kernels, shapes: values, n_registers, .. } = lowering;
    Lowered { kernels, values, inputs, outputs, updates, n_registers }
}

struct Lowering<'a> {
    nodes: &'a [Node],
    groups: &'a Groups,
    /// Node → value.
    values: BTreeMap<usize, usize>,
    shapes: Vec<Shape>,
    kernels: Vec<Kernel>,
    n_registers: usize,
}

impl Lowering<'_> {
    fn new_value(&mut self, shape: Shape) -> usize {
        self.shapes.push(shape);
        self.shapes.len() - 1
    }

    fn input(&mut self, input: Expr<'_>) -> usize {
        assert!(matches!(self.nodes[input.id().index()].op, Op::Input(_)), "{input:?} is not an input");
        let value = self.new_value(input.shape());
        self.values.insert(input.id().index(), value);
        value
    }

    fn value(&self, id: NodeId) -> usize {
        match self.values.get(&id.index()) {
            Some(value) => *value,
            None => panic!("node {} ({:?}) is needed but is not among the inputs", id.0, self.nodes[id.index()].op),
        }
    }

    fn buffer(&self, id: NodeId) -> Buffer {
        Buffer { start: self.value(id), shape: self.nodes[id.index()].shape }
    }

    fn emit(&mut self, id: NodeId) {
        let node = self.nodes[id.index()];
        let start = self.new_value(node.shape);
        let out = Buffer { start, shape: node.shape };
        let kernel = match node.op {
            Op::MatMul => self.product(&node, out),
            Op::Transpose => Kernel::Transpose(Transpose { of: self.buffer(node.args()[0]), out }),
            Op::Sum(Axis::Cols) if self.is_inside(node.args()[0], id) => self.chain(id, Sink::SumPerRow, out),
            Op::Sum(Axis::All) if self.is_inside(node.args()[0], id) => self.chain(id, Sink::SumAll, out),
            Op::Sum(axis) => {
                Kernel::Reduce(Reduce { combine: Combine::Sum, axis, of: self.buffer(node.args()[0]), out })
            }
            Op::Max(axis) => {
                Kernel::Reduce(Reduce { combine: Combine::Max, axis, of: self.buffer(node.args()[0]), out })
            }
            _ => self.chain(id, Sink::Store, out),
        };
        self.kernels.push(kernel);
        self.values.insert(id.index(), start);
    }

    fn product(&mut self, node: &Node, out: Buffer) -> Kernel {
        let is_transposed = |id: NodeId| self.nodes[id.index()].op == Op::Transpose && !self.groups.stored[id.index()];
        let inner = |id: NodeId| if is_transposed(id) { self.nodes[id.index()].args()[0] } else { id };
        let [left, right] = [node.args()[0], node.args()[1]];
        let (a, b) = (self.buffer(inner(left)), self.buffer(inner(right)));
        match (is_transposed(left), is_transposed(right)) {
            (a_transposed, false) => Kernel::ProductAlongColumns(ProductAlongColumns { a, a_transposed, b, out }),
            (false, true) => Kernel::ProductOverColumns(ProductOverColumns { a, b, out }),
            (true, true) => {
                // aᵀ · bᵀ: the second factor is stored the right way up after all.
                let shape = self.nodes[right.index()].shape;
                let start = self.new_value(shape);
                let upright = Buffer { start, shape };
                self.kernels.push(Kernel::Transpose(Transpose { of: b, out: upright }));
                Kernel::ProductAlongColumns(ProductAlongColumns { a, a_transposed: true, b: upright, out })
            }
        }
    }

    /// Whether an elementwise node is computed by the kernel of another.
    fn is_inside(&self, id: NodeId, kernel: NodeId) -> bool {
        !self.groups.stored[id.index()] && self.groups.root[id.index()] == kernel.index()
    }

    /// The kernel that computes `id`, or what `id` sums.
    fn chain(&mut self, id: NodeId, sink: Sink, out: Buffer) -> Kernel {
        let of = if sink == Sink::Store { id } else { self.nodes[id.index()].args()[0] };
        let (steps, result, n_registers) =
            chain::instructions(self.nodes, self.groups, &|stored| self.buffer(stored), of, id);
        self.n_registers = self.n_registers.max(n_registers);
        Kernel::Elementwise(Elementwise { steps, result, over: self.nodes[of.index()].shape, sink, out })
    }
}
