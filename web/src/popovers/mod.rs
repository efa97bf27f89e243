//! What opens inside a view or the header, each in a chunk of its own: help, sharing, embedding, exporting, experiments, own data.

pub(crate) mod experiments;
pub(crate) mod export;
pub(crate) mod help;
pub(crate) mod importing;
pub(crate) mod share;
