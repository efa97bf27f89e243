//! A graph as a picture: boxes with rows of numbers, and lines between them.

use playground::insight::lab::{Layout, Line};
use yew::prelude::*;

/// The width of a box, and from one to the next; heights of a line of text, and between boxes.
const BOX: f64 = 136.0;
const PITCH: f64 = 204.0;
const ROW: f64 = 17.0;
const GAP: f64 = 18.0;
const EDGE: f64 = 4.0;

/// A picture is made so small at most before it is scrolled.
const LEAST: f64 = 0.74;

/// Letters that a box and a line have room for.
const MOST_IN_BOX: usize = 17;
const MOST_ON_LINE: usize = 9;

/// What is drawn.
pub(super) struct Drawing<'a> {
    pub(super) layout: &'a Layout,
    pub(super) titles: Vec<String>,
    /// Names and numbers in each box.
    pub(super) rows: Vec<Vec<(&'static str, String)>>,
    /// Which row is set in bold.
    pub(super) strong: usize,
    pub(super) is_tinted: Vec<bool>,
    pub(super) lit_node: Option<usize>,
    /// What stands on each line, and whether it is lit.
    pub(super) factors: Vec<Option<String>>,
    pub(super) is_lit: Vec<bool>,
    /// Lit lines go from right to left.
    pub(super) is_reverse: bool,
}

/// The picture.
pub(super) fn drawing(drawing: &Drawing<'_>) -> Html {
    let Drawing { layout, rows, .. } = drawing;
    let step = tall(rows.iter().map(Vec::len).max().unwrap_or(1)) + GAP;
    let (width, height) =
        (EDGE + left(layout.n_columns.max(1) - 1) + BOX, 2.0 * EDGE + layout.n_rows as f64 * step - GAP);
    let arrow = |id: &'static str| {
        html! {
            <marker {id} viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 10 5 0 10z" /></marker>
        }
    };
    html! {
        <svg class="lab-drawing" style={format!("max-width: {width}px; min-width: {}px", LEAST * width)} viewBox={format!("0 0 {width} {height}")}>
            <defs>{ arrow("lab-arrow") }{ arrow("lab-arrow-lit") }</defs>
            { for (0..layout.lines.len()).map(|idx| drawing.line(idx, step)) }
            { for layout.shown().map(|idx| drawing.node(idx, step)) }
        </svg>
    }
}

/// The height of a box with so many rows below its title.
fn tall(n_rows: usize) -> f64 {
    ROW * (1.0 + n_rows as f64) + 14.0
}

/// The left edge of a column.
fn left(column: usize) -> f64 {
    EDGE + column as f64 * PITCH
}

/// The middle of a row, where rows are `step` apart.
fn middle(row: f64, step: f64) -> f64 {
    EDGE + (row + 0.5) * step - GAP / 2.0
}

impl Drawing<'_> {
    fn node(&self, node: usize, step: f64) -> Html {
        let (column, row) = self.layout.places[node];
        let (rows, title) = (&self.rows[node], &self.titles[node]);
        let tall = tall(rows.len());
        let (x, y) = (left(column), middle(row, step) - tall / 2.0);
        let class = classes!(
            "lab-node",
            (self.lit_node == Some(node)).then_some("is-lit"),
            self.is_tinted[node].then_some("is-tinted"),
        );
        let row_of = |(idx, (name, value)): (usize, &(&'static str, String))| {
            let y = (y + ROW * (idx as f64 + 2.0) + 3.0).to_string();
            let strong = (idx == self.strong && rows.len() > 1).then_some("strong");
            html! {
                <>
                    <text x={(x + 10.0).to_string()} y={y.clone()} ~textContent={*name} />
                    <text class={classes!("number", strong)} x={(x + BOX - 10.0).to_string()} {y} text-anchor="end" ~textContent={value.clone()} />
                </>
            }
        };
        let said: Vec<String> = rows.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let [to_left, to_right, up, down] = neighbours(self.layout, node).map(|near| near.map(|near| near.to_string()));
        html! {
            <g key={node} {class} role="img" tabindex={if self.layout.shown().next() == Some(node) { "0" } else { "-1" }} aria-label={format!("{title}: {}", said.join(", "))}
                data-node={node.to_string()} data-left={to_left} data-right={to_right} data-up={up} data-down={down}>
                <rect x={x.to_string()} y={y.to_string()} width={BOX.to_string()} height={tall.to_string()} rx="8" />
                <text class="title" x={(x + 10.0).to_string()} y={(y + ROW + 2.0).to_string()} ~textContent={cut(title, MOST_IN_BOX)} />
                { for rows.iter().enumerate().map(row_of) }
            </g>
        }
    }

    fn line(&self, idx: usize, step: f64) -> Html {
        let line: &Line = &self.layout.lines[idx];
        let ((from, from_row), (to, to_row)) = (self.layout.places[line.from], self.layout.places[line.to]);
        let entry = middle(to_row, step) + 9.0 * line.argument as f64 - 4.5;
        let mut points = vec![(left(from) + BOX, middle(from_row, step))];
        for (column, row) in &line.by {
            points.extend([(left(*column), middle(*row, step)), (left(*column) + BOX, middle(*row, step))]);
        }
        points.push((left(to) - 2.0, entry));
        // The factor stands in the last gap, before the box that reads.
        let before = middle(line.by.last().map_or(from_row, |(_, row)| *row), step);
        let (x, y) = (left(to) - (PITCH - BOX) / 2.0, (entry + before) / 2.0 + 4.0);
        let is_lit = self.is_lit[idx];
        if is_lit && self.is_reverse {
            points.reverse();
        }
        let path: String = points.windows(2).enumerate().map(|(k, pair)| curve(k == 0, pair[0], pair[1])).collect();
        let arrow = if is_lit { "url(#lab-arrow-lit)" } else { "url(#lab-arrow)" };
        html! {
            <g key={format!("l{idx}")} class={classes!("lab-line", is_lit.then_some("is-lit"))} aria-hidden="true">
                <path d={path} marker-end={arrow} />
                if let Some(factor) = &self.factors[idx] {
                    <text x={x.to_string()} y={y.to_string()} text-anchor="middle" ~textContent={cut(factor, MOST_ON_LINE)} />
                }
            </g>
        }
    }
}

/// A curve that leaves and arrives level.
fn curve(is_first: bool, (ax, ay): (f64, f64), (bx, by): (f64, f64)) -> String {
    let middle = (ax + bx) / 2.0;
    let start = if is_first { format!("M{ax:.1} {ay:.1}") } else { String::new() };
    format!("{start}C{middle:.1} {ay:.1} {middle:.1} {by:.1} {bx:.1} {by:.1}")
}

/// The nodes to the left and right along a line, and above and below in the column.
fn neighbours(layout: &Layout, node: usize) -> [Option<usize>; 4] {
    let (column, row) = layout.places[node];
    let in_column = |is_near: &dyn Fn(f64) -> bool| {
        let near = layout.shown().filter(|near| layout.places[*near].0 == column && is_near(layout.places[*near].1));
        let distance = |near: &usize| (layout.places[*near].1 - row).abs();
        near.min_by(|a, b| distance(a).total_cmp(&distance(b)))
    };
    [
        layout.lines.iter().find(|line| line.to == node).map(|line| line.from),
        layout.lines.iter().find(|line| line.from == node).map(|line| line.to),
        in_column(&|other| other < row),
        in_column(&|other| other > row),
    ]
}

/// A text as far as there is room.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
