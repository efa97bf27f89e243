//! The page's state and the engine that acts on it; `parts` draw the one and wish from the other.

pub(crate) mod state;
pub(crate) mod origin;
pub(crate) mod intent;
pub(crate) mod menus;
pub(crate) mod controls;
pub(crate) mod parameter;

pub(crate) mod bridge;
pub(crate) mod stage;
pub(crate) mod hand;
mod edits;
mod frames;
mod quiet;
pub(crate) mod listeners;
pub(crate) mod engine;
mod gesture;
mod revive;
mod silence;
pub(crate) mod address;
mod storage;
pub(crate) mod clipboard;
pub(crate) mod acts;
mod download;
mod import;
pub(crate) mod window;

use std::rc::Rc;

use yew::prelude::*;

use crate::parts::page::Page;
use crate::{door, halves};
use engine::Engine;
use state::State;

/// Puts the page into the document.
pub(crate) fn run() {
    window::report_panics();
    let root =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id("app"));
    if let Some(root) = root {
        root.set_inner_html("");
        // The page words its own panics; yew's hook would only print them.
        yew::set_custom_panic_hook(std::panic::take_hook());
        yew::Renderer::<App>::with_root(root).render();
    }
}

/// State, engine and page, tied together.
#[function_component(App)]
fn app() -> Html {
    let state = use_state_eq(|| State::new(halves::is_whole()));
    let engine = {
        let setter = state.setter();
        use_memo((), move |()| Engine::new(Callback::from(move |state| setter.set(state))))
    };
    let engine: Rc<Engine> = Rc::clone(&engine);
    {
        let engine = Rc::clone(&engine);
        use_effect_with((), move |()| {
            window::listen(&engine);
            door::open(&engine);
            engine.open(&address::start());
        });
    }
    {
        let (engine, state) = (Rc::clone(&engine), (*state).clone());
        use_effect(move || engine.follow(&state));
    }
    let act = {
        let engine = Rc::clone(&engine);
        use_callback((), move |intent, ()| acts::act(&engine, intent))
    };
    html! { <Page state={(*state).clone()} {act} /> }
}
