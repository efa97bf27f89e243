//! The output plot as something to point at: what pointers and keys do there become moves for `input`.
//! What is seen there `plane` draws, and what the input does `input` knows.

use std::rc::Rc;

use playground::{Config, Task};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, HtmlCanvasElement, HtmlElement};
use words::Words;
use yew::prelude::*;

use crate::browser::page::has_finger;
use crate::components::canvas::Canvas;
use crate::components::text::text;
use crate::draw::{REACH, data_from_px};
use crate::store::state::{Selected, Tool};
use crate::view::Shared;
use crate::views::plot::input::{self, Change, Move, Spot};
use crate::views::plot::plane::Plane;
use crate::views::plot::selected_point::Chosen;

/// What the plot needs to know.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    /// What is seen, in words.
    pub(crate) summary: AttrValue,
    pub(crate) config: Rc<Config>,
    pub(crate) tool: Tool,
    pub(crate) selected: Option<Selected>,
    /// The neuron whose plane is shown instead of the output, in words.
    pub(crate) neuron: AttrValue,
    /// Whether there is no point at all.
    pub(crate) is_empty: bool,
    /// Help is wanted, or not any more.
    pub(crate) on_help: Callback<()>,
    pub(crate) plane: Shared<Plane>,
}

/// One press of an arrow key moves the cursor so far.
const KEY_STEP: f32 = 0.25;
/// With Shift the cursor goes so many steps at once.
const LONG_STEP: f32 = 4.0;

/// The plot.
#[function_component(Face)]
pub(crate) fn face(props: &Props) -> Html {
    let face = use_node_ref();
    let act = {
        let plane = props.plane.clone();
        use_callback((), move |it: Move, ()| input::act(&plane, it))
    };
    {
        let (face, act) = (face.clone(), act.clone());
        use_effect_with((), move |()| hold_touches(face.cast::<HtmlElement>(), act));
    }
    let onpointerdown = heard(&act, |event: PointerEvent| {
        if !event.is_primary() || event.button() != 0 {
            return None;
        }
        let face: HtmlElement = event.target_unchecked_into();
        // Without capture a drag ends at the plot's edge, which is all that is lost.
        face.set_pointer_capture(event.pointer_id()).ok();
        Some(Move::Down(spot(&event)))
    });
    let onpointermove = heard(&act, |event: PointerEvent| event.is_primary().then(|| Move::To(spot(&event))));
    let onpointerup = heard(&act, |event: PointerEvent| event.is_primary().then(|| Move::Up(spot(&event))));
    let onkeydown = {
        let (act, on_help, config) = (act.clone(), props.on_help.clone(), Rc::clone(&props.config));
        move |event: KeyboardEvent| {
            let is_help = event.key() == "?";
            if event.key() == " " {
                // It belongs to no key of the plot, and would scroll the plot away.
                event.prevent_default();
            }
            let wanted = if is_help { None } else { move_of(&event, &config) };
            if is_help || wanted.is_some() {
                event.prevent_default();
            }
            if is_help {
                on_help.emit(());
            }
            wanted.into_iter().for_each(|it| act.emit(it));
        }
    };
    let onfocus = heard(&act, |event: FocusEvent| {
        let face: HtmlElement = event.target_unchecked_into();
        // A pointer's focus needs no cursor.
        face.matches(":focus-visible").unwrap_or(true).then_some(Move::Focus)
    });
    let on_change = {
        let (face, plane) = (face.clone(), props.plane.clone());
        Callback::from(move |change: Change| {
            // The button that was pressed goes, and the focus with it.
            if let (Change::Erase | Change::Deselect, Some(face)) = (change, face.cast::<HtmlElement>()) {
                face.focus().ok();
            }
            input::change(&plane, change);
        })
    };
    let lost = act.reform(|_: PointerEvent| Move::Lost);
    html! {
        <div class="plot-box">
            <div class="axis up" aria-hidden="true">{ for axis(["6", "3", "0", "−3", "−6"]) }</div>
            <div class={classes!("plot", (props.tool != Tool::Place).then_some("sweeps"))}>
                <Canvas on_attach={attach(&props.plane, Plane::attach_field)} />
                <Canvas on_attach={attach(&props.plane, Plane::attach_points)} />
                <div class="plot-neuron" aria-hidden="true" ~textContent={&*props.neuron} />
                <div class="plot-empty" aria-hidden="true" ~textContent={if props.is_empty { props.words.empty(has_finger()) } else { "" }} />
                <div
                    ref={face}
                    class="face"
                    role="application"
                    tabindex="0"
                    aria-label={props.words.key_label("points")}
                    aria-describedby="plot-summary"
                    {onpointerdown} {onpointermove} {onpointerup} {onkeydown} {onfocus}
                    onpointercancel={lost.clone()} onpointerleave={lost}
                    onblur={act.reform(|_| Move::Blur)}
                />
            </div>
            <Chosen words={props.words} config={Rc::clone(&props.config)} selected={props.selected} {on_change} />
            <div class="axis across" aria-hidden="true">{ for axis(["−6", "−3", "0", "3", "6"]) }</div>
            <span class="axis-name up" aria-hidden="true" ~textContent={if props.config.task == Task::Curve { "y" } else { "x₂" }} />
            <span class="axis-name across" aria-hidden="true" ~textContent={if props.config.task == Task::Curve { "x" } else { "x₁" }} />
            <p id="plot-summary" class="sr-only" ~textContent={&*props.summary} />
        </div>
    }
}

fn attach(plane: &Shared<Plane>, how: fn(&Plane, Option<HtmlCanvasElement>)) -> Callback<Option<HtmlCanvasElement>> {
    let plane = plane.clone();
    Callback::from(move |canvas| how(&plane, canvas))
}

fn axis(ticks: [&'static str; 5]) -> impl Iterator<Item = Html> {
    ticks.into_iter().map(text)
}

/// Makes moves of those events that mean one.
fn heard<E: 'static>(act: &Callback<Move>, move_of: fn(E) -> Option<Move>) -> Callback<E> {
    let act = act.clone();
    Callback::from(move |event| {
        if let Some(it) = move_of(event) {
            act.emit(it);
        }
    })
}

/// The place under a pointer.
fn spot(event: &PointerEvent) -> Spot {
    let face: HtmlElement = event.target_unchecked_into();
    let side_px = face.client_width().max(1) as f32;
    let (x, y) = data_from_px(event.offset_x() as f32, event.offset_y() as f32, side_px);
    Spot { x, y, per_px: 2.0 * REACH / side_px, is_finger: event.pointer_type() == "touch" }
}

/// Lets `input` stop the page from scrolling: that has to be said when a touch begins, and the framework's listeners may not.
fn hold_touches(face: Option<HtmlElement>, act: Callback<Move>) -> impl FnOnce() {
    let began = Closure::<dyn FnMut(Event)>::new(move |event: Event| act.emit(Move::Touch(event)));
    if let Some(face) = &face {
        // An event of this name can always be listened to.
        face.add_event_listener_with_callback("touchstart", began.as_ref().unchecked_ref()).ok();
    }
    move || {
        if let Some(face) = face {
            face.remove_event_listener_with_callback("touchstart", began.as_ref().unchecked_ref()).ok();
        }
    }
}

/// What a key means on the plot, if anything.
fn move_of(event: &KeyboardEvent, config: &Config) -> Option<Move> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let step = if event.shift_key() { LONG_STEP * KEY_STEP } else { KEY_STEP };
    Some(match event.key().as_str() {
        "ArrowLeft" => Move::Steer(-step, 0.0),
        "ArrowRight" => Move::Steer(step, 0.0),
        "ArrowUp" => Move::Steer(0.0, step),
        "ArrowDown" => Move::Steer(0.0, -step),
        "Enter" => Move::Enter,
        "Delete" | "Backspace" => Move::Delete,
        "n" | "N" | "]" => Move::Walk(true),
        "p" | "P" | "[" => Move::Walk(false),
        "m" | "M" => Move::Carry,
        "Escape" => Move::Escape,
        digit => {
            let class = digit.parse::<usize>().ok()?;
            let is_class = config.task == Task::Classification && (1..=config.classes).contains(&class);
            return is_class.then_some(Move::Class(class));
        }
    })
}
