//! A file of lessons, fetched from beside the program when it is wanted. It knows no lesson.

use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

/// What has come of a file.
#[derive(Debug)]
pub(super) enum File<T> {
    Coming,
    Here(Rc<T>),
    /// It could not be loaded, or is not what it must be; the callback tries again.
    Missing(Callback<MouseEvent>),
}

/// The file at `place` below the folder of lessons.
#[hook]
pub(super) fn use_file<T: DeserializeOwned + 'static>(place: AttrValue) -> File<T> {
    let found = use_state(|| None::<(AttrValue, Option<Rc<T>>)>);
    let attempt = use_state_eq(|| 0_u32);
    {
        let found = found.clone();
        use_effect_with((place.clone(), *attempt), move |(place, _)| {
            let place = place.clone();
            let is_current = Rc::new(std::cell::Cell::new(true));
            let asked = Rc::clone(&is_current);
            if !place.is_empty() {
                spawn_local(async move {
                    let text = fetched(&place).await;
                    // Who has gone on to another file does not want this one.
                    if asked.get() {
                        let read = text.and_then(|text| serde_json::from_str(&text).ok());
                        found.set(Some((place, read.map(Rc::new))));
                    }
                });
            }
            move || is_current.set(false)
        });
    }
    match &*found {
        Some((known, Some(file))) if *known == place => File::Here(Rc::clone(file)),
        Some((known, None)) if *known == place => {
            let found = found.clone();
            File::Missing(Callback::from(move |_: MouseEvent| {
                found.set(None);
                attempt.set(*attempt + 1);
            }))
        }
        _ => File::Coming,
    }
}

/// The address of the file at `place` below the folder of lessons, which was published with the program.
pub(super) fn address(place: &str) -> Option<String> {
    let boot = Reflect::get(&js_sys::global(), &"playgroundBoot".into()).ok()?;
    let beside: Function = Reflect::get(&boot, &"beside".into()).ok()?.dyn_into().ok()?;
    // All files of a version stand in one folder.
    beside.call1(&boot, &format!("lessons-{}", place.replace('/', "-")).into()).ok()?.as_string()
}

/// The text of a file.
async fn fetched(place: &str) -> Option<String> {
    let answer = JsFuture::from(web_sys::window()?.fetch_with_str(&address(place)?)).await.ok()?;
    if Reflect::get(&answer, &"ok".into()).ok()? != JsValue::TRUE {
        return None;
    }
    let text: Function = Reflect::get(&answer, &"text".into()).ok()?.dyn_into().ok()?;
    let text: Promise = text.call0(&answer).ok()?.dyn_into().ok()?;
    JsFuture::from(text).await.ok()?.as_string()
}
