//! The dialog before anything was brought: files to choose, a field to paste into, sets from the literature.

use playground::table::READY_SETS;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use words::{Importing as Texts, Ready};
use yew::prelude::*;

use crate::components::button::Button;
use crate::components::text::text;
use crate::store::state::Brought;

/// What the beginning shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) tag: &'static str,
    pub(super) on_bring: Callback<Brought>,
    /// One of the sets is wanted, by its place.
    pub(super) on_ready: Callback<usize>,
}

/// The beginning.
#[function_component(Start)]
pub(super) fn start(props: &Props) -> Html {
    let (texts, ready) = (Texts::of(props.tag), Ready::of(props.tag));
    let (input, field) = (use_node_ref(), use_node_ref());
    let pick = {
        let input = input.clone();
        Callback::from(move |_: MouseEvent| input.cast::<HtmlElement>().iter().for_each(HtmlElement::click))
    };
    let picked = {
        let on_bring = props.on_bring.clone();
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let files: Vec<_> =
                input.files().map_or_else(Vec::new, |all| (0..all.length()).filter_map(|at| all.get(at)).collect());
            if !files.is_empty() {
                on_bring.emit(Brought::Files(files));
            }
        }
    };
    let read = {
        let (on_bring, field) = (props.on_bring.clone(), field.clone());
        Callback::from(move |_: MouseEvent| {
            let text = field.cast::<HtmlTextAreaElement>().map_or_else(String::new, |field| field.value());
            if !text.trim().is_empty() {
                on_bring.emit(Brought::Text(text.into()));
            }
        })
    };
    let set = |(at, set): (usize, &playground::table::ReadySet)| {
        let (words, on_ready) = (&ready.sets[at], props.on_ready.reform(move |_: MouseEvent| at));
        html! {
            <li key={set.id}>
                { Button::of("btn", words.label).does(on_ready) }
                <p>{ text(words.doc) }<small ~textContent={texts.source.with([set.source])} /></p>
            </li>
        }
    };
    html! {
        <>
            <p ~textContent={texts.what} />
            { Button::of("btn primary", texts.choose).does(pick) }
            <input ref={input} type="file" id="importing-file" multiple=true hidden=true accept=".csv,.tsv,.txt,.dat,.json,text/csv,text/plain,text/tab-separated-values,application/json" onchange={picked} />
            <div class="importing-paste">
                <label for="importing-text" ~textContent={texts.paste} />
                <textarea ref={field} id="importing-text" rows="4" placeholder={texts.paste_how} spellcheck="false" />
                { Button::of("btn", texts.read_it).does(read) }
            </div>
            <h3 ~textContent={texts.ready} />
            <ul class="importing-ready">{ for READY_SETS.iter().enumerate().map(set) }</ul>
        </>
    }
}
