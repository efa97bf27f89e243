//! How a message travels between page and worker: `[bytes, numbers…]`, the numbers' buffers moved and not copied. The page sends
//! back the buffers it has read, so that a running page makes no garbage. It knows that answers have numbers, and not what they mean.

use js_sys::{Array, Float32Array, Uint8Array};
use playground::{Answer, CurvePart, Points};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};

use super::message::{Envelope, Outgoing, Ticket};

/// Buffers to be used again, by length.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    free: Vec<Float32Array>,
}

/// More free buffers than two frames need are dropped.
const LARGEST_POOL: usize = 12;

impl Pool {
    /// Keeps the buffers of a message.
    pub(crate) fn refill(&mut self, message: &Array) {
        for part in message.iter().skip(1) {
            if let Ok(buffer) = part.dyn_into::<Float32Array>()
                && buffer.length() > 0
                && self.free.len() < LARGEST_POOL
            {
                self.free.push(buffer);
            }
        }
    }

    fn filled(&mut self, numbers: &[f32]) -> Float32Array {
        let fitting = self.free.iter().position(|buffer| buffer.length() as usize == numbers.len());
        let buffer = match fitting {
            Some(index) => self.free.swap_remove(index),
            None => Float32Array::new_with_length(numbers.len() as u32),
        };
        buffer.copy_from(numbers);
        buffer
    }
}

/// An answer without its numbers, which travel in a buffer.
#[derive(Serialize, Deserialize)]
enum Facts {
    /// They are in the next buffer.
    Numbers,
    Curve(CurvePart),
    Points(Option<Points>),
}

/// The first part of a message.
fn head(said: &impl Serialize) -> Array {
    let bytes = postcard::to_allocvec(said).expect("a message is plain data of known length");
    Array::of1(&Uint8Array::from(bytes.as_slice()))
}

/// A reply as a message, and the buffers that move with it.
pub(crate) fn pack(outgoing: Outgoing, pool: &mut Pool) -> (Array, Array) {
    let (moved, parts) = (Array::new(), Array::new());
    let facts: Vec<Facts> = outgoing
        .answers
        .into_iter()
        .map(|answer| match answer {
            Answer::Numbers(numbers) => {
                let buffer = pool.filled(&numbers);
                moved.push(&buffer.buffer());
                parts.push(&buffer);
                Facts::Numbers
            }
            Answer::Curve(curve) => Facts::Curve(curve),
            Answer::Points(points) => Facts::Points(points),
        })
        .collect();
    (head(&(outgoing.session, outgoing.reply, facts)).concat(&parts), moved)
}

/// A reply, and the buffers that its numbers came in; nothing if the message is not one of ours.
pub(crate) fn unpack(message: &JsValue) -> Option<(Outgoing, Vec<Float32Array>)> {
    let (session, reply, facts): (_, _, Vec<Facts>) = read(message)?;
    let parts = message.dyn_ref::<Array>()?;
    let buffers: Vec<Float32Array> = parts.iter().skip(1).filter_map(|part| part.dyn_into().ok()).collect();
    let mut numbers = buffers.iter().map(Float32Array::to_vec);
    let answer = |facts| match facts {
        Facts::Numbers => Answer::Numbers(numbers.next().unwrap_or_default()),
        Facts::Curve(curve) => Answer::Curve(curve),
        Facts::Points(points) => Answer::Points(points),
    };
    let answers = facts.into_iter().map(answer).collect();
    Some((Outgoing { session, reply, answers }, buffers))
}

/// A request as a message that takes `buffers` back to the worker.
pub(crate) fn pack_request(envelope: &Envelope, buffers: Vec<Float32Array>) -> (Array, Array) {
    let (message, moved) = (head(envelope), Array::new());
    for buffer in buffers {
        moved.push(&buffer.buffer());
        message.push(&buffer);
    }
    (message, moved)
}

/// The first part of a message, if it is one of ours.
pub(crate) fn read<T: DeserializeOwned>(message: &JsValue) -> Option<T> {
    let bytes: Uint8Array = message.dyn_ref::<Array>()?.get(0).dyn_into().ok()?;
    postcard::from_bytes(&bytes.to_vec()).ok()
}

/// The ticket of a request whose rest cannot be read.
pub(crate) fn ticket(message: &JsValue) -> Ticket {
    let bytes: Option<Uint8Array> = message.dyn_ref::<Array>().and_then(|parts| parts.get(0).dyn_into().ok());
    bytes
        .and_then(|bytes| postcard::take_from_bytes(&bytes.to_vec()).ok().map(|(ticket, _)| ticket))
        .unwrap_or_default()
}
