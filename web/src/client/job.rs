//! A job that a view waits for: one at a time, whose progress somebody hears.

use std::cell::RefCell;
use std::rc::Rc;

use super::connection::{Connection, Outcome};
use crate::protocol::message::{Request, SessionId, Ticket};

type OnProgress = Box<dyn Fn(u64, u64)>;

/// The job of a session, if there is one.
pub(crate) struct Job {
    connection: Rc<Connection>,
    session: SessionId,
    /// The job that was begun last, perhaps done by now, and who hears how far it is.
    last: RefCell<Option<(Ticket, OnProgress)>>,
}

impl Job {
    pub(super) fn of(connection: Rc<Connection>, session: SessionId) -> Job {
        Job { connection, session, last: RefCell::default() }
    }

    /// Begins a job that changes nothing; `then` hears the outcome. It ends the one before it.
    pub(crate) fn begin(&self, request: Request, on_progress: OnProgress, then: impl FnOnce(&Outcome) + 'static) {
        self.end();
        let ticket = self.connection.ask(self.session, request, false, move |outcome| then(&outcome));
        *self.last.borrow_mut() = ticket.map(|ticket| (ticket, on_progress));
    }

    /// Gives the job up; does nothing where it is done.
    pub(crate) fn end(&self) {
        if let Some((job, _)) = self.last.take() {
            self.connection.tell(self.session, Request::Cancel { job });
        }
    }

    /// Hands on how far a job is; says whether it was this one.
    pub(super) fn hears(&self, ticket: Ticket, done: u64, of: u64) -> bool {
        match &*self.last.borrow() {
            Some((job, on_progress)) if *job == ticket => {
                on_progress(done, of);
                true
            }
            _ => false,
        }
    }
}
