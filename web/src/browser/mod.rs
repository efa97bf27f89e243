//! What the browser offers, as Rust: time, storage, the clipboard, what keys mean. It knows nothing of the playground.

pub(crate) mod clipboard;
pub(crate) mod clock;
pub(crate) mod debounce;
pub(crate) mod keys;
pub(crate) mod listening;
pub(crate) mod page;
pub(crate) mod storage;
