//! A look inside a session at one moment: what one step of training computes, in `f64`, from the graph that training compiles.
//!
//! Invariants: looking changes nothing; derivatives come from `autodiff` and stand nowhere here; the update that comes next is made
//! by the plan that will make it. `lab` is the autodiff lab, which needs no session. Layers, units, inputs and points are counted from 0.

pub mod doctor;
pub mod lab;

mod material;
mod trace;
mod next_step;
mod gradient_check;
mod inside;
mod digits;
mod calculation;
mod angle;
mod formulas;
mod lines;
mod ledger;
mod step_lines;
mod attempt;
mod mistakes;
mod matrix;
mod fair_sample;
mod look;

pub use angle::angle;
pub use attempt::{asked, judge};
pub use digits::{rounded, shown};
pub use gradient_check::{Checked, Checking, gradient_check};
pub use inside::{Effect, Inside, LookingInside, StepInside, Wanted, look_inside};
pub use ledger::{ledger, neighbours};
pub use lines::{Kind, MOST_TERMS, Name, Note, Row, Said, Section, Stage, Title};
pub use look::{Look, Looked, Looking};
pub use material::LayerGradient;
pub use matrix::{MatrixLine, matrix_form};
pub use mistakes::{Attempt, Mistake};
pub use next_step::{NextStep, Stepping, next_step};
pub use trace::{Place, Trace, TraceLayer, trace};
