//! What waits for a moment of quiet: the fine picture of what has come to rest, and words for the live region.
//! Only the last of several wishes in a row is carried out.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use crate::app::engine::Engine;
use crate::browser::clock::set_timeout;
use crate::store::state::Action;

/// A picture that has not changed for so long is drawn as finely as the screen can show.
const REST_MS: f64 = 150.0;
/// A screen reader hears where the cursor is when it has stood for so long.
const SAY_AFTER_MS: f64 = 400.0;

impl Engine {
    /// Asks for the one picture with all of the screen's pixels, if nothing else happens until then.
    pub(super) fn refine_at_rest(&self) {
        let turn = self.frames.rest.get().wrapping_add(1);
        self.frames.rest.set(turn);
        let me = self.me.clone();
        let rested = Closure::once_into_js(move || {
            if let Some(engine) = me.upgrade()
                && engine.frames.rest.get() == turn
                && !engine.is_playing.get()
            {
                engine.refine();
            }
        });
        set_timeout(rested.unchecked_ref(), REST_MS);
    }

    /// Lets the live region say something, unless something newer comes at once.
    pub(crate) fn say_later(&self, text: String) {
        let turn = self.last_said.get().wrapping_add(1);
        self.last_said.set(turn);
        let me = self.me.clone();
        let say = Closure::once_into_js(move || {
            if let Some(engine) = me.upgrade()
                && engine.last_said.get() == turn
            {
                engine.dispatch.emit(Action::Said(text.into()));
            }
        });
        set_timeout(say.unchecked_ref(), SAY_AFTER_MS);
    }
}
