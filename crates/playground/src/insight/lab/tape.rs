//! Scalars, node by node: what some expressions of a graph need, as a list that is evaluated from its start to its end.

use std::collections::HashMap;

use autodiff::{Expr, Graph, NodeId, Op};

/// The nodes that some scalar expressions are computed from, each after its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Tape {
    nodes: Vec<(Op, Vec<usize>)>,
}

impl Tape {
    /// What these expressions are computed from, themselves included, and where each of them is.
    pub(super) fn of<'g>(graph: &'g Graph, exprs: &[Expr<'g>]) -> (Tape, Vec<usize>) {
        let mut places: HashMap<NodeId, usize> = HashMap::new();
        let mut nodes = Vec::new();
        for expr in graph.ancestors(exprs) {
            places.insert(expr.id(), nodes.len());
            nodes.push((expr.op(), expr.args().iter().map(|arg| places[&arg.id()]).collect()));
        }
        (Tape { nodes }, exprs.iter().map(|expr| places[&expr.id()]).collect())
    }

    /// The value of every node, where the graph's inputs have these values in their order.
    pub fn values(&self, at: &[f64]) -> Vec<f64> {
        let mut values: Vec<f64> = Vec::with_capacity(self.nodes.len());
        let mut read = Vec::with_capacity(3);
        for (op, args) in &self.nodes {
            read.clear();
            read.extend(args.iter().map(|arg| values[*arg]));
            values.push(match op {
                Op::Input(number) => at[*number as usize],
                Op::Const(bits) => f64::from_bits(*bits),
                op => op.eval(&read),
            });
        }
        values
    }

    /// How many of its nodes compute something.
    pub fn n_operations(&self) -> usize {
        self.nodes.iter().filter(|(op, _)| op.arity() > 0).count()
    }
}
