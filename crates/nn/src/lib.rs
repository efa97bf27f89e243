//! The vocabulary of neural networks, written as graph expressions.
//!
//! Six catalogs (activations, losses, penalties, initialisers, optimisers, schedules): each is one
//! static table, and one entry of it is everything there is to know about, say, an activation.
//!
//! Invariant: no derivative stands in this crate; `autodiff` derives them from the expressions. The
//! crate knows no data set, no screen and no clock.

pub mod activation;
mod catalog;
pub mod initialiser;
pub mod loss;
pub mod network;
pub mod newton;
pub mod optimiser;
mod param;
pub mod penalty;
pub mod probe;
pub mod schedule;
pub mod training;

pub use param::{Param, defaults};
