//! The page of one session, put together: store, session client, frame loop, address and wishes. Its parts know each other only as
//! far as their own `use` lines say.

mod bringing;
pub(crate) mod root;
mod window;

use std::rc::{Rc, Weak};

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use words::Words;
use yew::Callback;

use crate::api::listeners::Listeners;
use crate::browser::clock::set_timeout;
use crate::browser::page;
use crate::chunks;
use crate::client::connection::Connection;
use crate::client::session::SessionClient;
use crate::files::FILES;
use crate::first_minute;
use crate::frame_loop::FrameLoop;
use crate::handlers::Handlers;
use crate::keeping::{Found, Keeper, SHELF};
use crate::popovers::experiments::EXPERIMENTS;
use crate::popovers::help::HELP;
use crate::popovers::share::SHARING;
use crate::store::Store;
use crate::store::action::Action;
use crate::store::state::{Minute, Phase, State};
use crate::url_sync::{Arrival, Start, UrlSync};
use crate::views::cards::CARDS;
use crate::views::goal;
use crate::views::opening::OPENING;

/// The session that the page shows.
const SESSION: u32 = 1;

/// Every chunk of the default page. The worker's own is fetched by the worker, another view when it is opened.
const CHUNKS: [&dyn chunks::Prefetch; 6] = [&CARDS, &EXPERIMENTS, &FILES, &HELP, &SHARING, &SHELF];

/// The parts of the page.
pub(crate) struct App {
    pub(crate) store: Rc<Store>,
    pub(crate) client: Rc<SessionClient>,
    pub(crate) frames: Rc<FrameLoop>,
    pub(crate) handlers: Rc<Handlers>,
    pub(crate) listeners: Rc<Listeners>,
    url_sync: Rc<UrlSync>,
}

impl App {
    /// Puts the parts together and starts the session, from what was found of an earlier run.
    fn start(mut start: Start, found: Found, words: &'static Words, connection: Rc<Connection>) -> Rc<App> {
        let store = Store::new(words);
        page::set_language(words.tag);
        let client = SessionClient::new(connection, SESSION, Rc::clone(&store));
        let frames = FrameLoop::new(&client, &store);
        let handlers = Rc::new(Handlers::new(&client, &store));
        let intents = {
            let handlers = Rc::clone(&handlers);
            Callback::from(move |intent| handlers.handle(intent))
        };
        let listeners = Listeners::of(&store);
        let before = std::cell::RefCell::new(store.state());
        let (for_document, for_panels) = (Rc::downgrade(&frames), Rc::downgrade(&store));
        store.follow(move |_, state| {
            let before = before.replace(state.clone());
            if let Some(frames) = for_document.upgrade() {
                follow(&before, state, &frames);
            }
            if before.phase != state.phase && state.phase == Phase::Drawn {
                panels_after_the_picture(for_panels.clone());
            }
        });
        let url_sync = UrlSync::new(&store, intents, &mut start);
        first_minute::watch(&store);
        {
            let listeners = Rc::clone(&listeners);
            goal::watch_when_there_is_one(&store, move |detail| listeners.judged(detail));
        }
        if start.arrival == Arrival::First && start.play {
            store.dispatch(Action::Minute(Minute::Slow));
            // Its card is seen from the beginning.
            OPENING.with(|_| ());
        }
        Keeper::watch(&client, &store, &start, &found);
        let replay = start.opened.replay.take();
        client.start(&start.opened.config, found.kept, start.play && replay.is_none(), replay);
        Rc::new(App { store, client, frames, handlers, listeners, url_sync })
    }

    /// Tells the worker whether the page is seen.
    fn look(&self) {
        self.client.look();
        self.frames.refresh_now();
    }
}

/// Lets the panels around the plot come when the browser has painted the picture that was drawn just now.
fn panels_after_the_picture(store: Weak<Store>) {
    let come = Closure::once_into_js(move || store.upgrade().iter().for_each(|store| store.dispatch(Action::Seen)));
    set_timeout(come.unchecked_ref(), 0.0);
}

/// What the document as a whole follows.
fn follow(before: &State, state: &State, frames: &Rc<FrameLoop>) {
    if before.status.is_none() && state.status.is_some() {
        chunks::prefetch_when_idle(&CHUNKS);
    }
    if before.words != state.words {
        page::set_language(state.words.tag);
    }
    if before.view_settings.view != state.view_settings.view {
        // What was hidden had no size.
        frames.redraw(true);
    }
    if before.view_settings.theme != state.view_settings.theme {
        page::set_theme(state.view_settings.theme.name());
        frames.redraw(true);
    }
}
