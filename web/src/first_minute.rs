//! A first visit's slow start: for a while training is slow enough to be followed, until the time is over or somebody wants
//! something else. Knows the store; how fast slow is stands there.

use std::cell::Cell;
use std::rc::Rc;

use crate::browser::debounce::Debounce;
use crate::store::Store;
use crate::store::action::Action;
use crate::store::state::{Minute, State};

/// So long it is slow.
const SLOW_MS: f64 = 20_000.0;

/// Ends each slow start of this session when it is time.
pub(crate) fn watch(store: &Rc<Store>) {
    let (me, end) = (Rc::downgrade(store), Debounce::default());
    // Whether the slow start under way has begun to train, and the speed that was chosen then.
    let (has_begun, speed) = (Cell::new(false), Cell::new(0));
    store.follow(move |action, state| {
        let Some(store) = me.upgrade() else { return };
        match action {
            Action::Minute(Minute::Slow) => {
                has_begun.set(false);
                speed.set(state.view_settings.speed);
            }
            Action::Playing(true) if state.minute == Minute::Slow && !has_begun.replace(true) => {
                let me = me.clone();
                end.call(SLOW_MS, move || me.upgrade().iter().for_each(|store| ended(store)));
            }
            action if state.minute == Minute::Slow && has_begun.get() && is_wish(action, state, speed.get()) => {
                store.dispatch(Action::Minute(Minute::Left));
            }
            _ => {}
        }
    });
}

/// Whether somebody wants another speed, or none; or training ended by itself.
fn is_wish(action: &Action, state: &State, speed: usize) -> bool {
    match action {
        Action::Playing(_) => true,
        Action::ViewChanged(view_settings) => view_settings.speed != speed,
        Action::Measured { playing, .. } => !playing && !state.playing,
        _ => false,
    }
}

fn ended(store: &Store) {
    let state = store.state();
    if state.minute == Minute::Slow {
        let n_epochs = state.status.as_ref().map_or(0, |status| status.epoch);
        store.dispatch(Action::Minute(Minute::Seen(n_epochs)));
    }
}
