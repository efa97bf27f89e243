//! The link to what is on the page, and what is in it.

use playground::link::LONGEST;
use yew::prelude::*;

use crate::components::button::Button;
use crate::components::copy_status::Copied;
use crate::intent::Intent;
use crate::url_sync;
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
    let address = format!("{}#{}", url_sync::place(), props.link);
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
