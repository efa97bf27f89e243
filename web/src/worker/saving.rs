//! How a session's state is packed, unpacked and written as a model, which comes in a chunk: training begins without it.

use playground::{Problem, Session};
use serde_json::Value;
use wasm_split_helpers::wasm_split;

use crate::chunks::{Chunk, Missing};

/// What is in the chunk.
pub(crate) struct Saving {
    /// A packed checkpoint.
    pub(super) pack: fn(&Session) -> Vec<u8>,
    /// The session that a packed checkpoint holds; nothing where it holds none.
    pub(super) unpack: fn(&[u8]) -> Option<Result<Session, Problem>>,
    /// The model as JSON.
    pub(super) model: fn(&Session) -> Value,
}

/// The chunk.
pub(crate) static SAVING: Chunk<Saving> = Chunk::new(|| Box::pin(saving()));

#[wasm_split(saving, fallible)]
fn saving() -> Result<&'static Saving, Missing> {
    Ok(&Saving { pack, unpack, model: Session::model })
}

fn pack(session: &Session) -> Vec<u8> {
    postcard::to_allocvec(&session.checkpoint()).expect("a checkpoint is plain data of known length")
}

fn unpack(packed: &[u8]) -> Option<Result<Session, Problem>> {
    postcard::from_bytes(packed).ok().map(Session::resumed)
}

/// For tests, which have no chunks.
#[cfg(test)]
pub(super) fn whole() -> Option<&'static Saving> {
    Some(&Saving { pack, unpack, model: Session::model })
}
