//! A graph as seen from outside: its nodes in order, what each of them is, and how they print.
//!
//! A node prints as one line, `%3 = mul %1 %2 : 4×10`: its number, its operation, the numbers of its arguments, and the
//! shape of its result. The module appends nothing to a graph; expressions as formulas are printed by `formula`.

use std::fmt;

use crate::expr::Expr;
use crate::graph::{Graph, Node, NodeId};
use crate::op::Op;

impl<'g> Expr<'g> {
    /// The operation of its node.
    ///
    /// ```
    /// # use autodiff::{Graph, Op};
    /// let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(x.tanh().op(), Op::Tanh);
    /// ```
    pub fn op(self) -> Op {
        self.graph().node(self.id()).op
    }

    /// The arguments of its node, as many as [`Op::arity`] says.
    ///
    /// Operands of unequal shape were broadcast first, and the operands of `+` and `·` may have changed places.
    ///
    /// ```
    /// # use autodiff::{Axis, Graph, Op};
    /// let graph = Graph::new();
    /// let (x, b) = (graph.input("x", 2, 3), graph.input("b", 2, 1));
    /// assert_eq!(x.pow(x).args(), [x, x]);
    /// let [_, repeated] = (x - b).args()[..] else { panic!("a difference has two arguments") };
    /// assert_eq!((repeated.op(), repeated.args()), (Op::Broadcast(Axis::Cols), vec![b]));
    /// ```
    pub fn args(self) -> Vec<Expr<'g>> {
        let graph = self.graph();
        graph.node(self.id()).args().iter().map(|id| Expr { graph, id: *id }).collect()
    }

    /// The name of an input; other nodes have none.
    ///
    /// ```
    /// # use autodiff::Graph;
    /// let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!((x.name().as_deref(), x.sin().name()), (Some("x"), None));
    /// ```
    pub fn name(self) -> Option<String> {
        if let Op::Input(number) = self.op() { Some(self.graph().input_name(number)) } else { None }
    }
}

impl Graph {
    /// Every node in the order in which it was appended, so that arguments come before what reads them. Nodes that are
    /// appended during the iteration are not among them.
    ///
    /// ```
    /// # use autodiff::{Graph, Op};
    /// let graph = Graph::new();
    /// let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
    /// let _ = (x * y).exp();
    /// let ops: Vec<String> = graph.nodes().map(|node| node.op().to_string()).collect();
    /// assert_eq!(ops, ["input", "input", "mul", "exp"]);
    /// ```
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = Expr<'_>> + ExactSizeIterator {
        (0..self.len()).map(|idx| Expr { graph: self, id: NodeId(idx as u32) })
    }

    /// The nodes that these expressions are computed from, themselves included, in the order of [`nodes`](Graph::nodes).
    ///
    /// ```
    /// # use autodiff::Graph;
    /// let graph = Graph::new();
    /// let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
    /// let (f, g) = (x.exp(), y.sin());
    /// assert_eq!(graph.ancestors(&[f]), [x, f]);
    /// assert_eq!(graph.ancestors(&[g, f]), [x, y, f, g]);
    /// ```
    pub fn ancestors<'g>(&'g self, of: &[Expr<'g>]) -> Vec<Expr<'g>> {
        let mut is_needed = vec![false; self.len()];
        of.iter().for_each(|expr| is_needed[expr.id().index()] = true);
        for node in self.nodes().rev() {
            if is_needed[node.id().index()] {
                node.args().iter().for_each(|arg| is_needed[arg.id().index()] = true);
            }
        }
        self.nodes().filter(|node| is_needed[node.id().index()]).collect()
    }
}

/// Prints one line per node.
///
/// ```
/// # use autodiff::Graph;
/// let graph = Graph::new();
/// let (x, b) = (graph.input("x", 4, 10), graph.input("b", 4, 1));
/// let _ = (x + b).tanh() * 0.5;
/// let lines = "\
/// %0 = input x : 4×10
/// %1 = input b : 4×1
/// %2 = broadcast_cols %1 : 4×10
/// %3 = add %0 %2 : 4×10
/// %4 = tanh %3 : 4×10
/// %5 = const 0.5 : 1×1
/// %6 = const 0.5 : 4×10
/// %7 = mul %4 %6 : 4×10
/// ";
/// assert_eq!(graph.to_string(), lines);
/// ```
impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.nodes().try_for_each(|node| writeln!(f, "{node:?}"))
    }
}

/// Prints the node's line in its graph. As a formula an expression is printed by `Display`.
///
/// ```
/// # use autodiff::Graph;
/// let graph = Graph::new();
/// let x = graph.input("x", 2, 3);
/// assert_eq!(format!("{:?}", x.exp()), "%1 = exp %0 : 2×3");
/// ```
impl fmt::Debug for Expr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let graph = self.graph();
        write!(f, "{}", Line { graph, id: self.id(), node: graph.node(self.id()) })
    }
}

/// A node's line.
pub(crate) struct Line<'g> {
    pub(crate) graph: &'g Graph,
    pub(crate) id: NodeId,
    pub(crate) node: Node,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Line { graph, id, node } = self;
        write!(f, "{id} = {}", node.op)?;
        match (node.op, node.op.constant()) {
            (Op::Input(number), _) => write!(f, " {}", graph.input_name(number))?,
            (_, Some(value)) => write!(f, " {value:?}")?,
            _ => {}
        }
        node.args().iter().try_for_each(|arg| write!(f, " {arg}"))?;
        write!(f, " : {}", node.shape)
    }
}

/// Prints the node's number after a percent sign, as the lines of a [`Graph`] do.
impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "%{}", self.index())
    }
}

#[cfg(test)]
mod tests {
    use crate::{Axis, Graph, grad};

    #[test]
    fn the_walk_leads_from_a_gradient_back_to_the_inputs() {
        let graph = Graph::new();
        let (w, x) = (graph.input("w", 2, 3), graph.input("x", 3, 1));
        let unused = x.exp();
        let gradient = grad(w.matmul(x).tanh().sum(Axis::All), &[w])[0];
        let path = graph.ancestors(&[gradient]);
        assert!(path.contains(&w) && path.contains(&x) && !path.contains(&unused));
        assert!(path.iter().all(|node| node.args().iter().all(|arg| arg.id() < node.id() && path.contains(arg))));
    }

    #[test]
    fn every_kind_of_node_has_a_line() {
        let graph = Graph::new();
        let (x, y) = (graph.input("x", 2, 3), graph.input("point weights", 1, 3));
        let _ = x.gt(y).select(x, y).max(Axis::All);
        let _ = x.matmul(y.t()).sum(Axis::Cols) * 1e30;
        let lines = "\
%0 = input x : 2×3
%1 = input point weights : 1×3
%2 = broadcast_rows %1 : 2×3
%3 = gt %0 %2 : 2×3
%4 = select %3 %0 %2 : 2×3
%5 = max %4 : 1×1
%6 = transpose %1 : 3×1
%7 = matmul %0 %6 : 2×1
%8 = const 1e30 : 1×1
%9 = const 1e30 : 2×1
%10 = mul %7 %9 : 2×1
";
        assert_eq!(graph.to_string(), lines);
    }
}
