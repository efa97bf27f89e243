//! The numbers that are always in sight: where training is, the losses, and of which points how many are classified correctly.

use std::rc::Rc;

use playground::{Config, Status, Task};
use words::{Number, Words};
use yew::prelude::*;

use crate::components::text::text;

/// What the numbers are taken from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) status: Option<Rc<Status>>,
    pub(crate) config: Rc<Config>,
}

/// One number: its class and name, what stands above it, the number itself, how it is written, and what it means now.
struct Read {
    class: &'static str,
    name: &'static str,
    label: &'static str,
    value: Option<f64>,
    text: String,
    why: String,
    /// The word of the glossary that stands in its name.
    term: Option<&'static str>,
}

/// The numbers.
#[function_component(Readouts)]
pub(crate) fn readouts(props: &Props) -> Html {
    use Number::{Accuracy, TestLoss, TrainingLoss};
    let (words, status) = (props.words, props.status.clone().unwrap_or_default());
    let names = &words.curve;
    let meaning = |which| match props.status {
        None => names.not_yet.into(),
        Some(_) => words.metric_why(which, &props.config, &status),
    };
    // With all its digits, for whoever points at it.
    let why = |which, value: Option<f64>| match value.filter(|value| value.is_finite()) {
        Some(value) => names.to_seven_digits.with([&meaning(which), &words.precise(value)]),
        None => meaning(which),
    };
    let loss = |class, name, value, which| Read {
        class,
        name,
        label: name,
        value,
        text: words.number(value),
        why: why(which, value),
        term: match which {
            TrainingLoss => Some("loss"),
            TestLoss => Some("test"),
            Accuracy | Number::GradientNorm => None,
        },
    };
    let accuracy = || Read {
        class: "share",
        name: names.accuracy,
        label: if status.test_accuracy.is_none() && status.train_accuracy.is_some() {
            names.training_accuracy
        } else {
            names.test_accuracy
        },
        value: status.accuracy,
        text: status.accuracy.map_or(words.common.nothing.into(), |share| words.percent(share)),
        why: why(Accuracy, status.accuracy),
        term: None,
    };
    // Values are not right or wrong: they have the share of their spread that is explained.
    let fit = match props.config.task {
        Task::Classification => accuracy(),
        Task::Regression | Task::Curve => loss("share", names.r2, status.r2, Accuracy),
    };
    html! {
        <div class="reads" role="group" aria-label={words.curve.progress}>
            <div class="read epoch">
                <span class="read-name" data-term="epoch" aria-hidden="true" ~textContent={words.header.epoch} />
                <span>
                    <output aria-label={words.header.epoch} aria-live="off" data-value={status.epoch.to_string()} ~textContent={words.counter(status.epoch)} />
                    <small>{ text(words.header.step_before) }<output aria-label={words.header.step_count} aria-live="off" data-value={status.step.to_string()} ~textContent={words.counter(status.step)} /></small>
                </span>
            </div>
            { read(loss("train", names.training_loss, status.train_loss, TrainingLoss)) }
            { read(loss("test", names.test_loss, status.test_loss, TestLoss)) }
            { read(fit) }
        </div>
    }
}

fn read(Read { class, name, label, value, text, why, term }: Read) -> Html {
    let id = format!("why-{class}");
    html! {
        <div class={classes!("read", class)} key={class}>
            <span class="read-name" data-term={term} aria-hidden="true" ~textContent={label} />
            <output aria-label={name} aria-live="off" aria-describedby={id.clone()} data-value={value.map(|value| value.to_string())} ~textContent={text} />
            <span class="why" {id} ~textContent={why} />
        </div>
    }
}
