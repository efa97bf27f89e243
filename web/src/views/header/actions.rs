//! What is done with the page as a whole: what leaves it and comes in, language, theme.

use playground::{ALL_LESSONS, Language, Theme};
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{Open, Props};
use crate::components::button::{Button, icon};
use crate::components::text::text;
use crate::intent::Intent;
use crate::language::{languages, named};
use crate::store::state::Brought;

/// What calls itself a model or a table.
const ACCEPTED: &str = ".json,application/json,.csv,.tsv,.txt,.dat,text/csv,text/plain,text/tab-separated-values";

/// The row of them. `opener` makes the button of something that opens.
pub(super) fn actions(
    props: &Props,
    open: &UseStateHandle<Open>,
    (file, exporter): (&NodeRef, &NodeRef),
    lab: &Callback<MouseEvent>,
    opener: impl Fn(Open, &'static str, Button) -> Html,
) -> Html {
    let (words, hidden) = (props.words, props.embedded);
    let pick = {
        let (file, open) = (file.clone(), open.clone());
        // What follows is told on the page: the menu does not stay in front of it.
        Callback::from(move |_: MouseEvent| {
            open.set(Open::Nothing);
            file.cast::<HtmlElement>().iter().for_each(HtmlElement::click);
        })
    };
    let export = Button {
        title: Some(words.header.export_why.into()),
        place: exporter.clone(),
        ..Button::of("btn quiet", words.header.export)
    };
    let picked = props.act.reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let files = input.files().map_or_else(Vec::new, |all| (0..all.length()).filter_map(|at| all.get(at)).collect());
        // The same file can be chosen again.
        input.set_value("");
        Intent::Bring((!files.is_empty()).then_some(Brought::Files(files)))
    });
    html! {
        <div class="actions">
            { places(props, "in-menu", lab, open, &opener) }
            { opener(Open::Share, "share", Button { hidden, ..Button::of("btn quiet", words.share.share) }) }
            { opener(Open::Embed, "share", Button { hidden, ..Button::of("btn quiet", words.share.embed) }) }
            { opener(Open::Export, "export", export) }
            { Button { hidden, title: Some(words.header.import_why.into()), ..Button::of("btn quiet", words.header.import) }.does(pick) }
            { language(props) }
            { theme(props) }
            <input ref={file.clone()} type="file" id="import-file" accept={ACCEPTED} multiple=true hidden=true onchange={picked} />
        </div>
    }
}

/// Where one can go from here: the lessons, the lab, the experiments. They stand in the first row where it has room, else in the menu.
pub(super) fn places(
    props: &Props,
    class: &'static str,
    lab: &Callback<MouseEvent>,
    open: &UseStateHandle<Open>,
    opener: &impl Fn(Open, &'static str, Button) -> Html,
) -> Html {
    let (words, hidden) = (props.words, props.embedded);
    // What follows is told on the page: the menu does not stay in front of it.
    let closing = |then: Callback<MouseEvent>| {
        let open = open.clone();
        Callback::from(move |event: MouseEvent| {
            open.set(Open::Nothing);
            then.emit(event);
        })
    };
    let lessons = Button {
        hidden,
        title: Some(words.header.lessons_why.into()),
        expanded: Some(!props.view_settings.lesson.is_empty()),
        ..Button::of("btn quiet", words.header.lessons)
    };
    let to_lab =
        Button { hidden, title: Some(words.header.lab_why.into()), ..Button::of("btn quiet", words.header.lab) };
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
        <div class={classes!("places", class)}>
            { lessons.does(closing(to_lessons(props).reform(|_| ()))) }
            { to_lab.does(closing(lab.clone())) }
            { opener(Open::Experiments, "experiments", kept) }
        </div>
    }
}

/// Opens the list of lessons, or closes what stands there.
fn to_lessons(props: &Props) -> Callback<()> {
    let lesson = if props.view_settings.lesson.is_empty() { ALL_LESSONS } else { "" };
    props.act.reform(move |()| Intent::view(move |view| lesson.clone_into(&mut view.lesson)))
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
        let act = props.act.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            if let Some(&theme) = Theme::ALL.iter().find(|theme| theme.name() == chosen) {
                act.emit(Intent::view(move |view| view.theme = theme));
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
