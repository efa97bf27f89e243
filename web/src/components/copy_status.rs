//! A text to take away, with a button that copies it; where nothing may be copied it is selected instead.

use web_sys::HtmlTextAreaElement;
use words::Words;
use yew::prelude::*;

use crate::browser::clipboard;
use crate::browser::page::{self, has_finger};
use crate::components::button::Button;

/// What the field shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    /// What the text is called.
    pub(crate) name: AttrValue,
    pub(crate) text: AttrValue,
    /// What stands on the button, where it is not just “Copy”.
    #[prop_or_default]
    pub(crate) label: Option<&'static str>,
    /// Whether a person has opened it to copy.
    #[prop_or_default]
    pub(crate) is_wanted: bool,
}

/// The field.
#[function_component(Copied)]
pub(crate) fn copied(props: &Props) -> Html {
    let (words, field) = (props.words, use_node_ref());
    let said = use_state_eq(|| "");
    {
        let (field, is_wanted) = (field.clone(), props.is_wanted);
        // Who opens it can copy at once, by keyboard too, unless the panel came late and something else has the focus meanwhile.
        use_effect_with((), move |()| {
            if is_wanted && page::may_move_focus() {
                select(&field);
            }
        });
    }
    let onclick = {
        let (field, said, text) = (field.clone(), said.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (field, said) = (field.clone(), said.clone());
            clipboard::copy(&text, move |worked| {
                if !worked {
                    select(&field);
                }
                said.set(if worked { words.share.copied } else { words.copy_by_hand(has_finger()) });
            });
        })
    };
    html! {
        <>
            <textarea ref={field} class="taken" aria-label={props.name.clone()} readonly=true rows="4" value={props.text.clone()} />
            <div class="row">
                { Button::of("btn primary", props.label.unwrap_or(words.share.copy)).does(onclick) }
                <span role="status" ~textContent={*said} />
            </div>
        </>
    }
}

fn select(field: &NodeRef) {
    if let Some(field) = field.cast::<HtmlTextAreaElement>() {
        field.focus().ok();
        field.select();
    }
}
