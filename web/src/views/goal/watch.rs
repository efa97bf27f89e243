//! Follows the goal of the page: says when it is reached, and tells at the first judgement and at each change.

use std::cell::RefCell;
use std::rc::Rc;

use playground::goal::{Facts, Goal};
use playground::object;
use serde_json::Value;
use words::goal::GoalWords;

use super::judge::judge;
use crate::store::Store;
use crate::store::action::Action;
use crate::store::state::State;

/// Who hears that the goal holds or not.
pub(crate) type Tell = Rc<dyn Fn(&Value)>;

/// Follows the store from now on, and begins with what is so now.
pub(super) fn watch(store: &Rc<Store>, tell: Tell) {
    // The goal that was judged last, and whether it held.
    let last = RefCell::new(None::<(String, bool)>);
    let me = Rc::downgrade(store);
    let look = move |state: &State| {
        let text = &state.view_settings.goal;
        let before = last.borrow().clone().filter(|(judged, _)| judged == text);
        // Old losses judge nothing; such numbers have no checksum.
        let Some(status) = state.status.as_ref().filter(|status| !status.checksum.is_empty()) else { return };
        let Ok(judged) = judge(text, status, &state.config) else { return *last.borrow_mut() = None };
        *last.borrow_mut() = Some((text.clone(), judged.holds));
        if before.as_ref().is_some_and(|(_, held)| *held == judged.holds) {
            return;
        }
        tell(&object! {
            "holds": judged.holds,
            "facts": judged.facts,
            "checksum": status.checksum.clone(),
            "userInitiated": before.is_some() && state.by_person,
        });
        if before.is_some()
            && judged.holds
            && let Some(store) = me.upgrade()
        {
            store.dispatch(Action::Said(reached(state).into()));
        }
    };
    look(&store.state());
    store.follow(move |action, state| {
        if matches!(action, Action::Measured { .. } | Action::Applied { .. } | Action::ViewChanged(_)) {
            look(state);
        }
    });
}

/// What is said when the goal is reached.
fn reached(state: &State) -> String {
    let words = GoalWords::of(state.words);
    let (Ok(goal), Some(status)) = (Goal::parse(&state.view_settings.goal), &state.status) else {
        return String::new();
    };
    words.now_reached.with([&words.sentence(state.words, &goal, &Facts::new(status, &state.config))])
}
