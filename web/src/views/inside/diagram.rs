//! The neuron with its neighbours: what comes in on the left, where it leads on the right. Of long lists those stand here that the
//! ledger's lines are about. It is a picture of the ledger; whoever does not see it has all of it there.

use std::rc::Rc;

use playground::Config;
use playground::insight::{Stage, Wanted, neighbours, shown};
use words::Words;
use yew::prelude::*;

use super::ledger::Shown;

/// What the picture is of.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) config: Rc<Config>,
    pub(super) inside: Shown,
    pub(super) stage: Stage,
    /// Whether results stay hidden.
    pub(super) hides: bool,
    /// The edge that is pointed at: whether it leads on, and its number.
    pub(super) lit: Option<(bool, usize)>,
    pub(super) on_choose: Callback<Wanted>,
    /// An edge that is pointed at here.
    pub(super) on_light: Callback<Option<(bool, usize)>>,
}

const WIDTH: f64 = 440.0;
const BOX: f64 = 98.0;
/// Height of a neighbour, and the gap below it.
const ROW: f64 = 40.0;
const GAP: f64 = 8.0;
const CENTRE: f64 = 78.0;

/// The picture.
#[function_component(Diagram)]
pub(super) fn diagram(props: &Props) -> Html {
    let Props { words, config, inside, .. } = props;
    let wanted = inside.wanted;
    let [inputs, outgoing] = neighbours(inside);
    let n = inputs.len().max(outgoing.len()).max(2);
    let height = n as f64 * (ROW + GAP) + GAP;
    let middle = height / 2.0;
    let y_of = |at: usize, of: usize| middle + (at as f64 - (of as f64 - 1.0) / 2.0) * (ROW + GAP);
    let left = (WIDTH - BOX) / 2.0;
    // On the way back the edges into the neuron show what it was for: their gradients δ·a, the largest as thick as a large weight.
    let is_gradient = props.stage == Stage::Backward && !props.hides;
    let largest = inputs.iter().map(|number| inside.inputs[*number][1].abs()).fold(0.0, f64::max);
    let edge = |onward: bool, (at, number): (usize, &usize)| {
        let (of, [w, carried]) = match onward {
            false => (inputs.len(), inside.inputs[*number]),
            true => (outgoing.len(), inside.outgoing[*number]),
        };
        let is_gradient = is_gradient && !onward;
        let (factor, size) = match is_gradient {
            true if inside.delta * largest == 0.0 => (inside.delta, 0.0),
            true => (inside.delta, carried.abs() / largest),
            false => (w, thickness(w)),
        };
        let value = if is_gradient { factor * carried } else { w };
        let y = y_of(at, of);
        let (x1, x2) = if onward { (left + BOX, WIDTH - BOX) } else { (BOX, left) };
        let (y1, y2) = if onward { (middle, y) } else { (y, middle) };
        let is_lit = props.lit == Some((onward, *number));
        let flows = matches!((props.stage, onward), (Stage::Forward, false) | (Stage::Backward, true));
        let is_chosen = !onward && wanted.input == Some(*number);
        let class = classes!(
            "edge",
            if value < 0.0 { "negative" } else { "positive" },
            is_gradient.then_some("gradient"),
            flows.then_some("flows"),
            is_lit.then_some("lit"),
            is_chosen.then_some("chosen")
        );
        let width = (1.0 + 2.0 * size).to_string();
        let said = format!("{} · {} = {}", shown(factor), shown(carried), shown(factor * carried));
        // Where the edges of many neighbours are apart.
        let share = if onward { 0.6 } else { 0.4 };
        let (tx, ty) = (x1 + share * (x2 - x1), y1 + share * (y2 - y1) + 4.0);
        let (enter, leave) = (props.on_light.clone(), props.on_light.clone());
        let goes_to = (!onward).then_some(Wanted { input: Some(*number), ..wanted });
        let onclick = goes_to.map(|to| props.on_choose.reform(move |_: MouseEvent| to));
        let this = (onward, *number);
        html! {
            <g {class} {onclick} onmouseenter={move |_| enter.emit(Some(this))} onmouseleave={move |_| leave.emit(None)}>
                <line class="reach" x1={x1.to_string()} y1={y1.to_string()} x2={x2.to_string()} y2={y2.to_string()} />
                <line x1={x1.to_string()} y1={y1.to_string()} x2={x2.to_string()} y2={y2.to_string()} style={format!("stroke-width: {width}px")} />
                if flows || is_lit || is_chosen || is_gradient {
                    <text x={tx.to_string()} y={ty.to_string()} ~textContent={if is_lit { said } else { shown(value) }} />
                }
            </g>
        }
    };
    let neighbour = |onward: bool, (at, number): (usize, &usize)| {
        let (of, value) = match onward {
            false => (inputs.len(), inside.inputs[*number][1]),
            true => (outgoing.len(), inside.outgoing[*number][1]),
        };
        let column = if onward { wanted.layer + 2 } else { wanted.layer };
        let name = words.neuron_short(config, column, *number);
        let symbol = match (onward, column) {
            (true, _) => "δ",
            (false, 0) => "",
            (false, _) => "a",
        };
        let is_later = onward && matches!(props.stage, Stage::Forward | Stage::Loss);
        let lines = if is_later { Vec::new() } else { vec![(symbol, shown(value))] };
        let goes_to = column.checked_sub(1).map(|layer| Wanted { layer, unit: *number, ..wanted });
        let x = if onward { WIDTH - BOX } else { 0.0 };
        node(
            name,
            &lines,
            (x, y_of(at, of) - ROW / 2.0, ROW),
            false,
            goes_to.map(|to| props.on_choose.reform(move |_: MouseEvent| to)),
        )
    };
    let hidden = |stage: Stage, value: f64| if props.hides && props.stage == stage { "?".into() } else { shown(value) };
    // What is not computed yet at this stage does not stand there, and an output has no activation of its own.
    let is_before = matches!(props.stage, Stage::Forward | Stage::Loss);
    let mut lines = match inside.is_output() {
        true => vec![("s", hidden(Stage::Forward, inside.z))],
        false => vec![("z", shown(inside.z)), ("a", hidden(Stage::Forward, inside.a)), ("f′", shown(inside.slope))],
    };
    if !is_before || inside.is_output() && props.stage == Stage::Loss && !props.hides {
        lines.push(("δ", hidden(Stage::Backward, inside.delta)));
    }
    let name = words.neuron_short(config, wanted.layer + 1, wanted.unit);
    html! {
        <svg class="neighbours" viewBox={format!("-2 -2 {} {}", WIDTH + 4.0, height.max(CENTRE + 20.0) + 4.0)} aria-hidden="true">
            { for inputs.iter().enumerate().map(|it| edge(false, it)) }
            { for outgoing.iter().enumerate().map(|it| edge(true, it)) }
            { for inputs.iter().enumerate().map(|it| neighbour(false, it)) }
            { for outgoing.iter().enumerate().map(|it| neighbour(true, it)) }
            { node(name, &lines, (left, middle - CENTRE / 2.0, CENTRE), true, None) }
            { meaning(if is_gradient { "∂ℓ/∂w" } else { "w" }, (BOX + left) / 2.0, y_of(0, inputs.len())) }
            if !outgoing.is_empty() {
                { meaning("w", WIDTH - (BOX + left) / 2.0, y_of(0, outgoing.len())) }
            }
        </svg>
    }
}

/// What the numbers at the edges are, above the first of them.
fn meaning(symbol: &'static str, x: f64, first: f64) -> Html {
    html! { <text class="meaning" x={x.to_string()} y={(first - ROW / 2.0 + 6.0).to_string()} ~textContent={symbol} /> }
}

/// How thick the line of a weight is, from 0 to 1.
fn thickness(weight: f64) -> f64 {
    (weight.abs() / 2.0).min(1.0)
}

/// A box with a name and values.
fn node(
    name: String,
    lines: &[(&str, String)],
    (x, y, height): (f64, f64, f64),
    is_centre: bool,
    onclick: Option<Callback<MouseEvent>>,
) -> Html {
    let line = |(at, (symbol, value)): (usize, &(&str, String))| {
        let down = y + 30.0 + 14.0 * at as f64;
        html! {
            <>
                <text class="symbol" x={(x + 8.0).to_string()} y={down.to_string()} ~textContent={*symbol} />
                <text class="number" x={(x + BOX - 8.0).to_string()} y={down.to_string()} ~textContent={value.clone()} />
            </>
        }
    };
    html! {
        <g class={classes!("node", is_centre.then_some("centre"), onclick.is_some().then_some("leads"))} {onclick}>
            <rect x={x.to_string()} y={y.to_string()} width={BOX.to_string()} height={height.to_string()} rx="7" />
            <text class="name" x={(x + 8.0).to_string()} y={(y + 15.0).to_string()} ~textContent={name} />
            { for lines.iter().enumerate().map(line) }
        </g>
    }
}
