//! Looks inside a step of training, piece by piece: each shows the weights of the moment at which it began. The chunk does the work.

use playground::Problem;
use playground::insight::Look;
use playground::problem::{Chunk, Found, Rule};

use super::jobs::LookingInside;
use super::{Host, no_session};
use crate::protocol::message::{Outgoing, Reply, Response, Ticket};
use crate::worker::looking::looker;

impl Host {
    /// Begins a look; what is said if there is nothing to see.
    pub(super) fn begin_look(&mut self, ticket: Ticket, look: &Look) -> Option<Outgoing> {
        let session = self.session.as_mut().ok_or_else(no_session);
        let looker = looker().ok_or_else(|| Problem::new("look", Rule::Loaded(Chunk::Looking), Found::NoAnswer));
        let begun = session.and_then(|session| (looker?.begin)(look, session));
        match begun {
            Ok(looking) => {
                self.looks.push_back(LookingInside { ticket, looking, told_ms: (self.now_ms)() });
                None
            }
            Err(problem) => Some(self.says(Reply::Refused { ticket, problem })),
        }
    }

    /// Looks for about `budget_ms`.
    pub(super) fn look(&mut self, budget_ms: f64, out: &mut Vec<Outgoing>) {
        let Some(looker) = looker() else { return };
        let start_ms = (self.now_ms)();
        while let Some(mut job) = self.looks.pop_front() {
            let shown = loop {
                let shown = (looker.go_on)(&mut job.looking);
                if shown.is_some() || (self.now_ms)() - start_ms >= budget_ms {
                    break shown;
                }
            };
            let Some(shown) = shown else {
                let (done, of) = job.looking.progress();
                out.extend(self.progress(job.ticket, (done as u64, of as u64), &mut job.told_ms));
                // Behind the others: a long job keeps no short look waiting.
                self.looks.push_back(job);
                return;
            };
            out.push(self.says(Reply::Answered { ticket: job.ticket, response: Response::Look(shown) }));
        }
    }

    /// Gives a look up.
    pub(super) fn end_look(&mut self, ticket: Ticket, out: &mut Vec<Outgoing>) {
        if let Some(at) = self.looks.iter().position(|job| job.ticket == ticket) {
            self.looks.remove(at);
            let problem = Problem::new("job", Rule::Uncancelled, Found::Nothing);
            out.push(self.says(Reply::Refused { ticket, problem }));
        }
    }
}
