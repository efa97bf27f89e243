//! The gradient check of the chosen weight, and of all: backpropagation beside a difference of the training loss.

use std::rc::Rc;

use playground::insight::{Look, Looked, Wanted, shown};
use playground::{Config, Status, object};
use serde_json::Value;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use words::{Inside, Words};
use yew::prelude::*;

use crate::components::button::Button;
use crate::intent::{Intent, Told};

/// What is checked.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) config: Rc<Config>,
    pub(super) parameter: Wanted,
    /// Leads to a weight.
    pub(super) on_choose: Callback<Wanted>,
    /// The run, with which what was found ends.
    pub(super) run: Option<Rc<Status>>,
    pub(super) act: Callback<Intent>,
}

/// Below this the two agree.
const AGREE: f64 = 1e-5;

/// What was found, of what.
#[derive(Clone, Default, PartialEq)]
struct Found {
    one: Option<(Wanted, Value)>,
    all: Option<Value>,
    /// Something else that is said.
    said: Option<AttrValue>,
    /// Whether an answer is on its way.
    waits: bool,
    /// How many of how many weights a check of all has done.
    progress: Option<(u64, u64)>,
}

/// The check.
#[function_component(Check)]
pub(super) fn check(props: &Props) -> Html {
    let words = Inside::of(props.words.tag);
    let found = use_state_eq(Found::default);
    let wanted = Wanted { point: None, ..props.parameter };
    {
        let (found, run) = (found.setter(), props.run.as_ref().map(|run| (run.step, run.checksum.clone())));
        let act = props.act.clone();
        use_effect_with((run, Rc::clone(&props.config)), move |_| {
            found.set(Found::default());
            move || act.emit(Intent::EndLook)
        });
    }
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with((*found).clone(), move |found| {
            if let Some(element) = place.cast::<Element>().filter(|_| *found != Found::default()) {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                element.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    }
    let check_one = |look: Look| {
        let setter = found.setter();
        let tell = Callback::from(move |outcome: Result<Looked, AttrValue>| match outcome {
            Ok(Looked::Json(json)) => setter.set(Found { one: Some((wanted, json)), ..Found::default() }),
            Ok(_) => {}
            Err(why) => setter.set(Found { said: Some(why), ..Found::default() }),
        });
        let (act, waiting) = (props.act.clone(), found.clone());
        Callback::from(move |_: MouseEvent| {
            waiting.set(Found { waits: true, ..Found::default() });
            act.emit(Intent::EndLook);
            act.emit(Intent::Look(look.clone(), tell.clone()));
        })
    };
    let check_all = {
        let setter = found.setter();
        let tell = Callback::from(move |told: Told| match told {
            Told::Progress(done, of) => setter.set(Found { progress: Some((done, of)), ..Found::default() }),
            Told::Done(Ok(Looked::Json(json))) => setter.set(Found { all: Some(json), ..Found::default() }),
            // Who gave it up knows why.
            Told::Done(_) => {}
        });
        let (act, waiting) = (props.act.clone(), found.clone());
        Callback::from(move |_: MouseEvent| {
            waiting.set(Found { progress: Some((0, 0)), ..Found::default() });
            act.emit(Intent::LookLong(Look::CheckAll, tell.clone()));
        })
    };
    let cancel = {
        let (act, found) = (props.act.clone(), found.clone());
        Callback::from(move |_: MouseEvent| {
            act.emit(Intent::EndLook);
            found.set(Found { said: Some(words.cancelled.into()), ..Found::default() });
        })
    };
    let Wanted { layer, unit, input, .. } = wanted;
    let input = input.map_or_else(|| Value::from("bias"), Value::from);
    let one = Look::GradientCheck(object! { "layer": layer, "unit": unit, "input": input });
    let name = props.words.weight_short(&props.config, layer, unit, wanted.input);
    let shown_one = found.one.as_ref().filter(|(of, _)| *of == wanted).map(|(_, json)| result(props.words, json));
    html! {
        <section class="inside-check" aria-label={words.check}>
            <p ~textContent={words.check_why.with([&name])} />
            <div class="row">
                { Button::of("btn", words.check_one).does(check_one(one)) }
                if found.progress.is_some() {
                    { Button::of("btn", words.cancel).does(cancel) }
                } else {
                    { Button::of("btn", words.check_all).does(check_all) }
                }
            </div>
            <div ref={place} role="status">
                if found.waits { <p ~textContent={props.words.common.loading} /> }
                { for found.progress.map(|progress| progressed(props, progress)) }
                { for shown_one }
                { for found.all.as_ref().map(|json| worst(props, json)) }
                { for found.said.as_ref().map(|why| html! { <p ~textContent={&**why} /> }) }
            </div>
        </section>
    }
}

/// How far the check of all weights is.
fn progressed(props: &Props, (done, of): (u64, u64)) -> Html {
    let words = Inside::of(props.words.tag);
    let said = match done {
        0 => words.summing.into(),
        _ => words.checking.with([&props.words.count(done), &props.words.count(of)]),
    };
    html! {
        <>
            <p ~textContent={said} />
            if of > 0 { <progress max={of.to_string()} value={done.to_string()} aria-label={words.check_all} /> }
        </>
    }
}

/// One weight: both numbers, their difference, the verdict.
fn result(words: &Words, json: &Value) -> Html {
    let number = |name: &str| json[name].as_f64().unwrap_or(f64::NAN);
    let inside = Inside::of(words.tag);
    let rows = [
        (inside.backprop, words.precise(number("backprop"))),
        (inside.difference, words.precise(number("difference"))),
        ("h", shown(number("h"))),
        (inside.relative_error, shown(number("relativeError"))),
    ];
    let row =
        |(name, value): (&'static str, String)| html! { <><dt ~textContent={name} /><dd ~textContent={value} /></> };
    let (class, verdict) = match json["kink"] == true {
        true => ("inside-note", inside.kink),
        false if number("relativeError") < AGREE => ("good", inside.agree),
        false => ("bad", inside.disagree),
    };
    html! {
        <>
            <p {class} ~textContent={verdict} />
            <dl>{ for rows.into_iter().map(row) }</dl>
        </>
    }
}

/// All weights: the worst of them.
fn worst(props: &Props, json: &Value) -> Html {
    let words = Inside::of(props.words.tag);
    let whole = |value: &Value| value.as_u64().unwrap_or(0);
    let at = &json["worst"];
    let place = |name: &str| whole(&at[name]) as usize;
    let input = at["input"].as_u64().map(|input| input as usize);
    let name = props.words.weight_short(&props.config, place("layer"), place("unit"), input);
    let error = at["relativeError"].as_f64().unwrap_or(0.0);
    let kinks = whole(&json["kinks"]);
    let (checked, of) = (whole(&json["checked"]), whole(&json["of"]));
    let to = Wanted { layer: place("layer"), unit: place("unit"), input, ..Wanted::default() };
    let is_here = to == Wanted { point: None, ..props.parameter };
    html! {
        <>
            if checked < of { <p ~textContent={words.sampled.with([&props.words.count(checked), &props.words.count(of)])} /> }
            if !at.is_null() {
                <p class={if error < AGREE { "good" } else { "bad" }} ~textContent={words.worst.with([&props.words.count(checked), &shown(error), &name])} />
                if !is_here { <p>{ Button::of("chip", words.go_to.with([&name])).does(props.on_choose.reform(move |_: MouseEvent| to)) }</p> }
            }
            if kinks > 0 { <p ~textContent={words.kinks.with(kinks as f64, &props.words.count(kinks))} /> }
        </>
    }
}
