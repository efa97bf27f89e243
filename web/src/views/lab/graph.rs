//! The graph: its nodes from left to right with value, tangent and adjoint, and the sweeps over it, step by step.

use playground::insight::lab::{Layout, MOST_NODES, Node, Pass};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement};
use words::Lab;
use yew::prelude::*;

use super::drawing::{Drawing, drawing};
use super::notation::{pretty, short};
use super::worked::{Shared, Worked};
use crate::browser::clock::{clear_timeout, set_timeout};
use crate::components::button::Button;
use crate::components::radio::Radio;
use crate::components::toggle::Toggle;

/// How long a step is looked at while the sweep plays, in milliseconds.
const STEP_MS: f64 = 1200.0;

/// What the graph shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) lab: &'static Lab,
    pub(super) worked: Shared<Worked>,
}

/// The graph.
#[function_component(Graph)]
pub(super) fn graph(props: &Props) -> Html {
    let Props { lab, worked } = props;
    let is_reverse = use_state_eq(|| true);
    // How many steps of the sweep are done; all of them until somebody steps.
    let done = use_state_eq(|| None::<usize>);
    let is_playing = use_state_eq(|| false);
    let is_backward = use_state_eq(|| false);
    let pass = if *is_reverse { &worked.reverse } else { &worked.forward };
    let n_steps = pass.steps.len();
    let now = done.unwrap_or(n_steps).min(n_steps);
    let go = {
        let done = done.clone();
        move |to: usize| done.set(Some(to))
    };
    {
        let (go, is_playing) = (go.clone(), is_playing.clone());
        use_effect_with((*is_playing, now, n_steps), move |(playing, now, n_steps)| {
            let (now, n_steps) = (*now, *n_steps);
            let next =
                playing.then(|| Closure::once(move || if now < n_steps { go(now + 1) } else { is_playing.set(false) }));
            let timer = next.as_ref().map(|next| set_timeout(next.as_ref().unchecked_ref(), STEP_MS));
            move || {
                timer.iter().for_each(clear_timeout);
                drop(next);
            }
        });
    }
    let choose = |reverse: bool| {
        let (is_reverse, done, is_playing) = (is_reverse.clone(), done.clone(), is_playing.clone());
        Callback::from(move |()| {
            is_reverse.set(reverse);
            done.set(None);
            is_playing.set(false);
        })
    };
    let step = |to: Option<usize>, name: &'static str, face: &'static str| {
        let go = go.clone();
        Button {
            disabled: to.is_none(),
            name: Some(name.into()),
            title: Some(name.into()),
            ..Button::of("btn square", face)
        }
        .does(Callback::from(move |_: MouseEvent| to.iter().for_each(|to| go(*to))))
    };
    let play = {
        let (is_playing, go) = (is_playing.clone(), go.clone());
        Callback::from(move |_: MouseEvent| {
            if !*is_playing && now == n_steps {
                go(0);
            }
            is_playing.set(!*is_playing);
        })
    };
    let after = partial_pass(pass, now, worked, *is_reverse);
    let structure = &worked.structure;
    let label = format!("{} {}", lab.graph, structure.output_name());
    html! {
        <section class="panel lab-graph" aria-labelledby="lab-graph">
            <div class="head">
                <h2 id="lab-graph" ~textContent={lab.graph} />
                <span class="muted mono" ~textContent={format!("{} = {}", structure.output_name(), short(worked.value()))} />
                <span class="grow" />
                <div class="segments" role="radiogroup" aria-label={lab.sweep}>
                    { for [(false, lab.forward), (true, lab.reverse)].map(|(reverse, name)| html! {
                        <Radio group="lab-sweep" {name} checked={*is_reverse == reverse} on_choose={choose(reverse)}>{ crate::components::text::text(name) }</Radio>
                    }) }
                </div>
                { step(now.checked_sub(1), lab.back, "‹") }
                { step(Some(if now < n_steps { now + 1 } else { 0 }).filter(|_| n_steps > 0), lab.on, "›") }
                { Button::of("btn", if *is_playing { lab.stop } else { lab.play }).does(play) }
            </div>
            if *is_backward {
                { backward(lab, worked) }
            } else {
                { match &structure.layout {
                    Some(layout) => html! {
                        <Travel label={label}>{ drawing(&forward_drawing(lab, worked, layout, &after, current(pass, now), *is_reverse)) }</Travel>
                    },
                    None => html! { <p class="muted" ~textContent={lab.too_many_nodes.with([&worked.values.len().to_string(), &MOST_NODES.to_string()])} /> },
                } }
                { ledger(lab, worked, pass, now, *is_reverse) }
            }
            <div class="lab-row">
                <Toggle pressed={*is_backward} on_press={let is_backward = is_backward.clone(); move |_| is_backward.set(!*is_backward)}>{ crate::components::text::text(lab.backward) }</Toggle>
                <span class="muted small" ~textContent={lab.travel} />
            </div>
            { table(lab, worked) }
        </section>
    }
}

/// The derivatives when so many steps of the pass are done.
fn partial_pass(pass: &Pass, now: usize, worked: &Worked, is_reverse: bool) -> Vec<f64> {
    let program = &worked.structure.program;
    let mut derivatives = vec![0.0; pass.derivatives.len()];
    let first = if is_reverse { program.outputs[worked.structure.output].1 } else { start(worked) };
    if let Some(first) = derivatives.get_mut(first) {
        *first = 1.0;
    }
    pass.steps[..now].iter().for_each(|step| derivatives[step.to] = step.after);
    derivatives
}

/// The node that forward mode starts at.
fn start(worked: &Worked) -> usize {
    if worked.at.is_empty() { usize::MAX } else { worked.structure.program.node_of(worked.along) }
}

/// Between which nodes the last step went, and as which argument.
fn current(pass: &Pass, now: usize) -> Option<(usize, usize, usize)> {
    // A sweep that is over points at nothing.
    let step = pass.steps.get(now.checked_sub(1)?).filter(|_| now < pass.steps.len())?;
    Some((step.from, step.to, step.argument))
}

fn is_constant(node: &Node) -> bool {
    node.op.constant().is_some()
}

/// What a node is and does: `b = a·y`.
fn title(worked: &Worked, node: usize) -> String {
    let structure = &worked.structure;
    let name = &structure.names[node];
    match &structure.rules[node] {
        Some(rule) => format!("{name} = {}", pretty(&rule.formula)),
        None => name.clone(),
    }
}

fn forward_drawing<'a>(
    lab: &'static Lab,
    worked: &'a Worked,
    layout: &'a Layout,
    derivatives: &[f64],
    current: Option<(usize, usize, usize)>,
    is_reverse: bool,
) -> Drawing<'a> {
    let structure = &worked.structure;
    let nodes = &structure.program.nodes;
    let (tangents, adjoints) = match is_reverse {
        true => (&worked.forward.derivatives[..], derivatives),
        false => (derivatives, &worked.reverse.derivatives[..]),
    };
    let rows = |node: usize| {
        vec![
            (lab.value, short(worked.values[node])),
            (lab.tangent, short(tangents[node])),
            (lab.adjoint, short(adjoints[node])),
        ]
    };
    let factor = |line: &playground::insight::lab::Line| {
        let rule = structure.rules[line.to].as_ref()?;
        rule.partials[line.argument].as_deref().map(pretty)
    };
    let lit = |line: &playground::insight::lab::Line| {
        current.is_some_and(|(from, to, argument)| {
            argument == line.argument
                && if is_reverse { (to, from) == (line.from, line.to) } else { (from, to) == (line.from, line.to) }
        })
    };
    Drawing {
        layout,
        titles: (0..nodes.len()).map(|node| title(worked, node)).collect(),
        rows: (0..nodes.len()).map(rows).collect(),
        strong: if is_reverse { 2 } else { 1 },
        is_tinted: vec![false; nodes.len()],
        lit_node: current.map(|(_, to, _)| to),
        factors: layout.lines.iter().map(factor).collect(),
        is_lit: layout.lines.iter().map(lit).collect(),
        is_reverse,
    }
}

/// The line of arithmetic of the last step, and what it says.
fn ledger(lab: &'static Lab, worked: &Worked, pass: &Pass, now: usize, is_reverse: bool) -> Html {
    let structure = &worked.structure;
    let names = &structure.names;
    let step = now.checked_sub(1).and_then(|last| pass.steps.get(last));
    let (line, said) = match step {
        None if pass.steps.is_empty() => (String::new(), lab.nothing_moves.to_owned()),
        None if is_reverse => (String::new(), lab.at_start_reverse.with([structure.output_name()])),
        None => {
            let first = structure.program.variables.get(worked.along).map_or("", String::as_str);
            (String::new(), lab.at_start_forward.with([first]))
        }
        Some(step) => {
            let (later, earlier) = if is_reverse { (step.from, step.to) } else { (step.to, step.from) };
            let marked = |node: usize| marked(&names[node], if is_reverse { '\u{304}' } else { '\u{307}' });
            let line = format!(
                "{} += {}·∂{}/∂{} = {} + {}·{} = {}",
                marked(step.to),
                marked(step.from),
                names[later],
                names[earlier],
                short(step.before),
                bracketed(step.passed),
                bracketed(step.factor),
                short(step.after),
            );
            let partial = structure.rules[later].as_ref().and_then(|rule| rule.partials[step.argument].as_deref());
            let written = partial.map(pretty).unwrap_or_default();
            let value = short(step.factor);
            let factor = if written == value { value } else { format!("{written} = {value}") };
            let template = if is_reverse { &lab.passed_back } else { &lab.passed_on };
            let (from, to) = (&names[step.from], &names[step.to]);
            (line, template.with([from, to, &short(step.passed), &factor]))
        }
    };
    html! {
        <div class="ledger" role="status">
            <span class="muted small" ~textContent={lab.step_of.with([&now.to_string(), &pass.steps.len().to_string()])} />
            <b class="mono" ~textContent={line} />
            <span class="muted small" ~textContent={said} />
        </div>
    }
}

/// A name with a bar or a dot over its first letter.
fn marked(name: &str, mark: char) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| format!("{first}{mark}{}", letters.as_str()))
}

/// A factor: negative ones stand in brackets.
fn bracketed(value: f64) -> String {
    if value < 0.0 { format!("({})", short(value)) } else { short(value) }
}

/// The derivative as a graph of its own.
fn backward(lab: &'static Lab, worked: &Worked) -> Html {
    let structure = &worked.structure;
    let made = structure.program.backward(structure.output, &structure.all());
    let n_appended = made.is_appended.iter().filter(|is_appended| **is_appended).count();
    let n_own = made.nodes.len() - n_appended;
    if made.nodes.len() > MOST_NODES {
        return html! { <p class="muted" ~textContent={lab.too_many_nodes.with([&made.nodes.len().to_string(), &MOST_NODES.to_string()])} /> };
    }
    let values = made.tape.values(&worked.at);
    let layout = Layout::of(&made.nodes);
    let names = made.names();
    let rules = made.rules();
    let title = |node: usize| {
        let derivative = made.roots.iter().position(|root| *root == node);
        let name = derivative.map_or_else(|| names[node].clone(), |variable| structure.derivative_name(variable));
        match &rules[node] {
            Some(rule) => format!("{name} = {}", pretty(&rule.formula)),
            None => name,
        }
    };
    let rows = |node: usize| vec![(lab.value, short(values[node]))];
    let n = made.nodes.len();
    let picture = Drawing {
        layout: &layout,
        titles: (0..n).map(title).collect(),
        rows: (0..n).map(rows).collect(),
        strong: 0,
        is_tinted: made.is_appended.clone(),
        lit_node: None,
        factors: vec![None; layout.lines.len()],
        is_lit: vec![false; layout.lines.len()],
        is_reverse: false,
    };
    html! {
        <>
            <p class="muted small" ~textContent={lab.backward_why.with([&n_appended.to_string(), &n_own.to_string()])} />
            <Travel label={lab.backward}>{ drawing(&picture) }</Travel>
        </>
    }
}

/// The graph for who does not see it.
fn table(lab: &'static Lab, worked: &Worked) -> Html {
    let structure = &worked.structure;
    let row = |node: usize| {
        let op = match (&structure.rules[node], is_constant(&structure.program.nodes[node])) {
            (Some(rule), _) => pretty(&rule.formula),
            (None, true) => lab.constant.into(),
            (None, false) => lab.variable.into(),
        };
        html! {
            <tr key={node}>
                <th scope="row" ~textContent={structure.names[node].clone()} />
                <td ~textContent={op} />
                { for [worked.values[node], worked.forward.derivatives[node], worked.reverse.derivatives[node]].map(|value| html! { <td ~textContent={short(value)} /> }) }
            </tr>
        }
    };
    html! {
        <details class="lab-more">
            <summary ~textContent={lab.as_table} />
            <div class="lab-scroll" tabindex="0" role="region" aria-label={lab.as_table}>
                <table class="lab-table">
                    <thead><tr>{ for [lab.node, lab.operation, lab.value, lab.tangent, lab.adjoint].map(|head| html! { <th scope="col" ~textContent={head} /> }) }</tr></thead>
                    <tbody>{ for (0..worked.values.len()).map(row) }</tbody>
                </table>
            </div>
        </details>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct TravelProps {
    label: AttrValue,
    children: Html,
}

/// A drawing through which the arrow keys go: to the left and right along its lines, up and down within a column. The drawing says
/// in each node where they lead (`data-left` and so on), so that a drawing of any graph can be travelled.
#[function_component(Travel)]
fn travel(TravelProps { label, children }: &TravelProps) -> Html {
    let place = use_node_ref();
    let onkeydown = {
        let place = place.clone();
        move |event: KeyboardEvent| {
            let way = match event.key().as_str() {
                "ArrowLeft" => "data-left",
                "ArrowRight" => "data-right",
                "ArrowUp" => "data-up",
                "ArrowDown" => "data-down",
                _ => return,
            };
            let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
            let Some(from) = target.filter(|target| target.has_attribute("data-node")) else { return };
            event.prevent_default();
            let to = from.get_attribute(way).and_then(|to| {
                place.cast::<Element>()?.query_selector(&format!("[data-node=\"{to}\"]")).ok().flatten()
            });
            if let Some(to) = to {
                // One stop of the Tab key, at the node where the reader is.
                from.set_attribute("tabindex", "-1").ok();
                to.set_attribute("tabindex", "0").ok();
                // Pictures take the focus by the same call as other elements.
                to.unchecked_ref::<HtmlElement>().focus().ok();
            }
        }
    };
    html! { <div class="lab-scroll" ref={place} {onkeydown} role="group" aria-label={label.clone()}>{ children.clone() }</div> }
}
