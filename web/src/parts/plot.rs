//! The output plot as something to point at: clicks, taps and keys become places on the plane.
//! What is seen there the stage draws.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::layer::LayerCanvas;
use crate::app::intent::Intent;
use crate::app::stage::Layer;
use crate::draw::{REACH, data_from_px};
use crate::words;

/// What the plot needs to know.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// What is seen, in words.
    pub(crate) summary: AttrValue,
    /// Whether there is no point at all.
    pub(crate) is_empty: bool,
    /// How many classes the digits choose among; 0 where points have values.
    pub(crate) n_classes: usize,
    pub(crate) act: Callback<Intent>,
}

/// A pointer that moved farther than this between down and up did not click.
const CLICK_WITHIN_PX: f64 = 8.0;
/// One press of an arrow key moves the cursor so far.
const KEY_STEP: f32 = 0.25;
/// Delete takes a point that is at most so far away.
const DELETE_WITHIN: f32 = 0.6;

/// The plot.
#[function_component(Plot)]
pub(crate) fn plot(props: &Props) -> Html {
    // Where a pointer went down, and the keyboard's cursor: neither changes what is rendered here.
    let pressed = use_mut_ref(|| None::<(i32, f64, f64)>);
    let cursor = use_mut_ref(|| (0.0f32, 0.0f32));
    let onpointerdown = {
        let pressed = pressed.clone();
        move |event: PointerEvent| {
            if event.is_primary() && event.button() == 0 {
                let plot: HtmlElement = event.target_unchecked_into();
                plot.set_pointer_capture(event.pointer_id()).ok();
                *pressed.borrow_mut() = Some((event.pointer_id(), event.offset_x().into(), event.offset_y().into()));
            }
        }
    };
    let onpointerup = {
        let (pressed, act) = (pressed.clone(), props.act.clone());
        move |event: PointerEvent| {
            let Some((pointer, x, y)) = pressed.take() else { return };
            let moved = (f64::from(event.offset_x()) - x).hypot(f64::from(event.offset_y()) - y);
            if pointer == event.pointer_id() && moved <= CLICK_WITHIN_PX {
                let plot: HtmlElement = event.target_unchecked_into();
                let (x, y) = data_from_px(x as f32, y as f32, plot.client_width().max(1) as f32);
                act.emit(Intent::Place(x, y));
            }
        }
    };
    let onpointercancel = move |_: PointerEvent| *pressed.borrow_mut() = None;
    let onkeydown = {
        let (cursor, props) = (cursor.clone(), props.clone());
        move |event: KeyboardEvent| on_key(&event, &mut cursor.borrow_mut(), &props)
    };
    let onfocus = {
        let (cursor, act) = (cursor, props.act.clone());
        move |event: FocusEvent| {
            let plot: HtmlElement = event.target_unchecked_into();
            // A pointer's focus needs no cursor.
            if plot.matches(":focus-visible").unwrap_or(true) {
                act.emit(Intent::Cursor(Some(*cursor.borrow())));
            }
        }
    };
    html! {
        <div class="plot-box">
            <div class="plot">
                <LayerCanvas layer={Layer::Field} act={props.act.clone()} />
                <LayerCanvas layer={Layer::Points} act={props.act.clone()} />
                <div class="plot-empty" aria-hidden="true">{ if props.is_empty { words::EMPTY } else { "" } }</div>
                <div
                    class="face"
                    role="application"
                    tabindex="0"
                    aria-label={words::OUTPUT_PLOT}
                    aria-describedby="plot-summary"
                    {onpointerdown} {onpointerup} {onpointercancel} {onkeydown} {onfocus}
                    onblur={props.act.reform(|_| Intent::Cursor(None))}
                />
            </div>
            <p id="plot-summary" class="sr-only">{ &props.summary }</p>
        </div>
    }
}

fn on_key(event: &KeyboardEvent, cursor: &mut (f32, f32), props: &Props) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let step = if event.shift_key() { 4.0 * KEY_STEP } else { KEY_STEP };
    let key = event.key();
    let (dx, dy) = match key.as_str() {
        "ArrowLeft" => (-step, 0.0),
        "ArrowRight" => (step, 0.0),
        "ArrowUp" => (0.0, step),
        "ArrowDown" => (0.0, -step),
        "Enter" => {
            event.prevent_default();
            return props.act.emit(Intent::Place(cursor.0, cursor.1));
        }
        "Delete" | "Backspace" => {
            event.prevent_default();
            return props.act.emit(Intent::EraseNear(cursor.0, cursor.1, DELETE_WITHIN));
        }
        digit => {
            if let Some(class) = digit.parse::<usize>().ok().filter(|class| (1..=props.n_classes).contains(class)) {
                props.act.emit(Intent::Label(class as f32));
            }
            return;
        }
    };
    event.prevent_default();
    *cursor = ((cursor.0 + dx).clamp(-REACH, REACH), (cursor.1 + dy).clamp(-REACH, REACH));
    props.act.emit(Intent::Cursor(Some(*cursor)));
}
