//! A step of a lesson: it is set up when a learner comes to it, judged while they work, and noted when it is done.

use std::rc::Rc;

use playground::goal::Facts;
use playground::lesson::{Aim, Judge, Lesson, Step};
use playground::{Config, Status, ViewSettings};
use web_sys::Element;
use words::Words;
use yew::prelude::*;

use super::aim::{Question, goal};
use super::hints::{Hints, Said};
use super::places;
use super::polynomial::Polynomial;
use super::text::{blocks, line};
use super::{progress, stage};
use crate::components::button::{Button, truth};
use crate::intent::Intent;

/// What a step shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) said: Said,
    pub(super) lesson: Rc<Lesson>,
    /// The place of the step.
    pub(super) at: usize,
    /// What a link says behind it of the steps that are left out.
    pub(super) without: AttrValue,
    /// The lesson after this one: its id and title.
    pub(super) next: Option<(AttrValue, AttrValue)>,
    pub(super) config: Rc<Config>,
    pub(super) status: Option<Rc<Status>>,
    pub(super) view_settings: ViewSettings,
    pub(super) go: Callback<String>,
    pub(super) act: Callback<Intent>,
}

/// The step.
#[function_component(TheStep)]
pub(super) fn the_step(props: &Props) -> Html {
    let Props { words, said: Said(said), lesson, at, config, status, go, act, .. } = props;
    let step = &lesson.steps[*at];
    let name = format!("{}/{}", lesson.id, step.id);
    let answer = use_state_eq(|| None::<f64>);
    // A question cannot be answered without what is read before it.
    let is_open = use_state_eq(|| progress::reads() || !matches!(step.aim, Aim::Goal(_)));
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with((), move |()| to_top(&place));
    }
    let judge = use_memo((lesson.id.clone(), *at), |_| Judge::of(step).ok());
    let is_set_up = use_set_up(props, step, &name);
    let none = Rc::default();
    let status = status.as_ref().unwrap_or(&none);
    let facts = Facts::new(status, config);
    let is_reached = is_set_up && judge.as_ref().as_ref().is_some_and(|judge| judge.is_reached(&facts, *answer));
    let is_done = is_reached || progress::is_done(&lesson.id, &step.id);
    {
        let (act, id, step, said) = (act.clone(), lesson.id.clone(), step.id.clone(), said.reached);
        use_effect_with(is_reached, move |is_reached| {
            if *is_reached {
                if progress::note_done(&id, &step) {
                    act.emit(Intent::Say(said.into()));
                }
                act.emit(Intent::LessonDone(id, step));
            }
        });
    }
    let hint =
        judge.as_ref().as_ref().and_then(|judge| judge.hint(&facts, *answer)).map(|place| step.hints[place].clone());
    let on_answer = {
        let answer = answer.clone();
        Callback::from(move |number: f64| answer.set(Some(number)))
    };
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| {
            progress::note_reads(!*is_open);
            is_open.set(!*is_open);
        })
    };
    let again = {
        let (stage, now, act) = (step.stage.clone(), props.view_settings.clone(), act.clone());
        let name = (name.clone(), props.without.clone());
        Callback::from(move |_: MouseEvent| stage::set_up((&name.0, &name.1), &stage, &now, &act, Callback::noop()))
    };
    let judged = judge.as_ref().as_ref().and_then(Judge::goal).map(|aim| goal(words, aim, status, config));
    html! {
        <div ref={place} class={classes!("lesson-step", is_open.then_some("open"))} data-step={name.clone()} data-done={truth(is_done)}>
            <h3 ~textContent={format!("{} · {}", at + 1, step.title)} />
            { Button { expanded: Some(*is_open), ..Button::of("btn quiet lesson-more", if *is_open { said.less } else { said.more }) }.does(toggle) }
            <div class="lesson-text">{ blocks(&step.text, go) }</div>
            <section class={classes!("lesson-task", is_done.then_some("done"))} aria-label={said.task}>
                <p class="imperative">{ line(&step.task, go) }</p>
                if !is_done { { places::shown(words, props.said, config, &step.stage.controls) } }
                // Of a step that was done earlier, what holds now says nothing.
                if is_reached || !is_done { { for judged } }
                if !matches!(step.aim, Aim::Goal(_)) {
                    <Question said={props.said} aim={step.aim.clone()} answer={*answer} {is_reached} {on_answer} go={go.clone()} />
                }
                if is_done { <p class="lesson-done"><span aria-hidden="true" ~textContent="✓ " /><b ~textContent={said.reached} /></p> }
            </section>
            if is_done {
                <div class="lesson-seen">{ blocks(&step.seen, go) }</div>
            } else {
                <Hints key={name.clone()} said={props.said} {hint} go={go.clone()} />
            }
            { for step.stage.taylor.clone().map(|polynomial| html! { <Polynomial said={props.said} {polynomial} formula={config.formula.clone().unwrap_or_default()} /> }) }
            <div class="lesson-foot">
                { back(props) }
                { Button { title: Some(said.set_up_why.into()), ..Button::of("btn quiet", said.set_up_again) }.does(again) }
                { onward(props, is_done) }
            </div>
        </div>
    }
}

/// Sets the playground up once the engine is there; true when that is done.
#[hook]
fn use_set_up(props: &Props, step: &Step, name: &str) -> bool {
    let is_set_up = use_state_eq(|| false);
    let is_there = props.status.is_some();
    let (config, status) = (Rc::clone(&props.config), props.status.clone());
    let (set, stage, now, act) =
        (is_set_up.clone(), step.stage.clone(), props.view_settings.clone(), props.act.clone());
    let without = props.without.clone();
    let said = props.said.0.set_up.with([&step.title]);
    use_effect_with((name.to_owned(), is_there), move |(name, is_there)| {
        if let Some(status) = status.filter(|_| *is_there) {
            stage::show_only(Some(&stage.controls));
            if stage::is_to_be_set_up(name, &config, &status) {
                // What the step before has reached is not judged.
                let done = Callback::from(move |()| set.set(true));
                stage::set_up((name, &without), &stage, &now, &act, done);
                act.emit(Intent::Say(said.into()));
            } else {
                set.set(true);
            }
        }
    });
    *is_set_up
}

/// Shows the beginning of the step, and the plot where the page is one column.
fn to_top(place: &NodeRef) {
    let panel = place.cast::<Element>().and_then(|step| step.closest(".lesson").ok().flatten());
    panel.iter().for_each(|panel| panel.set_scroll_top(0));
    web_sys::window().iter().for_each(|window| window.scroll_to_with_x_and_y(0.0, 0.0));
}

fn back(props: &Props) -> Html {
    let Said(said) = props.said;
    let to = props
        .at
        .checked_sub(1)
        .map(|before| format!("{}/{}{}", props.lesson.id, props.lesson.steps[before].id, props.without));
    let disabled = to.is_none();
    let go = props.go.reform(move |_: MouseEvent| to.clone().unwrap_or_default());
    Button { disabled, ..Button::of("btn", said.back) }.does(go)
}

fn onward(props: &Props, is_done: bool) -> Html {
    let Said(said) = props.said;
    let class = if is_done { "btn primary" } else { "btn" };
    if let Some(next) = props.lesson.steps.get(props.at + 1) {
        let to = format!("{}/{}{}", props.lesson.id, next.id, props.without);
        return Button::of(class, if is_done { said.next } else { said.skip })
            .does(props.go.reform(move |_| to.clone()));
    }
    match &props.next {
        Some((id, title)) => {
            let to = id.to_string();
            Button::of(class, said.next_lesson.with([title])).does(props.go.reform(move |_| to.clone()))
        }
        None => Button::of(class, said.to_list).does(props.go.reform(|_| playground::ALL_LESSONS.to_owned())),
    }
}
