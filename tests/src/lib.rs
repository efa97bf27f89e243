//! What the integration tests share: the runner of the reference numbers. It sees only the public
//! surface of the crates.

pub mod reference;
