//! Where the nodes of a graph stand when it is drawn from left to right: each right of what it reads, leaves right before who reads
//! them, and as few crossings as a few sweeps find. Lines over several columns have a place of their own in each. Numbers are not
//! drawn, unless a line gives them a name: what reads them is written with them.

use super::program::Node;

/// Sweeps over the columns, to and fro.
const N_SWEEPS: usize = 6;

/// A drawing, in columns and rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// How many columns there are.
    pub n_columns: usize,
    /// How many rows the fullest column has.
    pub n_rows: usize,
    /// Whether each node is drawn.
    is_shown: Vec<bool>,
    /// Column and row of each node that is drawn; rows may lie between two.
    pub places: Vec<(usize, f64)>,
    /// Every line from an argument to who reads it, by way of the columns between.
    pub lines: Vec<Line>,
}

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The node that is read.
    pub from: usize,
    /// The node that reads it.
    pub to: usize,
    /// As which argument.
    pub argument: usize,
    /// Column and row of the places between.
    pub by: Vec<(usize, f64)>,
}

impl Layout {
    /// The nodes that are drawn, in their order.
    pub fn shown(&self) -> impl Iterator<Item = usize> {
        self.is_shown.iter().enumerate().filter(|(_, is_shown)| **is_shown).map(|(node, _)| node)
    }

    /// Places these nodes, of which each comes after its arguments.
    pub fn of(nodes: &[Node]) -> Layout {
        let is_shown: Vec<bool> =
            nodes.iter().map(|node| node.op.constant().is_none() || node.name.is_some()).collect();
        let columns = columns(nodes, &is_shown);
        let shown = || (0..nodes.len()).filter(|node| is_shown[*node]);
        let n_columns = shown().map(|node| columns[node] + 1).max().unwrap_or(0);
        // A place is a node, or where the lines of a node pass a column: (node, column).
        let mut order: Vec<Vec<(usize, bool)>> = vec![Vec::new(); n_columns];
        let mut reaches = columns.clone();
        for (node, described) in nodes.iter().enumerate() {
            described.args.iter().for_each(|arg| reaches[*arg] = reaches[*arg].max(columns[node].saturating_sub(1)));
        }
        for node in shown() {
            order[columns[node]].push((node, true));
            (columns[node] + 1..=reaches[node]).for_each(|passed| order[passed].push((node, false)));
        }
        for sweep in 0..N_SWEEPS {
            let rows = rows(&order);
            let forward = sweep % 2 == 0;
            for column in 0..n_columns {
                let column = if forward { column } else { n_columns - 1 - column };
                let mut keyed: Vec<(f64, (usize, bool))> = order[column]
                    .iter()
                    .map(|place| (wish(nodes, &columns, &rows, *place, column, forward), *place))
                    .collect();
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                order[column] = keyed.into_iter().map(|(_, place)| place).collect();
            }
        }
        let rows = rows(&order);
        let row = |node: usize| if is_shown[node] { rows[columns[node]][&(node, true)] } else { 0.0 };
        let places = (0..nodes.len()).map(|node| (columns[node], row(node))).collect();
        let line = |to: usize, argument: usize, from: usize| Line {
            from,
            to,
            argument,
            by: (columns[from] + 1..columns[to]).map(|column| (column, rows[column][&(from, false)])).collect(),
        };
        let lines = nodes
            .iter()
            .enumerate()
            .flat_map(|(to, node)| node.args.iter().enumerate().map(move |(k, from)| (to, k, *from)))
            .filter(|(_, _, from)| is_shown[*from])
            .map(|(to, k, from)| line(to, k, from))
            .collect();
        Layout { is_shown, n_columns, n_rows: order.iter().map(Vec::len).max().unwrap_or(0), places, lines }
    }
}

type Rows = Vec<std::collections::BTreeMap<(usize, bool), f64>>;

/// Operations as far left as they can be, leaves as far right.
fn columns(nodes: &[Node], is_shown: &[bool]) -> Vec<usize> {
    let mut columns = vec![0usize; nodes.len()];
    for (idx, node) in nodes.iter().enumerate() {
        let drawn = node.args.iter().filter(|arg| is_shown[**arg]);
        columns[idx] = drawn.map(|arg| columns[*arg] + 1).max().unwrap_or(0);
    }
    for idx in (0..nodes.len()).filter(|idx| nodes[*idx].args.is_empty()) {
        let readers = nodes.iter().enumerate().filter(|(_, node)| node.args.contains(&idx));
        if let Some(first) = readers.map(|(reader, _)| columns[reader]).min() {
            columns[idx] = first.saturating_sub(1);
        }
    }
    columns
}

/// The row of each place of each column, columns of unequal length centred.
fn rows(order: &[Vec<(usize, bool)>]) -> Rows {
    let most = order.iter().map(Vec::len).max().unwrap_or(0);
    order
        .iter()
        .map(|column| {
            let above = (most - column.len()) as f64 / 2.0;
            column.iter().enumerate().map(|(row, place)| (*place, above + row as f64)).collect()
        })
        .collect()
}

/// The row where a place would stand best: the mean of what it is joined to in the columns on one side.
fn wish(
    nodes: &[Node],
    columns: &[usize],
    rows: &Rows,
    (node, is_node): (usize, bool),
    column: usize,
    forward: bool,
) -> f64 {
    let row_in = |node: usize, column: usize| rows[column].get(&(node, columns[node] == column)).copied();
    let mut wishes: Vec<f64> = Vec::new();
    if forward {
        match is_node {
            true => wishes.extend(nodes[node].args.iter().filter_map(|arg| row_in(*arg, column.checked_sub(1)?))),
            false => wishes.extend(row_in(node, column - 1)),
        }
    } else if column + 1 < rows.len() {
        wishes.extend(rows[column + 1].get(&(node, false)));
        let readers = nodes
            .iter()
            .enumerate()
            .filter(|(reader, described)| columns[*reader] == column + 1 && described.args.contains(&node));
        wishes.extend(readers.filter_map(|(reader, _)| row_in(reader, column + 1)));
    }
    let here = rows[column][&(node, is_node)];
    if wishes.is_empty() { here } else { wishes.iter().sum::<f64>() / wishes.len() as f64 }
}

#[cfg(test)]
mod tests {
    use super::super::program::Program;
    use super::*;

    #[test]
    fn every_node_stands_right_of_what_it_reads_and_alone() {
        for text in ["f = x^2*y + y + 2", "a = x*y\nb = sin(a) + a\nb*x + cos(b)*y", "x", "(x + y)*(x - y)*(x*y)"] {
            let names = autodiff::formula::free_names(text).expect("it is short");
            let program = Program::of(text, &names).expect("definitions");
            let layout = Layout::of(&program.nodes);
            for (idx, node) in program.nodes.iter().enumerate() {
                let drawn = node.args.iter().filter(|arg| layout.is_shown[**arg]);
                assert!(drawn.into_iter().all(|arg| layout.places[*arg].0 < layout.places[idx].0), "{text}");
            }
            let mut taken: Vec<(usize, u64)> =
                layout.shown().map(|node| (layout.places[node].0, layout.places[node].1.to_bits())).collect();
            taken.extend(
                layout
                    .lines
                    .iter()
                    .flat_map(|line| &line.by)
                    .map(|(column, row)| (*column, row.to_bits()))
                    .collect::<std::collections::BTreeSet<_>>(),
            );
            let n = taken.len();
            taken.sort_unstable();
            taken.dedup();
            assert_eq!(taken.len(), n, "{text}: two stand in one place");
            assert!(
                layout
                    .places
                    .iter()
                    .all(|(column, row)| *column < layout.n_columns && *row >= 0.0 && *row <= layout.n_rows as f64)
            );
        }
    }

    #[test]
    fn a_row_of_definitions_is_drawn_in_a_moment() {
        let text: String = (0..200).map(|n| format!("a{} = sin(a{n}) + x\n", n + 1)).collect();
        let program = Program::of(&text.replacen("a0", "x", 1), &["x".into()]).expect("definitions");
        let started = std::time::Instant::now();
        assert_eq!(Layout::of(&program.nodes).n_columns, 401);
        assert!(started.elapsed().as_millis() < 2_000, "it took {:?}", started.elapsed());
    }
}
