//! What is special about the network as it is, in two levels: what, then what to do. A neuron that is named is lit on the plot while it
//! is pointed at, and a press goes to it in the diagram.

use std::rc::Rc;

use playground::Config;
use playground::insight::doctor::{Explanation, Hint};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use words::Words;
use words::doctor::{DoctorWords, HintPiece};
use yew::prelude::*;

use crate::components::button::Button;
use crate::components::text::text;
use crate::intent::Intent;

/// What is told of a run.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    /// The settings of the moment at which it was found.
    pub(super) config: Rc<Config>,
    pub(super) found: Rc<Explanation>,
    pub(super) act: Callback<Intent>,
}

/// The hints.
#[function_component(Hints)]
pub(super) fn hints(props: &Props) -> Html {
    let (words, doctor) = (props.words, DoctorWords::of(props.words));
    // The hints of which it is said what to do.
    let opened = use_state(Vec::<Hint>::new);
    let act = props.act.clone();
    // A name that goes while it is pointed at would leave its neuron lit.
    use_effect_with((), move |()| move || act.emit(Intent::PointAt(None)));
    let hint = |(idx, hint): (usize, &Hint)| {
        let is_open = opened.iter().any(|opened| is_same(opened, hint));
        let toggle = {
            let (opened, hint) = (opened.clone(), hint.clone());
            Callback::from(move |_: MouseEvent| {
                let mut next: Vec<Hint> = opened.iter().filter(|opened| !is_same(opened, &hint)).cloned().collect();
                if !is_open {
                    next.push(hint.clone());
                }
                opened.set(next);
            })
        };
        let what = doctor.hint_pieces(words, &props.config, hint).into_iter().map(|it| piece(props, it));
        let [whole, remedy] = doctor.hint(words, &props.config, hint);
        let button = Button {
            expanded: Some(is_open),
            name: Some([doctor.what_to_do, " ", &whole].concat().into()),
            ..Button::of("chip", doctor.what_to_do)
        };
        html! {
            <li key={idx}>
                <p>{ for what }</p>
                { button.does(toggle) }
                if is_open { <p class="muted" ~textContent={remedy} /> }
            </li>
        }
    };
    html! { <ul class="doctor-hints">{ for props.found.hints.iter().enumerate().map(hint) }</ul> }
}

/// Whether two hints are about the same, whatever their numbers are by now.
fn is_same(a: &Hint, b: &Hint) -> bool {
    match (a, b) {
        (
            Hint::Pulled { layer, unit, class, .. },
            Hint::Pulled { layer: layer_b, unit: unit_b, class: class_b, .. },
        ) => (layer, unit, class) == (layer_b, unit_b, class_b),
        (
            Hint::Same { layer, first, second, .. },
            Hint::Same { layer: layer_b, first: first_b, second: second_b, .. },
        ) => (layer, first, second) == (layer_b, first_b, second_b),
        (Hint::UnusedFeature { feature }, Hint::UnusedFeature { feature: feature_b }) => feature == feature_b,
        (
            Hint::Silent { layer, .. } | Hint::Flat { layer, .. } | Hint::Saturated { layer, .. },
            Hint::Silent { layer: layer_b, .. }
            | Hint::Flat { layer: layer_b, .. }
            | Hint::Saturated { layer: layer_b, .. },
        ) => std::mem::discriminant(a) == std::mem::discriminant(b) && layer == layer_b,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

fn piece(props: &Props, piece: HintPiece) -> Html {
    let (layer, unit, name) = match piece {
        HintPiece::Text(said) => return text(&said),
        HintPiece::Neuron { layer, unit, name } => (layer, unit, name),
    };
    let doctor = DoctorWords::of(props.words);
    // Column 0 is that of the features.
    let place = (layer + 1, unit);
    let light = props.act.reform(move |_: PointerEvent| Intent::PointAt(Some(place)));
    let leave = props.act.reform(|_: PointerEvent| Intent::PointAt(None));
    let said = doctor.light.with([&name]);
    html! {
        <button type="button" class="doctor-neuron" title={said.clone()} aria-label={said}
            onpointerenter={light} onpointerleave={leave} onclick={move |_| go_to(place)} ~textContent={name} />
    }
}

/// Gives the focus to the neuron's button in the diagram, which tells of it and shows on the plot what it computes.
fn go_to((column, unit): (usize, usize)) {
    let document = web_sys::window().and_then(|window| window.document());
    let button = document.and_then(|document| document.get_element_by_id(&format!("neuron-{column}-{unit}")));
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        // Fails only for elements that cannot be focused.
        button.focus().ok();
    }
}
