//! The four numbers that say how training goes.

use std::rc::Rc;

use playground::Status;
use yew::prelude::*;

use crate::words;

/// What the numbers are taken from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) status: Option<Rc<Status>>,
}

/// The numbers.
#[function_component(Metrics)]
pub(crate) fn metrics(props: &Props) -> Html {
    let status = props.status.as_deref();
    let number = |pick: fn(&Status) -> Option<f64>| status.and_then(pick);
    html! {
        <div class="metrics">
            { metric("metric train", words::TRAINING_LOSS, number(|status| status.train_loss), words::number) }
            { metric("metric", words::TEST_LOSS, number(|status| status.test_loss), words::number) }
            { metric("metric", words::ACCURACY, number(|status| status.accuracy), |share| share.map_or(words::NOTHING.into(), words::percent)) }
            { metric("metric", words::GRADIENT_NORM, number(|status| status.gradient_norm), words::number) }
        </div>
    }
}

fn metric(class: &'static str, name: &'static str, value: Option<f64>, text: fn(Option<f64>) -> String) -> Html {
    html! {
        <div {class}>
            <output aria-label={name} aria-live="off" data-value={value.map(|value| value.to_string())}>{ text(value) }</output>
            <span aria-hidden="true">{ if name == words::GRADIENT_NORM { words::GRADIENT_NORM_SHORT } else { name } }</span>
        </div>
    }
}
