//! The live region: what assistive technology reads aloud, at a humane rate. Of what is said meanwhile the newest wins.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use yew::prelude::*;

use crate::browser::clock::{now_ms, set_timeout};

/// One sentence in so long can be listened to.
const EVERY_MS: f64 = 2000.0;

/// What is to be said.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) said: AttrValue,
    /// Grows with everything that is said, so that the same words can be said again.
    pub(crate) n_said: u32,
}

/// The live region.
#[function_component(Voice)]
pub(crate) fn voice(props: &Props) -> Html {
    let spoken = use_state_eq(|| (AttrValue::default(), 0));
    // When something was spoken last, what is newest, and whether a timer will speak it.
    let pace = use_mut_ref(|| (f64::NEG_INFINITY, (AttrValue::default(), 0), false));
    {
        let spoken = spoken.clone();
        use_effect_with((props.said.clone(), props.n_said), move |newest| {
            let mut now = pace.borrow_mut();
            now.1 = newest.clone();
            let wait_ms = now.0 + EVERY_MS - now_ms();
            if wait_ms <= 0.0 {
                now.0 = now_ms();
                spoken.set(newest.clone());
            } else if !std::mem::replace(&mut now.2, true) {
                let (pace, spoken) = (pace.clone(), spoken.clone());
                let speak = Closure::once_into_js(move || {
                    let mut now = pace.borrow_mut();
                    (now.0, now.2) = (now_ms(), false);
                    spoken.set(now.1.clone());
                });
                set_timeout(speak.unchecked_ref(), wait_ms);
            }
        });
    }
    let (said, n) = &*spoken;
    // A changed text is read aloud, an equal one is not: a space that nobody hears makes the difference.
    let again = if n % 2 == 1 { "\u{a0}" } else { "" };
    html! { <div class="sr-only" aria-live="polite" ~textContent={format!("{said}{again}")} /> }
}
