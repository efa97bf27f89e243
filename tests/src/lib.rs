//! What the integration tests share: the runner of the reference numbers, and what is published about
//! the formats. It sees only the public surface of the crates.

pub mod published;
pub mod reference;
