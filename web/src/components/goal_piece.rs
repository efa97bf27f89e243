//! A piece of a goal as elements: what joins checks, or a check with its present value and a tick or a cross.

use words::goal::{GoalWords, Piece};
use yew::prelude::*;

use crate::components::text::text;

/// The piece.
pub(crate) fn goal_piece(said: &GoalWords, piece: Piece) -> Html {
    match piece {
        Piece::Text(joint) => text(joint),
        Piece::Check { asked, now, holds } => html! {
            <span class={if holds { "check holds" } else { "check" }}>
                <i aria-hidden="true" ~textContent={if holds { "✓" } else { "✗" }} />
                { text(&asked) }
                <span class="sr-only" ~textContent={said.marks[usize::from(!holds)]} />
                { for now.map(|now| html! { <small ~textContent={now} /> }) }
            </span>
        },
    }
}
