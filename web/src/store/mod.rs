//! The page's state: dispatched actions change it, followers hear of them. Knows neither who dispatches nor who follows.

pub(crate) mod action;
pub(crate) mod divergence;
pub(crate) mod origin;
pub(crate) mod reduce;
pub(crate) mod state;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use words::Words;

use self::action::Action;
use self::state::State;

type Follower = Rc<dyn Fn(&Action, &State)>;

/// One session's state.
pub(crate) struct Store {
    state: RefCell<State>,
    followers: RefCell<Vec<Follower>>,
    /// What followers have not heard of yet.
    news: RefCell<VecDeque<(Action, State)>>,
    is_telling: Cell<bool>,
    /// What is due when the page shows all that has happened.
    when_shown: RefCell<Vec<Box<dyn FnOnce()>>>,
}

impl Store {
    /// The state of a page in this language before anything has happened.
    pub(crate) fn new(words: &'static Words) -> Rc<Store> {
        Rc::new(Store {
            state: RefCell::new(State::new(words)),
            followers: RefCell::default(),
            news: RefCell::default(),
            is_telling: Cell::new(false),
            when_shown: RefCell::default(),
        })
    }

    /// Lets something happen. The state follows at once, and then the followers, in the order of what happened: what a follower
    /// dispatches is told after what it was told of.
    pub(crate) fn dispatch(&self, action: Action) {
        let after = self.state.borrow().clone().after(&action);
        self.state.replace(after.clone());
        self.news.borrow_mut().push_back((action, after));
        if self.is_telling.replace(true) {
            return;
        }
        loop {
            let next = self.news.borrow_mut().pop_front();
            let Some((action, state)) = next else { break };
            let followers = self.followers.borrow().clone();
            followers.iter().for_each(|follower| follower(&action, &state));
        }
        self.is_telling.set(false);
    }

    /// Calls `follower` after each action, with the state that followed from it.
    pub(crate) fn follow(&self, follower: impl Fn(&Action, &State) + 'static) {
        self.followers.borrow_mut().push(Rc::new(follower));
    }

    /// The state after everything that has happened.
    pub(crate) fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// Calls `then` when the page shows everything that has happened by now: components may follow in several goes.
    pub(crate) fn when_shown(&self, then: impl FnOnce() + 'static) {
        self.when_shown.borrow_mut().push(Box::new(then));
        self.dispatch(Action::Awaited);
    }

    /// The page shows everything that has happened.
    pub(crate) fn shown(&self) {
        for then in self.when_shown.take() {
            then();
        }
    }

    /// A person or a program changes the run or lets it train.
    pub(crate) fn acted(&self, by_person: bool) {
        if self.state.borrow().by_person != by_person {
            self.dispatch(Action::Acted { by_person });
        }
    }

    /// Whether training goes on.
    pub(crate) fn is_playing(&self) -> bool {
        self.state.borrow().playing
    }
}

#[cfg(test)]
mod store_tests {
    use super::*;

    #[test]
    fn what_a_follower_dispatches_is_told_after_what_it_was_told_of() {
        let store = Store::new(&::words::EN);
        let heard: Rc<RefCell<Vec<String>>> = Rc::default();
        let inner = Rc::clone(&store);
        store.follow(move |action, _| {
            if matches!(action, Action::Sent) {
                inner.dispatch(Action::Said("later".into()));
            }
        });
        let list = Rc::clone(&heard);
        store.follow(move |action, state| {
            let kind = if matches!(action, Action::Sent) { "sent" } else { "said" };
            list.borrow_mut().push(format!("{kind}, {}", state.said));
        });
        store.dispatch(Action::Sent);
        assert_eq!(*heard.borrow(), ["sent, ", "said, later"]);
        assert_eq!(store.state().said, "later");
    }
}
