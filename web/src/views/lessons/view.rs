//! The panel: the list, or one step with what leads to the others.

use std::rc::Rc;

use playground::lesson::Lesson;
use playground::{ALL_LESSONS, Config, Status, ViewSettings};
use words::Lessons as Texts;
use words::Words;
use yew::prelude::*;

use super::file::{File, address, use_file};
use super::hints::Said;
use super::list::{Summary, list};
use super::step::TheStep;
use super::{progress, stage};
use crate::components::button::{Button, icon};
use crate::components::chunk_style;
use crate::intent::Intent;

/// The rules of style of what stands in the panel.
const RULES: &str = include_str!("../../../style/chunks/lessons.css");

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    pub(crate) status: Option<Rc<Status>>,
    pub(crate) view_settings: ViewSettings,
    pub(crate) act: Callback<Intent>,
}

/// The panel.
#[function_component(TheLessons)]
pub(super) fn the_lessons(props: &Props) -> Html {
    let said = Texts::of(props.words.tag);
    let Wanted { lesson: wanted, step, left_out } = Wanted::of(&props.view_settings.lesson);
    let is_folded = use_state_eq(|| false);
    {
        // Who comes to another step reads it.
        let is_folded = is_folded.clone();
        use_effect_with(props.view_settings.lesson.clone(), move |_| is_folded.set(false));
    }
    let index = use_file::<Vec<Summary>>(format!("{}/index.json", said.folder).into());
    let place = match &index {
        File::Here(index) => index.iter().position(|lesson| lesson.id == wanted),
        _ => None,
    };
    let lesson =
        use_file::<Lesson>(place.map_or_else(AttrValue::default, |_| format!("{}/{wanted}.json", said.folder).into()));
    chunk_style::add(RULES);
    use_effect_with((), |()| || stage::show_only(None));
    let go = {
        let act = props.act.clone();
        Callback::from(move |lesson: String| {
            // Who comes to a step by choosing it finds it as it begins.
            progress::note_set_up("");
            if lesson == ALL_LESSONS || lesson.is_empty() {
                stage::show_only(None);
            }
            act.emit(Intent::view(move |view| view.lesson.clone_from(&lesson)));
        })
    };
    let close = go.reform(|_: MouseEvent| String::new());
    let head = |title: Html, to_list: bool| {
        html! {
            <div class="lesson-head">
                { title }
                { fold(said, &is_folded) }
                if to_list { { Button::of("btn quiet", said.to_list).does(go.reform(|_: MouseEvent| ALL_LESSONS.to_owned())) } }
                { Button { class: "btn quiet square", face: icon("M3.5 3.5l9 9M12.5 3.5l-9 9"), name: Some(said.close.into()), title: Some(said.close.into()), ..Button::default() }.does(close.clone()) }
            </div>
        }
    };
    let waiting = || html! { <p role="status" ~textContent={said.loading} /> };
    let missing = |again: &Callback<MouseEvent>| {
        html! { <div role="alert"><p ~textContent={said.not_come} />{ Button::of("btn", said.try_again).does(again.clone()) }</div> }
    };
    let inside = match (&index, place, &lesson) {
        (File::Coming, ..) => html! { <>{ head(title(said), false) }{ waiting() }</> },
        (File::Missing(again), ..) => html! { <>{ head(title(said), false) }{ missing(again) }</> },
        (File::Here(index), None, _) => html! {
            <>
                { head(title(said), false) }
                if wanted == ALL_LESSONS { <p ~textContent={said.about} /> } else { <p role="alert" ~textContent={said.unknown.with([wanted])} /> }
                { list(said, index, &go) }
                <p><a href={address(&format!("{}.html", said.folder)).unwrap_or_default()} target="_blank" rel="noopener" ~textContent={said.for_teachers} /></p>
            </>
        },
        (File::Here(index), Some(at), File::Here(lesson)) => {
            let (lesson, without) = with_steps(lesson, &left_out);
            let next = index.get(at + 1).map(|next| (next.id.clone().into(), next.title.clone().into()));
            let heading = html! {
                <div>
                    <small ~textContent={said.lesson_of.with([&(at + 1).to_string(), &index.len().to_string()])} />
                    <h2 ~textContent={lesson.title.clone()} />
                </div>
            };
            let at = place_of(&lesson, step);
            html! {
                <>
                    { head(heading, true) }
                    { bar(said, &lesson, at, &go.reform({ let without = without.clone(); move |step: String| step + &without })) }
                    <TheStep
                        key={lesson.steps[at].id.clone()} words={props.words} said={Said(said)} lesson={Rc::clone(&lesson)} {at} without={without.clone()} {next}
                        config={Rc::clone(&props.config)} status={props.status.clone()} view_settings={props.view_settings.clone()} go={go.clone()} act={props.act.clone()}
                    />
                </>
            }
        }
        (_, _, File::Missing(again)) => html! { <>{ head(title(said), true) }{ missing(again) }</> },
        (_, _, File::Coming) => html! { <>{ head(title(said), true) }{ waiting() }</> },
    };
    html! { <section class={classes!("panel", "lesson", is_folded.then_some("folded"))} aria-label={said.lessons}>{ inside }</section> }
}

/// What a name asks for: a lesson, one of its steps, and which of them are left out.
#[derive(Debug, PartialEq)]
struct Wanted<'t> {
    lesson: &'t str,
    step: &'t str,
    left_out: Vec<&'t str>,
}

impl Wanted<'_> {
    fn of(name: &str) -> Wanted<'_> {
        let (lesson, steps) = name.split_once('/').unwrap_or((name, ""));
        let step = steps.split('/').find(|step| !step.starts_with('-')).unwrap_or_default();
        Wanted { lesson, step, left_out: steps.split('/').filter_map(|step| step.strip_prefix('-')).collect() }
    }
}

/// The lesson without the steps that are left out, unless none would be left; and what a link says of them.
fn with_steps(lesson: &Rc<Lesson>, left_out: &[&str]) -> (Rc<Lesson>, AttrValue) {
    let steps: Vec<_> = lesson.steps.iter().filter(|step| !left_out.contains(&step.id.as_str())).cloned().collect();
    if steps.is_empty() || left_out.is_empty() {
        return (Rc::clone(lesson), AttrValue::default());
    }
    let without = left_out.iter().map(|step| format!("/-{step}")).collect::<String>();
    (Rc::new(Lesson { steps, ..(**lesson).clone() }), without.into())
}

/// What makes the panel as small as its heading, where it lies over the page.
fn fold(said: &Texts, is_folded: &UseStateHandle<bool>) -> Html {
    let (folded, name) = (**is_folded, if **is_folded { said.unfold } else { said.fold });
    let is_folded = is_folded.clone();
    let (name, expanded) = (Some(AttrValue::from(name)), Some(!folded));
    let face = icon(if folded { "M3 10.5l5-5l5 5" } else { "M3 5.5l5 5l5-5" });
    Button {
        class: "btn quiet square lesson-fold",
        face,
        name: name.clone(),
        title: name,
        expanded,
        ..Button::default()
    }
    .does(Callback::from(move |_: MouseEvent| is_folded.set(!folded)))
}

fn title(said: &Texts) -> Html {
    html! { <h2 ~textContent={said.lessons} /> }
}

/// The place of a step by its name, or by its number from 1; the first where there is none such.
fn place_of(lesson: &Lesson, step: &str) -> usize {
    let number =
        step.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < lesson.steps.len());
    lesson.steps.iter().position(|known| known.id == step).or(number).unwrap_or(0)
}

/// A piece for each step: done, here, to come.
fn bar(said: &Texts, lesson: &Lesson, at: usize, go: &Callback<String>) -> Html {
    let n = lesson.steps.len().to_string();
    let piece = |(place, step): (usize, &playground::lesson::Step)| {
        let to = format!("{}/{}", lesson.id, step.id);
        let name = format!("{}: {}", said.step_of.with([&(place + 1).to_string(), &n]), step.title);
        let class = classes!("piece", progress::is_done(&lesson.id, &step.id).then_some("done"));
        html! {
            <button key={step.id.clone()} type="button" {class} aria-label={name.clone()} title={name} aria-current={(place == at).then_some("step")} onclick={go.reform(move |_: MouseEvent| to.clone())} />
        }
    };
    html! { <div class="lesson-bar">{ for lesson.steps.iter().enumerate().map(piece) }</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_which_steps_are_left_out() {
        let wanted = |name| {
            let Wanted { lesson, step, left_out } = Wanted::of(name);
            (lesson, step, left_out)
        };
        assert_eq!(wanted("softmax"), ("softmax", "", vec![]));
        assert_eq!(wanted("softmax/dishes"), ("softmax", "dishes", vec![]));
        assert_eq!(wanted("softmax/dishes/-slope/-softmax"), ("softmax", "dishes", vec!["slope", "softmax"]));
        assert_eq!(wanted("softmax/-slope"), ("softmax", "", vec!["slope"]));
    }
}
