//! The link to what is on the page, and what is in it.

use playground::link::{self, LONGEST};
use words::Words;
use yew::prelude::*;

use crate::components::button::Button;
use crate::components::copy_status::Copied;
use crate::intent::Intent;
use crate::popovers::share::replay::Replay;
use crate::url_sync;

/// What is shared.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    /// The fragment.
    pub(crate) link: AttrValue,
    pub(crate) act: Callback<Intent>,
    /// Somebody wants the panel of exports instead.
    pub(crate) on_export: Callback<MouseEvent>,
}

/// The panel's content.
#[function_component(Share)]
pub(crate) fn share(props: &Props) -> Html {
    let words = props.words;
    let address = format!("{}#{}", url_sync::place(), props.link);
    html! {
        <>
            <h2 ~textContent={words.share.share} />
            <p ~textContent={words.share.share_what} />
            // What whoever opens it will be told.
            <div>{ for link::read(&props.link).notes.iter().map(|note| html! { <p ~textContent={words.refusal(note)} /> }) }</div>
            <div>{ if props.link.len() > LONGEST {
                html! {
                    <>
                        <p ~textContent={words.too_long(props.link.len(), LONGEST)} />
                        { Button::of("btn primary", words.header.export).does(props.on_export.clone()) }
                    </>
                }
            } else {
                html! { <><Copied {words} is_wanted=true name={words.share.link} text={address.clone()} /><p ~textContent={words.characters(address.len())} /></> }
            } }</div>
            <Replay {words} act={props.act.clone()} />
        </>
    }
}
