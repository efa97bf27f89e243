//! How a message travels between page and worker: `[bytes, numbers…]`, the numbers' buffers moved and not copied.
//! Buffers go round: the page sends back those it has read, so that a running page makes no garbage.

use js_sys::{Array, Float32Array, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

use crate::protocol::message::{Bulk, Ticket};

/// Buffers to be used again, by length.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    free: Vec<Float32Array>,
}

/// More free buffers than two pictures need are let go.
const LARGEST_POOL: usize = 12;

impl Pool {
    /// Takes back the buffers of a message.
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

/// What is said, as the first part of a message.
fn begun(said: &impl Serialize) -> Array {
    let bytes = postcard::to_allocvec(said).expect("what is said is plain data of known length");
    Array::of1(&Uint8Array::from(bytes.as_slice()))
}

/// A message and the buffers that move with it.
pub(crate) fn pack(said: &impl Serialize, bulk: Option<&Bulk>, pool: &mut Pool) -> (Array, Array) {
    let (message, moved) = (begun(said), Array::new());
    for part in bulk.map(Bulk::parts).into_iter().flatten() {
        let buffer = pool.filled(part);
        moved.push(&buffer.buffer());
        message.push(&buffer);
    }
    (message, moved)
}

/// A message that takes `buffers` back to the worker.
pub(crate) fn pack_returning(said: &impl Serialize, buffers: Vec<Float32Array>) -> (Array, Array) {
    let (message, moved) = (begun(said), Array::new());
    for buffer in buffers {
        moved.push(&buffer.buffer());
        message.push(&buffer);
    }
    (message, moved)
}

/// What a message says, if it is one of ours.
pub(crate) fn said<T: DeserializeOwned>(message: &JsValue) -> Option<T> {
    let bytes: Uint8Array = message.dyn_ref::<Array>()?.get(0).dyn_into().ok()?;
    postcard::from_bytes(&bytes.to_vec()).ok()
}

/// The ticket of a message whose rest cannot be understood.
pub(crate) fn ticket(message: &JsValue) -> Ticket {
    let bytes: Option<Uint8Array> = message.dyn_ref::<Array>().and_then(|parts| parts.get(0).dyn_into().ok());
    bytes
        .and_then(|bytes| postcard::take_from_bytes(&bytes.to_vec()).ok().map(|(ticket, _)| ticket))
        .unwrap_or_default()
}

/// The numbers of a message, and the buffers they came in.
pub(crate) fn unpack(message: &JsValue) -> (Bulk, Vec<Float32Array>) {
    let buffers: Vec<Float32Array> = message
        .dyn_ref::<Array>()
        .map(|parts| parts.iter().skip(1).filter_map(|part| part.dyn_into().ok()).collect())
        .unwrap_or_default();
    let part = |index: usize| buffers.get(index).map(Float32Array::to_vec).unwrap_or_default();
    let [score, neurons, slopes, weights, pulls, pushes, gradients] = std::array::from_fn(part);
    (Bulk { score, neurons, slopes, weights, pulls, pushes, gradients }, buffers)
}
