//! Whose turn it is. A program's calls (`window.playground`) are carried out in the order in which they were made, each after the
//! `step` before it; what a person does on the page takes effect at the next slice, because a slider must not wait for a long step.
//! Pause, Reset and a model that can be loaded end a running step where it stands, and what waited behind it is done before them.

use playground::{Command, Config, Problem, Session};

use crate::protocol::message::{Answer, Envelope, Outgoing, Reply, Request};
use crate::worker::host::{Host, Job};

impl Host {
    /// Takes a request; what is said at once.
    pub(crate) fn receive(&mut self, envelope: Envelope) -> Vec<Outgoing> {
        let mut out = Vec::new();
        if ends_jobs(&envelope.request) {
            // What will be refused must not cost a step that is under way.
            if let Err(problem) = self.job.map_or(Ok(()), |_| loadable(&envelope.request)) {
                return vec![Outgoing { reply: Reply::Refused { ticket: envelope.ticket, problem }, bulk: None }];
            }
            self.end_jobs(&mut out);
        }
        let waits = match &envelope.request {
            Request::Train { .. } => true,
            // Going on by itself comes after the step that is under way.
            Request::Run { play, .. } => *play && self.job.is_some(),
            Request::Apply { .. } => envelope.in_turn && self.job.is_some(),
            // What reads tells of this moment, so that a long step can be watched; but not from before a change that waits.
            request => envelope.in_turn && request.is_read() && !self.waiting.is_empty(),
        };
        if waits {
            self.waiting.push_back(envelope);
            self.go_on(&mut out);
        } else {
            out.extend(self.carry_out(envelope));
        }
        out
    }

    /// Carries out what waits, up to the next job.
    pub(super) fn go_on(&mut self, out: &mut Vec<Outgoing>) {
        while self.job.is_none() {
            let Some(envelope) = self.waiting.pop_front() else { return };
            if let Request::Train { unit, n } = envelope.request {
                self.run(false);
                self.job = Some(Job { ticket: envelope.ticket, unit, left: n });
            } else {
                out.extend(self.carry_out(envelope));
            }
        }
    }

    /// Ends every job where it stands, in turn with what waits: whoever waits for it hears how far it came.
    fn end_jobs(&mut self, out: &mut Vec<Outgoing>) {
        loop {
            if let (Some(job), Some(session)) = (self.job.take(), self.session.as_mut()) {
                let answer = Answer::Status(Box::new(session.status()));
                out.push(Outgoing { reply: Reply::Answered { ticket: job.ticket, answer }, bulk: None });
            }
            self.go_on(out);
            if self.job.is_none() {
                return;
            }
        }
    }
}

fn ends_jobs(request: &Request) -> bool {
    match request {
        Request::Run { play, .. } => !play,
        Request::Apply { command, .. } => matches!(command, Command::Reset | Command::LoadModel { .. }),
        Request::Start { .. } => true,
        _ => false,
    }
}

/// Tries a model out, if one is to be loaded.
fn loadable(request: &Request) -> Result<(), Problem> {
    match request {
        Request::Apply { command: command @ Command::LoadModel { .. }, .. } => {
            Session::new(Config::default())?.apply(command.clone())
        }
        _ => Ok(()),
    }
}

impl Request {
    fn is_read(&self) -> bool {
        matches!(self, Request::Config | Request::Status | Request::Points | Request::Model | Request::Predict { .. })
    }
}
