//! How one looks inside a step of a session. It comes in a chunk of its own, because most visitors never do.

use playground::insight::{Look, Looked, Looking};
use playground::{Problem, Session};
use wasm_split_helpers::wasm_split;

use crate::chunks::{Chunk, Missing};

/// What is in the chunk.
pub(crate) struct Looker {
    /// Begins a look.
    pub(super) begin: fn(&Look, &mut Session) -> Result<Looking, Problem>,
    /// Does a piece of its work: what it shows, once that was the last one.
    pub(super) go_on: fn(&mut Looking) -> Option<Looked>,
}

/// The chunk.
pub(crate) static LOOKING: Chunk<Looker> = Chunk::new(|| Box::pin(looking()));

#[wasm_split(looking, fallible)]
fn looking() -> Result<&'static Looker, Missing> {
    Ok(&ALL)
}

const ALL: Looker = Looker { begin: Look::begin, go_on: Looking::go_on };

/// What is in the chunk, if it has come.
#[cfg(not(test))]
pub(super) fn looker() -> Option<&'static Looker> {
    LOOKING.here()
}

/// For tests, which have no chunks.
#[cfg(test)]
pub(super) fn looker() -> Option<&'static Looker> {
    Some(&ALL)
}
