//! The loss curve's place: what the two lines are, axes below, curves above, and the reader that pointer and keys move.
//! What is read `graph` finds; here it is said.

mod graph;
pub(crate) mod metrics;

use playground::{CurveAxis, CurveScale, ViewSettings};
use web_sys::{HtmlCanvasElement, HtmlElement};
use words::Words;
use yew::prelude::*;

use crate::components::button::wants;
use crate::components::canvas::Canvas;
use crate::components::text::text;
use crate::components::toggle::Toggle;
use crate::intent::Intent;
use crate::view::{Feed, Shared, use_view};
use crate::views::curve::graph::{Graph, Motion, Reading};

/// What the curve shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) view_settings: ViewSettings,
    pub(crate) feed: Feed,
    /// Whether there are points to train with.
    pub(crate) has_training: bool,
    /// Whether there are points to test with.
    pub(crate) has_test: bool,
    pub(crate) act: Callback<Intent>,
}

/// The curve.
#[function_component(Curve)]
pub(crate) fn curve(props: &Props) -> Html {
    let words = props.words;
    let reading = use_state_eq(|| None::<Reading>);
    let graph = {
        let setter = reading.setter();
        use_view(&props.feed, |state| Graph::new(state, Callback::from(move |reading| setter.set(reading))))
    };
    let reading = *reading;
    let is_empty = !props.has_training && !props.has_test;
    let place = reading.map(|reading| words.curve_place(reading.epoch, reading.step));
    html! {
        <figure class="curve-box" aria-label={words.curve.loss_curve}>
            <figcaption class="curve-head">
                { legend(props, reading) }
                <span class="place" aria-hidden="true" ~textContent={place.unwrap_or_default()} />
                { toggles(props) }
            </figcaption>
            <div class="curve">
                <Canvas on_attach={attach(&graph, Graph::attach_axes)} />
                <Canvas on_attach={attach(&graph, Graph::attach_curves)} />
                <p class="curve-empty" ~textContent={if is_empty { words.curve.nothing_to_measure } else { "" }} />
                { reader(words, &graph, reading) }
            </div>
        </figure>
    }
}

fn attach(graph: &Shared<Graph>, how: fn(&Graph, Option<HtmlCanvasElement>)) -> Callback<Option<HtmlCanvasElement>> {
    let graph = graph.clone();
    Callback::from(move |canvas| how(&graph, canvas))
}

/// What the lines are; while the curve is read, what they are at.
fn legend(props: &Props, reading: Option<Reading>) -> Html {
    let words = props.words;
    let item = |class: &'static str, name: &'static str, loss: Option<f64>| {
        let said = if reading.is_some() { words.number(loss) } else { name.to_owned() };
        html! { <span key={class} {class}><i />{ text(&said) }</span> }
    };
    let test = match props.has_test {
        true => item("test", words.curve.test_loss, reading.and_then(|reading| reading.test_loss)),
        false => html! { <span key="no-test" ~textContent={words.curve.no_test_points} /> },
    };
    html! {
        <div class="legend" aria-hidden="true">
            { item("train", words.curve.training_loss, reading.and_then(|reading| reading.train_loss)) }
            { test }
        </div>
    }
}

fn toggles(props: &Props) -> Html {
    let (words, view_settings) = (props.words, &props.view_settings);
    let toggle = |setting: &'static str, short: &'static str, pressed: bool, after: ViewSettings| {
        let (name, why) = (words.view_label(setting), words.view_doc(setting));
        html! {
            <Toggle key={setting} name={name} {pressed} title={why} on_press={wants(Intent::SetView(after), &props.act)}>{ text(short) }</Toggle>
        }
    };
    let is_log = view_settings.curve_scale == CurveScale::Log;
    let curve_scale = if is_log { CurveScale::Linear } else { CurveScale::Log };
    let counts_steps = view_settings.curve_axis == CurveAxis::Steps;
    let curve_axis = if counts_steps { CurveAxis::Epochs } else { CurveAxis::Steps };
    html! {
        <div class="chips">
            { toggle("curveScale", words.curve.log_short, is_log, ViewSettings { curve_scale, ..view_settings.clone() }) }
            { toggle("curveAxis", words.curve.steps_short, counts_steps, ViewSettings { curve_axis, ..view_settings.clone() }) }
        </div>
    }
}

/// What pointer and keys move: a slider over the entries, whose value is said in words.
fn reader(words: &Words, graph: &Shared<Graph>, reading: Option<Reading>) -> Html {
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
    let (now, last) = reading.map_or((0, 0), |reading| (reading.idx, reading.n_entries - 1));
    let text = reading.map_or(words.curve.how_to_read.into(), |reading| {
        words.curve_reading(reading.epoch, reading.step, reading.train_loss, reading.test_loss)
    });
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
