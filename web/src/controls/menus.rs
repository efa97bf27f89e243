//! What can be chosen: the entries of each menu, taken from the catalogs, with the reason where one cannot be chosen now.
//! Holds no list of its own but suggestions for free numbers.

use playground::keys::NEWTON_PARAMETERS;
use playground::{Config, Task, catalog, data, losses};
use words::Words;

/// One entry of a menu.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// The word in configurations.
    pub(crate) value: String,
    pub(crate) label: String,
    /// Why it cannot be chosen, if it cannot.
    pub(crate) refusal: Option<String>,
}

impl Entry {
    fn free(value: &str, label: &str) -> Entry {
        Entry { value: value.into(), label: label.into(), refusal: None }
    }
}

/// The listed entries of a catalog.
macro_rules! listed {
    ($words:ident, $catalog:ident) => {
        catalog::$catalog::listed().iter().map(|entry| Entry::free(entry.name, $words.$catalog(entry.name))).collect()
    };
}

/// The activations.
pub(crate) fn activations(words: &Words) -> Vec<Entry> {
    listed!(words, activation)
}

/// The optimisers; those that cannot work on a network of this size say so.
pub(crate) fn optimisers_for(words: &Words, config: &Config) -> Vec<Entry> {
    let is_large = config.n_parameters() > NEWTON_PARAMETERS && config.optimiser != "newton";
    let mut entries: Vec<Entry> = listed!(words, optimiser);
    for entry in entries.iter_mut().filter(|entry| is_large && entry.value == "newton") {
        entry.refusal = Some(words.settings.too_large_for_newton.with([&NEWTON_PARAMETERS.to_string()]));
    }
    entries
}

/// The penalties.
pub(crate) fn penalties(words: &Words) -> Vec<Entry> {
    listed!(words, penalty)
}

/// The initialisations.
pub(crate) fn initialisations(words: &Words) -> Vec<Entry> {
    listed!(words, initialiser)
}

/// The learning rate's schedules.
pub(crate) fn schedules(words: &Words) -> Vec<Entry> {
    listed!(words, schedule)
}

/// The losses; those that do not go with the task say so.
pub(crate) fn losses_for(words: &Words, config: &Config) -> Vec<Entry> {
    let fitting = losses(config.task, config.classes);
    let entry = |loss: &&'static catalog::loss::Loss| Entry {
        refusal: (!fitting.contains(&loss.name)).then(|| words.loss_does_not_fit(config)),
        ..Entry::free(loss.name, words.loss(loss.name))
    };
    catalog::loss::listed().iter().map(entry).collect()
}

/// The tasks.
pub(crate) fn tasks(words: &Words) -> Vec<Entry> {
    Task::ALL.map(|task| Entry::free(task.name(), words.task(task))).to_vec()
}

/// The numbers of classes.
pub(crate) fn classes() -> Vec<Entry> {
    (2..=8).map(|n: usize| Entry::free(&n.to_string(), &n.to_string())).collect()
}

/// The numbers of arms of a spiral: every class needs one.
pub(crate) fn arms_for(config: &Config) -> Vec<Entry> {
    (config.classes.max(2)..=5).map(|n: usize| Entry::free(&n.to_string(), &n.to_string())).collect()
}

/// The datasets of the task; those that do not go with the number of classes say so.
pub(crate) fn datasets(words: &Words, config: &Config) -> Vec<(&'static data::Dataset, Option<String>)> {
    let refusal = |dataset: &data::Dataset| {
        (!dataset.suits(config.task, config.classes)).then(|| words.classes_needed(&dataset.classes))
    };
    data::all().filter(|dataset| dataset.task == config.task).map(|dataset| (dataset, refusal(dataset))).collect()
}

/// Functions worth trying.
pub(crate) const FORMULAS: [&str; 5] = ["2*sin(x)", "x^2/4 - 3", "abs(x) - 2", "x*sin(x)", "3*tanh(x)"];
/// Features worth trying.
pub(crate) const FEATURES: [&str; 4] = ["x1*sin(x2)", "abs(x1)", "exp(-x1^2 - x2^2)", "x1^3"];
/// Learning rates worth trying.
pub(crate) const RATES: [&str; 11] =
    ["0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10"];
/// Penalty rates worth trying.
pub(crate) const PENALTY_RATES: [&str; 8] = ["0", "0.0001", "0.001", "0.003", "0.01", "0.03", "0.1", "1"];
/// Batch sizes worth trying.
pub(crate) const BATCH_SIZES: [&str; 9] = ["1", "2", "5", "10", "20", "30", "50", "100", "all"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_losses_that_fit_can_be_chosen() {
        let config = Config { classes: 3, ..Config::default() };
        let open: Vec<String> = losses_for(&words::EN, &config)
            .into_iter()
            .filter(|entry| entry.refusal.is_none())
            .map(|entry| entry.value)
            .collect();
        assert_eq!(open, ["cross-entropy"]);
    }

    #[test]
    fn newton_is_refused_exactly_where_the_engine_refuses_it() {
        for units in [1, 4, 10, 20, 30] {
            let config = Config { hidden_layers: vec![units, units], ..Config::default() };
            let newton = serde_json::json!({ "optimiser": "newton", "batchSize": "all" });
            let entry = optimisers_for(&words::EN, &config).into_iter().find(|entry| entry.value == "newton").unwrap();
            assert_eq!(entry.refusal.is_none(), config.merged(&newton).is_ok(), "{units}");
        }
    }
}
