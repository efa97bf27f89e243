//! How a session's state is packed, unpacked and written as a model. It comes in a chunk: training begins without it.

use playground::link::{self, Recording};
use playground::{Config, Keyframe, Log, Problem, Session, ViewSettings};
use serde_json::Value;
use wasm_split_helpers::wasm_split;

use crate::chunks::{Chunk, Missing};
use crate::untrusted::{self, Expected};

/// What is in the chunk.
pub(crate) struct Saving {
    /// A packed checkpoint.
    pub(super) pack: fn(&Session) -> Vec<u8>,
    /// The session that a packed checkpoint holds; nothing where it holds none.
    pub(super) unpack: fn(&[u8]) -> Option<Result<Session, Problem>>,
    /// The model as JSON.
    pub(super) model: fn(&Session) -> Value,
    /// The log as JSON.
    pub(super) log: fn(&Session) -> Value,
    /// The fragment of a link that makes the run again.
    pub(super) replay_link: fn(&Session) -> Result<String, Problem>,
    /// The log of the run in such a link.
    pub(super) recorded: fn(Config, &Recording) -> Result<Log, Problem>,
}

/// The chunk.
pub(crate) static SAVING: Chunk<Saving> = Chunk::new(|| Box::pin(saving()));

#[wasm_split(saving, fallible)]
fn saving() -> Result<&'static Saving, Missing> {
    Ok(&ALL)
}

const ALL: Saving = Saving { pack, unpack, model: Session::model, log, replay_link, recorded };

fn log(session: &Session) -> Value {
    session.log().to_json()
}

fn replay_link(session: &Session) -> Result<String, Problem> {
    link::write_replay(&session.log(), &ViewSettings::default())
}

fn recorded(config: Config, recording: &Recording) -> Result<Log, Problem> {
    // The browser reads JSON: what reads it here would be as large as all else in this chunk.
    recording.log(config, |text| untrusted::parsed(text, Expected::RECORDING)?.ok())
}

/// The checkpoint before its check sum: a browser keeps it, and whoever edits or cuts it off there must not be believed.
fn pack(session: &Session) -> Vec<u8> {
    let mut packed = session.checkpoint().packed();
    packed.extend(sum(&packed).to_le_bytes());
    packed
}

fn unpack(packed: &[u8]) -> Option<Result<Session, Problem>> {
    let (packed, said) = packed.split_last_chunk::<SUM_BYTES>()?;
    if u64::from_le_bytes(*said) != sum(packed) {
        return None;
    }
    Keyframe::unpacked(packed).map(Session::resumed)
}

const SUM_BYTES: usize = 8;

/// FNV-1a over words of eight bytes, the last one filled up: it finds damage, and keeps nobody out.
fn sum(bytes: &[u8]) -> u64 {
    let word = |chunk: &[u8]| chunk.iter().rfold(0, |word, byte| word << 8 | u64::from(*byte));
    bytes.chunks(SUM_BYTES).fold(0xcbf2_9ce4_8422_2325 ^ bytes.len() as u64, |sum, chunk| {
        (sum ^ word(chunk)).wrapping_mul(0x0100_0000_01b3).rotate_left(29)
    })
}

/// For tests, which have no chunks and no browser.
#[cfg(test)]
pub(super) fn whole() -> Option<&'static Saving> {
    const WHOLE: Saving =
        Saving { recorded: |config, recording| recording.log(config, |text| serde_json::from_str(text).ok()), ..ALL };
    Some(&WHOLE)
}
