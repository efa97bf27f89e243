//! The lessons from their files: a folder with a language-free file and one text per language for each lesson, read, checked, played
//! and published. What a lesson is once it is published stands in `playground::lesson`; docs/lessons.md says how one is written.
//!
//! Invariants: what is published is complete in every language; a fault says in which file it is, and where it can in which line. This
//! crate runs when the page is built and never in it: nothing that the page is made of may know it.

mod fault;
mod source;
mod script;
mod sections;
mod folder;
mod taylor;
mod stage;
mod solve;
mod publish;
mod print;

pub use fault::Fault;
pub use folder::{Course, LANGUAGES, PLACES, Scripted, read};
pub use print::printed;
pub use publish::{published, summary};
pub use solve::{Played, play};
pub use source::{Act, Source};
