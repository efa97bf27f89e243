//! The list of lessons, each with its steps and what of them was done.

use serde::Deserialize;
use words::Lessons as Texts;
use yew::prelude::*;

use super::progress;
use crate::components::text::text;

/// What the list says of a lesson.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Summary {
    pub(super) id: String,
    pub(super) title: String,
    about: String,
    pub(super) steps: Vec<StepName>,
}

/// A step of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct StepName {
    pub(super) id: String,
    title: String,
}

/// The name of the lesson, with the first step that is not done where some are: who comes back goes on there.
fn goes_on(lesson: &Summary) -> String {
    let is_done = |step: &&StepName| progress::is_done(&lesson.id, &step.id);
    let open =
        lesson.steps.iter().find(|step| !is_done(step)).filter(|_| lesson.steps.iter().any(|step| is_done(&step)));
    open.map_or_else(|| lesson.id.clone(), |step| format!("{}/{}", lesson.id, step.id))
}

/// The list. `go` opens a lesson or step by its name.
pub(super) fn list(said: &Texts, lessons: &[Summary], go: &Callback<String>) -> Html {
    let to = |name: String| go.reform(move |_: MouseEvent| name.clone());
    let step = |lesson: &Summary, step: &StepName| {
        let is_done = progress::is_done(&lesson.id, &step.id);
        html! {
            <li key={step.id.clone()} class={is_done.then_some("done")}>
                <button type="button" class="link" onclick={to(format!("{}/{}", lesson.id, step.id))} ~textContent={step.title.clone()} />
                if is_done { <span class="sr-only" ~textContent={said.done} /> }
            </li>
        }
    };
    let lesson = |lesson: &Summary| {
        let n_done = progress::n_done(&lesson.id, lesson.steps.iter().map(|step| step.id.as_str()));
        let counted = said.n_done.with([&n_done.to_string(), &lesson.steps.len().to_string()]);
        html! {
            <li key={lesson.id.clone()}>
                <button type="button" class="lesson-name" onclick={to(goes_on(lesson))}>
                    <b ~textContent={lesson.title.clone()} />
                    <small ~textContent={counted} />
                </button>
                <details>
                    <summary>{ text(&lesson.about) }</summary>
                    <ol>{ for lesson.steps.iter().map(|one| step(lesson, one)) }</ol>
                </details>
            </li>
        }
    };
    html! { <ol class="lessons">{ for lessons.iter().map(lesson) }</ol> }
}
