//! What opens inside a view or the header, each in a chunk of its own: help, sharing, embedding, experiments.

pub(crate) mod experiments;
pub(crate) mod help;
pub(crate) mod share;
