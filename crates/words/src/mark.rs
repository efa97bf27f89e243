//! What marks on the curve say, and the line of the run before.

use playground::{Change, Mark, PreviousRun, Task, data, decimal};

use crate::Words;
use crate::curve::inside;

/// Keys that say no more of points than that they are others.
const OF_POINTS: [&str; 4] = ["points", "dataSeed", "arms", "formula"];

impl Words {
    /// What changed, in a few words: "learning rate 0.03 → 0.06".
    pub fn change(&self, change: &Change) -> String {
        let words = &self.curve;
        let Change { key, from, to } = change;
        if OF_POINTS.contains(&&key[..]) || key == "dataset" && data::all().any(|row| row.is_own() && row.name == to) {
            return words.data_changed.into();
        }
        if key == "weights" && to.is_empty() {
            return words.weights_edited.into();
        }
        let label = match &key[..] {
            "weights" => words.weight.to_owned(),
            key => inside(self.key_label(key)),
        };
        let [from, to] = [from, to].map(|value| self.value_of(key, value));
        if from.is_empty() || to.is_empty() {
            return words.changed.with([&label]);
        }
        words.changed_from.with([&label, &from, &to])
    }

    /// What changed at one place, each once.
    pub fn changes_at(&self, marks: &[&Mark]) -> String {
        let mut said: Vec<String> = Vec::new();
        for mark in marks {
            let text = self.change(&mark.change);
            if !said.contains(&text) {
                said.push(text);
            }
        }
        said.join(self.curve.between)
    }

    /// A mark with its place.
    pub fn mark(&self, mark: &Mark) -> String {
        self.curve.at_step.with([&self.count(mark.step), &self.change(&mark.change)])
    }

    /// What the line of guessing says.
    pub fn guessing(&self, loss: f64) -> String {
        self.curve.guessing.with([&self.short(loss)])
    }

    /// The same for the accuracy of always predicting the most frequent class.
    pub fn guessing_accuracy(&self, share: f64) -> String {
        self.curve.guessing.with([&self.percent(share)])
    }

    /// What the line of the run before is called: by what it had that this one has not, if that is one thing.
    pub fn previous_run(&self, previous: &PreviousRun) -> String {
        let words = &self.curve;
        match &previous.differs[..] {
            [Change { key, from, .. }] if !from.is_empty() && !key.ends_with("Seed") => {
                words.previous_run_with.with([&inside(self.key_label(key)), &self.value_of(key, from)])
            }
            _ => words.previous_run.into(),
        }
    }

    /// A value of a key as people read it; empty where it is none that can be read in few words.
    pub(crate) fn value_of(&self, key: &str, value: &str) -> String {
        if key == "weights" {
            return decimal(value).map_or(String::new(), |value| self.short(value));
        }
        let label = match key {
            "loss" => self.loss(value),
            "optimiser" => self.optimiser(value),
            "penalty" => self.penalty(value),
            "schedule" => self.schedule(value),
            "initialisation" => self.initialiser(value),
            "activations" => self.activation(value),
            "task" => Task::find(value).map_or("", |task| self.task(task)),
            "dataset" => data::all().find(|row| row.name == value).map_or("", |row| self.dataset_label(row)),
            _ if value == "true" || value == "false" => "",
            _ => value,
        };
        // A name without its explanation.
        let end = label.find(['(', '（']).unwrap_or(label.len());
        label[..end].trim_end().replace('-', "−")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ALL, EN, ZH_HANS};

    fn change(key: &str, from: &str, to: &str) -> Change {
        Change { key: key.into(), from: from.into(), to: to.into() }
    }

    #[test]
    fn a_change_is_named_with_what_it_was_and_is() {
        for (key, from, to, wanted) in [
            ("learningRate", "0.03", "0.06", "learning rate 0.03 → 0.06"),
            ("loss", "log", "hinge", "loss Log loss → Hinge"),
            ("batchSize", "10", "all", "batch size 10 → all"),
            ("biasInit", "0", "-1.5", "initial bias 0 → −1.5"),
            ("shuffle", "true", "false", "shuffle changed"),
            ("l1Share", "0.5", "0.6", "L1 share 0.5 → 0.6"),
            ("points", "", "", "data changed"),
            ("dataSeed", "0", "1", "data changed"),
            ("dataset", "circle", "own", "data changed"),
            ("weights", "", "", "weights edited"),
            ("weights", "-1.3077099", "0.5", "weight −1.308 → 0.500"),
        ] {
            assert_eq!(EN.change(&change(key, from, to)), wanted);
        }
        assert_eq!(ZH_HANS.change(&change("learningRate", "0.03", "0.06")), "学习率：0.03 → 0.06");
    }

    #[test]
    fn every_key_has_words_for_its_change() {
        for words in ALL {
            for key in playground::keys::KEYS.iter().filter(|key| key.affects != playground::keys::Affects::NOTHING) {
                let said = words.change(&change(key.name, "1", "2"));
                assert!(!said.trim().is_empty() && !said.starts_with(' '), "{}: {said}", key.name);
            }
        }
    }

    #[test]
    fn the_run_before_is_called_by_what_differs_if_that_is_one_thing() {
        let run = |differs: &[Change]| PreviousRun { entries: Vec::new(), differs: differs.to_vec() };
        let rate = change("learningRate", "0.012", "0.03");
        assert_eq!(EN.previous_run(&run(std::slice::from_ref(&rate))), "previous run, learning rate 0.012");
        assert_eq!(EN.previous_run(&run(&[rate.clone(), change("noise", "0", "1")])), "previous run");
        assert_eq!(EN.previous_run(&run(&[change("weightSeed", "0", "1")])), "previous run");
        assert_eq!(ZH_HANS.previous_run(&run(&[rate])), "上次训练，学习率：0.012");
    }

    #[test]
    fn what_changed_twice_at_one_place_is_said_once() {
        let mark = |key: &str| Mark { step: 3, change: change(key, "", "") };
        let marks = [mark("points"), mark("dataSeed"), mark("weights")];
        assert_eq!(EN.changes_at(&marks.iter().collect::<Vec<_>>()), "data changed, weights edited");
    }
}
