//! The four numbers that say how training goes, and why one is missing.

use std::rc::Rc;

use playground::{Config, Status, Task};
use words::{Number, Words};
use yew::prelude::*;

/// What the numbers are taken from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
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
    let words = props.words;
    let metrics = props.status.as_deref().map_or_else(
        || four(words, props.config.task, &Status::default(), |_| words.curve.not_yet.into()),
        |status| four(words, props.config.task, status, |which| words.metric_why(which, &props.config, status)),
    );
    html! { <div class="metrics">{ for metrics.into_iter().map(metric) }</div> }
}

fn four(words: &Words, task: Task, status: &Status, why: impl Fn(Number) -> String) -> [Metric; 4] {
    use Number::{Accuracy, GradientNorm, TestLoss, TrainingLoss};
    let names = &words.curve;
    let share = status.accuracy.map_or(words.common.nothing.into(), |share| words.percent(share));
    // With all its digits, for whoever points at it.
    let precise = |value: Option<f64>| value.filter(|value| value.is_finite()).map(|value| words.precise(value));
    let number = |id, name, short, value, which| {
        let why = match precise(value) {
            Some(digits) => names.to_seven_digits.with([&why(which), &digits]),
            None => why(which),
        };
        Metric { id, name, short, value, text: words.number(value), why }
    };
    let fit = match task {
        Task::Classification => {
            Metric { text: share, ..number("why-accuracy", names.accuracy, names.accuracy, status.accuracy, Accuracy) }
        }
        Task::Regression | Task::Curve => number("why-accuracy", names.r2, names.r2, status.r2, Accuracy),
    };
    [
        number("why-training-loss", names.training_loss, names.training_loss, status.train_loss, TrainingLoss),
        number("why-test-loss", names.test_loss, names.test_loss, status.test_loss, TestLoss),
        fit,
        number("why-gradient-norm", names.gradient_norm, names.gradient_norm_short, status.gradient_norm, GradientNorm),
    ]
}

fn metric(Metric { id, name, short, value, text, why }: Metric) -> Html {
    let class = classes!("metric", (id == "why-training-loss").then_some("train"));
    html! {
        <div {class} key={id}>
            <output aria-label={name} aria-live="off" aria-describedby={id} data-value={value.map(|value| value.to_string())} ~textContent={text} />
            <span class="metric-name" aria-hidden="true" ~textContent={short} />
            <span class="why" {id} ~textContent={why} />
        </div>
    }
}
