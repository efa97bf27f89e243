//! Shared by the integration tests: the runner of the reference numbers, and the published schemas and
//! documentation of the formats. It uses only the public interface of the crates.

pub mod published;
pub mod reference;
