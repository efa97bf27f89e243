//! `setPoints` with labels as a table has them. It comes in a chunk when it is called so.

use playground::{Config, Problem, table};
use serde_json::Value;
use wasm_split_helpers::wasm_split;

use crate::chunks::{Chunk, Missing};

/// What is in the chunk.
pub(super) struct Labelling {
    /// The change that gives a configuration these points.
    pub(super) changes: fn(&Value, &Config) -> Result<Value, Problem>,
}

/// The chunk.
pub(super) static LABELLING: Chunk<Labelling> = Chunk::new(|| Box::pin(labelling()));

#[wasm_split(labelling, fallible)]
fn labelling() -> Result<&'static Labelling, Missing> {
    Ok(&Labelling { changes: table::labelled })
}
