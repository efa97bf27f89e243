//! The link: a complete configuration, own points and view settings included, as the fragment of an address. Invariants: what
//! `write` made, `read` reads back exactly; `read` accepts any text and never fails: what it cannot use keeps its default and is
//! named in a note. A link may also say how to make a run again (`recording`). It knows no browser.

mod address;
mod cleaned;
mod opened;
mod text;
mod points;
mod own;
mod recording;
mod tf_playground;

use crate::problem::{Found, Problem, Rule};

pub use address::{Address, QUERY_KEYS, is_link, link_in};
pub use opened::Opened;
use opened::{MOST_NOTES, Pair};
pub(crate) use own::goal_in;
pub use own::{left_out, lesson_named, with_goal, write, write_replay};
pub use recording::Recording;
pub(crate) use recording::{entry_as_json, entry_of, is_checksum};
pub use text::LONGEST;
pub(crate) use text::value_of;

/// What is longer is not read: all the points that a configuration can have take less than half of it.
const LONGEST_READ: usize = 250_000;

/// A link with more keys is not read: each is compared with all others.
const MOST_PAIRS: usize = 500;

/// Opens a fragment, with or without its `#`: one of ours, or TensorFlow Playground's. What mail and chats do to links is undone
/// first.
pub fn read(fragment: &str) -> Opened {
    let unread = |rule: Rule, found: usize| {
        let note = Problem::new("link", rule, found);
        Opened { notes: vec![note], ..Opened::nothing() }
    };
    if fragment.len() > LONGEST_READ {
        return unread(Rule::CharactersAtMost(LONGEST_READ), fragment.len());
    }
    let fragment = &*address::mended(fragment);
    let n_pairs = fragment.split('&').count();
    if n_pairs > MOST_PAIRS {
        return unread(Rule::KeysAtMost(MOST_PAIRS), n_pairs);
    }
    let pairs: Vec<Pair> = form_urlencoded::parse(fragment.as_bytes()).collect();
    let mut opened = if tf_playground::is_theirs(&pairs) { tf_playground::read(&pairs) } else { own::read(&pairs) };
    if opened.notes.len() > MOST_NOTES {
        let n_more = opened.notes.len() - MOST_NOTES;
        opened.notes.truncate(MOST_NOTES);
        opened.notes.push(Problem::new("link", Rule::SettingsUsed, Found::MoreSettings(n_more)));
    }
    opened
}

#[cfg(test)]
mod bad_links;
#[cfg(test)]
mod tests;
