//! The dialog's own rules. They come with it.

use crate::components::chunk_style;

/// Adds the rules to the page's style sheet; once is enough.
pub(super) fn add() {
    chunk_style::add(include_str!("../../../style/chunks/importing.css"));
}
