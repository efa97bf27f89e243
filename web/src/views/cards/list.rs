//! What went wrong, and what can be done about it: a refusal, a divergence, a dead engine; and what was done unseen.

use std::rc::Rc;

use playground::problem::Rule;
use playground::{Divergence, Problem};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use words::Words;
use yew::prelude::*;

use crate::browser::clock::{clear_timeout, set_timeout};
use crate::browser::page;
use crate::components::button::Button;
use crate::components::copy_status::Copied;
use crate::intent::Intent;
use crate::store::divergence::slower_than;
use crate::store::state::{Done, Recalled};
use crate::url_sync;

/// What may have gone wrong.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    /// What was done, where the page does not show it by itself.
    pub(crate) done: Option<Done>,
    /// How far a run has come that is being made again.
    pub(crate) replaying: Option<AttrValue>,
    pub(crate) problem: Option<Rc<Problem>>,
    /// What of the link could not be taken over.
    pub(crate) notes: Rc<Vec<Problem>>,
    /// What became of what was kept.
    pub(crate) recalled: Option<Recalled>,
    /// Whether a newer version of the page is there.
    pub(crate) is_outdated: bool,
    /// What made a run diverge.
    pub(crate) diverged: Option<Divergence>,
    /// The learning rate in force; none where to find another one is what a learner is to do.
    pub(crate) rate: Option<f64>,
    /// Why training ended by itself, in words.
    pub(crate) stopped: Option<AttrValue>,
    /// What killed the engine that was started again.
    pub(crate) revived: Option<AttrValue>,
    pub(crate) crash: Option<AttrValue>,
    pub(crate) act: Callback<Intent>,
}

/// So long one can read what was done,
const DONE_FOR_MS: f64 = 9000.0;
/// and so long for each letter of a long text.
const LETTER_MS: f64 = 90.0;

/// The cards. Each has a place of its own that is always there.
#[function_component(List)]
pub(crate) fn list(props: &Props) -> Html {
    let words = &props.words.cards;
    let dismiss = |intent: Intent| Button::of("btn", words.dismiss).wants(intent, &props.act);
    {
        // What went well need not be dismissed, unless there is something to take away.
        let act = props.act.clone();
        use_effect_with(props.done.clone(), move |done| {
            let is_read = done.as_ref().is_some_and(|done| done.text.is_none() && done.begins_anew.is_none());
            let letters = done.as_ref().map_or(0, |done| done.said.chars().count());
            let stays = DONE_FOR_MS.max(letters as f64 * LETTER_MS);
            let late = is_read.then(|| Closure::once(move || act.emit(Intent::DismissDone)));
            let timer = late.as_ref().map(|late| set_timeout(late.as_ref().unchecked_ref(), stays));
            move || {
                timer.iter().for_each(clear_timeout);
                drop(late);
            }
        });
    }
    html! {
        <div class="notices">
            <div>{ for (!props.notes.is_empty()).then(|| html! {
                <section class="card" aria-label={words.link_notes} role="status">
                    <div><b ~textContent={words.link_notes} /><ul class="notes">{ for props.notes.iter().map(|note| html! { <li ~textContent={props.words.refusal(note)} /> }) }</ul></div>
                    <div class="row">{ dismiss(Intent::DismissNotes) }</div>
                </section>
            }) }</div>
            <div>{ for props.recalled.map(|recalled| html! {
                <section class="card slim" aria-label={words.last_visit} role="status">
                    <p ~textContent={recalled.said(props.words)} />
                    <div class="row">
                        if matches!(recalled, Recalled::Run | Recalled::Settings) {
                            { Button::of("btn", words.restore_defaults).wants(Intent::RestoreDefaults, &props.act) }
                        }
                        { dismiss(Intent::DismissRecalled) }
                    </div>
                </section>
            }) }</div>
            <div>{ for props.is_outdated.then(|| html! {
                <section class="card slim" aria-label={words.update}>
                    <p ~textContent={words.updated} />
                    <div class="row">
                        { Button::of("btn primary", props.words.common.reload).does(Callback::from(|_| page::reload())) }
                        { dismiss(Intent::DismissUpdate) }
                    </div>
                </section>
            }) }</div>
            <div>{ for props.replaying.as_ref().map(|how_far| html! {
                <section class="card slim" aria-label={words.done}>
                    <p ~textContent={&**how_far} />
                    { Button::of("btn", words.cancel).wants(Intent::EndReplay, &props.act) }
                </section>
            }) }</div>
            <div>{ for props.problem.as_ref().map(|problem| (problem, heading(words, problem))).map(|(problem, heading)| html! {
                <section class="card bad" aria-label={heading}>
                    <div><b ~textContent={heading} /><p ~textContent={props.words.refusal(problem)} /></div>
                    <div class="row">
                        { for matches!(problem.rule, Rule::GivenByWeights { .. }).then(|| {
                            Button::of("btn", words.skip_checks).wants(Intent::SkipChecks, &props.act)
                        }) }
                        { dismiss(Intent::DismissProblem) }
                    </div>
                </section>
            }) }</div>
            <div>{ for props.diverged.as_ref().map(|what| html! {
                <section class="card bad" aria-label={words.diverged}>
                    <div><b ~textContent={words.diverged} /><p ~textContent={props.words.divergence(what)} /></div>
                    <div class="row">{ match props.rate {
                        Some(rate) => Button::of("btn primary", props.words.slower(slower_than(rate))).wants(Intent::Slower, &props.act),
                        None => Button::of("btn primary", props.words.header.reset).wants(Intent::Reset, &props.act),
                    } }</div>
                </section>
            }) }</div>
            <div>{ for props.done.as_ref().map(|done| html! {
                <section class="card slim" aria-label={words.done}>
                    <div><p ~textContent={&*done.said} />{ for done.begins_anew.clone().map(|why| html! { <p ~textContent={&*why} /> }) }{ for done.text.clone().map(|text| html! { <Copied words={props.words} name={words.done} {text} /> }) }</div>
                    <div class="row">
                        { for done.begins_anew.as_ref().map(|_| Button::of("btn primary", props.words.header.reset).wants(Intent::Reset, &props.act)) }
                        { dismiss(Intent::DismissDone) }
                    </div>
                </section>
            }) }</div>
            <div>{ for props.stopped.as_ref().map(|why| html! {
                <section class="card" aria-label={words.ended}><p ~textContent={&**why} /></section>
            }) }</div>
            <div>{ for props.revived.as_ref().map(|details| {
                death(props.words, details, [words.revived, words.revived_how, words.dismiss], Intent::DismissProblem, &props.act)
            }) }</div>
            <div>{ for props.crash.as_ref().map(|details| {
                death(props.words, details, [words.crashed, words.crashed_cure, words.restart], Intent::Restart, &props.act)
            }) }</div>
        </div>
    }
}

/// What is said before a refusal.
fn heading(words: &words::Cards, problem: &Problem) -> &'static str {
    match problem.rule {
        Rule::SameChecksum(_) => words.not_the_same,
        _ => words.refused,
    }
}

/// A card about a dead engine: what it died of can be read and copied.
fn death(
    words: &'static Words,
    details: &AttrValue,
    [what, cure, button]: [&'static str; 3],
    intent: Intent,
    act: &Callback<Intent>,
) -> Html {
    let is_dead = matches!(intent, Intent::Restart);
    html! {
        <section class="card bad" aria-label={what}>
            <div><b ~textContent={what} /><p ~textContent={cure} />
                <details><summary ~textContent={words.cards.details} />
                    <Copied {words} name={words.cards.details} label={words.cards.copy_details} text={details.clone()} />
                </details>
            </div>
            <div class="row">
                { Button::of("btn primary", button).wants(intent, act) }
                if is_dead { <a class="btn" href={url_sync::defaults()} ~textContent={words.cards.defaults} /> }
            </div>
        </section>
    }
}
