//! The graph: its nodes from left to right with value, tangent and adjoint, and the sweeps over it, step by step.

use playground::insight::lab::{Layout, MOST_NODES, Node, Pass};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use words::Lab;
use yew::prelude::*;

use super::drawing::{Drawing, drawing};
use super::notation::{pretty, short};
use super::travel::Travel;
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
    /// Whether the sweep begins with nothing done, for somebody who is asked to go through it.
    pub(super) from_start: bool,
}

/// The graph.
#[function_component(Graph)]
pub(super) fn graph(props: &Props) -> Html {
    let Props { lab, worked, .. } = props;
    let is_reverse = use_state_eq(|| true);
    // How many steps of the sweep are done; all of them until somebody steps.
    let done = use_state_eq(|| props.from_start.then_some(0));
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
    let first = first_node(worked, *is_reverse);
    let after = partial_pass(pass, now, first);
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
            <p class="muted small" ~textContent={if *is_reverse { lab.mode_reverse } else { lab.mode_forward }} />
            if *is_backward {
                { backward(lab, worked) }
            } else {
                { match &structure.layout {
                    Some(layout) => {
                        let now = (current(pass, now), first.filter(|_| now == 0 && n_steps > 0));
                        let picture = forward_drawing(lab, worked, layout, &after, now, *is_reverse);
                        html! {
                        <Travel label={label} lit={picture.lit_node}>{ drawing(&picture) }</Travel>
                        }
                    }
                    None => html! { <p class="muted" ~textContent={lab.too_many_nodes.with([&worked.values.len().to_string(), &MOST_NODES.to_string()])} /> },
                } }
                { ledger(lab, worked, pass, now, *is_reverse) }
            }
            <div class="lab-row">
                <Toggle pressed={*is_backward} on_press={let is_backward = is_backward.clone(); move |_| is_backward.set(!*is_backward)}>{ crate::components::text::text(lab.backward) }</Toggle>
                <span class="muted small lab-travel" ~textContent={lab.travel} />
                <span class="muted small lab-swipe" ~textContent={lab.swipe} />
            </div>
            { table(lab, worked) }
        </section>
    }
}

/// The derivatives when so many steps of the pass are done; nothing where none has come yet.
fn partial_pass(pass: &Pass, now: usize, first: Option<usize>) -> Vec<Option<f64>> {
    let is_over = now == pass.steps.len();
    let mut derivatives: Vec<_> = pass.derivatives.iter().map(|value| is_over.then_some(*value)).collect();
    if let Some(first) = first.and_then(|first| derivatives.get_mut(first)) {
        first.get_or_insert(1.0);
    }
    pass.steps[..now].iter().for_each(|step| derivatives[step.to] = Some(step.after));
    derivatives
}

/// The node at which a mode starts.
fn first_node(worked: &Worked, is_reverse: bool) -> Option<usize> {
    let program = &worked.structure.program;
    match is_reverse {
        true => Some(program.outputs[worked.structure.output].1),
        false => (!worked.at.is_empty()).then(|| program.node_of(worked.along)),
    }
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
    derivatives: &[Option<f64>],
    (current, first): (Option<(usize, usize, usize)>, Option<usize>),
    is_reverse: bool,
) -> Drawing<'a> {
    let structure = &worked.structure;
    let nodes = &structure.program.nodes;
    let of = |pass: &Pass| pass.derivatives.iter().copied().map(Some).collect::<Vec<_>>();
    let (tangents, adjoints) = match is_reverse {
        true => (of(&worked.forward), derivatives.to_vec()),
        false => (derivatives.to_vec(), of(&worked.reverse)),
    };
    let so_far = |value: Option<f64>| value.map_or_else(|| lab.not_yet.to_owned(), short);
    let rows = |node: usize| {
        vec![
            (lab.value, short(worked.values[node])),
            (lab.tangent, so_far(tangents[node])),
            (lab.adjoint, so_far(adjoints[node])),
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
        lit_node: current.map(|(_, to, _)| to).or(first),
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
    if made.nodes.len() > MOST_NODES {
        return html! { <p class="muted" ~textContent={lab.too_many_nodes.with([&made.nodes.len().to_string(), &MOST_NODES.to_string()])} /> };
    }
    let values = made.tape.values(&worked.at);
    let layout = Layout::of(&made.nodes);
    // Of those that are drawn.
    let n_appended = layout.shown().filter(|node| made.is_appended[*node]).count();
    let n_own = layout.shown().count() - n_appended;
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
            <Travel label={lab.backward} lit={None::<usize>}>{ drawing(&picture) }</Travel>
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
