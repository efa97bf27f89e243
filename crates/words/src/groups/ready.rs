//! Sets from the literature.

use super::Entry;

/// What the sets from the literature are called, and what to see in each. It comes with what shows them, apart from the words of the page.
#[derive(Debug)]
pub struct Ready {
    /// Names and order are the table's.
    pub sets: [Entry; 6],
}
