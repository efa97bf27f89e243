//! A link that makes the run again, made when it is wanted, and the log of the run as a file.

use words::Words;
use yew::prelude::*;

use crate::browser::clipboard;
use crate::components::button::Button;
use crate::components::copy_status::Copied;
use crate::intent::{Intent, Recorded};
use crate::url_sync;

/// What is shared.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) act: Callback<Intent>,
}

/// The part of the panel.
#[function_component(Replay)]
pub(super) fn replay(props: &Props) -> Html {
    let words = props.words;
    let told = use_state_eq(|| None::<Result<AttrValue, AttrValue>>);
    let wanted = {
        let (told, act) = (told.clone(), props.act.clone());
        Callback::from(move |_: MouseEvent| {
            let told = told.clone();
            act.emit(Intent::ReplayLink(Callback::from(move |answer: Result<Recorded, AttrValue>| {
                let answer = answer.map(|run| AttrValue::from(format!("{}#{}", url_sync::place(), run.link)));
                // Where nothing may be copied now, the field below it can be.
                if let Ok(address) = &answer {
                    clipboard::copy(address, |_| ());
                }
                told.set(Some(answer));
            })));
        })
    };
    html! {
        <>
            <p ~textContent={words.share.replay_what} />
            <div class="row">
                { Button::of("btn", words.share.copy_replay).does(wanted) }
                { Button::of("btn", words.share.export_log).wants(Intent::ExportLog, &props.act) }
            </div>
            <div role="status">{ match &*told {
                None => html! {},
                Some(Err(why)) => html! { <p ~textContent={&**why} /> },
                Some(Ok(address)) => html! {
                    <><Copied {words} name={words.share.replay_link} text={address.clone()} /><p ~textContent={words.characters(address.len())} /></>
                },
            } }</div>
        </>
    }
}
