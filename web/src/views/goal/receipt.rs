//! The receipt of a goal that holds: a text for people and a file for whoever wants to check it, both made when they are wanted.

use std::rc::Rc;

use playground::goal::{Facts, Goal};
use playground::{ENGINE, Receipt};
use serde_json::Value;
use web_sys::HtmlElement;
use words::Words;
use words::goal::GoalWords;
use yew::prelude::*;

use crate::browser::clipboard;
use crate::components::button::Button;
use crate::components::copy_status::Copied;
use crate::intent::{Intent, Recorded};
use crate::js;
use crate::url_sync;

/// The panel that the button opens.
const PANEL: &str = "receipt";

/// What the receipt is of.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    /// The goal as it was written.
    pub(super) goal: AttrValue,
    /// Whether it holds now.
    pub(super) holds: bool,
    pub(super) playing: bool,
    pub(super) act: Callback<Intent>,
}

/// A receipt as it is handed out.
#[derive(Clone, PartialEq)]
struct Taken {
    text: AttrValue,
    json: Rc<Value>,
}

/// The button, while the goal holds, and what it opens.
#[function_component(Receipts)]
pub(super) fn receipts(props: &Props) -> Html {
    let Props { words, goal, holds, playing, act } = props;
    let said = GoalWords::of(words);
    let taken = use_state_eq(|| None::<Result<Taken, AttrValue>>);
    let (button, copied) = (use_node_ref(), use_state_eq(|| false));
    let close = {
        let (taken, button) = (taken.clone(), button.clone());
        Callback::from(move |()| {
            taken.set(None);
            button.cast::<HtmlElement>().iter().for_each(|button| drop(button.focus()));
        })
    };
    let toggle = {
        let (words, goal, playing, act) = (*words, goal.clone(), *playing, act.clone());
        let (taken, close, copied) = (taken.clone(), close.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            copied.set(false);
            if taken.is_some() {
                return close.emit(());
            }
            // What is proved is what the page shows from now on.
            if playing {
                act.emit(Intent::TogglePlay);
            }
            let (taken, goal) = (taken.clone(), goal.clone());
            act.emit(Intent::ReplayLink(Callback::from(move |recorded: Result<Recorded, AttrValue>| {
                taken.set(Some(recorded.and_then(|recorded| take(words, &goal, &recorded))));
            })));
        })
    };
    let onkeydown = {
        let close = close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.default_prevented() {
                event.prevent_default();
                close.emit(());
            }
        }
    };
    let opener = Button {
        title: Some(said.receipt_why.into()),
        hidden: !holds && taken.is_none(),
        expanded: Some(taken.is_some()),
        controls: Some(PANEL),
        place: button,
        ..Button::of("btn primary", said.receipt)
    };
    html! {
        <>
            { opener.does(toggle) }
            <div class="panel popover wide" id={PANEL} role="region" aria-label={said.receipt} hidden={taken.is_none()} {onkeydown}>
                { match &*taken {
                    None => html! {},
                    Some(Err(why)) => html! { <p role="status" ~textContent={&**why} /> },
                    Some(Ok(taken)) => html! {
                        <>
                            <h2 ~textContent={said.receipt} />
                            <p ~textContent={said.receipt_what} />
                            <Copied {words} name={said.receipt} text={taken.text.clone()} />
                            <div class="row">
                                { Button::of("btn", said.download).wants(Intent::ExportReceipt(Rc::clone(&taken.json)), act) }
                                { Button::of("btn", said.copy_json).does(copies(&taken.json, &copied, act)) }
                                <span role="status" ~textContent={if *copied { words.share.copied } else { "" }} />
                            </div>
                        </>
                    },
                } }
            </div>
        </>
    }
}

fn copies(json: &Rc<Value>, copied: &UseStateHandle<bool>, act: &Callback<Intent>) -> Callback<MouseEvent> {
    let (json, copied, act) = (Rc::clone(json), copied.clone(), act.clone());
    Callback::from(move |_: MouseEvent| {
        let (file, copied, act) = (Rc::clone(&json), copied.clone(), act.clone());
        clipboard::copy(&js::text_of(&json), move |worked| {
            copied.set(worked);
            // Where nothing may be copied there is the file, or its text.
            if !worked {
                act.emit(Intent::ExportReceipt(file.clone()));
            }
        });
    })
}

/// The receipt of a run where the goal holds; else what to say.
fn take(words: &Words, written: &str, recorded: &Recorded) -> Result<Taken, AttrValue> {
    let said = GoalWords::of(words);
    let goal = Goal::parse(written).map_err(|problem| said.refusal(words, written, &problem))?;
    let facts = Facts::new(&recorded.status, &recorded.config);
    if !goal.holds(&facts) {
        return Err(said.not_now.into());
    }
    let address = format!("{}#{}", url_sync::place(), recorded.link);
    let receipt = Receipt::new(written, &facts, &recorded.status.checksum, &address);
    let text = said.receipt_text(words, (&goal, &facts), (&recorded.status.checksum, ENGINE), receipt.link());
    Ok(Taken { text: text.into(), json: Rc::new(receipt.to_json()) })
}
