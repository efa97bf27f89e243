//! The strip of settings: what is learned, by which rule, how fast.

use std::rc::Rc;

use playground::{Config, Problem};
use serde_json::{Value, json};
use yew::prelude::*;

use super::choice::Choice;
use super::number::Number;
use crate::app::intent::Intent;
use crate::app::menus;
use crate::words;

/// What the strip shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) config: Rc<Config>,
    pub(crate) problem: Option<Rc<Problem>>,
    pub(crate) act: Callback<Intent>,
}

/// The strip.
#[function_component(Settings)]
pub(crate) fn settings(props: &Props) -> Html {
    let config = &props.config;
    let word = |key: &'static str| props.act.reform(move |word: String| Intent::Configure(json!({ key: word })));
    let number = |key: &'static str| props.act.reform(move |value: Value| Intent::Configure(json!({ key: value })));
    let problem = |key: &str| {
        props.problem.as_ref().filter(|problem| problem.key == key).map(|problem| AttrValue::from(problem.to_string()))
    };
    let on_classes =
        props.act.reform(|n: String| Intent::Configure(json!({ "classes": n.parse::<usize>().unwrap_or(2) })));
    let activation = match config.activations.split_first() {
        Some((first, others)) if others.iter().all(|other| other == first) => first.clone(),
        _ => String::new(),
    };
    let no_classes =
        (config.task != playground::Task::Classification).then_some(AttrValue::from(words::ONLY_WITH_CLASSES));
    let no_layer = config.hidden_layers.is_empty().then_some(AttrValue::from(words::NO_HIDDEN_LAYER));
    let no_penalty = (config.penalty == "none").then_some(AttrValue::from(words::NO_PENALTY));
    let mixed = if config.hidden_layers.is_empty() { words::NOTHING } else { words::MIXED };
    html! {
        <section class="settings" aria-label={words::SETTINGS}>
            <div class="panel">
                <Choice name={words::TASK} entries={menus::tasks()} value={config.task.name()} on_choose={word("task")} />
                <Choice name={words::CLASSES} narrow=true entries={menus::classes()} value={config.classes.to_string()} refusal={no_classes} on_choose={on_classes} />
                <Choice name={words::ACTIVATION} entries={menus::activations()} value={activation} otherwise={Some(AttrValue::from(mixed))} refusal={no_layer} on_choose={word("activation")} />
                <Choice name={words::LOSS} entries={menus::losses_for(config)} value={config.loss.clone()} on_choose={word("loss")} />
                <Choice name={words::OPTIMISER} entries={menus::optimisers()} value={config.optimiser.clone()} on_choose={word("optimiser")} />
                <Number name={words::LEARNING_RATE} narrow=true value={config.learning_rate.to_string()} suggestions={&menus::RATES[..]} problem={problem("learningRate")} on_value={number("learningRate")} />
                <Choice name={words::SCHEDULE} entries={menus::schedules()} value={config.schedule.clone()} on_choose={word("schedule")} />
                <Number name={words::BATCH_SIZE} narrow=true value={config.batch_size.to_string()} suggestions={&menus::BATCH_SIZES[..]} problem={problem("batchSize")} on_value={number("batchSize")} />
                <Choice name={words::PENALTY} entries={menus::penalties()} value={config.penalty.clone()} on_choose={word("penalty")} />
                <Number name={words::PENALTY_RATE} narrow=true value={config.penalty_rate.to_string()} suggestions={&menus::PENALTY_RATES[..]} problem={problem("penaltyRate")} refusal={no_penalty} on_value={number("penaltyRate")} />
                <Choice name={words::INITIALISATION} entries={menus::initialisations()} value={config.initialisation.clone()} on_choose={word("initialisation")} />
            </div>
        </section>
    }
}
