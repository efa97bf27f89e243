//! The product without a screen: what can be chosen, the points it makes, the session that learns from them.
//!
//! Invariants: a configuration that validates cannot fail or panic later; the same configuration, seed and commands give the
//! same bits everywhere. The crate deliberately knows no clock, no thread and no browser: the caller says how many steps to take.

mod choice;
pub mod config;
pub mod data;
pub mod features;
mod formula;
pub mod keys;
mod problem;
mod random;

pub use choice::{Task, find_pairing, losses};
pub use config::{BatchSize, Config, Neuron, StopRules};
pub use data::Point;
pub use features::FeatureSet;
pub use problem::Problem;
pub use random::{Purpose, Stream};
