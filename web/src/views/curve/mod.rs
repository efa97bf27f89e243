//! The chart along a run: what its lines are, axes below, curves above, and the reader that pointer and keys move. What is drawn and
//! read `graph` finds; here it is said.

pub(crate) mod confusion;
mod entries;
pub(crate) mod gradient_norm;
pub(crate) mod graph;
pub(crate) mod lines;

use std::rc::Rc;

use playground::{Config, CurveAxis, CurveScale, CurveShows, Task, ViewSettings};
use web_sys::{HtmlCanvasElement, HtmlElement};
use words::Words;
use yew::prelude::*;

use crate::components::button::wants;
use crate::components::canvas::Canvas;
use crate::components::select::Choice;
use crate::components::text::text;
use crate::components::toggle::Toggle;
use crate::controls::menus::Entry;
use crate::intent::Intent;
use crate::view::{Feed, Shared, use_view};
use crate::views::curve::confusion::Confusion;
use crate::views::curve::entries::Motion;
use crate::views::curve::graph::{Graph, Reading, Shown};
use crate::views::curve::lines::{Line, Look, lines, name_of};

/// More lines than this are not named.
const MOST_NAMES: usize = 6;

/// What the chart shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) view_settings: ViewSettings,
    pub(crate) config: Rc<Config>,
    pub(crate) feed: Feed,
    /// Whether there are points to train with.
    pub(crate) has_training: bool,
    /// Whether there are points to test with.
    pub(crate) has_test: bool,
    pub(crate) act: Callback<Intent>,
}

/// The chart.
#[function_component(Curve)]
pub(crate) fn curve(props: &Props) -> Html {
    let words = props.words;
    let shown = use_state_eq(Shown::default);
    let graph = {
        let setter = shown.setter();
        use_view(&props.feed, |state| Graph::new(state, Callback::from(move |shown| setter.set(shown))))
    };
    let reading = shown.reading.as_ref();
    let is_empty = !props.has_training && !props.has_test;
    let place = reading.map(|reading| words.curve_place(reading.epoch, reading.step));
    let shows = props.view_settings.curve_shows;
    let lines = lines(words, shows, &props.config, props.has_test);
    let has_classes = props.config.task == Task::Classification;
    html! {
        <figure class="curve-box" aria-label={words.curve.loss_curve}>
            <figcaption class="curve-head">
                { menu(props) }
                { legend(props, &lines, &shown) }
                <span class="sr-only" aria-hidden="true" ~textContent={place.unwrap_or_default()} />
                { toggles(props) }
            </figcaption>
            <div class="curve-row">
                <div class="curve">
                    <Canvas on_attach={attach(&graph, Graph::attach_axes)} />
                    <Canvas on_attach={attach(&graph, Graph::attach_curves)} />
                    <p class="curve-empty" ~textContent={if is_empty { words.curve.nothing_to_measure } else { "" }} />
                    { reader(words, &graph, &lines, &shown) }
                </div>
                if shows == CurveShows::Fit && has_classes {
                    <Confusion {words} config={Rc::clone(&props.config)} has_test={props.has_test} feed={props.feed.clone()} />
                }
            </div>
        </figure>
    }
}

fn attach(graph: &Shared<Graph>, how: fn(&Graph, Option<HtmlCanvasElement>)) -> Callback<Option<HtmlCanvasElement>> {
    let graph = graph.clone();
    Callback::from(move |canvas| how(&graph, canvas))
}

/// What the chart is to show.
fn menu(props: &Props) -> Html {
    let (words, now) = (props.words, props.view_settings.curve_shows);
    let entry = |(shows, value): (CurveShows, &&str)| Entry {
        value: (*value).to_owned(),
        label: name_of(words, shows, props.config.task).to_owned(),
        refusal: None,
    };
    let names = || CurveShows::ALL.into_iter().zip(CurveShows::NAMES);
    let entries: Vec<Entry> = names().map(entry).collect();
    let value = names().find(|(shows, _)| *shows == now).map_or("", |(_, value)| *value);
    let on_choose = props.act.reform(move |chosen: String| {
        let found = CurveShows::ALL.into_iter().zip(CurveShows::NAMES).find(|(_, name)| **name == chosen);
        let curve_shows = found.map_or(CurveShows::Loss, |(shows, _)| shows);
        Intent::view(move |view| view.curve_shows = curve_shows)
    });
    html! { <Choice {words} name={words.view_label("curveShows")} {entries} {value} {on_choose} /> }
}

/// What the lines are; while the curve is read, what they are at.
fn legend(props: &Props, lines: &[Line], shown: &Shown) -> Html {
    let words = props.words;
    let is_long = lines.len() > 2;
    let item = |(idx, line): (usize, &Line)| {
        let value = shown.reading.as_ref().map(|reading| reading.values.get(idx).copied().flatten());
        let said = match value {
            None => line.name.clone(),
            Some(Some(value)) if !is_long => words.precise(value),
            Some(value) => words.number(value),
        };
        let class = match line.look {
            Look::Train => "train".to_owned(),
            Look::Test => "test".to_owned(),
            Look::Layer(layer) => format!("layer-{}", layer % 6),
        };
        html! { <span key={idx} {class}><i />{ text(&said) }</span> }
    };
    let is_loss = props.view_settings.curve_shows == CurveShows::Loss;
    let change = shown.reading.as_ref().map(|reading| reading.change.clone()).filter(|change| !change.is_empty());
    html! {
        <div class={classes!("legend", is_long.then_some("long"))} aria-hidden="true">
            { for lines.iter().enumerate().take(if lines.len() > MOST_NAMES { 0 } else { MOST_NAMES }).map(item) }
            if is_loss && !props.has_test {
                <span key="no-test" ~textContent={words.curve.no_test_points} />
            }
            if let Some(change) = change {
                <b key="change" ~textContent={change} />
            } else if shown.previous.is_some() && shown.reading.is_none() {
                <span key="previous" class="previous"><i />{ text(words.curve.previous_run) }</span>
            }
        </div>
    }
}

fn toggles(props: &Props) -> Html {
    let (words, view_settings) = (props.words, &props.view_settings);
    let toggle = |setting: &'static str, short: &'static str, pressed: bool, change: Intent| {
        let (name, why) = (words.view_label(setting), words.view_doc(setting));
        html! {
            <Toggle key={setting} name={name} {pressed} title={why} on_press={wants(change, &props.act)}>{ text(short) }</Toggle>
        }
    };
    let is_log = view_settings.curve_scale == CurveScale::Log;
    let curve_scale = if is_log { CurveScale::Linear } else { CurveScale::Log };
    let counts_steps = view_settings.curve_axis == CurveAxis::Steps;
    let curve_axis = if counts_steps { CurveAxis::Epochs } else { CurveAxis::Steps };
    html! {
        <div class="chips">
            { toggle("curveScale", words.curve.log_short, is_log, Intent::view(move |view| view.curve_scale = curve_scale)) }
            { toggle("curveAxis", words.curve.steps_short, counts_steps, Intent::view(move |view| view.curve_axis = curve_axis)) }
        </div>
    }
}

/// What is read, in words.
fn said(words: &Words, lines: &[Line], reading: &Reading) -> String {
    let mut values: Vec<String> =
        lines.iter().zip(&reading.values).map(|(line, value)| words.curve_value(&line.name, *value)).collect();
    if let [Line { look: Look::Train, .. }] = lines
        && lines[0].name == words.curve.training_loss
    {
        values.push(words.curve.no_test_loss_there.into());
    }
    if !reading.change.is_empty() {
        values.push(reading.change.clone());
    }
    words.curve_reading(reading.epoch, reading.step, &values)
}

/// What pointer and keys move: a slider over the entries, whose value is said in words.
fn reader(words: &Words, graph: &Shared<Graph>, lines: &[Line], shown: &Shown) -> Html {
    let read = |motion: fn(&PointerEvent) -> Option<Motion>| {
        let graph = graph.clone();
        move |event: PointerEvent| {
            if let Some(motion) = motion(&event) {
                graph.read(motion);
            }
        }
    };
    let for_keys = graph.clone();
    let onkeydown = move |event: KeyboardEvent| {
        if let Some(motion) = motion_of(&event) {
            event.prevent_default();
            for_keys.read(motion);
        }
    };
    let for_focus = graph.clone();
    let onfocus = move |event: FocusEvent| {
        // A pointer's focus reads where the pointer is.
        if event.target_unchecked_into::<HtmlElement>().matches(":focus-visible").unwrap_or(true) {
            for_focus.read(Motion::By(0));
        }
    };
    let reading = shown.reading.as_ref();
    let (now, last) = reading.map_or((0, 0), |reading| (reading.idx, reading.n_entries - 1));
    let text = reading.map_or(words.curve.how_to_read.into(), |reading| said(words, lines, reading));
    let for_blur = graph.clone();
    html! {
        <div
            class="curve-face"
            role="slider"
            tabindex="0"
            aria-label={words.curve.reader}
            aria-valuemin="0"
            aria-valuemax={last.to_string()}
            aria-valuenow={now.to_string()}
            aria-valuetext={text}
            aria-description={shown.about.clone()}
            {onkeydown} {onfocus}
            onpointerdown={read(|event| Some(at(event)))}
            onpointermove={read(|event| Some(at(event)))}
            // A finger that is lifted leaves what it read; it goes with the focus.
            onpointerleave={read(|event| (event.pointer_type() != "touch").then_some(Motion::Away))}
            onblur={move |_| for_blur.read(Motion::Away)}
        />
    }
}

fn at(event: &PointerEvent) -> Motion {
    Motion::To(event.offset_x().into())
}

fn motion_of(event: &KeyboardEvent) -> Option<Motion> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let far = if event.shift_key() { 10 } else { 1 };
    Some(match event.key().as_str() {
        "ArrowRight" | "ArrowUp" => Motion::By(far),
        "ArrowLeft" | "ArrowDown" => Motion::By(-far),
        "PageUp" => Motion::By(100),
        "PageDown" => Motion::By(-100),
        "Home" => Motion::First,
        "End" => Motion::Last,
        "Escape" => Motion::Away,
        _ => return None,
    })
}
