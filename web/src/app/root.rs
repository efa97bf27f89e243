//! The component at the root of the document, and how it comes there.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use super::{App, bringing, window};
use crate::api;
use crate::client::connection::Connection;
use crate::frame_loop::Loop;
use crate::keeping;
use crate::language;
use crate::page::Page;
use crate::url_sync;
use crate::view::Feed;

/// Puts the page into the document.
pub(crate) fn run() {
    window::report_panics();
    let root =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id("app"));
    if let Some(root) = root {
        // The worker has something to do while the words come and the page is put together.
        let connection = Connection::new();
        connection.start();
        spawn_local(appear(root, connection));
    }
}

/// Puts the page in place of what `index.html` shows until its words have come.
async fn appear(root: Element, connection: Rc<Connection>) {
    let start = url_sync::start();
    let found = keeping::look(&start).await;
    let first = language::first();
    let others = language::languages().iter().copied().filter(|language| *language != first);
    for language in std::iter::once(first).chain(others) {
        // Better in another language than not at all.
        let Ok(words) = language::chunk(language).fetched().await else { continue };
        let app = App::start(start, found, words, connection);
        root.set_inner_html("");
        // The page words its own panics; yew's hook would only print them.
        yew::set_custom_panic_hook(std::panic::take_hook());
        yew::Renderer::<Root>::with_root_and_props(root, Props { app }).render();
        return;
    }
    window::report_failure("split_words");
}

/// What the page is made of.
#[derive(Clone, Properties)]
struct Props {
    app: Rc<App>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.app, &other.app)
    }
}

/// The page, which follows its store.
#[function_component(Root)]
fn root(Props { app }: &Props) -> Html {
    let state = use_state_eq(|| app.store.state());
    {
        let (app, setter) = (Rc::clone(app), state.setter());
        use_effect_with((), move |()| {
            window::listen(&app);
            bringing::listen(&app);
            api::open(&app.client, &app.store, &app.listeners);
            setter.set(app.store.state());
            app.store.follow(move |_, state| setter.set(state.clone()));
        });
    }
    {
        let app = Rc::clone(app);
        use_effect(move || app.store.shown());
    }
    let act = {
        let app = Rc::clone(app);
        use_callback((), move |intent, ()| app.handlers.handle(intent))
    };
    let feed = use_memo((), |()| Feed(Rc::new(Loop(Rc::clone(&app.frames)))));
    html! { <Page state={(*state).clone()} feed={(*feed).clone()} {act} /> }
}
