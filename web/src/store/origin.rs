//! Which dataset own points came from: a first edit makes generated points own ones, and the page offers the way back.

use playground::{Config, data};

/// A dataset whose generated points became own ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) name: &'static str,
}

/// The dataset whose points became own ones, while they are; nothing where it would not fit any more.
pub(crate) fn origin_of(before: &Config, after: &Config, known: Option<Origin>) -> Option<Origin> {
    let names = |config: &Config| (config.class_names.clone(), config.axis_names.clone(), config.scaling);
    match (before.dataset.as_str(), after.dataset.as_str()) {
        // Points with names of their own came from elsewhere.
        _ if names(before) != names(after) => None,
        _ if after.dataset != "own" || before.task != after.task || before.classes != after.classes => None,
        ("own", _) => known,
        (name, _) => data::find(before.task, name).map(|dataset| Origin { name: dataset.name }),
    }
}
