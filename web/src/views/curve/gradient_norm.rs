//! The length of the gradient, and why it is missing.

use std::rc::Rc;

use playground::{Config, Status};
use words::{Number, Words};
use yew::prelude::*;

/// What the number is taken from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) status: Option<Rc<Status>>,
    pub(crate) config: Rc<Config>,
}

/// The number.
#[function_component(GradientNorm)]
pub(crate) fn gradient_norm(props: &Props) -> Html {
    let words = props.words;
    let value = props.status.as_ref().and_then(|status| status.gradient_norm);
    let why = match &props.status {
        None => words.curve.not_yet.into(),
        Some(status) => words.metric_why(Number::GradientNorm, &props.config, status),
    };
    html! {
        <div class="read norm">
            <span class="read-name" data-term="gradientNorm" aria-hidden="true" ~textContent={words.curve.gradient_norm_short} />
            <output aria-label={words.curve.gradient_norm} aria-live="off" aria-describedby="why-gradient-norm" data-value={value.map(|value| value.to_string())} ~textContent={words.number(value)} />
            <span class="why" id="why-gradient-norm" ~textContent={why} />
        </div>
    }
}
