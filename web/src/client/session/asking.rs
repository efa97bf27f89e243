//! Requests that have an answer: what the page shows of it, and who else hears it.

use std::rc::Rc;

use playground::Command;
use playground::problem::Rule;

use super::SessionClient;
use crate::client::connection::Outcome;
use crate::protocol::message::{Request, Response};
use crate::store::action::Action;

impl SessionClient {
    /// Asks for a person; `then` hears the outcome too.
    pub(crate) fn ask(&self, request: Request, then: impl FnOnce(&Outcome) + 'static) {
        self.ask_in(false, request, Box::new(then));
    }

    /// Asks what changes nothing; `then` alone hears the outcome.
    pub(crate) fn inquire(&self, request: Request, then: impl FnOnce(&Outcome) + 'static) {
        self.connection.ask(self.id, request, false, move |outcome| then(&outcome));
    }

    /// Asks for a program, whose calls keep their order.
    pub(crate) fn call(&self, request: Request, then: impl FnOnce(&Outcome) + 'static) {
        self.prepare(&request);
        self.ask_in(true, request, Box::new(then));
    }

    fn ask_in(&self, in_turn: bool, request: Request, then: Box<dyn FnOnce(&Outcome)>) {
        let (me, turn) = (self.me.clone(), self.turn.get());
        let pauses = matches!(
            request,
            Request::Apply { command: Command::Reset | Command::LoadModel { .. }, .. } | Request::Train { .. }
        );
        let loads = match &request {
            Request::Apply { command: Command::LoadModel { model, .. }, .. } => {
                *self.model.borrow_mut() = Some(model.clone());
                true
            }
            _ => false,
        };
        if let Request::Apply { command, .. } = &request {
            self.ahead.send(command);
        }
        let changes = matches!(request, Request::Apply { .. } | Request::Replay { .. });
        if changes {
            self.n_sent.set(self.n_sent.get() + 1);
        }
        self.connection.ask(self.id, request, in_turn, move |outcome| {
            let Some(client) = me.upgrade() else { return then(&outcome) };
            let may_be_edited = matches!(&outcome, Err(problem) if matches!(problem.rule, Rule::GivenByWeights { .. }));
            if loads && !may_be_edited {
                client.model.take();
            }
            // Shown before anybody who waits hears of it: the page must not lag behind its own promises.
            match &outcome {
                Ok(Response::Applied(applied)) => {
                    client.dispatch(Action::Applied { applied: Rc::new((**applied).clone()), by_person: !in_turn })
                }
                Ok(Response::Status(status)) => {
                    let playing = client.store.is_playing() && !(pauses && turn == client.turn.get());
                    let is_known = client.store.state().status.as_deref() == Some(&**status);
                    // Who only asks how a run stands has nothing drawn anew.
                    if !is_known || playing != client.store.is_playing() {
                        let status = Rc::new((**status).clone());
                        client.dispatch(Action::Measured { status, playing, stopped: None, by_frame: false });
                    }
                }
                Ok(_) => {}
                Err(problem) => client.refuse(Rc::clone(problem)),
            }
            if pauses && outcome.is_ok() && turn == client.turn.get() {
                client.dispatch(Action::Playing(false));
            }
            then(&outcome);
            if changes {
                client.n_sent.set(client.n_sent.get().saturating_sub(1));
                if client.n_sent.get() == 0 {
                    client.ahead.settle();
                    if !client.is_ahead() {
                        client.dispatch(Action::Settled);
                    }
                }
            }
        });
        if changes {
            self.dispatch(Action::Sent);
        }
    }

    /// What is under way on this side comes before the next request; a step pauses at once.
    pub(super) fn prepare(&self, request: &Request) {
        self.end_gesture();
        if matches!(request, Request::Train { .. }) && self.store.is_playing() {
            self.dispatch(Action::Playing(false));
        }
    }
}
