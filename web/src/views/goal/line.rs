//! The line below the readouts: what the goal asks for, each part with its present value and a tick or a cross.

use std::rc::Rc;

use playground::goal::{Facts, Goal};
use playground::{Config, Status};
use words::Words;
use words::goal::GoalWords;
use yew::prelude::*;

use super::receipt::Receipts;
use crate::components::button::truth;
use crate::components::goal_piece::goal_piece;
use crate::intent::Intent;

/// What the goal is judged by.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    /// The goal as it was written.
    pub(crate) goal: AttrValue,
    pub(crate) status: Option<Rc<Status>>,
    pub(crate) config: Rc<Config>,
    pub(crate) playing: bool,
    pub(crate) act: Callback<Intent>,
}

/// The line.
#[function_component(Line)]
pub(crate) fn line(props: &Props) -> Html {
    let Props { words, goal: written, status, config, playing, act } = props;
    let said = GoalWords::of(words);
    let goal = use_memo(written.clone(), |written| Goal::parse(written));
    let goal = match &*goal {
        Ok(goal) => goal,
        Err(problem) => {
            return html! { <p class="bad" role="status" ~textContent={said.refusal(words, written, problem)} /> };
        }
    };
    // Before the first picture nothing is known.
    let status = status.as_ref().map_or_else(Rc::default, Rc::clone);
    let facts = Facts::new(&status, config);
    let holds = goal.holds(&facts);
    html! {
        <>
        <div class={classes!("goal-line", holds.then_some("reached"))} role="group" aria-label={said.goal} data-holds={truth(holds)} tabindex="0">
            <b ~textContent={if holds { said.reached } else { said.goal }} />
            { for said.pieces(words, goal, &facts).into_iter().map(|piece| goal_piece(said, piece)) }
        </div>
        <Receipts {words} goal={written.clone()} {holds} {playing} act={act.clone()} />
        </>
    }
}
