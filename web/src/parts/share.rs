//! The link to what is on the page, and what is in it.

use playground::link::LONGEST;
use yew::prelude::*;

use super::button::Button;
use super::copied::Copied;
use crate::app::address;
use crate::app::intent::Intent;
use crate::words;

/// What is shared.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The fragment.
    pub(crate) link: AttrValue,
    pub(crate) act: Callback<Intent>,
}

/// The panel's content.
#[function_component(Share)]
pub(crate) fn share(props: &Props) -> Html {
    let address = format!("{}#{}", address::place(), props.link);
    html! {
        <>
            <h2>{ words::SHARE }</h2>
            <p>{ words::SHARE_WHAT }</p>
            <div>{ if props.link.len() > LONGEST {
                html! {
                    <>
                        <p>{ words::too_long(props.link.len(), LONGEST) }</p>
                        { Button::of("btn primary", words::EXPORT).wants(Intent::Export, &props.act) }
                    </>
                }
            } else {
                html! { <><Copied name={words::LINK} text={address.clone()} /><p>{ words::characters(address.len()) }</p></> }
            } }</div>
        </>
    }
}
