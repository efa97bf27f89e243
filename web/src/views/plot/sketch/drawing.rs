//! What a person draws on and with: a face over the plot that pointers, fingers and keys draw on, and the tools below the plot, in the
//! place of what can be shown there.

use playground::Task;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use words::sketch::{SketchWords, Sketched};
use yew::prelude::*;

use super::sketcher::{Means, Sketcher, Tool};
use crate::components::button::Button;
use crate::components::canvas::Canvas;
use crate::components::chunk_style;
use crate::components::radio::Radio;
use crate::components::text::text;
use crate::components::toggle::Toggle;
use crate::draw::data_from_px;
use crate::intent::Intent;
use crate::store::state::State;
use crate::view::{Feed, Shared, use_view};

/// Its rules of style, which come with it.
const RULES: &str = include_str!("../../../../style/chunks/sketch.css");
/// One press of an arrow key moves the cursor so far; with Shift four times as far.
const KEY_STEP: f32 = 0.25;

/// What the drawing needs to know.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) feed: Feed,
    /// Whether somebody draws; else the drawing is only seen.
    pub(crate) is_active: bool,
    pub(crate) on_end: Callback<()>,
    pub(crate) act: Callback<Intent>,
}

/// The drawing.
#[function_component(TheDrawing)]
pub(super) fn the_drawing(props: &Props) -> Html {
    chunk_style::add(RULES);
    let told = use_state_eq(Sketched::default);
    let sketcher = {
        let setter = told.setter();
        use_view(&props.feed, |state| Sketcher::new(state, Callback::from(move |told| setter.set(told))))
    };
    let means = use_state_eq(Means::default);
    // The plot is there before anything can be drawn on it.
    let plot = use_state_eq(|| None::<Element>);
    {
        let plot = plot.setter();
        use_effect_with((), move |()| {
            let document = web_sys::window().and_then(|window| window.document());
            plot.set(document.and_then(|document| document.query_selector(".output .plot").ok().flatten()));
        });
    }
    {
        let sketcher = sketcher.clone();
        let now = Means { is_active: props.is_active, ..*means };
        use_effect_with(now, move |now| sketcher.take_up(*now));
    }
    {
        // The tools go, and the focus with them.
        let was_active = use_mut_ref(|| false);
        use_effect_with(props.is_active, move |is_active| {
            if was_active.replace(*is_active) && !is_active {
                focus_opener();
            }
        });
    }
    {
        // What is drawn is compared from now on.
        let (feed, is_compared) = (props.feed.clone(), (props.is_active, told.is_empty));
        use_effect_with(is_compared, move |_| feed.0.refresh());
    }
    let on_attach = {
        let sketcher = sketcher.clone();
        Callback::from(move |canvas| sketcher.attach(canvas))
    };
    let over = html! {
        <>
            <span class="sketch"><Canvas {on_attach} /></span>
            if props.is_active { <Face state={props.state.clone()} sketcher={sketcher.clone()} on_end={props.on_end.clone()} act={props.act.clone()} /> }
        </>
    };
    html! {
        <>
            if let Some(plot) = &*plot { { create_portal(over, plot.clone()) } }
            if props.is_active { { tools(props, &sketcher, &means, &told) } }
        </>
    }
}

/// Gives the focus to what opens the drawing.
fn focus_opener() {
    let document = web_sys::window().and_then(|window| window.document());
    let opener = document.and_then(|document| document.query_selector(".output .predict").ok().flatten());
    if let Some(opener) = opener.and_then(|opener| opener.dyn_into::<HtmlElement>().ok()) {
        // Fails only for elements that cannot be focused.
        opener.focus().ok();
    }
}

/// The tools, and what came of the prediction.
fn tools(props: &Props, sketcher: &Shared<Sketcher>, means: &UseStateHandle<Means>, told: &Sketched) -> Html {
    let State { words, config, .. } = &props.state;
    let (words, texts) = (*words, SketchWords::of(words));
    let is_curve = config.task == Task::Curve;
    let is_compared = told.is_trained && told.score.is_some();
    let tool = |(tool, name): (Tool, &'static str)| {
        let name = if is_curve && tool == Tool::Brush { texts.pencil } else { name };
        let means = means.clone();
        let is_on = means.tool == tool || is_curve && tool == Tool::Brush && means.tool == Tool::Fill;
        let on_choose = Callback::from(move |()| means.set(Means { tool, ..*means }));
        let title = (tool == Tool::Fill).then_some(texts.fill_why);
        html! { <Radio key={tool as usize} group="sketch-tool" {name} {title} checked={is_on} {on_choose}>{ text(name) }</Radio> }
    };
    let tools = Tool::ALL.into_iter().zip(texts.tools).filter(|(tool, _)| !is_curve || *tool != Tool::Fill);
    let set = |make: fn(Means) -> Means| {
        let means = means.clone();
        Callback::from(move |_: MouseEvent| means.set(make(*means)))
    };
    let clear = {
        let sketcher = sketcher.clone();
        Callback::from(move |_: MouseEvent| sketcher.clear())
    };
    let done = Button { title: Some(texts.done_why.into()), ..Button::of("chip", texts.done) };
    // While it trains the number changes too often to be read out.
    let aloud = if props.state.playing { "off" } else { "polite" };
    html! {
        <div class="sketch-panel" role="group" aria-label={texts.prediction}>
            <div class="sketch-row">
                <div class="segments" role="radiogroup" aria-label={texts.tool}>{ for tools.map(tool) }</div>
                if !is_curve {
                    <Toggle pressed={means.is_wide} on_press={set(|means| Means { is_wide: !means.is_wide, ..means })}>{ text(texts.wide) }</Toggle>
                }
                <span class="sketch-ends">
                    { Button { disabled: told.is_empty, ..Button::of("chip", texts.clear) }.does(clear) }
                    { done.does(props.on_end.reform(|_: MouseEvent| ())) }
                </span>
            </div>
            <div class="sketch-row">
                <p class="sketch-said" aria-live={aloud} ~textContent={texts.said(words, config, told)} />
                if is_compared {
                    <Toggle pressed={!means.hides_difference} on_press={set(|means| Means { hides_difference: !means.hides_difference, ..means })}>{ text(texts.difference) }</Toggle>
                }
            </div>
        </div>
    }
}

/// What the face needs to know.
#[derive(Clone, PartialEq, Properties)]
struct FaceProps {
    state: State,
    sketcher: Shared<Sketcher>,
    on_end: Callback<()>,
    act: Callback<Intent>,
}

/// What is drawn on. It stands over the plot's own face, which places points.
#[function_component(Face)]
fn face(props: &FaceProps) -> Html {
    let texts = SketchWords::of(props.state.words);
    let face = use_node_ref();
    // The pointer that draws: a second finger draws nothing.
    let pointer = use_mut_ref(|| None::<i32>);
    {
        let face = face.clone();
        use_effect_with((), move |()| {
            if let Some(face) = face.cast::<HtmlElement>() {
                // Fails only for elements that cannot be focused.
                face.focus().ok();
            }
        });
    }
    let onpointerdown = {
        let (sketcher, pointer) = (props.sketcher.clone(), pointer.clone());
        move |event: PointerEvent| {
            if event.button() != 0 || pointer.borrow().is_some() {
                return;
            }
            pointer.replace(Some(event.pointer_id()));
            let face: HtmlElement = event.target_unchecked_into();
            // Without capture a stroke ends at the plot's edge, which is all that is lost.
            face.set_pointer_capture(event.pointer_id()).ok();
            sketcher.begin(place(&event));
        }
    };
    let onpointermove = {
        let (sketcher, pointer) = (props.sketcher.clone(), pointer.clone());
        move |event: PointerEvent| {
            if *pointer.borrow() == Some(event.pointer_id()) {
                sketcher.go_on(place(&event));
            }
        }
    };
    let end = {
        let (sketcher, pointer) = (props.sketcher.clone(), pointer);
        Callback::from(move |event: PointerEvent| {
            if *pointer.borrow() == Some(event.pointer_id()) {
                pointer.take();
                sketcher.end();
            }
        })
    };
    let onkeydown = keys(props);
    let cursor = |is_here: bool| {
        let sketcher = props.sketcher.clone();
        move |event: FocusEvent| {
            let face: HtmlElement = event.target_unchecked_into();
            sketcher.show_cursor(is_here && face.matches(":focus-visible").unwrap_or(true));
        }
    };
    html! {
        <div
            ref={face} class="face sketch-face" role="application" tabindex="0" aria-label={texts.face} aria-describedby="sketch-keys"
            {onpointerdown} {onpointermove} onpointerup={end.clone()} onpointercancel={end.clone()} onlostpointercapture={end}
            {onkeydown} onfocus={cursor(true)} onblur={cursor(false)}
        >
            <span id="sketch-keys" class="sr-only" ~textContent={texts.keys} />
        </div>
    }
}

/// What keys draw.
fn keys(props: &FaceProps) -> Callback<KeyboardEvent> {
    let props = props.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let (words, sketcher) = (props.state.words, &props.sketcher);
        let texts = SketchWords::of(words);
        let step = if event.shift_key() { 4.0 * KEY_STEP } else { KEY_STEP };
        let mut said = None;
        match event.key().as_str() {
            "ArrowLeft" => sketcher.steer(-step, 0.0),
            "ArrowRight" => sketcher.steer(step, 0.0),
            "ArrowUp" => sketcher.steer(0.0, step),
            "ArrowDown" => sketcher.steer(0.0, -step),
            " " => said = Some(texts.pen[usize::from(!sketcher.toggle_pen())]),
            "Enter" => sketcher.dab(Tool::Brush),
            "f" | "F" => sketcher.dab(Tool::Fill),
            "Delete" | "Backspace" => sketcher.dab(Tool::Erase),
            "Escape" => return props.on_end.emit(()),
            _ => return,
        }
        event.prevent_default();
        // The page has keys of its own.
        event.stop_propagation();
        let place = texts.place(words, &props.state.config, sketcher.cursor.get(), sketcher.is_drawn_here());
        let said = said.map_or(place.clone(), |said| [said, words.common.colon, &place].concat());
        props.act.emit(Intent::SayLater(said.into()));
    })
}

/// The place under a pointer.
fn place(event: &PointerEvent) -> (f32, f32) {
    let face: HtmlElement = event.target_unchecked_into::<Element>().unchecked_into();
    let side_px = face.client_width().max(1) as f32;
    data_from_px(event.offset_x() as f32, event.offset_y() as f32, side_px)
}
