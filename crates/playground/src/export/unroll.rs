//! A column as scalars: what a language without arrays computes, one entry after the other.

use std::collections::HashMap;

use autodiff::{Axis, Expr, Graph, NodeId, Op};

/// The entries of an expression of columns, `rows × points`, as 1 × 1 expressions in another graph.
///
/// # Panics
/// If it has an operation between points, or a product of matrices.
pub(super) fn unrolled<'g>(expr: Expr<'_>, inputs: &[(Expr<'_>, Vec<Expr<'g>>)], graph: &'g Graph) -> Vec<Expr<'g>> {
    let mut known: HashMap<NodeId, Vec<Expr<'g>>> =
        inputs.iter().map(|(input, entries)| (input.id(), entries.clone())).collect();
    for node in expr.graph().ancestors(&[expr]) {
        if known.contains_key(&node.id()) {
            continue;
        }
        let args = node.args();
        let entry = |arg: usize, row: usize| known[&args[arg].id()][row];
        let entries: Vec<Expr<'g>> = match node.op() {
            Op::Const(bits) => vec![graph.constant(f64::from_bits(bits)); node.rows()],
            Op::Broadcast(_) => {
                let from = &known[&args[0].id()];
                (0..node.rows()).map(|row| from[if from.len() == 1 { 0 } else { row }]).collect()
            }
            Op::Sum(Axis::Rows) => vec![folded(&known[&args[0].id()], |sum, next| sum + next)],
            Op::Max(Axis::Rows) => vec![folded(&known[&args[0].id()], Expr::maximum)],
            op if op.is_elementwise() => {
                let of_row = |row: usize| {
                    let ids: Vec<NodeId> = (0..args.len()).map(|arg| entry(arg, row).id()).collect();
                    graph.apply(op, &ids)
                };
                (0..node.rows()).map(of_row).collect()
            }
            op => panic!("{op} has no entries of their own"),
        };
        known.insert(node.id(), entries);
    }
    known.remove(&expr.id()).unwrap_or_default()
}

fn folded<'g>(entries: &[Expr<'g>], join: impl Fn(Expr<'g>, Expr<'g>) -> Expr<'g>) -> Expr<'g> {
    entries[1..].iter().fold(entries[0], |so_far, next| join(so_far, *next))
}
