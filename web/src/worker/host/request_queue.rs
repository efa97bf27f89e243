//! Whose turn it is. A program's calls (`window.playground`) are carried out in the order in which they were made, each after the
//! `step` before it; what a person does on the page takes effect at the next slice, because a slider must not wait for a long step.
//! Pause, Reset and a model that can be loaded end a running step where it stands, and what waited behind it is done before them.

use playground::{Command, Config, Problem, Session};

use super::Host;
use super::jobs::Training;
use crate::protocol::message::{Envelope, Outgoing, Reply, Request};

impl Host {
    /// Takes a request; what is said at once.
    pub(crate) fn receive(&mut self, envelope: Envelope) -> Vec<Outgoing> {
        let mut out = Vec::new();
        if let Request::Cancel { job } = envelope.request {
            self.cancel(job, &mut out);
            return out;
        }
        if ends_replaying(&envelope.request) {
            self.end_replaying(&mut out);
        }
        if ends_jobs(&envelope.request) {
            // What will be refused must not cost a step that is under way.
            if let Err(problem) = self.training.as_ref().map_or(Ok(()), |_| loadable(&envelope.request)) {
                return vec![self.says(Reply::Refused { ticket: envelope.ticket, problem })];
            }
            self.end_jobs(&mut out);
        }
        let waits = match &envelope.request {
            Request::Train { .. } => true,
            // Going on by itself comes after the step that is under way.
            Request::Run { play, .. } => *play && self.training.is_some(),
            Request::Apply { .. } => envelope.in_turn && self.training.is_some(),
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
        while self.training.is_none() {
            let Some(envelope) = self.waiting.pop_front() else { return };
            if let Request::Train { unit, n } = envelope.request {
                self.run(false);
                self.training = Some(Training::new(envelope.ticket, unit, n, (self.now_ms)()));
            } else {
                out.extend(self.carry_out(envelope));
            }
        }
    }

    /// Ends every job where it stands, in turn with what waits: whoever waits for it hears how far it came.
    fn end_jobs(&mut self, out: &mut Vec<Outgoing>) {
        loop {
            if let Some(job) = self.training.take() {
                self.end_training(&job, out);
            }
            self.go_on(out);
            if self.training.is_none() {
                return;
            }
        }
    }
}

/// Whoever changes or trains what is there does not wait for another run.
fn ends_replaying(request: &Request) -> bool {
    matches!(
        request,
        Request::Start { .. }
            | Request::Apply { .. }
            | Request::Train { .. }
            | Request::Run { .. }
            | Request::Replay { .. }
    )
}

fn ends_jobs(request: &Request) -> bool {
    match request {
        Request::Run { play, .. } => !play,
        Request::Apply { command, .. } => matches!(command, Command::Reset | Command::LoadModel { .. }),
        Request::Start { .. } | Request::Replay { .. } => true,
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
        matches!(
            self,
            Request::Config
                | Request::Status
                | Request::Points
                | Request::Model
                | Request::Export { .. }
                | Request::See(_)
                | Request::Log
                | Request::ReplayLink
                | Request::Predict { .. }
                | Request::Look(_)
        )
    }
}
