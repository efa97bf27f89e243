//! What is done with the page as a whole: files, colours, keys. Where there is little room they stand behind one button.

use playground::{Language, Theme, ViewSettings};
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};
use words::Words;
use yew::prelude::*;

use crate::components::button::{Button, icon};
use crate::components::later::use_later;
use crate::components::text::text;
use crate::intent::Intent;
use crate::language::{languages, named};
use crate::popovers::experiments::{self, EXPERIMENTS};
use crate::popovers::help::Keys;
use crate::popovers::share::SHARING;
use crate::popovers::share::{embed, link};

/// What the actions show.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) view_settings: ViewSettings,
    /// What is in force, as a link.
    pub(crate) link: AttrValue,
    /// Inside another page nothing is shared or brought in.
    pub(crate) embedded: bool,
    /// What an experiment that is kept now would be.
    pub(crate) run: experiments::Run,
    pub(crate) can_undo: bool,
    pub(crate) can_redo: bool,
    pub(crate) act: Callback<Intent>,
}

/// What stands open over the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    /// The actions, where there is no room for them in the bar.
    Menu,
    /// The list of keys.
    Keys,
    Share,
    Embed,
    Experiments,
}

/// The actions.
#[function_component(Actions)]
pub(crate) fn actions(props: &Props) -> Html {
    let words = props.words;
    let open = use_state_eq(Open::default);
    let experiments = use_later(&EXPERIMENTS, *open == Open::Experiments);
    let sharing = use_later(&SHARING, matches!(*open, Open::Share | Open::Embed));
    let (more, keys, file) = (use_node_ref(), use_node_ref(), use_node_ref());
    let show = |what: Open| {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(if *open == what { Open::Nothing } else { what }))
    };
    let close = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(Open::Nothing))
    };
    let onkeydown = {
        let (open, more, keys) = (open.clone(), more.clone(), keys.clone());
        move |event: KeyboardEvent| {
            if event.key() == "Escape" && *open != Open::Nothing {
                open.set(Open::Nothing);
                // Who was inside goes on where it was opened; the button for keys may itself be hidden by now.
                let visible = |button: &HtmlElement| button.offset_width() > 0;
                let buttons = [more.cast::<HtmlElement>(), keys.cast::<HtmlElement>()];
                if let Some(button) = buttons.into_iter().flatten().find(visible) {
                    button.focus().ok();
                }
            }
        }
    };
    // What follows is told on the page: the menu does not stay in front of it.
    let pick = {
        let (file, open) = (file.clone(), open.clone());
        Callback::from(move |_: MouseEvent| {
            open.set(Open::Nothing);
            file.cast::<HtmlElement>().iter().for_each(HtmlElement::click);
        })
    };
    let export = {
        let (act, open) = (props.act.clone(), open.clone());
        Callback::from(move |_: MouseEvent| {
            open.set(Open::Nothing);
            act.emit(Intent::Export);
        })
    };
    let picked = props.act.reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let file = input.files().and_then(|files| files.get(0));
        // The same file can be chosen again.
        input.set_value("");
        Intent::Import(file)
    });
    // A button that opens something.
    let opener = |what: Open, controls: &'static str, button: Button| {
        Button { expanded: Some(*open == what), controls: Some(controls), ..button }.does(show(what))
    };
    let (hidden, title) = (props.embedded, Some(words.header.keyboard.into()));
    let face = html! { <>{ icon("M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M4.5 9.5h7") }{ text(words.header.keyboard) }</> };
    let flasks: Option<AttrValue> = Some(words.experiments.experiments.into());
    let flask = html! { <>{ icon("M6 2h4M6.5 2v4.5l-4 6a1 1 0 0 0 .9 1.5h9.2a1 1 0 0 0 .9-1.5l-4-6V2M4.5 10h7") }{ text(words.experiments.experiments) }</> };
    html! {
        <div class="actions" {onkeydown}>
            { history(props, props.can_undo, (words.header.undo, words.header.undo_why), "M5.5 3l-3 3l3 3M2.5 6h7a3.5 3.5 0 0 1 0 7H7", Intent::Undo) }
            { history(props, props.can_redo, (words.header.redo, words.header.redo_why), "M10.5 3l3 3l-3 3M13.5 6h-7a3.5 3.5 0 0 0 0 7H9", Intent::Redo) }
            { opener(Open::Menu, "menu", Button { place: more, ..Button::of("btn menu-button", words.header.more) }) }
            <div class={classes!("menu", (*open == Open::Menu).then_some("open"))} id="menu">
                { opener(Open::Experiments, "experiments", Button { hidden, class: "btn quiet keys", face: flask, name: flasks.clone(), title: flasks, ..Button::default() }) }
                { opener(Open::Share, "share", Button { hidden, ..Button::of("btn", words.share.share) }) }
                { opener(Open::Embed, "share", Button { hidden, ..Button::of("btn", words.share.embed) }) }
                { Button { hidden, title: Some(words.header.import_why.into()), ..Button::of("btn", words.header.import) }.does(pick) }
                { Button { title: Some(words.header.export_why.into()), ..Button::of("btn", words.header.export) }.does(export) }
                { theme(props) }
                { language(props) }
                { opener(Open::Keys, "keys", Button { class: "btn quiet keys", face, name: title.clone(), title, place: keys, ..Button::default() }) }
            </div>
            <input ref={file} type="file" id="import-file" accept=".json,application/json" hidden=true onchange={picked} />
            <div class="backdrop" hidden={*open == Open::Nothing} onclick={close.clone()} />
            <div class="panel popover wide" id="share" role="region" aria-label={if *open == Open::Embed { words.share.embed } else { words.share.share }} hidden={!matches!(*open, Open::Share | Open::Embed)}>
                { match *open {
                    Open::Share => sharing.view(words, |views| (views.share)(link::Props { words, link: props.link.clone(), act: props.act.clone() })),
                    Open::Embed => sharing.view(words, |views| (views.embed)(embed::Props { words, link: props.link.clone() })),
                    Open::Nothing | Open::Menu | Open::Keys | Open::Experiments => html! {},
                } }
            </div>
            <div class="panel popover wide" id="experiments" role="region" aria-label={words.experiments.experiments} hidden={*open != Open::Experiments}>
                if *open == Open::Experiments { { experiments.view(words, |draw| draw(experiments::Props { words, run: props.run.clone(), act: props.act.clone(), close: close.clone() })) } }
            </div>
            <div class="panel popover" id="keys" role="region" aria-label={words.header.keyboard} hidden={*open != Open::Keys}>
                if *open == Open::Keys { <Keys {words} view_settings={props.view_settings.clone()} act={props.act.clone()} /> }
            </div>
        </div>
    }
}

fn history(
    props: &Props,
    can: bool,
    (name, why): (&'static str, &'static str),
    d: &'static str,
    intent: Intent,
) -> Html {
    let (name, title) = (Some(name.into()), Some(why.into()));
    Button { class: "btn quiet step-back", face: icon(d), name, title, disabled: !can, ..Button::default() }
        .wants(intent, &props.act)
}

/// How the choices of a theme look.
const fn sky(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "M8 2a6 6 0 1 0 .01 0M8 2v12M10.5 2.6v10.8M13 4.7v6.6",
        Theme::Light => {
            "M8 5a3 3 0 1 0 .01 0M8 1v1.3M8 13.7v1.3M1 8h1.3M13.7 8h1.3M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1"
        }
        Theme::Dark => "M13.5 9.5a6 6 0 1 1-7-7a4.7 4.7 0 0 0 7 7z",
    }
}

/// A menu with a picture before it. Where only the picture is seen, the title says what is chosen.
fn pick(
    name: &'static str,
    chosen: impl Into<AttrValue>,
    picture: &'static str,
    onchange: Callback<Event>,
    entries: Html,
) -> Html {
    html! {
        <span class="pick">
            <select class="btn quiet" aria-label={name} title={chosen.into()} {onchange}>{ entries }</select>
            { icon(picture) }
        </span>
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
    pick(words.view_label("theme"), words.theme(now), sky(now), onchange, Theme::ALL.iter().map(entry).collect())
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
    let chosen = [words.header.language, words.common.colon, words.name].concat();
    let letters = "M1 3.5h7M4.5 2v1.5M6.8 3.5c-.6 2.6-2.6 4.6-5.3 5.6M2.5 5.2c1 2 2.7 3.4 4.6 3.9M8.5 14l3-7.5l3 7.5M9.4 11.8h4.2";
    pick(words.header.language, chosen, letters, onchange, languages().iter().map(entry).collect())
}
