//! The small run that messages and files meet, and what is promised of it: what is refused changes nothing.

use std::cell::RefCell;

use playground::{Config, Point, Session, Status, Unit};
use serde_json::{Value, json};

/// A run of two neurons with these settings, at step 3.
pub(super) fn small(partial: Value) -> Session {
    let config = Config::default().merged(&json!({ "count": 12, "hiddenLayers": [2], "dataset": "xor" }));
    let config = config.and_then(|config| config.merged(&partial)).expect("it is valid");
    let mut session = Session::new(config).expect("it is valid");
    session.train(Unit::Batch, 3);
    session
}

/// The run as texts find it.
pub(super) fn start() -> Session {
    small(json!({}))
}

thread_local! {
    /// The run that texts meet; none after one that changed it.
    static RUN: RefCell<Option<Session>> = const { RefCell::new(None) };
}

/// What of a run a refused text leaves as it is.
pub(super) struct Before {
    pub(super) config: Config,
    status: Status,
    points: Vec<Point>,
}

impl Before {
    /// Panics if the text changed the run.
    pub(super) fn still_holds(&self, session: &mut Session, text: &str) {
        let status = session.status();
        let is_same = (session.config(), &status, session.points()) == (&self.config, &self.status, &self.points[..]);
        assert!(is_same, "{text} changed the run");
    }
}

/// Lets a text meet the run: `read` says whether it changed it, and has to leave it as it was if not.
pub(super) fn meet(text: &str, read: impl FnOnce(&mut Session, &Before) -> bool) {
    let mut session = RUN.take().unwrap_or_else(start);
    let before =
        Before { config: session.config().clone(), status: session.status(), points: session.points().to_vec() };
    if !read(&mut session, &before) {
        before.still_holds(&mut session, text);
        RUN.set(Some(session));
    }
}

/// So large a network, and so many points, take more time to make or to train than to refuse or to read.
pub(super) fn is_large(config: &Config) -> bool {
    config.n_parameters() > 400 || config.count.max(config.points.len()) > 400
}
