//! The page's state and the engine that acts on it; `parts` draw the one and wish from the other.

pub(crate) mod bridge;
pub(crate) mod stage;
pub(crate) mod hand;
mod edits;
mod frames;
mod quiet;
pub(crate) mod engine;
mod gesture;
mod revive;
mod silence;
pub(crate) mod acts;
pub(crate) mod window;

use std::rc::Rc;

use yew::prelude::*;

use crate::api;
use crate::page::Page;
use engine::Engine;

/// Puts the page into the document.
pub(crate) fn run() {
    window::report_panics();
    let root =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id("app"));
    if let Some(root) = root {
        // The session's side has something to do while the page is put together.
        let engine = Engine::new();
        engine.open(&crate::url_sync::start());
        root.set_inner_html("");
        // The page words its own panics; yew's hook would only print them.
        yew::set_custom_panic_hook(std::panic::take_hook());
        yew::Renderer::<App>::with_root_and_props(root, Props { engine }).render();
    }
}

/// What the page is tied to.
#[derive(Clone, Properties)]
struct Props {
    engine: Rc<Engine>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.engine, &other.engine)
    }
}

/// State, engine and page, tied together.
#[function_component(App)]
fn app(Props { engine }: &Props) -> Html {
    let state = use_state_eq(|| engine.state());
    {
        let (engine, setter) = (Rc::clone(engine), state.setter());
        use_effect_with((), move |()| {
            window::listen(&engine);
            api::open(&engine);
            engine.appear(Callback::from(move |state| setter.set(state)));
        });
    }
    {
        let (engine, state) = (Rc::clone(engine), (*state).clone());
        use_effect(move || engine.follow(&state));
    }
    let act = {
        let engine = Rc::clone(engine);
        use_callback((), move |intent, ()| acts::act(&engine, intent))
    };
    html! { <Page state={(*state).clone()} {act} /> }
}
