//! Sets from the literature, fetched from beside the page when somebody wants one.

use js_sys::{Reflect, Uint8Array};
use playground::table::ReadySet;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, Url};

use super::source::{Raw, Source};

/// The files of a set; the address of the one that cannot be loaded.
pub(super) async fn fetched(set: &'static ReadySet) -> Result<Vec<Source>, &'static str> {
    let mut sources = Vec::new();
    for address in set.files {
        let bytes = bytes_of(address).await.ok_or(*address)?;
        sources.push(Source { name: (*address).into(), raw: Raw::Bytes(bytes) });
    }
    Ok(sources)
}

/// They stand where the page's style sheet stands.
async fn bytes_of(address: &str) -> Option<Uint8Array> {
    let window = web_sys::window()?;
    let styles = window.document()?.query_selector("link[rel=stylesheet]").ok()??;
    let beside = Reflect::get(&styles, &"href".into()).ok()?.as_string()?;
    let address = Url::new_with_base(address, &beside).ok()?.href();
    let answer = JsFuture::from(window.fetch_with_str(&address)).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    let buffer = JsFuture::from(answer.array_buffer().ok().filter(|_| answer.ok())?).await.ok()?;
    Some(Uint8Array::new(&buffer))
}
