//! The vocabulary of neural networks, written as graph expressions.
//!
//! Six catalogs (activations, losses, penalties, initialisers, optimisers, schedules): each is one
//! static table, and one entry of it is everything there is to know about, say, an activation.
//!
//! Invariant: no derivative stands in this crate; `autodiff` derives them from the expressions. The
//! crate knows no data set, no screen and no clock.

mod param;
mod catalog;
pub mod random;
pub mod activation;
pub mod loss;
pub mod penalty;
pub mod initialiser;
pub mod optimiser;
pub mod schedule;
pub mod network;
pub mod training;
pub mod gradient;
pub mod newton;
pub mod probe;

pub use param::{Param, defaults};
