//! The autodiff lab: definitions that a person types, their derivatives in four ways, and every step by which automatic
//! differentiation reaches them.
//!
//! Invariants: all of it is `f64`; no text makes it panic, or take more than a moment. It states no derivative: `autodiff` does.

mod tape;
mod program;
mod sweep;
mod difference;
mod symbolic;
mod differentiate;
mod question;

pub use difference::{Difference, best_step};
pub use differentiate::{Derivatives, differentiate};
pub use program::{Node, Program};
pub use question::Question;
pub use sweep::{Pass, Step};
pub use symbolic::{LONGEST_DERIVATIVE, Written};
pub use tape::Tape;
