//! What opens inside a view or the header, each in a chunk of its own: help, sharing, embedding.

pub(crate) mod help;
pub(crate) mod share;
