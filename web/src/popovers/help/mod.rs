//! Help, with the version and a text for who reports a fault, and the list of keys. What they say comes in a chunk.

mod fault;
mod lists;

use playground::ViewSettings;
use wasm_split_helpers::wasm_split;
use words::Words;
use yew::prelude::*;

use crate::browser::page;
use crate::chunks::{Chunk, Missing};
use crate::components::button::Button;
use crate::components::later::{Later, use_later};
use crate::intent::Intent;

/// What is in the chunk.
pub(crate) struct Lists {
    plot: fn(&'static Words, &str, &str, &Callback<Intent>) -> Html,
    keys: fn(&'static Words, &ViewSettings, &Callback<Intent>) -> Html,
}

/// The chunk.
pub(crate) static HELP: Chunk<Lists> = Chunk::new(|| Box::pin(help()));

#[wasm_split(help, fallible)]
fn help() -> Result<&'static Lists, Missing> {
    Ok(&Lists { plot: lists::plot, keys: lists::keys })
}

/// What the help is called in the document.
pub(crate) const ID: &str = "plot-help";

/// Whether there is help.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    /// The word of the glossary at which it stands open, or an empty one for its beginning.
    pub(crate) at: Option<&'static str>,
    /// What is in force, as a link.
    pub(crate) link: AttrValue,
    pub(crate) close: Callback<()>,
    pub(crate) act: Callback<Intent>,
}

/// The help on the plot and its words.
#[function_component(Help)]
pub(crate) fn help(props: &Props) -> Html {
    let lists = use_later(&HELP, props.at.is_some());
    let is_here = matches!(lists, Later::Here(_));
    use_effect_with(props.at.filter(|_| is_here), |at| {
        if let Some(term) = at.filter(|term| !term.is_empty()) {
            page::bring_into_view(&format!("#{ID} [data-is={term}]"));
        }
    });
    html! {
        <div class="panel popover wide help" id={ID} role="region" tabindex="0" aria-label={props.words.help.help} hidden={props.at.is_none()}>
            if let Some(at) = props.at {
                <div class="more-head">
                    <h2 ~textContent={props.words.help.help} />
                    { Button::of("btn", props.words.common.close).does(props.close.reform(|_| ())) }
                </div>
                { lists.view(props.words, |lists| (lists.plot)(props.words, at, &props.link, &props.act)) }
            }
        </div>
    }
}

/// Whose keys.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct KeysProps {
    pub(crate) words: &'static Words,
    pub(crate) view_settings: ViewSettings,
    pub(crate) act: Callback<Intent>,
}

/// The list of keys.
#[function_component(Keys)]
pub(crate) fn keys(props: &KeysProps) -> Html {
    let (words, lists) = (props.words, use_later(&HELP, true));
    html! { <><h2 ~textContent={words.header.keyboard} />{ lists.view(words, |lists| (lists.keys)(words, &props.view_settings, &props.act)) }</> }
}
