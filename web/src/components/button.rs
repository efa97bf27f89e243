//! Buttons and what stands on them, made in one place: each element that is written out costs some hundred bytes of the page.

use yew::prelude::*;

use crate::intent::Intent;

/// A button; what is left out it does not have.
#[derive(Default)]
pub(crate) struct Button {
    pub(crate) class: &'static str,
    /// What stands on it: words,
    pub(crate) text: AttrValue,
    /// or else a picture.
    pub(crate) face: Html,
    /// The whole name, where the face does not say it.
    pub(crate) name: Option<AttrValue>,
    pub(crate) title: Option<AttrValue>,
    pub(crate) disabled: bool,
    pub(crate) hidden: bool,
    /// Whether what it opens is open.
    pub(crate) expanded: Option<bool>,
    /// The id of what it opens.
    pub(crate) controls: Option<&'static str>,
    pub(crate) place: NodeRef,
}

impl Button {
    /// A button with words on it.
    pub(crate) fn of(class: &'static str, words: impl Into<AttrValue>) -> Button {
        Button { class, text: words.into(), ..Button::default() }
    }

    /// The button that does this.
    pub(crate) fn does(self, onclick: Callback<MouseEvent>) -> Html {
        html! {
            <button
                ref={self.place} type="button" class={self.class} aria-label={self.name} title={self.title} disabled={self.disabled}
                hidden={self.hidden} aria-expanded={self.expanded.map(truth)} aria-controls={self.controls} {onclick} ~textContent={&*self.text}
            >{ self.face }</button>
        }
    }

    /// The button that tells what is wanted.
    pub(crate) fn wants(self, intent: Intent, act: &Callback<Intent>) -> Html {
        self.does(wants(intent, act))
    }
}

/// Tells what is wanted when something is pressed.
pub(crate) fn wants(intent: Intent, act: &Callback<Intent>) -> Callback<MouseEvent> {
    act.reform(move |_| intent.clone())
}

/// A small picture of one line.
pub(crate) fn icon(d: &'static str) -> Html {
    html! { <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path {d} /></svg> }
}

/// How an attribute says yes or no.
pub(crate) fn truth(is_so: bool) -> &'static str {
    if is_so { "true" } else { "false" }
}
