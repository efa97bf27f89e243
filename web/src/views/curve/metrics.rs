//! The four numbers that say how training goes, and why one is missing.

use std::rc::Rc;

use playground::{Config, Status};
use yew::prelude::*;

use crate::words;

/// What the numbers are taken from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) status: Option<Rc<Status>>,
    pub(crate) config: Rc<Config>,
}

/// One number: its name, where there is little room, the number itself, how it is written, and what it means now.
struct Metric {
    id: &'static str,
    name: &'static str,
    short: &'static str,
    value: Option<f64>,
    text: String,
    why: String,
}

/// The numbers.
#[function_component(Metrics)]
pub(crate) fn metrics(props: &Props) -> Html {
    let metrics = props.status.as_deref().map_or_else(
        || four(&Status::default(), |_| words::NOT_YET.into()),
        |status| four(status, |which| words::metric_why(which, &props.config, status)),
    );
    html! { <div class="metrics">{ for metrics.into_iter().map(metric) }</div> }
}

fn four(status: &Status, why: impl Fn(words::Number) -> String) -> [Metric; 4] {
    use words::Number::{Accuracy, GradientNorm, TestLoss, TrainingLoss};
    let share = status.accuracy.map_or(words::NOTHING.into(), words::percent);
    let number =
        |id, name, short, value, which| Metric { id, name, short, value, text: words::number(value), why: why(which) };
    [
        number("why-training-loss", words::TRAINING_LOSS, words::TRAINING_LOSS, status.train_loss, TrainingLoss),
        number("why-test-loss", words::TEST_LOSS, words::TEST_LOSS, status.test_loss, TestLoss),
        Metric { text: share, ..number("why-accuracy", words::ACCURACY, words::ACCURACY, status.accuracy, Accuracy) },
        number(
            "why-gradient-norm",
            words::GRADIENT_NORM,
            words::GRADIENT_NORM_SHORT,
            status.gradient_norm,
            GradientNorm,
        ),
    ]
}

fn metric(Metric { id, name, short, value, text, why }: Metric) -> Html {
    let class = classes!("metric", (name == words::TRAINING_LOSS).then_some("train"));
    html! {
        <div {class} key={id}>
            <output aria-label={name} aria-live="off" aria-describedby={id} data-value={value.map(|value| value.to_string())}>{ text }</output>
            <span class="metric-name" aria-hidden="true">{ short }</span>
            <span class="why" {id}>{ why }</span>
        </div>
    }
}
