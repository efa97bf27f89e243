//! What is done with the page as a whole: what leaves it and comes in, language, theme.

use playground::{Language, Theme, ViewSettings};
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{Open, Props};
use crate::components::button::{Button, icon};
use crate::components::text::text;
use crate::intent::Intent;
use crate::language::{languages, named};

/// The row of them. `opener` makes the button of something that opens.
pub(super) fn actions(
    props: &Props,
    open: &UseStateHandle<Open>,
    file: &NodeRef,
    lab: &Callback<MouseEvent>,
    opener: impl Fn(Open, &'static str, Button) -> Html,
) -> Html {
    let (words, hidden) = (props.words, props.embedded);
    // What follows is told on the page: the menu does not stay in front of it.
    let closing = |then: Callback<()>| {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| {
            open.set(Open::Nothing);
            then.emit(());
        })
    };
    let pick = {
        let file = file.clone();
        closing(Callback::from(move |()| file.cast::<HtmlElement>().iter().for_each(HtmlElement::click)))
    };
    let export = closing(props.act.reform(|()| Intent::Export));
    let picked = props.act.reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let file = input.files().and_then(|files| files.get(0));
        // The same file can be chosen again.
        input.set_value("");
        Intent::Import(file)
    });
    let to_lab = {
        let (open, lab) = (open.clone(), lab.clone());
        Callback::from(move |event: MouseEvent| {
            open.set(Open::Nothing);
            lab.emit(event);
        })
    };
    let flask = "M6 2h4M6.5 2v4.5l-4 6a1 1 0 0 0 .9 1.5h9.2a1 1 0 0 0 .9-1.5l-4-6V2M4.5 10h7";
    let kept: AttrValue = words.experiments.experiments.into();
    let kept = Button {
        hidden,
        class: "btn quiet kept",
        face: html! { <>{ icon(flask) }{ text(&kept) }</> },
        name: Some(kept.clone()),
        title: Some(kept),
        ..Button::default()
    };
    html! {
        <div class="actions">
            { Button { hidden, title: Some(words.header.lab_why.into()), ..Button::of("btn quiet", words.header.lab) }.does(to_lab) }
            { opener(Open::Experiments, "experiments", kept) }
            { opener(Open::Share, "share", Button { hidden, ..Button::of("btn quiet", words.share.share) }) }
            { opener(Open::Embed, "share", Button { hidden, ..Button::of("btn quiet", words.share.embed) }) }
            { Button { title: Some(words.header.export_why.into()), ..Button::of("btn quiet", words.header.export) }.does(export) }
            { Button { hidden, title: Some(words.header.import_why.into()), ..Button::of("btn quiet", words.header.import) }.does(pick) }
            { language(props) }
            { theme(props) }
            <input ref={file.clone()} type="file" id="import-file" accept=".json,application/json" hidden=true onchange={picked} />
        </div>
    }
}

/// A menu with its name above it.
fn pick(id: &'static str, name: &'static str, onchange: Callback<Event>, entries: Html) -> Html {
    html! {
        <div class="field">
            <label for={id} ~textContent={name} />
            <select {id} {onchange}>{ entries }</select>
        </div>
    }
}

fn theme(props: &Props) -> Html {
    let (words, now) = (props.words, props.view_settings.theme);
    let onchange = {
        let (act, view_settings) = (props.act.clone(), props.view_settings.clone());
        Callback::from(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            if let Some(&theme) = Theme::ALL.iter().find(|theme| theme.name() == chosen) {
                act.emit(Intent::SetView(ViewSettings { theme, ..view_settings.clone() }));
            }
        })
    };
    let entry = |&theme: &Theme| {
        html! { <option key={theme.name()} value={theme.name()} selected={theme == now} ~textContent={words.theme(theme)} /> }
    };
    pick("theme", words.view_label("theme"), onchange, Theme::ALL.iter().map(entry).collect())
}

fn language(props: &Props) -> Html {
    let words = props.words;
    let onchange = {
        let act = props.act.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            if let Some(language) = languages().iter().find(|language| language.name() == chosen) {
                act.emit(Intent::Speak(*language));
            }
        })
    };
    let entry = |&language: &Language| {
        let (tag, name) = named(language);
        html! { <option key={tag} value={language.name()} lang={tag} selected={tag == words.tag} ~textContent={name} /> }
    };
    pick("language", words.header.language, onchange, languages().iter().map(entry).collect())
}
