//! Parts of the program that come in files of their own, called chunks: when the page is idle, or as soon as somebody wants one.
//!
//! A chunk is a static [`Chunk`] beside a function under `#[wasm_split]` that returns a table of functions. The build moves into
//! the chunk's file whatever only that table reaches. A chunk that cannot be loaded is an error that can be shown, and the next
//! request tries again. This file knows no chunk.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use wasm_split_helpers::SplitLoaderError;

use crate::browser::clock::set_timeout;

/// After a failure a chunk is asked for again after so long: most connections fail for a moment only.
const PAUSES_MS: [f64; 2] = [500.0, 2000.0];

/// A busy page prefetches at the latest after so long.
const IDLE_WITHIN_MS: f64 = 2000.0;

/// A chunk could not be loaded; the browser's console says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Missing;

impl From<SplitLoaderError> for Missing {
    fn from(_: SplitLoaderError) -> Missing {
        Missing
    }
}

/// A table of functions on its way.
pub(crate) type Coming<T> = Pin<Box<dyn Future<Output = Result<&'static T, Missing>>>>;

/// A chunk, of which the program knows the table `T`.
pub(crate) struct Chunk<T: 'static> {
    fetch: fn() -> Coming<T>,
    here: OnceLock<&'static T>,
}

impl<T> Chunk<T> {
    /// A chunk that `fetch` loads; it has not come yet.
    pub(crate) const fn new(fetch: fn() -> Coming<T>) -> Chunk<T> {
        Chunk { fetch, here: OnceLock::new() }
    }

    /// What is in the chunk, if it has come.
    pub(crate) fn here(&self) -> Option<&'static T> {
        self.here.get().copied()
    }

    /// Loads the chunk unless it has come, with some patience.
    ///
    /// # Errors
    /// If no attempt succeeded. The next call begins again.
    pub(crate) async fn fetched(&self) -> Result<&'static T, Missing> {
        let mut pauses = PAUSES_MS.into_iter();
        loop {
            if let Some(table) = self.here() {
                return Ok(table);
            }
            match ((self.fetch)().await, pauses.next()) {
                (Ok(table), _) => return Ok(self.here.get_or_init(|| table)),
                (Err(missing), None) => return Err(missing),
                (Err(_), Some(ms)) => sleep(ms).await,
            }
        }
    }

    /// Loads the chunk and calls `then`, at once if it has come.
    pub(crate) fn with(&'static self, then: impl FnOnce(Result<&'static T, Missing>) + 'static) {
        match self.here() {
            Some(table) => then(Ok(table)),
            None => spawn_local(async move { then(self.fetched().await) }),
        }
    }
}

/// Any chunk, whatever is in it.
pub(crate) trait Prefetch: Sync {
    fn prefetch(&'static self);
}

impl<T: Sync> Prefetch for Chunk<T> {
    fn prefetch(&'static self) {
        // Whoever wants it and does not get it says so.
        self.with(|_| ());
    }
}

/// Loads these chunks when it has nothing better to do.
pub(crate) fn prefetch_when_idle(chunks: &'static [&'static dyn Prefetch]) {
    let prefetch = Closure::once_into_js(|| chunks.iter().for_each(|chunk| chunk.prefetch()));
    let prefetch: &Function = prefetch.unchecked_ref();
    let global = js_sys::global();
    let wait = Reflect::get(&global, &"requestIdleCallback".into()).and_then(JsCast::dyn_into::<Function>);
    let options = js_sys::Object::new();
    // A new plain object takes any field.
    Reflect::set(&options, &"timeout".into(), &IDLE_WITHIN_MS.into()).ok();
    // Safari has no such call.
    if wait.and_then(|wait| wait.call2(&global, prefetch, &options)).is_err() {
        set_timeout(prefetch, 0.0);
    }
}

async fn sleep(ms: f64) {
    let slept = Promise::new(&mut |resolve, _| {
        set_timeout(&resolve, ms);
    });
    let _: Result<JsValue, JsValue> = JsFuture::from(slept).await;
}
