//! The address: what the page starts from, and where it writes what it shows. One entry of the history per act of a person;
//! everything else replaces the present one. Invariant: an entry keeps its whole link beside the address, so that nothing is lost
//! where an address would be too long or cannot be written.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use playground::link::{self, LONGEST, Opened};
use playground::{Command, Config, Problem, ViewSettings};
use wasm_bindgen::JsValue;
use web_sys::Window;

use crate::app::engine::Engine;
use crate::app::window;
use crate::browser::storage;
use crate::protocol::message::{Answer, Request};
use crate::store::state::Action;

/// What the page starts from.
pub(crate) struct Start {
    pub(crate) opened: Opened,
    pub(crate) play: bool,
    /// Whether the page stands inside another one, which says what is shown.
    pub(crate) embedded: bool,
}

/// Reads what to start from: a link beats what was saved, and that beats the default. An embed reads nothing that was saved.
pub(crate) fn start() -> Start {
    let embedded = is_embedded();
    let given = fragment().filter(|text| !text.is_empty()).or_else(kept);
    if let Some(text) = given {
        let opened = link::read(&text);
        return Start { play: opened.play, opened, embedded };
    }
    match storage::saved().filter(|_| !embedded) {
        Some(text) => Start { opened: link::read(&text), play: false, embedded },
        None => Start { opened: Opened::nothing(), play: !embedded && !window::prefers_stillness(), embedded },
    }
}

fn is_embedded() -> bool {
    let query = web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    query.trim_start_matches('?').split('&').any(|part| part.split('=').next() == Some("embed"))
}

/// The address's fragment without its `#`.
fn fragment() -> Option<String> {
    let hash = web_sys::window()?.location().hash().ok()?;
    Some(hash.trim_start_matches('#').to_owned())
}

/// Whether the address ends with the mark of a fragment and has none: the top of the page.
fn has_bare_mark() -> bool {
    web_sys::window().and_then(|window| window.location().href().ok()).is_some_and(|address| address.ends_with('#'))
}

/// The whole link of the present entry, if it is one of ours.
fn kept() -> Option<String> {
    web_sys::window()?.history().ok()?.state().ok()?.as_string()
}

/// The address without its fragment and without what makes it an embed.
pub(crate) fn place() -> String {
    let part = |part: fn(&web_sys::Location) -> Result<String, JsValue>| {
        web_sys::window().and_then(|window| part(&window.location()).ok()).unwrap_or_default()
    };
    part(web_sys::Location::origin) + &part(web_sys::Location::pathname)
}

/// What is known of the address.
#[derive(Default)]
pub(crate) struct Address {
    /// The link that the present entry stands for; none before the page has opened.
    written: RefCell<Option<String>>,
    /// Whether the address says so already: who has changed nothing keeps the short address.
    is_shown: Cell<bool>,
    /// A person has done something since the last entry.
    is_act: Cell<bool>,
    /// Something is held: its end is the act.
    is_held: Cell<bool>,
    is_asked: Cell<bool>,
    is_stale: Cell<bool>,
}

impl Address {
    /// A person does something: what follows from it is an entry of its own.
    pub(super) fn note_act(&self) {
        self.is_act.set(true);
    }

    /// Nothing followed from what was done.
    pub(super) fn forget_act(&self) {
        self.is_act.set(false);
    }

    /// Something is held: nothing is written until it is let go.
    pub(super) fn hold(&self) {
        self.is_held.set(true);
    }

    /// What was held was let go; whether something was.
    pub(super) fn release(&self) -> bool {
        let was_held = self.is_held.replace(false);
        self.is_act.set(was_held || self.is_act.get());
        was_held
    }
}

impl Engine {
    /// Takes over what the page starts from.
    pub(crate) fn open(&self, start: &Start) {
        self.dispatch(Action::Opened { notes: Rc::new(start.opened.notes.clone()), embedded: start.embedded });
        self.dispatch(Action::Look(start.opened.view_settings.clone()));
        // What differs from it later was done here, however early.
        let link = link::write(&start.opened.config, &start.opened.view_settings);
        let is_default = link == link::write(&Config::default(), &ViewSettings::default());
        self.address.is_shown.set(fragment().is_none_or(|now| now == link || now.is_empty() && is_default));
        *self.address.written.borrow_mut() = Some(link);
        self.start(&start.opened.config, start.play);
        self.restate();
    }

    /// Names what of a link could not be taken over; nothing, once it was read.
    pub(crate) fn note(&self, notes: Vec<Problem>) {
        self.dispatch(Action::Opened { notes: Rc::new(notes), embedded: self.state().embedded });
    }

    /// Writes down what is in force, as soon as the session has said what that is.
    pub(crate) fn restate(&self) {
        let address = &self.address;
        if address.is_held.get() || address.is_asked.get() {
            address.is_stale.set(true);
            return;
        }
        address.is_asked.set(true);
        // What is done from now on is another act.
        let is_act = address.is_act.take();
        let me = self.shared();
        self.ask(Request::Config, move |outcome| {
            let Some(engine) = me else { return };
            let address = &engine.address;
            address.is_asked.set(false);
            if address.is_stale.replace(false) {
                address.is_act.set(is_act || address.is_act.get());
                engine.restate();
            } else if let Ok(Answer::Config(config)) = outcome {
                engine.write_down(config, is_act);
            }
        });
    }

    fn write_down(&self, config: &Config, is_act: bool) {
        let state = self.state();
        let link = link::write(config, &state.view_settings);
        self.dispatch(Action::Linked(link.as_str().into()));
        let is_act = is_act && !state.embedded;
        let is_new = self.address.written.borrow().as_deref() != Some(&link);
        // Who has only opened a link has not chosen it instead of what was saved.
        if !state.embedded && (is_new || is_act) {
            storage::save(&link);
        }
        if !self.address.is_shown.replace(true) || is_new {
            put(&link, is_act);
        }
        *self.address.written.borrow_mut() = Some(link);
    }

    /// Goes where the address now points, because of Back, Forward, or a link opened in place.
    pub(crate) fn arrive(&self) {
        let kept = kept();
        let is_ours = kept.is_some();
        let Some(text) = kept.or_else(fragment) else { return };
        if self.address.written.borrow().as_ref() == Some(&text) {
            return;
        }
        if !text.is_empty() && !text.contains('=') || text.is_empty() && !is_ours && has_bare_mark() {
            // A place on a page and no link: nobody wants to lose a run by it.
            return;
        }
        let opened = link::read(&text);
        *self.address.written.borrow_mut() = Some(text);
        if let Some(why) = opened.notes.first().filter(|_| !is_ours && opened.is_refused()) {
            // Nor by a link that stands for nothing; the address says again what is there.
            self.refuse(why);
            return self.restate();
        }
        if !is_ours {
            // An entry of ours changes what is learned; a link that somebody opens says also how to look at it, and starts anew.
            self.note(opened.notes);
            self.dispatch(Action::Look(opened.view_settings));
            self.set_playing(false);
        }
        self.apply(Command::Configure { partial: opened.config.to_json() });
        if !is_ours {
            self.apply(Command::Reset);
            if opened.play {
                self.set_playing(true);
            }
        }
        // The entry is there already.
        self.address.forget_act();
    }
}

/// Writes a link into the address. Browsers refuse where there were too many at once, or no history is allowed; nothing depends
/// on it.
fn put(link: &str, is_act: bool) {
    let Some(window) = web_sys::window() else { return };
    let address = if link.len() <= LONGEST { format!("#{link}") } else { bare(&window) };
    let Ok(history) = window.history() else { return };
    let state = JsValue::from_str(link);
    let written = match is_act {
        true => history.push_state_with_url(&state, "", Some(&address)),
        false => history.replace_state_with_url(&state, "", Some(&address)),
    };
    written.ok();
}

/// The address without its fragment.
fn bare(window: &Window) -> String {
    let location = window.location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}
