//! Shared by the integration tests: the runner of the reference numbers, the published schemas and documentation of the formats, and
//! what is promised about text from outside, an eventful run, an activation of no catalog. It uses only the public interface of the crates.

pub mod eventful;
pub mod hostile;
pub mod only_here;
pub mod published;
pub mod reference;
