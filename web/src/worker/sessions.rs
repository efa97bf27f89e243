//! The sessions of one worker: each request goes to the session that it names, and they share the time. Knows no session's inside.

use playground::Problem;
use playground::problem::{Found, Rule};

use super::host::{Host, Wait};
use super::saving::Saving;
use crate::protocol::message::{Envelope, Outgoing, Reply, Request, SessionId};

/// Sessions side by side: two to compare, and one or two for a lesson.
const MOST_SESSIONS: usize = 8;

/// Every session, in the order of their start.
pub(crate) struct Sessions {
    now_ms: fn() -> f64,
    saving: fn() -> Option<&'static Saving>,
    hosts: Vec<(SessionId, Host)>,
}

impl Sessions {
    /// No session yet.
    pub(crate) fn new(now_ms: fn() -> f64, saving: fn() -> Option<&'static Saving>) -> Sessions {
        Sessions { now_ms, saving, hosts: Vec::new() }
    }

    /// Hands a request to its session; what is said at once.
    pub(crate) fn receive(&mut self, envelope: Envelope) -> Vec<Outgoing> {
        let id = envelope.session;
        if let Some((_, host)) = self.hosts.iter_mut().find(|(known, _)| *known == id) {
            return host.receive(envelope);
        }
        let is_start = matches!(envelope.request, Request::Start { .. });
        if is_start && self.hosts.len() >= MOST_SESSIONS {
            let problem = Problem::new("sessions", Rule::AtMost(MOST_SESSIONS as f64), Found::OneMore);
            let reply = Reply::Refused { ticket: envelope.ticket, problem };
            return vec![Outgoing { session: id, reply, answers: Vec::new() }];
        }
        let mut host = Host::new(id, self.now_ms, self.saving);
        let said = host.receive(envelope);
        if is_start {
            self.hosts.push((id, host));
        }
        said
    }

    /// Lets each session work, for about `budget_ms` in all.
    pub(crate) fn work(&mut self, budget_ms: f64) -> Vec<Outgoing> {
        let n_busy = self.hosts.iter().filter(|(_, host)| host.wait() == Wait::Now).count().max(1);
        self.hosts.iter_mut().flat_map(|(_, host)| host.work(budget_ms / n_busy as f64)).collect()
    }

    /// When to call `work` again.
    pub(crate) fn wait(&self) -> Wait {
        self.hosts.iter().map(|(_, host)| host.wait()).fold(Wait::Request, Wait::sooner)
    }

    /// Whether every session has sent a frame.
    pub(crate) fn have_shown(&self) -> bool {
        !self.hosts.is_empty() && self.hosts.iter().all(|(_, host)| host.has_shown())
    }
}

#[cfg(test)]
mod tests {
    use playground::Unit;
    use serde_json::json;

    use super::*;
    use crate::protocol::message::{Kept, Response};

    fn sessions() -> Sessions {
        Sessions::new(|| 0.0, || None)
    }

    fn ask(sessions: &mut Sessions, session: SessionId, request: Request) -> Vec<Outgoing> {
        sessions.receive(Envelope { ticket: session, session, in_turn: false, request })
    }

    fn start(sessions: &mut Sessions, session: SessionId) -> Vec<Outgoing> {
        ask(sessions, session, Request::Start { config: json!({ "count": 20 }), kept: Kept::Nothing })
    }

    fn step(sessions: &mut Sessions, session: SessionId) -> u64 {
        match ask(sessions, session, Request::Status).remove(0).reply {
            Reply::Answered { response: Response::Status(status), .. } => status.step,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn sessions_side_by_side_know_nothing_of_each_other() {
        let mut sessions = sessions();
        assert!([1, 2].into_iter().all(|id| start(&mut sessions, id).iter().all(|out| out.session == id)));
        ask(&mut sessions, 2, Request::Train { unit: Unit::Batch, n: 3 });
        let said: Vec<Outgoing> = (0..10).flat_map(|_| sessions.work(1.0)).collect();
        assert!(!said.is_empty() && said.iter().all(|out| out.session == 2));
        assert_eq!((step(&mut sessions, 1), step(&mut sessions, 2)), (0, 3));
        assert!(matches!(ask(&mut sessions, 3, Request::Status)[0].reply, Reply::Refused { ticket: 3, .. }));
    }

    #[test]
    fn more_sessions_than_a_page_can_show_are_refused() {
        let mut sessions = sessions();
        for id in 0..MOST_SESSIONS as SessionId {
            assert!(matches!(start(&mut sessions, id)[0].reply, Reply::Answered { .. }));
        }
        assert!(matches!(start(&mut sessions, 99)[0].reply, Reply::Refused { .. }));
    }
}
