//! The page in a frame below the lines that embed it: all of it, to choose controls by clicking them, or what is embedded, as large as it
//! will be and scaled to the panel.

use js_sys::{Array, Reflect};
use playground::object;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, MessageEvent, Window};
use yew::prelude::*;

use crate::browser::listening::listens;
use crate::js::js_from;

/// What the frame shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) title: AttrValue,
    /// The address of the frame.
    pub(super) source: AttrValue,
    /// Width and height in pixels; none to choose in it.
    pub(super) size: Option<[u32; 2]>,
    /// What can be chosen.
    pub(super) names: Vec<&'static str>,
    /// What is chosen.
    pub(super) chosen: Vec<&'static str>,
    pub(super) on_choose: Callback<Vec<String>>,
}

/// The frame.
#[function_component(Preview)]
pub(super) fn preview(props: &Props) -> Html {
    let (frame, room) = (use_node_ref(), use_node_ref());
    let scale = use_state_eq(|| 1.0);
    {
        let (frame, props) = (frame.clone(), props.clone());
        use_effect_with(props.clone(), move |_| {
            tell(&frame, &props);
            let window = web_sys::window().map(Into::into);
            listens(window, "message", move |event| {
                let event: MessageEvent = event.unchecked_into();
                let is_ours = event.source().map(JsValue::from) == window_of(&frame).map(JsValue::from);
                match Reflect::get(&event.data(), &"event".into()).ok().and_then(|name| name.as_string()).as_deref() {
                    // A frame that was loaded again has forgotten.
                    Some("ready") if is_ours => tell(&frame, &props),
                    Some("chosen") if is_ours => props.on_choose.emit(chosen_in(&event.data())),
                    _ => {}
                }
            })
        });
    }
    {
        let (room, scale, width) = (room.clone(), scale.clone(), props.size.map(|[width, _]| width));
        use_effect_with(width, move |width| {
            if let Some((width, room)) = width.zip(room.cast::<HtmlElement>()) {
                scale.set((f64::from(room.client_width()) / f64::from(width)).min(1.0));
            }
        });
    }
    let style = props.size.map(|[width, height]| {
        format!(
            "width:{width}px;height:{height}px;transform:scale({});margin-bottom:{}px",
            *scale,
            (*scale - 1.0) * f64::from(height)
        )
    });
    html! {
        <div class="room" ref={room}>
            <iframe key={props.size.is_some().to_string()} ref={frame} class="preview" {style} src={props.source.clone()} title={props.title.clone()} />
        </div>
    }
}

fn window_of(frame: &NodeRef) -> Option<Window> {
    let window = Reflect::get(&frame.get()?.into(), &"contentWindow".into()).ok()?;
    (!window.is_null()).then(|| window.unchecked_into())
}

/// Tells the frame what is chosen, where controls are chosen in it.
fn tell(frame: &NodeRef, props: &Props) {
    if props.size.is_some() {
        return;
    }
    let args: Value = vec![Value::from(props.names.clone()), Value::from(props.chosen.clone())].into();
    let message = js_from(&object! { "gradientPlayground": 1, "id": 0, "call": "choosing", "args": args });
    if let Some(window) = window_of(frame) {
        // "/" is this page's own origin; a frame that is not there yet says when it is.
        window.post_message(&message, "/").ok();
    }
}

fn chosen_in(data: &JsValue) -> Vec<String> {
    let get = |object: JsValue, key: &str| Reflect::get(&object, &key.into()).unwrap_or_default();
    let controls = get(get(data.clone(), "detail"), "controls");
    Array::from(&controls).iter().filter_map(|name| name.as_string()).collect()
}
