//! The gradient check of the chosen weight, and of all: backpropagation beside a difference of the training loss.

use std::rc::Rc;

use playground::insight::{Look, Looked, Wanted, shown};
use playground::{Config, Status, object};
use serde_json::Value;
use words::Words;
use yew::prelude::*;

use crate::components::button::Button;
use crate::intent::Intent;

/// What is checked.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) config: Rc<Config>,
    pub(super) parameter: Wanted,
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
    refused: Option<AttrValue>,
    /// Whether an answer is on its way.
    waits: bool,
}

/// The check.
#[function_component(Check)]
pub(super) fn check(props: &Props) -> Html {
    let words = &props.words.inside;
    let found = use_state_eq(Found::default);
    let wanted = Wanted { point: None, ..props.parameter };
    {
        let (found, run) = (found.setter(), props.run.as_ref().map(|run| (run.step, run.checksum.clone())));
        use_effect_with((run, Rc::clone(&props.config)), move |_| found.set(Found::default()));
    }
    let ask = |look: Look, put: fn(Value, Wanted) -> Found| {
        let setter = found.setter();
        let tell = Callback::from(move |outcome: Result<Looked, AttrValue>| match outcome {
            Ok(Looked::Json(json)) => setter.set(put(json, wanted)),
            Ok(Looked::Inside(_)) => {}
            Err(why) => setter.set(Found { refused: Some(why), ..Found::default() }),
        });
        let (act, waiting) = (props.act.clone(), found.clone());
        Callback::from(move |_: MouseEvent| {
            waiting.set(Found { waits: true, ..Found::default() });
            act.emit(Intent::Look(look.clone(), tell.clone()));
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
                { Button::of("btn", words.check_one).does(ask(one, |json, of| Found { one: Some((of, json)), ..Found::default() })) }
                { Button::of("btn", words.check_all).does(ask(Look::CheckAll, |json, _| Found { all: Some(json), ..Found::default() })) }
            </div>
            <div role="status">
                if found.waits { <p ~textContent={props.words.common.loading} /> }
                { for shown_one }
                { for found.all.as_ref().map(|json| worst(props, json)) }
                { for found.refused.as_ref().map(|why| html! { <p ~textContent={&**why} /> }) }
            </div>
        </section>
    }
}

/// One weight: both numbers, their difference, the verdict.
fn result(words: &Words, json: &Value) -> Html {
    let number = |name: &str| json[name].as_f64().unwrap_or(f64::NAN);
    let inside = &words.inside;
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
            <dl>{ for rows.into_iter().map(row) }</dl>
            <p {class} ~textContent={verdict} />
        </>
    }
}

/// All weights: the worst of them.
fn worst(props: &Props, json: &Value) -> Html {
    let words = &props.words.inside;
    let whole = |value: &Value| value.as_u64().unwrap_or(0);
    let at = &json["worst"];
    let place = |name: &str| whole(&at[name]) as usize;
    let input = at["input"].as_u64().map(|input| input as usize);
    let name = props.words.weight_short(&props.config, place("layer"), place("unit"), input);
    let error = at["relativeError"].as_f64().unwrap_or(0.0);
    let kinks = whole(&json["kinks"]);
    html! {
        <>
            if !at.is_null() {
                <p class={if error < AGREE { "good" } else { "bad" }} ~textContent={words.worst.with([&props.words.count(whole(&json["checked"])), &shown(error), &name])} />
            }
            if kinks > 0 { <p ~textContent={words.kinks.with(kinks as f64, &props.words.count(kinks))} /> }
        </>
    }
}
