//! How a session's state is packed, unpacked and written as a model. It comes in a chunk: training begins without it.

use playground::link::{self, Opened, Recording};
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
    pub(super) recorded: Recorded,
}

/// The chunk.
pub(crate) static SAVING: Chunk<Saving> = Chunk::new(|| Box::pin(saving()));

#[wasm_split(saving, fallible)]
fn saving() -> Result<&'static Saving, Missing> {
    Ok(&ALL)
}

const ALL: Saving =
    Saving { pack, unpack: |packed| unpack(packed, recorded), model: Session::model, log, replay_link, recorded };

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

/// The checkpoint, what was done before it as a replay link, if a link can hold that, and the length of this link; then a check sum: a
/// browser keeps all of it, and whoever edits or cuts it off there must not be believed.
fn pack(session: &Session) -> Vec<u8> {
    let mut packed = session.checkpoint().packed();
    let past = if session.n_logged() > MOST_LOGGED { None } else { replay_link(session).ok() }.unwrap_or_default();
    packed.extend(past.as_bytes());
    packed.extend((past.len() as u32).to_le_bytes());
    packed.extend(sum(&packed).to_le_bytes());
    packed
}

fn unpack(packed: &[u8], recorded: Recorded) -> Option<Result<Session, Problem>> {
    let (packed, said) = packed.split_last_chunk::<SUM_BYTES>()?;
    if u64::from_le_bytes(*said) != sum(packed) {
        return None;
    }
    let (packed, length) = packed.split_last_chunk::<LENGTH_BYTES>()?;
    let (keyframe, past) = packed.split_at_checked(packed.len().checked_sub(u32::from_le_bytes(*length) as usize)?)?;
    let past = || {
        let Opened { config, replay, .. } = link::read(std::str::from_utf8(past).ok()?);
        recorded(config, &replay?).ok()
    };
    let resumed = Keyframe::unpacked(keyframe).map(Session::resumed)?;
    Some(resumed.map(|mut session| {
        past().into_iter().for_each(|past| session.recall(past));
        session
    }))
}

const SUM_BYTES: usize = 8;
const LENGTH_BYTES: usize = 4;

/// Of more entries no link is tried: an entry takes ten characters or more of it.
const MOST_LOGGED: usize = 600;

type Recorded = fn(Config, &Recording) -> Result<Log, Problem>;

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
    const READ: Recorded = |config, recording| recording.log(config, |text| serde_json::from_str(text).ok());
    const WHOLE: Saving = Saving { recorded: READ, unpack: |packed| unpack(packed, READ), ..ALL };
    Some(&WHOLE)
}
