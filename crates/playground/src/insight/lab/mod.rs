//! The autodiff lab: definitions that a person types, their derivatives in four ways, and every step by which automatic
//! differentiation reaches them.
//!
//! Invariants: all of it is `f64`; no text makes it panic, or take more than a moment. It states no derivative: `autodiff` does.

mod tape;
mod rules;
mod program;
mod sweep;
mod difference;
mod symbolic;
mod differentiate;
mod question;
mod descent;
mod contour;
mod layout;
mod examples;
mod network;
mod state;

pub use contour::{Piece, contour};
pub use descent::{Descent, Stop, descend, largest_curvature};
pub use difference::{Difference, best_step};
pub use differentiate::{Derivatives, differentiate};
pub use examples::{EXAMPLES, Example, Growth, growth};
pub use layout::{Layout, Line};
pub use network::{Definitions, MOST_NODES, network_loss};
pub use program::{Backward, Node, Program};
pub use question::Question;
pub use rules::{Rule, rules};
pub use sweep::{Pass, Step};
pub use symbolic::{LONGEST_DERIVATIVE, Written};
pub use tape::Tape;
