//! The output plot as something to point at: what pointers and keys do there become moves for `input`.
//! What is seen there `plane` draws, and what the input does `input` knows.

use std::cell::RefCell;
use std::rc::Rc;

use playground::{Axis, Config, Task};
use web_sys::{EventTarget, HtmlCanvasElement, HtmlElement};
use words::Words;
use yew::prelude::*;

use crate::browser::keys;
use crate::browser::listening::{End, listens};
use crate::browser::page::has_finger;
use crate::components::canvas::Canvas;
use crate::draw::{REACH, data_from_px};
use crate::rulers::{Rulers, Tick};
use crate::store::state::{Selected, Tool};
use crate::view::Shared;
use crate::views::plot::input::{self, Change, Move, Spot};
use crate::views::plot::plane::Plane;
use crate::views::plot::pointers::{Heard, Kind, Phase, Pointers};
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
    /// How far values reach.
    pub(crate) reach: f32,
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
    let pointers = use_mut_ref(Pointers::default);
    {
        let (face, act, pointers) = (face.clone(), act.clone(), Rc::clone(&pointers));
        use_effect_with((), move |()| {
            let release = {
                let act = act.clone();
                move |_: Event| release(&pointers, &act)
            };
            // Who looks elsewhere holds nothing.
            let window = web_sys::window().map(EventTarget::from);
            let ends = [listens(window, "blur", release), hold_touches(face.cast::<HtmlElement>(), act)];
            move || ends.into_iter().for_each(|end| end())
        });
    }
    let hears = |phase: fn(&PointerEvent) -> Phase| {
        let (act, pointers) = (act.clone(), Rc::clone(&pointers));
        Callback::from(move |event: PointerEvent| {
            let heard =
                pointers.borrow_mut().hear(event.pointer_id(), kind_of(&event), phase(&event), event.time_stamp());
            if let Some(it) = move_by(heard, &event) {
                act.emit(it);
            }
        })
    };
    // With Ctrl a press opens the menu of some systems.
    let onpointerdown = hears(|event| Phase::Down { is_main: event.button() == 0 && !event.ctrl_key() });
    let onpointermove = hears(|event| Phase::To { is_down: event.buttons() & 1 != 0 });
    let onpointerup = hears(|_| Phase::Up);
    let onpointercancel = hears(|_| Phase::Cancel);
    let leave = hears(|_| Phase::Leave);
    let uncaptured = hears(|_| Phase::Uncaptured);
    let oncontextmenu = {
        let (act, pointers) = (act.clone(), Rc::clone(&pointers));
        move |event: MouseEvent| {
            if pointers.borrow().has_finger() {
                // A finger that stays selects.
                return event.prevent_default();
            }
            release(&pointers, &act);
        }
    };
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
    let rulers = use_memo(Rc::clone(&props.config), |config| Rulers::of(config));
    let tick_of =
        |tick: &Tick, is_up: bool| html! { <span style={tick.style(is_up)} ~textContent={tick.text.clone()} /> };
    let axis_name = |class: &'static str, axis: Axis| {
        let (words, config) = (props.words, &props.config);
        html! { <span {class} aria-hidden="true" title={words.axis_meaning(config, axis)} ~textContent={words.axis(config, axis)} /> }
    };
    html! {
        <div class={classes!("plot-box", rulers.has_names.then_some("named"))} ~style={&*rulers.room}>
            <div class="axis up" aria-hidden="true">{ for rulers.up.iter().map(|tick| tick_of(tick, true)) }</div>
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
                    {onpointerdown} {onpointermove} {onpointerup} {onpointercancel} {oncontextmenu} {onkeydown} {onfocus}
                    onpointerleave={leave} onlostpointercapture={uncaptured}
                    onblur={act.reform(|_| Move::Blur)}
                />
            </div>
            <Chosen words={props.words} config={Rc::clone(&props.config)} selected={props.selected} reach={props.reach} {on_change} />
            <div class="axis across" aria-hidden="true">{ for rulers.across.iter().map(|tick| tick_of(tick, false)) }</div>
            { axis_name("axis-name up", Axis::Y) }
            { axis_name("axis-name across", Axis::X) }
            <p id="plot-summary" class="sr-only" ~textContent={&*props.summary} />
        </div>
    }
}

fn attach(plane: &Shared<Plane>, how: fn(&Plane, Option<HtmlCanvasElement>)) -> Callback<Option<HtmlCanvasElement>> {
    let plane = plane.clone();
    Callback::from(move |canvas| how(&plane, canvas))
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
fn hold_touches(face: Option<HtmlElement>, act: Callback<Move>) -> End {
    listens(face.map(EventTarget::from), "touchstart", move |event| act.emit(Move::Touch(event)))
}

fn release(pointers: &RefCell<Pointers>, act: &Callback<Move>) {
    pointers.borrow_mut().release();
    act.emit(Move::Released);
}

fn kind_of(event: &PointerEvent) -> Kind {
    match event.pointer_type().as_str() {
        "touch" => Kind::Finger,
        "pen" => Kind::Pen,
        _ => Kind::Mouse,
    }
}

fn move_by(heard: Heard, event: &PointerEvent) -> Option<Move> {
    Some(match heard {
        Heard::Nothing => return None,
        Heard::Down => {
            let face: HtmlElement = event.target_unchecked_into();
            // Without capture a drag ends at the plot's edge, which is all that is lost.
            face.set_pointer_capture(event.pointer_id()).ok();
            Move::Down(spot(event))
        }
        Heard::To => Move::To(spot(event)),
        Heard::Up => Move::Up(spot(event)),
        Heard::Released => Move::Released,
        Heard::Lost => Move::Lost,
    })
}

/// What a key means on the plot, if anything.
fn move_of(event: &KeyboardEvent, config: &Config) -> Option<Move> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let step = if event.shift_key() { LONG_STEP * KEY_STEP } else { KEY_STEP };
    let (key, code) = (event.key(), event.code());
    let class = || {
        let class = keys::digit(&key, &code, event.shift_key())?;
        let is_class = config.task == Task::Classification && (1..=config.classes).contains(&class);
        is_class.then_some(Move::Class(class))
    };
    Some(match key.as_str() {
        "ArrowLeft" => Move::Steer(-step, 0.0),
        "ArrowRight" => Move::Steer(step, 0.0),
        "ArrowUp" => Move::Steer(0.0, step),
        "ArrowDown" => Move::Steer(0.0, -step),
        "Enter" => Move::Enter,
        "Delete" | "Backspace" => Move::Delete,
        "]" => Move::Walk(true),
        "[" => Move::Walk(false),
        "Escape" => Move::Escape,
        _ => match keys::letter(&key, &code) {
            Some('n') => Move::Walk(true),
            Some('p') => Move::Walk(false),
            Some('m') => Move::Carry,
            _ => class()?,
        },
    })
}
