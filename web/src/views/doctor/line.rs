//! The line: verdict, what shows it, the change that is advised with its button, and the way to the panel that says why. Its room is
//! the same whatever it says.

use std::rc::Rc;

use playground::insight::doctor::{Advice, Explanation, Verdict};
use playground::{Config, Status};
use web_sys::HtmlElement;
use words::doctor::{DoctorWords, is_too_early};
use yew::prelude::*;

use super::following::{Props, Told, is_serious, use_diagnosis};
use super::why::Why;
use crate::components::button::{Button, icon};
use crate::components::chunk_style;
use crate::intent::Intent;

/// Its rules of style, which come with it.
const RULES: &str = include_str!("../../../style/chunks/doctor.css");

/// The change that was made here last.
#[derive(Clone, PartialEq)]
struct Made {
    said: String,
    /// How many changes there were before it: after another one, Undo would undo that.
    n_changes: u32,
}

/// The line.
#[function_component(TheLine)]
pub(super) fn the_line(props: &Props) -> Html {
    chunk_style::add(RULES);
    let (words, doctor) = (props.words, DoctorWords::of(props.words));
    let told = use_diagnosis(props);
    let is_open = use_state_eq(|| false);
    let made = use_state_eq(|| None::<Made>);
    let opener = use_node_ref();
    let (found, then) = match &told {
        Told::Found(found, config) => (Some(found), config),
        Told::Nothing | Told::Unknown => (None, &props.config),
    };
    let said = use_aloud(props, found.map(|found| &**found));
    let onkeydown = {
        let (is_open, opener) = (is_open.clone(), opener.clone());
        move |event: KeyboardEvent| {
            if event.key() == "Escape" && *is_open {
                event.stop_propagation();
                is_open.set(false);
                if let Some(opener) = opener.cast::<HtmlElement>() {
                    // Fails only for elements that cannot be focused.
                    opener.focus().ok();
                }
            }
        }
    };
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    let n_hints = found.map_or(0, |found| found.hints.len());
    let hint = found.filter(|found| found.advice.is_none()).and_then(|found| found.hints.first());
    let why = Button {
        expanded: Some(*is_open),
        controls: is_open.then_some("doctor-why"),
        place: opener,
        name: (n_hints > 0).then(|| [doctor.why, " ", &doctor.n_hints(words, n_hints)].concat().into()),
        face: html! {
            <>
                <span ~textContent={doctor.why} />
                if n_hints > 0 { <small ~textContent={doctor.n_hints(words, n_hints)} /> }
            </>
        },
        ..Button::of("chip doctor-opener", "")
    };
    html! {
        <div class="doctor-lines" role="group" aria-label={doctor.diagnosis} {onkeydown}>
            if let Some(found) = found {
                <div class="doctor-line">
                    { sign(found) }
                    <p class="doctor-said"><b ~textContent={doctor.called(found)} /><span ~textContent={doctor.brief(words, found)} /></p>
                    { why.does(toggle) }
                </div>
                <div class="doctor-line">{ change(props, (found, then), &made, hint.map(|hint| doctor.hint(words, then, hint)[0].clone())) }</div>
                if *is_open {
                    <Why {words} config={Rc::clone(then)} found={Rc::clone(found)} act={props.act.clone()} />
                }
            } else {
                <p class="doctor-said muted" ~textContent={if told == Told::Unknown { doctor.unknown } else { words.common.loading }} />
            }
            <p class="sr-only" role="status" ~textContent={&*said} />
        </div>
    }
}

/// What is advised with the button that does it; after that, what was done with the button that undoes it; else a hint.
fn change(
    props: &Props,
    (found, then): (&Explanation, &Rc<Config>),
    made: &UseStateHandle<Option<Made>>,
    hint: Option<String>,
) -> Html {
    let (words, doctor) = (props.words, DoctorWords::of(props.words));
    let is_made = |made: &&Made| props.can_undo && props.n_changes == made.n_changes.wrapping_add(1);
    if let Some(made_now) = made.as_ref().filter(is_made) {
        let (act, made) = (props.act.clone(), made.clone());
        let undo = Callback::from(move |_: MouseEvent| {
            made.set(None);
            act.emit(Intent::Undo);
        });
        return html! {
            <>
                <p class="doctor-said" ~textContent={doctor.applied.with([&made_now.said])} />
                { Button { title: Some(words.header.undo_why.into()), ..Button::of("btn doctor-do", words.header.undo) }.does(undo) }
            </>
        };
    }
    let Some(Advice { cure, partial }) = &found.advice else {
        let is_done = matches!(found.verdict, Verdict::Converged);
        let said = hint.unwrap_or_else(|| if is_done { doctor.advice(words, None) } else { String::new() });
        return html! { <p class="doctor-said muted" ~textContent={said} /> };
    };
    let said = doctor.advice(words, Some(cure));
    let apply = {
        let (act, made, partial, n_changes) = (props.act.clone(), made.clone(), partial.clone(), props.n_changes);
        let said = said.clone();
        Callback::from(move |_: MouseEvent| {
            made.set(Some(Made { said: said.clone(), n_changes }));
            act.emit(Intent::Configure(partial.clone()));
        })
    };
    // What was advised for other settings may be no change of these, or another one.
    let disabled = **then != *props.config;
    let button = Button {
        disabled,
        name: Some([doctor.apply, words.common.colon, &said].concat().into()),
        title: Some([&said, "\n", doctor.cure_reason(cure)].concat().into()),
        ..Button::of("btn doctor-do", doctor.apply)
    };
    html! {
        <>
            <p class="doctor-said" title={said.clone()} ~textContent={said} />
            { button.does(apply) }
        </>
    }
}

/// The sign of a run of which nothing can be said yet: its class and its path.
const UNDECIDED: (&str, &str) = ("", "M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM5 8h6");

/// A sign for how the run is.
fn sign(found: &Explanation) -> Html {
    let (class, d) = match found.verdict {
        _ if is_too_early(found) => UNDECIDED,
        Verdict::Converged | Verdict::Healthy => {
            ("good", "M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM5 8.2l2.2 2.2L11.2 6")
        }
        Verdict::Diverged => ("bad", "M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM5.5 5.5l5 5m0-5-5 5"),
        Verdict::NoPoints => UNDECIDED,
        _ => ("warn", "M8 1.8 15 14H1L8 1.8Zm0 4.4v4m0 1.6v.4"),
    };
    html! { <span class={classes!("doctor-sign", class)} aria-hidden="true">{ icon(d) }</span> }
}

/// What is said aloud: another verdict, once the run rests or at once where it is serious.
#[hook]
fn use_aloud(props: &Props, found: Option<&Explanation>) -> UseStateHandle<String> {
    let (words, doctor) = (props.words, DoctorWords::of(props.words));
    let said = use_state_eq(String::new);
    // What was found last, whether it was said or not: what a page opens with is no news.
    let last = use_mut_ref(|| "");
    let now = found.filter(|found| !props.playing || is_serious(found.verdict));
    let text = now.map(|found| doctor.aloud(words, found));
    {
        let (said, text) = (said.setter(), text);
        use_effect_with(
            (now.map(|found| doctor.called(found)), n_steps(props.status.as_deref())),
            move |(called, n_steps)| {
                let Some(called) = *called else { return };
                if last.replace(called) != called && *n_steps > 0 {
                    said.set(text.unwrap_or_default());
                }
            },
        );
    }
    said
}

fn n_steps(status: Option<&Status>) -> u64 {
    status.map_or(0, |status| status.step)
}
