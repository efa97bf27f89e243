//! The head of the page, which never scrolls away: name, transport and readouts in one row; settings, and what is done with the page
//! as a whole, in a second one. Where there is little room the second row stands behind one button.

mod actions;
mod readouts;
mod skip;
mod transport;

use std::rc::Rc;

use playground::{Config, Status, View, ViewSettings};
use web_sys::HtmlElement;
use words::Words;
use yew::prelude::*;

use crate::components::button::{Button, icon, wants};
use crate::components::later::use_later;
use crate::components::text::text;
use crate::intent::Intent;
use crate::popovers::experiments::{self, EXPERIMENTS};
use crate::popovers::export::{self, EXPORTS};
use crate::popovers::help::{self, Help, Keys};
use crate::popovers::share::{SHARING, embed, link};
use crate::views::header::readouts::Readouts;
use crate::views::header::skip::Skip;

/// What the head shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) playing: bool,
    pub(crate) status: Option<Rc<Status>>,
    pub(crate) config: Rc<Config>,
    pub(crate) view_settings: ViewSettings,
    /// What is in force, as a link.
    pub(crate) link: AttrValue,
    /// Inside another page nothing is shared or brought in.
    pub(crate) embedded: bool,
    /// What an experiment that is kept now would be.
    pub(crate) run: experiments::Run,
    pub(crate) can_undo: bool,
    pub(crate) can_redo: bool,
    /// The word at which the help is open, if it is, and what is told when it is wanted or not any more.
    pub(crate) help: Option<&'static str>,
    pub(crate) on_help: Callback<()>,
    pub(crate) act: Callback<Intent>,
    /// The goal, if there is one.
    pub(crate) goal: Option<Html>,
    /// The settings.
    pub(crate) children: Html,
}

/// What stands open over the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    /// The second row, where there is no room for it.
    Menu,
    /// The list of keys.
    Keys,
    Share,
    Embed,
    Export,
    Experiments,
}

/// The head.
#[function_component(Header)]
pub(crate) fn header(props: &Props) -> Html {
    let words = props.words;
    let open = use_state_eq(Open::default);
    let experiments = use_later(&EXPERIMENTS, *open == Open::Experiments);
    let exports = use_later(&EXPORTS, *open == Open::Export);
    let sharing = use_later(&SHARING, matches!(*open, Open::Share | Open::Embed));
    let (menu, keys, ask, file) = (use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref());
    let exporter = use_node_ref();
    let close = {
        let (open, on_help, help) = (open.clone(), props.on_help.clone(), props.help.is_some());
        Callback::from(move |()| {
            open.set(Open::Nothing);
            if help {
                on_help.emit(());
            }
        })
    };
    let onkeydown = {
        let (is_open, close) = (*open != Open::Nothing || props.help.is_some(), close.clone());
        let openers = [exporter.clone(), menu.clone(), ask.clone(), keys.clone()];
        let skipped = usize::from(*open != Open::Export);
        move |event: KeyboardEvent| {
            // What opened inside closes first.
            if event.key() == "Escape" && is_open && !event.default_prevented() {
                close.emit(());
                // Who was inside goes on where it was opened; the button may itself be hidden by now.
                let visible = |button: &HtmlElement| button.offset_width() > 0;
                if let Some(button) = openers.iter().skip(skipped).filter_map(NodeRef::cast).find(visible) {
                    button.focus().ok();
                }
            }
        }
    };
    // A button that opens something.
    let opener = |what: Open, controls: &'static str, button: Button| {
        let (open, is_open) = (open.clone(), *open == what);
        let show = move |_: MouseEvent| open.set(if is_open { Open::Nothing } else { what });
        Button { expanded: Some(is_open), controls: Some(controls), ..button }.does(Callback::from(show))
    };
    let named = |d: &'static str, name: &'static str, place: NodeRef| Button {
        face: icon(d),
        name: Some(name.into()),
        title: Some(name.into()),
        place,
        ..Button::default()
    };
    let keyboard = "M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M4.5 9.5h7";
    let keyboard = Button { class: "btn quiet square keys", ..named(keyboard, words.header.keyboard, keys) };
    let question = "M8 1.5a6.5 6.5 0 1 0 .01 0M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.5.2-.8.6-.8 1.100v.3M8 11.600v.1";
    let question = Button {
        class: "btn quiet square ask",
        expanded: Some(props.help.is_some()),
        controls: Some(help::ID),
        ..named(question, words.help.help, ask)
    };
    {
        // What else is open does not stay in front of what is told.
        let open = open.clone();
        use_effect_with(props.help.is_some(), move |is_open| {
            if *is_open {
                open.set(Open::Nothing);
            }
        });
    }
    let lines = Button { class: "btn square menu-button", ..named("M2 4h12M2 8h12M2 12h12", words.header.more, menu) };
    let in_lab = props.view_settings.view == View::Lab;
    let go = |to: View| wants(Intent::view(move |view| view.view = to), &props.act);
    html! {
        <header class={classes!("top", (*open == Open::Menu).then_some("open"), props.embedded.then_some("embedded"), in_lab.then_some("in-lab"))} {onkeydown}>
            <Skip {words} />
            <div class="bar">
                <h1 class="brand">
                    <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
                        <path class="logo-line" d="M2 5c7 0 5 14 11 14 4 0 3-8 9-8" />
                        <circle class="logo-dot" cx="13" cy="19" r="2.6" />
                    </svg>
                    { text(words.header.title) }
                </h1>
                if in_lab {
                    <nav class="views" aria-label={words.view_label("view")}>
                        { Button::of("btn quiet", words.header.playground).does(go(View::Playground)) }
                        <span class="btn quiet" aria-current="page" ~textContent={words.header.lab} />
                    </nav>
                }
                <div class="dock">
                    { transport::transport(props) }
                    <Readouts {words} status={props.status.clone()} config={Rc::clone(&props.config)} />
                </div>
                { transport::again(props) }
                <div class="tail">
                    { actions::places(props, "in-bar", &go(View::Lab), &open, &opener) }
                    { history(props, props.can_undo, (words.header.undo, words.header.undo_why), "M5.5 3l-3 3l3 3M2.5 6h7a3.5 3.5 0 0 1 0 7H7", Intent::Undo) }
                    { history(props, props.can_redo, (words.header.redo, words.header.redo_why), "M10.5 3l3 3l-3 3M13.5 6h-7a3.5 3.5 0 0 0 0 7H9", Intent::Redo) }
                    { opener(Open::Keys, "keys", keyboard) }
                    { question.does(props.on_help.reform(|_| ())) }
                    { opener(Open::Menu, "menu", lines) }
                </div>
            </div>
            <div class="second" id="menu">
                { props.children.clone() }
                { transport::speed(props) }
                { actions::actions(props, &open, (&file, &exporter), &go(View::Lab), opener) }
            </div>
            { for props.goal.iter().map(|goal| html! { <div class="goal">{ goal.clone() }</div> }) }
            <div class="backdrop" hidden={*open == Open::Nothing && props.help.is_none()} onclick={close.reform(|_| ())} />
            <div class="panel popover wide" id="share" role="region" aria-label={if *open == Open::Embed { words.share.embed } else { words.share.share }} hidden={!matches!(*open, Open::Share | Open::Embed)}>
                { match *open {
                    Open::Share => sharing.view(words, |views| (views.share)(link::Props { words, link: props.link.clone(), act: props.act.clone(), on_export: { let open = open.clone(); Callback::from(move |_| open.set(Open::Export)) } })),
                    Open::Embed => sharing.view(words, |views| (views.embed)(embed::Props { words, link: props.link.clone() })),
                    _ => html! {},
                } }
            </div>
            <div class="panel popover wide" id="export" role="region" aria-label={words.header.export} hidden={*open != Open::Export}>
                if *open == Open::Export { { exports.view(words, |exports| (exports.panel)(export::Props { words, step: props.status.as_ref().map_or(0, |status| status.step), act: props.act.clone() })) } }
            </div>
            <div class="panel popover wide" id="experiments" role="region" aria-label={words.experiments.experiments} hidden={*open != Open::Experiments}>
                if *open == Open::Experiments { { experiments.view(words, |draw| draw(experiments::Props { words, run: props.run.clone(), act: props.act.clone(), close: close.reform(|_| ()) })) } }
            </div>
            <div class="panel popover" id="keys" role="region" aria-label={words.header.keyboard} hidden={*open != Open::Keys}>
                if *open == Open::Keys { <Keys {words} view_settings={props.view_settings.clone()} act={props.act.clone()} /> }
            </div>
            <Help {words} at={props.help} link={props.link.clone()} close={close.clone()} act={props.act.clone()} />
        </header>
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
    Button { class: "btn quiet square", face: icon(d), name, title, disabled: !can, ..Button::default() }
        .wants(intent, &props.act)
}
