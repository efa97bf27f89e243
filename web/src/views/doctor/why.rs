//! The panel that says why: what the verdict means, its numbers, what could help and why, and what is special about the network.

use std::rc::Rc;

use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use words::doctor::DoctorWords;
use yew::prelude::*;

use super::hints::{Hints, Props};

/// The panel.
#[function_component(Why)]
pub(super) fn why(props: &Props) -> Html {
    let (words, found) = (props.words, &*props.found);
    let doctor = DoctorWords::of(words);
    let numbers = doctor.evidence(words, found);
    let place = use_node_ref();
    {
        let place = place.clone();
        // Where the page scrolls, the panel may lie below the screen.
        use_effect_with((), move |()| {
            if let Some(element) = place.cast::<Element>() {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                element.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    }
    html! {
        <div ref={place} id="doctor-why" class="panel doctor-why" role="group" aria-label={doctor.why} tabindex="0">
            <h3 ~textContent={doctor.called(found)} />
            <p ~textContent={doctor.reason(found.verdict)} />
            if !numbers.is_empty() {
                <h4 ~textContent={doctor.numbers} />
                <p class="muted" ~textContent={numbers} />
            }
            if let Some(advice) = &found.advice {
                <h4 ~textContent={doctor.advised} />
                <p><b ~textContent={doctor.advice(words, Some(&advice.cure))} /></p>
                <p class="muted" ~textContent={doctor.cure_reason(&advice.cure)} />
            }
            if !found.hints.is_empty() {
                <h4 ~textContent={doctor.hints} />
                <Hints {words} config={Rc::clone(&props.config)} found={Rc::clone(&props.found)} act={props.act.clone()} />
            }
        </div>
    }
}
