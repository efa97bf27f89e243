//! The whole page: where each panel stands.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::live_region::Voice;
use crate::intent::Intent;
use crate::store::state::State;
use crate::view::Feed;
use crate::views::cards::Cards;
use crate::views::curve::Curve;
use crate::views::curve::metrics::Metrics;
use crate::views::data::Data;
use crate::views::data::features::Features;
use crate::views::header::Header;
use crate::views::network::Network;
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
    let (epoch, step) = state.status.as_ref().map_or((0, 0), |status| (status.epoch, status.step));
    let diverged = state.status.as_ref().filter(|_| !state.playing).and_then(|status| status.diverged);
    let is_whole = use_mut_ref(|| false);
    // They stay when the session starts again.
    let is_whole = is_whole.replace_with(|was| *was || state.has_panels()) || state.has_panels();
    html! {
        <>
            <Header {words} playing={state.playing} {epoch} {step} view_settings={state.view_settings.clone()} link={state.link.clone()} embedded={state.embedded} can_undo={state.can_undo} can_redo={state.can_redo} act={act.clone()} />
            <main data-state={state.word()}>
                if is_whole {
                    <Settings {words} config={Rc::clone(&state.config)} problem={state.problem.clone()} act={act.clone()} />
                } else {
                    <div class="blank strip" />
                }
                <div class="board">
                    <div class="right"><Plot state={state.clone()} feed={props.feed.clone()} act={act.clone()} /></div>
                    { if is_whole { panels(props) } else { blanks() } }
                </div>
            </main>
            <Voice said={state.said.clone()} n_said={state.n_said} />
            <Cards {words} done={state.done.clone()} problem={state.problem.clone()} notes={Rc::clone(&state.notes)} {diverged} rate={state.config.learning_rate} stopped={state.stopped_words()} revived={state.revived.clone()} crash={state.crash.clone()} act={act.clone()} />
        </>
    }
}

/// What stands around the plot.
fn panels(props: &Props) -> Html {
    let (state, act) = (&props.state, &props.act);
    let (words, counts) = (state.words, state.counts());
    html! {
        <>
            <section class="panel numbers" aria-label={words.curve.progress}>
                <Metrics {words} status={state.status.clone()} config={Rc::clone(&state.config)} />
                <Curve
                    {words} view_settings={state.view_settings.clone()} config={Rc::clone(&state.config)} feed={props.feed.clone()}
                    has_training={counts.training > 0 || state.status.is_none()}
                    has_test={counts.test > 0 || state.status.is_none()}
                    act={act.clone()}
                />
            </section>
            <div class="middle">
                <Network {words} config={Rc::clone(&state.config)} playing={state.playing} feed={props.feed.clone()} act={act.clone()} />
            </div>
            <div class="left">
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
            <div class="middle"><div class="blank panel network"><div class="net" /></div></div>
            <div class="left"><div class="blank panel data" /></div>
        </>
    }
}
