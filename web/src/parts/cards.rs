//! What went wrong, and what can be done about it: a refusal, a divergence, a dead engine.

use std::rc::Rc;

use playground::{Divergence, Problem};
use yew::prelude::*;

use crate::app::intent::Intent;
use crate::words;

/// What may have gone wrong.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) problem: Option<Rc<Problem>>,
    /// What made a run diverge.
    pub(crate) diverged: Option<Divergence>,
    pub(crate) crash: Option<AttrValue>,
    pub(crate) act: Callback<Intent>,
}

/// The cards. Each has a place of its own that is always there.
#[function_component(Cards)]
pub(crate) fn cards(props: &Props) -> Html {
    let press = |intent: Intent| props.act.reform(move |_: MouseEvent| intent.clone());
    html! {
        <div class="notices">
            <div>{ for props.problem.as_ref().map(|problem| html! {
                <section class="card bad" aria-label={words::REFUSED}>
                    <div><b>{ words::REFUSED }</b><p>{ problem.to_string() }</p></div>
                    <div class="row"><button type="button" class="btn" onclick={press(Intent::DismissProblem)}>{ words::DISMISS }</button></div>
                </section>
            }) }</div>
            <div>{ for props.diverged.as_ref().map(|what| html! {
                <section class="card bad" aria-label={words::DIVERGED}>
                    <div><b>{ words::DIVERGED }</b><p>{ words::divergence(what) }</p></div>
                    <div class="row"><button type="button" class="btn primary" onclick={press(Intent::Slower)}>{ words::GO_BACK_SLOWER }</button></div>
                </section>
            }) }</div>
            <div>{ for props.crash.as_ref().map(|details| html! {
                <section class="card bad" aria-label={words::CRASHED}>
                    <div><b>{ words::CRASHED }</b><p>{ words::CRASHED_CURE }</p><details><summary>{ words::DETAILS }</summary><pre>{ details }</pre></details></div>
                    <div class="row"><button type="button" class="btn primary" onclick={press(Intent::Restart)}>{ words::RESTART }</button></div>
                </section>
            }) }</div>
        </div>
    }
}
