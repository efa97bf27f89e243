//! What waits for a moment of quiet: of several wishes in a row only the last is carried out.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::clock::set_timeout;

/// One thing that may be wished again and again.
#[derive(Debug, Default)]
pub(crate) struct Debounce(Rc<Cell<u32>>);

impl Debounce {
    /// Calls `act` after `ms`, unless this is called again meanwhile.
    pub(crate) fn call(&self, ms: f64, act: impl FnOnce() + 'static) {
        let turn = self.0.get().wrapping_add(1);
        self.0.set(turn);
        let latest = Rc::clone(&self.0);
        let late = Closure::once_into_js(move || {
            if latest.get() == turn {
                act();
            }
        });
        set_timeout(late.unchecked_ref(), ms);
    }
}
