//! The vocabulary of neural networks, written as graph expressions.
//!
//! Each of the six catalogs (activations, losses, penalties, initialisers, optimisers, schedules) is one
//! static table. One entry of the table holds everything about, for example, one activation.
//!
//! Invariant: this crate states no derivative; `autodiff` derives them from the expressions. The
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
