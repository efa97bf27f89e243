//! What the names in the program's tables are called: keys, view settings, catalogs, datasets. What has no row, such as an
//! activation that was registered while the program runs, is called by its name.

use playground::catalog::Param;
use playground::data::{self, Dataset};
use playground::{Task, Theme, Unit};

use crate::Words;
use crate::groups::{Entry, Label};

fn label_of<'a>(rows: &[Label], name: &'a str) -> &'a str {
    rows.iter().find(|row| row.0 == name).map_or(name, |row| row.1)
}

/// Constant, so that tables of the page may name a label.
pub(crate) const fn entry_of<'a>(rows: &'a [Entry], name: &str) -> Option<&'a Entry> {
    let mut idx = 0;
    while idx < rows.len() {
        if is_same(rows[idx].name.as_bytes(), name.as_bytes()) {
            return Some(&rows[idx]);
        }
        idx += 1;
    }
    None
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut idx = 0;
    while idx < one.len() && idx < other.len() && one[idx] == other[idx] {
        idx += 1;
    }
    idx == one.len() && idx == other.len()
}

const fn label_in(rows: &[Entry], name: &str) -> &'static str {
    match entry_of(rows, name) {
        Some(row) => row.label,
        None => "",
    }
}

const fn doc_in(rows: &[Entry], name: &str) -> &'static str {
    match entry_of(rows, name) {
        Some(row) => row.doc,
        None => "",
    }
}

impl Words {
    /// The name of the control of a key, or of a field inside it: `stop.epochs`.
    pub const fn key_label(&self, path: &str) -> &'static str {
        label_in(&self.keys, path)
    }

    /// What a key does, or a field inside it.
    pub const fn key_doc(&self, path: &str) -> &'static str {
        doc_in(&self.keys, path)
    }

    /// The name of the control of a view setting.
    pub const fn view_label(&self, name: &str) -> &'static str {
        label_in(&self.view_settings, name)
    }

    /// What a view setting does.
    pub const fn view_doc(&self, name: &str) -> &'static str {
        doc_in(&self.view_settings, name)
    }

    /// A dataset's name.
    pub fn dataset_label(&self, dataset: &Dataset) -> &'static str {
        self.dataset(dataset).map_or(dataset.name, |row| row.label)
    }

    /// What a dataset looks like.
    pub fn dataset_doc(&self, dataset: &Dataset) -> &'static str {
        self.dataset(dataset).map_or("", |row| row.doc)
    }

    fn dataset(&self, dataset: &Dataset) -> Option<&Entry> {
        // Some names stand in the tables of several tasks.
        let place = data::all().position(|other| other.name == dataset.name && other.task == dataset.task)?;
        self.catalog.datasets.get(place)
    }

    /// An activation's name.
    pub fn activation<'a>(&self, name: &'a str) -> &'a str {
        label_of(&self.catalog.activations, name)
    }

    /// A loss's name.
    pub fn loss<'a>(&self, name: &'a str) -> &'a str {
        label_of(&self.catalog.losses, name)
    }

    /// A penalty's name.
    pub fn penalty<'a>(&self, name: &'a str) -> &'a str {
        label_of(&self.catalog.penalties, name)
    }

    /// An initialiser's name.
    pub fn initialiser<'a>(&self, name: &'a str) -> &'a str {
        label_of(&self.catalog.initialisers, name)
    }

    /// A schedule's name.
    pub fn schedule<'a>(&self, name: &'a str) -> &'a str {
        label_of(&self.catalog.schedules, name)
    }

    /// An optimiser's name.
    pub fn optimiser<'a>(&self, name: &'a str) -> &'a str {
        entry_of(&self.catalog.optimisers, name).map_or(name, |row| row.label)
    }

    /// What an optimiser does in each step.
    pub fn each_step(&self, optimiser: &str) -> String {
        self.settings.each_step.with([entry_of(&self.catalog.optimisers, optimiser).map_or("", |row| row.doc)])
    }

    /// A task's name.
    pub fn task(&self, task: Task) -> &'static str {
        label_of(&self.settings.tasks, task.name())
    }

    /// A theme's name.
    pub fn theme(&self, theme: Theme) -> &'static str {
        label_of(&self.header.themes, theme.name())
    }

    /// What one press of Step trains.
    pub fn unit(&self, unit: Unit) -> &'static str {
        label_of(&self.header.units, unit.name())
    }

    /// What a parameter of `owner` does, by one of the catalog's tables of parameters, and which numbers it takes.
    pub fn parameter(&self, docs: &[Label], owner: &str, param: &Param) -> String {
        let (own, name) = (format!("{owner}.{}", param.name), param.name);
        let row = docs.iter().find(|row| row.0 == own).or_else(|| docs.iter().find(|row| row.0 == name));
        let [min, max, default] = [param.min, param.max, param.default].map(|number| number.to_string());
        self.settings.parameter.with([row.map_or("", |row| row.1), &min, &max, &default])
    }
}

#[cfg(test)]
mod tests {
    use playground::catalog::{optimiser, schedule};

    use crate::EN;

    #[test]
    fn a_parameter_says_what_it_does_and_which_numbers_it_takes() {
        let told = |owner: &str| {
            let entry = optimiser::find(owner).unwrap();
            EN.parameter(&EN.catalog.optimiser_params, owner, &entry.params[1])
        };
        assert_eq!(told("adam"), "Decay of the mean square: 0 to 0.99999, default 0.999.");
        assert!(told("lion").starts_with("Decay of the momentum: "));
        let entry = schedule::find("cosine").unwrap();
        let told = EN.parameter(&EN.catalog.schedule_params, "cosine", &entry.params[1]);
        assert_eq!(told, "Learning rate at the end of the fall: 0 to 10, default 0.");
    }

    #[test]
    fn what_has_no_row_is_called_by_its_name() {
        assert_eq!(EN.activation("my-own"), "my-own");
        assert_eq!(EN.each_step("gradient-descent"), "Each step: weight ← weight − learning rate × gradient");
    }
}
