//! The whole page: where each panel stands.

use std::rc::Rc;

use playground::{ALL_LESSONS, Task, View};
use yew::prelude::*;

use crate::components::later::use_later;
use crate::components::live_region::Voice;
use crate::instruments::Instruments;
use crate::intent::Intent;
use crate::popovers::experiments::Run;
use crate::popovers::importing::{self, IMPORTING};
use crate::store::state::{Minute, State};
use crate::view::Feed;
use crate::views::cards::Cards;
use crate::views::data::Data;
use crate::views::data::features::Features;
use crate::views::goal::{GOALS, line};
use crate::views::header::Header;
use crate::views::lab::{self, LAB};
use crate::views::lessons::{self, LESSONS};
use crate::views::network::Network;
use crate::views::opening::{FirstMinute, Tour};
use crate::views::plot::Plot;
use crate::views::settings::Settings;

/// What the page shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) feed: Feed,
    pub(crate) act: Callback<Intent>,
}

/// The page.
#[function_component(Page)]
pub(crate) fn page(props: &Props) -> Html {
    let (state, act) = (&props.state, &props.act);
    let words = state.words;
    let diverged = state.status.as_ref().filter(|_| !state.playing).and_then(|status| status.diverged);
    let epoch = state.status.as_ref().map_or(0, |status| status.epoch);
    let run = Run { config: Rc::clone(&state.config), epoch, shelved: state.shelved.clone() };
    let goal = AttrValue::from(state.view_settings.goal.clone());
    let goals = use_later(&GOALS, !goal.is_empty());
    let is_whole = use_mut_ref(|| false);
    // They stay when the session starts again.
    let is_whole = is_whole.replace_with(|was| *was || state.has_panels()) || state.has_panels();
    let importing = use_later(&IMPORTING, state.brought.is_some());
    let in_lab = state.view_settings.view == View::Lab;
    let the_lab = use_later(&LAB, in_lab);
    let shown = lab::Props {
        words,
        config: Rc::clone(&state.config),
        view_settings: state.view_settings.clone(),
        act: act.clone(),
    };
    let has_lesson = !state.view_settings.lesson.is_empty();
    let in_step = has_lesson && state.view_settings.lesson != ALL_LESSONS;
    let lessons = use_later(&LESSONS, has_lesson);
    let lesson = has_lesson.then(|| {
        lessons.view(words, |lessons| {
            (lessons.view)(lessons::Props {
                words,
                config: Rc::clone(&state.config),
                status: state.status.clone(),
                view_settings: state.view_settings.clone(),
                act: act.clone(),
            })
        })
    });
    let on_help = {
        let is_open = state.help.is_some();
        act.reform(move |()| Intent::Help((!is_open).then_some("")))
    };
    html! {
        <>
            <Header
                {words} playing={state.playing} status={state.status.clone()} config={Rc::clone(&state.config)} view_settings={state.view_settings.clone()}
                link={state.link.clone()} embedded={state.embedded} {run} can_undo={state.can_undo} can_redo={state.can_redo}
                help={state.help} on_help={on_help.clone()} act={act.clone()}
                goal={(!goal.is_empty()).then(|| goals.view(words, |goals| {
                    (goals.line)(line::Props { words, goal, status: state.status.clone(), config: Rc::clone(&state.config), playing: state.playing, act: act.clone() })
                }))}
            >
                if is_whole {
                    <Settings {words} config={Rc::clone(&state.config)} problem={state.problem.clone()} act={act.clone()} />
                } else {
                    <div class="strip" />
                }
            </Header>
            <main class={(state.embedded && !has_lesson).then_some("embedded")} data-state={state.word()}>
                { for lesson.map(|lesson| html! { <aside class="lesson-side">{ lesson }</aside> }) }
                <div class="board">
                    <div class="right"><Plot state={state.clone()} feed={props.feed.clone()} {on_help} act={act.clone()} /></div>
                    { if is_whole { panels(props) } else { blanks() } }
                </div>
                if in_lab { { the_lab.view(words, |lab| (lab.view)(shown)) } }
            </main>
            <Voice said={state.said.clone()} n_said={state.n_said} />
            <Cards {words} replaying={state.replaying.map(|(done, of)| AttrValue::from(words.replaying(done, of)))} done={state.done.clone()} problem={state.problem.clone()} notes={Rc::clone(&state.notes)} recalled={state.recalled} is_outdated={state.is_outdated} {diverged} rate={(!in_step).then_some(state.config.learning_rate)} stopped={state.stopped_words()} revived={state.revived.clone()} crash={state.crash.clone()} act={act.clone()} />
            if let Some(brought) = &state.brought {
                { importing.view(words, |it| (it.view)(importing::Props { words, brought: brought.clone(), config: Rc::clone(&state.config), theme: state.theme, act: act.clone() })) }
            }
            <Tour {words} place={state.tour} act={act.clone()} />
        </>
    }
}

/// What stands around the plot.
fn panels(props: &Props) -> Html {
    let (state, act) = (&props.state, &props.act);
    let (words, counts) = (state.words, state.counts());
    // The greeting tells of two colours, and who has other worries is not greeted.
    let is_diverged = state.status.as_ref().is_some_and(|status| status.diverged.is_some());
    let is_greeted = !is_diverged && state.config.task == Task::Classification;
    let is_taught = !state.view_settings.lesson.is_empty();
    let minute = if is_greeted && !is_taught { state.minute } else { Minute::Over };
    html! {
        <>
            <Instruments state={state.clone()} feed={props.feed.clone()} act={act.clone()} />
            <div class="middle">
                <Network {words} config={Rc::clone(&state.config)} playing={state.playing} lesson={state.view_settings.lesson.clone()} feed={props.feed.clone()} act={act.clone()} />
            </div>
            <div class="left">
                <FirstMinute {words} minute={minute} on_tour={state.tour.is_some()} view_settings={state.view_settings.clone()} act={act.clone()} />
                <Data {words} config={Rc::clone(&state.config)} {counts} origin={state.origin} theme={state.theme} act={act.clone()} />
                <Features {words} config={Rc::clone(&state.config)} act={act.clone()} />
            </div>
        </>
    }
}

/// Their places, as `index.html` has them, until the plot is seen.
fn blanks() -> Html {
    html! {
        <>
            <div class="blank panel numbers" />
            <div class="middle"><div class="blank panel network" /></div>
            <div class="left"><div class="blank panel data" /></div>
        </>
    }
}
