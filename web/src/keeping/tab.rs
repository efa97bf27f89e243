//! Which tab this is. A duplicate of a tab begins with a copy of its words: the lock tells that another page has this id.

use js_sys::{Function, Math, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The id of this tab for as long as the page lives: the known one, unless another page has it.
pub(super) async fn claimed(known: Option<String>) -> String {
    if let Some(known) = known
        && is_held(&known).await
    {
        return known;
    }
    let fresh: String =
        [Math::random(), Math::random()].map(|it| format!("{:x}", (it * 2.0_f64.powi(52)) as u64)).concat();
    is_held(&fresh).await;
    fresh
}

/// Takes the lock of this id for as long as the page lives; whether that worked. Where there are no locks it does not, and each
/// page is a tab of its own.
async fn is_held(id: &str) -> bool {
    let promise = Promise::new(&mut |resolve, _| {
        if request(id, &resolve).is_none() {
            resolve.call1(&JsValue::NULL, &false.into()).ok();
        }
    });
    JsFuture::from(promise).await.is_ok_and(|held| held.is_truthy())
}

/// Asks for the lock; `told` hears whether it was free.
fn request(id: &str, told: &Function) -> Option<()> {
    let window: JsValue = web_sys::window()?.into();
    let navigator = Reflect::get(&window, &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    // A new plain object takes any field.
    Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok();
    let (granted, refused) = (told.clone(), told.clone());
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let is_free = lock.is_truthy();
        granted.call1(&JsValue::NULL, &is_free.into()).ok();
        // It is held until this is answered, which is never.
        if is_free { Promise::new(&mut |_, _| ()).into() } else { JsValue::UNDEFINED }
    });
    let asked: Promise = request
        .call3(&locks, &format!("gradient-playground-tab-{id}").into(), &options, &granted)
        .ok()?
        .dyn_into()
        .ok()?;
    let refused = Closure::once_into_js(move |_: JsValue| refused.call1(&JsValue::NULL, &false.into()).ok());
    let catch: Function = Reflect::get(&asked, &"catch".into()).ok()?.dyn_into().ok()?;
    catch.call1(&asked, &refused).ok()?;
    Some(())
}
