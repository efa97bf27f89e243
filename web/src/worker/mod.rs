//! The session's side: it runs in a worker, or in slices on the page's own thread where no worker can start.
//! Knows no document. `host` is the only folder that calls a session.

pub(crate) mod schedule;
mod host;
mod sessions;

pub(crate) mod runner;
mod saving;
mod looking;
mod exporting;
pub(crate) mod entry;
