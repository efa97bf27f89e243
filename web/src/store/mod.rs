//! The page's state.

pub(crate) mod origin;
pub(crate) mod state;
