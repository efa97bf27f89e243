//! The address: what the page starts from, and where it writes what it shows. One entry of the history per change of a person;
//! everything else replaces the present one. Invariant: an entry keeps its whole link beside the address, so that nothing is lost
//! where an address would be too long or cannot be written. An address of which parts were not used stays as it was given, for its
//! visitor to mend, until something is changed. Knows the store, and no session.

use std::cell::{Cell, RefCell};
use std::mem::take;
use std::rc::Rc;

use playground::link::{self, Address, LONGEST, Opened, QUERY_KEYS};
use playground::{Config, Language, View, ViewSettings};
use wasm_bindgen::JsValue;
use web_sys::Location;
use yew::Callback;

use crate::browser::{page, storage};
use crate::intent::Intent;
use crate::store::Store;
use crate::store::action::Action;

/// How a visitor came here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// For the first time, as far as this browser knows.
    First,
    /// Without a link, after another visit.
    Again,
    /// By a link or a typed address.
    ByLink,
    /// By an entry of this tab's history: a reload, a tab that the browser had dropped, Back.
    Back,
}

/// What the page starts from.
pub(crate) struct Start {
    pub(crate) opened: Opened,
    pub(crate) play: bool,
    /// Whether the page stands inside another one, which says what is shown.
    pub(crate) embedded: bool,
    pub(crate) arrival: Arrival,
}

/// Reads what to start from: a link beats what was saved, and that beats the default. An embed reads nothing that was saved.
pub(crate) fn start() -> Start {
    let Address { link, embedded, .. } = address();
    let entry = kept();
    let arrival = if entry.is_some() && !embedded { Arrival::Back } else { Arrival::ByLink };
    let given = Some(link).filter(|text| !text.is_empty()).or(entry);
    if let Some(text) = given {
        let opened = link::read(&text);
        // A run that is made again is not the one that was kept.
        let arrival = if opened.replay.is_some() { Arrival::ByLink } else { arrival };
        return Start { play: opened.play, opened, embedded, arrival };
    }
    match storage::saved().filter(|_| !embedded) {
        Some(text) => {
            let mut opened = link::read(&text);
            // A language that a link named is not the visitor's own choice.
            opened.view_settings.language = Language::Auto;
            // Who comes without a link comes to the playground.
            opened.view_settings.view = View::Playground;
            Start { opened, play: false, embedded, arrival: Arrival::Again }
        }
        None => {
            let play = !embedded && !page::prefers_stillness();
            let arrival = if embedded { Arrival::ByLink } else { Arrival::First };
            Start { opened: Opened::nothing(), play, embedded, arrival }
        }
    }
}

/// A part of the address.
fn part(part: fn(&Location) -> Result<String, JsValue>) -> String {
    web_sys::window().and_then(|window| part(&window.location()).ok()).unwrap_or_default()
}

/// What stands in the address.
fn address() -> Address {
    Address::of(&part(Location::search), &part(Location::hash))
}

/// The address's fragment without its `#`.
fn fragment() -> String {
    part(Location::hash).trim_start_matches('#').to_owned()
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
    part(Location::origin) + &part(Location::pathname)
}

/// The address that leaves what was saved and linked behind: `boot.js` knows it.
pub(crate) fn defaults() -> String {
    let Address { query, .. } = address();
    let is_kept = |part: &&str| part.split('=').next().is_some_and(|key| QUERY_KEYS.contains(&key));
    let stay = query.split('&').filter(is_kept);
    format!("?{}", stay.chain(["defaults"]).collect::<Vec<&str>>().join("&"))
}

/// Keeps address and history in step with one session's store.
pub(crate) struct UrlSync {
    store: Rc<Store>,
    /// Where a link that is opened in place goes.
    intents: Callback<Intent>,
    /// The link that the present entry stands for; none before the page has opened.
    written: RefCell<Option<String>>,
    /// Whether the address says so already: a visitor who has changed nothing keeps the short address.
    is_shown: Cell<bool>,
    /// A person has changed something since the last entry.
    is_change: Cell<bool>,
    /// The address says how to make the run again that is there: it stays until something is changed.
    is_replay: Cell<bool>,
    /// Something is held: the change is over when it is released.
    is_held: Cell<bool>,
    /// Changes are on their way to the session.
    is_unsettled: Cell<bool>,
    /// A link of which parts were not used is being opened: its address stays.
    stays: Cell<bool>,
}

impl UrlSync {
    /// Follows `store` from now on, beginning with what the page starts from.
    pub(crate) fn new(store: &Rc<Store>, intents: Callback<Intent>, start: &mut Start) -> Rc<UrlSync> {
        let Opened { config, view_settings, replay, notes, .. } = &mut start.opened;
        let has_notes = !notes.is_empty();
        store.dispatch(Action::Opened { notes: Rc::new(take(notes)), embedded: start.embedded });
        store.dispatch(Action::ViewChanged(view_settings.clone()));
        // What differs from it later was changed here, however early.
        let link = link::write(config, view_settings);
        let is_default = link == link::write(&Config::default(), &ViewSettings::default());
        let is_replay = replay.is_some();
        let is_shown = is_replay || has_notes || fragment() == link || is_default && address().link.is_empty();
        if is_shown && !is_replay && !start.embedded && kept().is_none() {
            mark(&link);
        }
        let sync = Rc::new(UrlSync {
            store: Rc::clone(store),
            intents,
            written: RefCell::new(Some(link)),
            is_shown: Cell::new(is_shown),
            is_change: Cell::new(false),
            is_replay: Cell::new(is_replay),
            is_held: Cell::new(false),
            is_unsettled: Cell::new(false),
            stays: Cell::new(false),
        });
        let me = Rc::downgrade(&sync);
        store.follow(move |action, _| {
            if let Some(sync) = me.upgrade() {
                sync.follow(action);
            }
        });
        sync
    }

    fn follow(&self, action: &Action) {
        match action {
            Action::PersonActed => return self.is_change.set(true),
            Action::Held => return self.is_held.set(true),
            Action::Sent => return self.is_unsettled.set(true),
            // Nothing followed from what was done.
            Action::Refused(_) => return self.is_change.set(false),
            Action::Released if self.is_held.replace(false) => self.is_change.set(true),
            Action::Settled => self.is_unsettled.set(false),
            Action::LanguageChosen => return drop_language(),
            Action::Started(_) | Action::ViewChanged(_) | Action::PointsRestored(_) => {}
            _ => return,
        }
        if self.stays.get() && !matches!(action, Action::Settled) || self.is_held.get() || self.is_unsettled.get() {
            return;
        }
        if self.stays.take() {
            let link = self.link();
            self.store.dispatch(Action::Linked(link.as_str().into()));
            return *self.written.borrow_mut() = Some(link);
        }
        self.write_down();
    }

    /// What is in force.
    fn link(&self) -> String {
        let state = self.store.state();
        link::write(&state.whole_config(), &state.view_settings)
    }

    fn write_down(&self) {
        let (state, link) = (self.store.state(), self.link());
        let is_change = self.is_change.take() && !state.embedded;
        let is_new = self.written.borrow().as_deref() != Some(&link);
        let stays = self.is_replay.get() && is_new && !is_change;
        if is_new || is_change {
            self.is_replay.set(false);
        }
        // A visitor who has only opened a link has not chosen it instead of what was saved.
        if !state.embedded && (is_new || is_change) {
            storage::save(&link);
        }
        if !self.is_shown.replace(true) || is_new && !stays {
            put(&link, is_change);
        }
        self.store.dispatch(Action::Linked(link.as_str().into()));
        *self.written.borrow_mut() = Some(link);
    }

    /// Goes where the address now points, because of Back, Forward, or a link opened in place.
    pub(crate) fn arrive(&self) {
        let kept = kept();
        let is_ours = kept.is_some();
        let text = kept.unwrap_or_else(fragment);
        if self.written.borrow().as_ref() == Some(&text) {
            return;
        }
        if !text.is_empty() && !link::is_link(&text) || text.is_empty() && !is_ours && has_bare_mark() {
            // A place on a page and no link: nobody wants to lose a run by it.
            return;
        }
        let mut opened = link::read(&text);
        let is_refused = !is_ours && opened.is_refused();
        self.stays.set(!is_ours && !is_refused && !opened.notes.is_empty());
        *self.written.borrow_mut() = Some(text);
        if is_refused {
            // Nor by a link that stands for nothing; the address says again what is there.
            self.store.dispatch(Action::Refused(Rc::new(opened.notes.swap_remove(0))));
            return self.write_down();
        }
        self.is_replay.set(opened.replay.is_some());
        let notes = Rc::new(take(&mut opened.notes));
        let opened = Rc::new(opened);
        // An entry of ours changes what is learned; a link that somebody opens says also how to look at it, and starts at step 0.
        self.intents.emit(if is_ours { Intent::Travel(opened) } else { Intent::Open(opened, notes) });
    }
}

/// Takes the language out of the address's query: another one was chosen here.
fn drop_language() {
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    let (search, hash) = (location.search().unwrap_or_default(), location.hash().unwrap_or_default());
    let (kept, gone): (Vec<&str>, Vec<&str>) =
        search.trim_start_matches('?').split('&').partition(|part| !part.starts_with("lang="));
    if gone.is_empty() {
        return;
    }
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    let address = location.pathname().unwrap_or_default() + &query + &hash;
    if let Ok(history) = window.history() {
        let state = history.state().unwrap_or_default();
        // Refused where there were too many at once; then a reload has the old language once more.
        history.replace_state_with_url(&state, "", Some(&address)).ok();
    }
}

/// Marks the present entry as one of ours, so that a reload is told from a link that somebody opens.
fn mark(link: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    // Where no history is allowed, a reload starts at step 0.
    history.and_then(|history| history.replace_state_with_url(&JsValue::from_str(link), "", None).ok());
}

/// Writes a link into the address. Browsers refuse where there were too many at once, or no history is allowed; nothing depends
/// on it.
fn put(link: &str, is_change: bool) {
    let Some(window) = web_sys::window() else { return };
    let address = bare() + &if link.len() <= LONGEST { format!("#{link}") } else { String::new() };
    let Ok(history) = window.history() else { return };
    let state = JsValue::from_str(link);
    let written = match is_change {
        true => history.push_state_with_url(&state, "", Some(&address)),
        false => history.replace_state_with_url(&state, "", Some(&address)),
    };
    written.ok();
}

/// The address without a link.
fn bare() -> String {
    let query = address().query;
    part(Location::pathname) + &if query.is_empty() { query } else { format!("?{query}") }
}
