//! The text of a lesson as elements. What is linked is another step, a place of the page, or a page that opens beside this one.

use playground::lesson::{Block, Run};
use yew::prelude::*;

use super::stage::point;
use crate::components::text::text;

/// Blocks, one below the other. `go` opens a lesson or step by its name.
pub(super) fn blocks(blocks: &[Block], go: &Callback<String>) -> Html {
    blocks.iter().map(|block| one(block, go)).collect()
}

fn one(block: &Block, go: &Callback<String>) -> Html {
    match block {
        Block::Paragraph(runs) => html! { <p>{ line(runs, go) }</p> },
        Block::List(entries) => {
            html! { <ul>{ for entries.iter().map(|entry| html! { <li>{ line(entry, go) }</li> }) }</ul> }
        }
        Block::Numbered(entries) => {
            html! { <ol>{ for entries.iter().map(|entry| html! { <li>{ line(entry, go) }</li> }) }</ol> }
        }
        Block::Formula(formula) => html! { <pre tabindex="0" ~textContent={formula.clone()} /> },
    }
}

/// A line.
pub(super) fn line(runs: &[Run], go: &Callback<String>) -> Html {
    runs.iter().map(|run| piece(run, go)).collect()
}

fn piece(run: &Run, go: &Callback<String>) -> Html {
    match run {
        Run::Text(words) => text(words),
        Run::Emphasis(words) => html! { <em ~textContent={words.clone()} /> },
        Run::Strong(words) => html! { <b ~textContent={words.clone()} /> },
        Run::Code(words) => html! { <code ~textContent={words.clone()} /> },
        Run::Link { text: words, to } => match to.split_once(':') {
            Some(("lesson", lesson)) => {
                let lesson = lesson.to_owned();
                let onclick = go.reform(move |_: MouseEvent| lesson.clone());
                html! { <button type="button" class="link" {onclick} ~textContent={words.clone()} /> }
            }
            Some(("place", place)) => {
                let named = place.to_owned();
                let onclick = move |_: MouseEvent| point(&named);
                html! { <button type="button" class="link to-place" data-place={place.to_owned()} {onclick} ~textContent={words.clone()} /> }
            }
            _ => html! { <a href={to.clone()} target="_blank" rel="noopener" ~textContent={words.clone()} /> },
        },
    }
}
