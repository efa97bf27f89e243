//! The page's way to the sessions: the connection to the worker, and one client per session.

mod ahead;
pub(crate) mod connection;
mod gesture;
mod job;
mod recovery;
pub(crate) mod session;
mod watchdog;
