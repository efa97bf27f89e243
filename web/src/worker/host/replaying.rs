//! A run that is made again, in slices, beside the session that it will take the place of. Knows no link: the chunk reads it.

use playground::link::Recording;
use playground::problem::{Found, Rule};
use playground::{Config, Problem, Replay};

use super::{Host, no_saving};
use crate::protocol::message::{Outgoing, OwnPoints, Reply, Response, Ticket};

/// Updates between two looks at the clock at first, and at most.
const MOST_AT_ONCE: u64 = 4096;
/// A look at the clock comes about this often.
const LOOK_EVERY_MS: f64 = 2.0;

/// A run on its way.
#[derive(Debug)]
pub(super) struct Replaying {
    ticket: Ticket,
    run: Replay,
    n_updates: u64,
    /// Updates between two looks at the clock.
    at_once: u64,
    told_ms: f64,
}

impl Replaying {
    pub(super) fn ticket(&self) -> Ticket {
        self.ticket
    }
}

impl Host {
    /// Begins to make the run of a link again; what is said if it cannot be.
    pub(super) fn begin_replaying(
        &mut self,
        ticket: Ticket,
        config: Config,
        recording: &Recording,
    ) -> Option<Outgoing> {
        let log = (self.saving)().ok_or_else(no_saving).and_then(|saving| (saving.recorded)(config, recording));
        match log.and_then(|log| Ok((Replay::begin(&log)?, log.n_updates()))) {
            Ok((run, n_updates)) => {
                self.run(false);
                let told_ms = (self.now_ms)();
                self.replaying = Some(Replaying { ticket, run, n_updates, at_once: 1, told_ms });
                None
            }
            Err(problem) => Some(self.says(Reply::Refused { ticket, problem })),
        }
    }

    /// Makes a run for about `budget_ms`. When it is done the session becomes it.
    pub(super) fn replay(&mut self, budget_ms: f64, out: &mut Vec<Outgoing>) {
        let Some(mut job) = self.replaying.take() else { return };
        let start_ms = (self.now_ms)();
        let mut before_ms = start_ms;
        let outcome = loop {
            let outcome = job.run.advance(job.at_once);
            let now_ms = (self.now_ms)();
            job.at_once = if now_ms - before_ms < LOOK_EVERY_MS { 2 * job.at_once } else { job.at_once / 2 };
            job.at_once = job.at_once.clamp(1, MOST_AT_ONCE);
            before_ms = now_ms;
            if outcome != Ok(false) || now_ms - start_ms >= budget_ms {
                break outcome;
            }
        };
        let ticket = job.ticket;
        match outcome {
            Ok(false) => {
                let (done, of) = (job.run.n_updates(), job.n_updates);
                out.extend(self.progress(ticket, (done, of), &mut job.told_ms));
                self.replaying = Some(job);
            }
            Ok(true) => out.push(self.replayed(ticket, job.run)),
            Err(problem) => out.push(self.says(Reply::Refused { ticket, problem })),
        }
    }

    fn replayed(&mut self, ticket: Ticket, run: Replay) -> Outgoing {
        let mut made = run.into_session();
        let points = made.config().points.clone();
        if let Some(session) = self.session.take() {
            made.take_place_of(&session);
        }
        self.session = Some(made);
        self.changed();
        match self.applied(OwnPoints::New(points)) {
            Ok(applied) => self.says(Reply::Answered { ticket, response: Response::Applied(Box::new(applied)) }),
            Err(problem) => self.says(Reply::Refused { ticket, problem }),
        }
    }

    /// Gives a run up: something else is wanted.
    pub(super) fn end_replaying(&mut self, out: &mut Vec<Outgoing>) {
        if let Some(Replaying { ticket, .. }) = self.replaying.take() {
            let problem = Problem::new("job", Rule::Uncancelled, Found::Nothing);
            out.push(self.says(Reply::Refused { ticket, problem }));
        }
    }
}
