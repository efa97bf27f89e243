//! Why something was refused, for people: the control's name instead of the key, what may stand there, what did. Texts in a problem
//! are data and stay as they were typed. Knows every rule; which language says it how, the language files know.

mod bounds;
mod formula;
mod found;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use playground::problem::{Counted, Format, Found, Instead, Mistake, NoEffect, Rule, Shape};
use playground::{Problem, Task};

use crate::Words;
use crate::tables::entry_of;
use bounds::percent;
use found::as_typed;

impl Words {
    /// A refusal as the page says it: whole sentences.
    pub fn refusal(&self, problem: &Problem) -> String {
        let Problem { key, rule, found } = problem;
        let words = &self.refusals;
        let (rule, became) = match rule {
            Rule::Became { value, rule } => (&**rule, Some(value)),
            _ => (rule, None),
        };
        let mut text = match rule {
            // A whole sentence of its own, about what the goal asks for.
            Rule::GoalArgument { key: asked, rule, .. } => {
                let inner = Problem::new(asked.as_str(), (**rule).clone(), found.clone());
                return [self.subject(key).trim_end(), self.common.colon, &self.refusal(&inner)].concat();
            }
            Rule::Formula(error) if !matches!(error.mistake, Mistake::TooLong { .. } | Mistake::TooDeep) => {
                let subject = self.subject(key);
                format!("{}{}{}", subject.trim_end(), self.common.colon, self.mistake(error, found))
            }
            _ => {
                // Other programs take other numbers for a key of the same name.
                let said = self.rule(if became.is_some() { "" } else { key }, rule, found);
                if is_whole(rule) { said.into() } else { words.sentence.with([&self.subject(key), &said]) }
            }
        };
        if !says_what_was_found(rule)
            && let Some(found) = self.found(key, rule, found)
        {
            text = words.with_found.with([&text, &found]);
        }
        if let Rule::GivenByWeights { .. } = rule {
            text = [&text, self.common.full_stop, &words.edited_weights.with([self.cards.skip_checks])].concat();
        }
        if let Some(value) = became {
            text = words.became.with([&text, value]);
        }
        let stop = self.common.full_stop.trim_end();
        if !text.ends_with(stop) {
            text.push_str(stop);
        }
        text
    }

    /// What a sentence is about: a control, a place in a list, or a place in a file or link as it is written there.
    fn subject(&self, key: &str) -> String {
        let words = &self.refusals;
        if let Some(row) = words.subjects.iter().find(|row| row.0 == key) {
            return row.1.into();
        }
        if let Some(name) = key.strip_prefix("column ") {
            return words.column.with([name]);
        }
        let label = self.key_label(key);
        if !label.is_empty() {
            return label.into();
        }
        self.entry(key).unwrap_or_else(|| match key.split_once("Params.") {
            Some(("optimiser" | "schedule", name)) => words.parameter.with([name]),
            _ if key.is_ascii() => words.place.with([key]),
            // What is typed for a control may come by the control's name.
            _ => key.into(),
        })
    }

    /// What `points[3].x` and the like are called.
    fn entry(&self, key: &str) -> Option<String> {
        let (list, rest) = key.split_once('[')?;
        let (idx, field) = rest.split_once(']')?;
        let (_, entry) = self.refusals.entries.iter().find(|row| row.0 == list)?;
        let number = (idx.parse::<usize>().ok()? + 1).to_string();
        match field.strip_prefix('.') {
            Some(field) => Some(self.refusals.of_point.with([field, &number])),
            None => Some(entry.with([&number])),
        }
    }

    /// What must hold of the subject, or a whole sentence.
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn rule(&self, key: &str, rule: &Rule, found: &Found) -> Cow<'static, str> {
        let words = &self.refusals;
        let n = |n: &usize| self.bound(*n as f64);
        Cow::Owned(match rule {
            Rule::Number => return self.number_of(key).map_or(words.number.into(), Into::into),
            Rule::WholeNumber => return self.number_of(key).map_or(words.whole.into(), Into::into),
            Rule::NumberOrNull => return words.number_or_null.into(),
            Rule::FiniteNumber => return words.finite.into(),
            Rule::Text => return words.text.into(),
            Rule::List => return words.a_list.into(),
            Rule::Object | Rule::ObjectOfNumbers => return words.an_object.into(),
            Rule::Given => return words.given_not.into(),
            Rule::Once => return words.twice.into(),
            Rule::KnownKey { meant: None } => return words.unknown.into(),
            Rule::FormulaOfFunction => return words.needs_formula.into(),
            Rule::FiniteLoss => return words.finite_loss.into(),
            Rule::TrainingPoint => return words.no_training_point.into(),
            Rule::FiniteUpdate => return words.infinite_step.into(),
            Rule::NotStopped => return words.rule_ended.into(),
            Rule::Undoable => return words.no_undo.into(),
            Rule::Redoable => return words.no_redo.into(),
            Rule::Below { n: 0, of: Counted::Points } => return words.no_points.into(),
            Rule::Below { .. } => return words.gone.into(),
            Rule::AsConfigured => return words.as_configured.into(),
            Rule::NoScaling => return words.no_scaling.into(),
            Rule::LossAndEpoch => return words.loss_and_epoch.into(),
            Rule::Whole => return words.cut_off.into(),
            Rule::Base64 => return words.base64.into(),
            Rule::SettingsUsed => return words.not_used.into(),
            Rule::KnownKeyOfTensorFlow => return words.not_theirs.into(),
            Rule::SameRandomNumbers => return words.random_numbers.into(),
            Rule::Effective(NoEffect::Statistics) => return words.no_statistics.into(),
            Rule::Effective(NoEffect::Article) => return words.no_article.into(),
            Rule::Effective(NoEffect::Tutorial) => return words.no_tutorial.into(),
            Rule::Effective(NoEffect::HiddenControls) => return words.no_hiding.into(),
            Rule::FeatureChosen => return words.features_stay.into(),
            Rule::BecameFlatterPlane => return words.flatter_plane.into(),
            Rule::BecameL1 => return words.l1.into(),
            Rule::TwoNumberColumns => return words.two_number_columns.into(),
            Rule::RowToUse => return words.no_row.into(),
            Rule::QuoteClosed => return words.open_quote.into(),
            Rule::InBothFiles => return words.not_in_both.into(),
            Rule::TwoToEightClasses => return words.classes_of_column.into(),
            Rule::Readable => return words.unreadable.into(),
            Rule::Model | Rule::ModelFile => return words.exported.into(),
            Rule::Goal(_) => return words.no_goal.into(),
            Rule::GoalArgument { key, rule, .. } => return self.rule(key, rule, found),
            // Of calls, which are answered in English.
            Rule::Function
            | Rule::PlainObject
            | Rule::PartialConfig
            | Rule::PointList
            | Rule::PlaceList
            | Rule::PlaceWithin(_)
            | Rule::InNextBatch
            | Rule::IndexOrPoint
            | Rule::Awaited(_)
            | Rule::Defined { .. }
            | Rule::Reached
            | Rule::JsonValue
            | Rule::OccursInText
            | Rule::NoSymbolKey => return words.unusable.into(),
            Rule::CallsAtMost(_) => return words.too_many_calls.into(),
            Rule::Uncancelled => return words.cancelled.into(),
            Rule::Running => return words.not_running.into(),
            Rule::Started | Rule::Understood | Rule::Answerable => return words.out_of_step.into(),
            Rule::Written(Format::Curve) => return words.formula_of_x.into(),
            Rule::Written(Format::Feature) => return words.formula_of_x1_and_x2.into(),
            Rule::Written(Format::Part | Format::PartName) => return words.part.into(),
            Rule::Written(Format::Weights) => return words.weights_text.into(),
            Rule::Written(Format::Checksum) => return words.checksum.into(),
            Rule::Written(Format::Lesson) => return words.lesson.into(),
            Rule::ReplayInLink(most) => words.replay_in_link.with([&n(most)]),
            Rule::FromStep0 => return words.from_step_0.into(),
            Rule::EngineOfReplay(engine) => words.engine_of_replay.with([&engine.to_string()]),
            Rule::Recording => return words.no_recording.into(),
            Rule::UpdatesAtMost(most) => words.updates_at_most.with([&self.count(*most)]),
            Rule::SameChecksum(checksum) => words.same_checksum.with([checksum]),
            Rule::WeightsInLink(most) => words.weights_in_link.with([&n(most)]),
            Rule::Written(Format::Name(most)) => words.name.with([&n(most)]),
            Rule::Loaded(_) => words.sentence.with([self.common.missing, self.common.missing_cure]),
            Rule::FitsF32 => words.from_to.with(["−3.4e38", "3.4e38"]),
            Rule::WholeBetween { min, max } => {
                words.whole_from_to.with([&self.bound(*min as f64), &self.bound(*max as f64)])
            }
            Rule::AtLeast(min) => words.at_least.with([&self.bound(*min)]),
            Rule::AtMost(max) => match percent(key, as_typed(found)) {
                Some(percent) => words.percent.with([&self.percent_typed(percent), &(percent / 100.0).to_string()]),
                None => words.at_most.with([&self.bound(*max)]),
            },
            Rule::Above(min) => words.above.with([&self.bound(*min)]),
            Rule::Between { min, max } => words.from_to.with([&self.bound(*min), &self.bound(*max)]),
            Rule::ZeroOrOne => words.one_of.with([&self.listed(&["0", "1"])]),
            Rule::Flag => words.one_of.with([&self.listed(&["true", "false"])]),
            Rule::OneOf(names) if *found == Found::UnknownKey => words.unknown_field.with([&names.join(words.comma)]),
            Rule::OneOf(names) => words.one_of.with([&self.named_as(names, as_written)]),
            Rule::ObjectOf(names) => words.object_of.with([&names.join(words.comma)]),
            Rule::Exactly(value) => words.exactly.with([value]),
            Rule::LinkVersion(version) => words.exactly.with([&version.to_string()]),
            Rule::Shaped(Shape::Pair) => words.exactly.with(["[x, y]"]),
            Rule::OrWord(rule, word) => words.or_word.with([&self.rule(key, rule, found), word]),
            Rule::EntriesAtLeast(n) => words.entries_at_least.with(*n as f64, &n.to_string()),
            Rule::EntriesAtMost(most) | Rule::KeysAtMost(most) | Rule::ValuesAtMost(most) => {
                words.entries_at_most.with([&n(most)])
            }
            Rule::BytesAtMost(most) | Rule::CharactersAtMost(most) | Rule::TextsAtMost(most) => {
                words.characters_at_most.with([&n(most)])
            }
            Rule::NestedAtMost(most) => words.nested_at_most.with([&n(most)]),
            Rule::BelowMegabytes(most) => words.megabytes.with([&most.to_string()]),
            Rule::NotWith(key) => words.not_with.with([key]),
            Rule::KnownKey { meant: Some(meant) } => words.meant.with([meant]),
            Rule::FiniteCurve { from, to } => words.finite_curve.with([&self.bound(*from), &self.bound(*to)]),
            Rule::WithinOnPlane(limit) => words.on_plane.with([&self.bound(*limit)]),
            Rule::DatasetFor { task, classes, or, .. } => {
                let (key, value) = match or {
                    Instead::Tasks(tasks) => {
                        let tasks: Vec<&str> = tasks.iter().map(|task| self.task(*task)).collect();
                        ("task", self.listed(&tasks))
                    }
                    Instead::Classes(classes) => ("classes", n(classes)),
                };
                let (dataset, task) = (self.dataset_named(as_typed(found)), self.described(*task, *classes));
                words.dataset_for.with([dataset, &task, self.key_label(key), &value])
            }
            Rule::LossFor { names, task, classes } => {
                let task = self.described(*task, *classes);
                words.loss_for.with([self.loss(as_typed(found)), &task, &self.named_as(names, Words::loss)])
            }
            Rule::ArmPerClass { classes, arms } => {
                words.arm_per_class.with([&n(classes), self.key_label("classes"), &n(arms)])
            }
            Rule::ClassUpTo(classes) => words.class_up_to.with([&n(classes)]),
            Rule::EntryPerLayer(layers) => words.entry_per_layer.with([&n(layers)]),
            Rule::PartOf(sizes) => {
                let sizes: Vec<String> = sizes.iter().map(usize::to_string).collect();
                words.part_of.with([&sizes.join(words.comma)])
            }
            Rule::NoParameters(owner) => words.no_parameters.with([self.owner(key, owner)]),
            Rule::ParameterOf { owner, names } => {
                words.parameter_of.with([self.owner(key, owner), &names.join(words.comma)])
            }
            Rule::ParameterBetween { owner, min, max } => {
                words.parameter_from_to.with([self.owner(key, owner), &self.bound(*min), &self.bound(*max)])
            }
            Rule::NoWeightDecay { optimiser, decaying } => {
                words.no_weight_decay.with([self.optimiser(optimiser), &self.named_as(decaying, Words::optimiser)])
            }
            Rule::ParametersAtMost { optimiser, most } => {
                words.parameters_at_most.with([self.optimiser(optimiser), &n(most)])
            }
            Rule::WordAsConfigured(word) => words.word_as_configured.with([word]),
            Rule::Shaped(Shape::Numbers(count) | Shape::Layers(count) | Shape::Checks(count))
            | Rule::LengthOfBias(count) => words.n_entries.with([&n(count)]),
            Rule::Shaped(Shape::Matrix(rows, cols)) => words.matrix.with([&n(rows), &n(cols)]),
            Rule::Shaped(Shape::Transposed(rows, cols)) => words.transposed.with([&n(rows), &n(cols)]),
            Rule::LayersShaped(shapes) => words.layers_shaped.with([&n(&shapes.len()), &Rule::shapes(shapes)]),
            Rule::NumberedLayer => return words.numbered_layer.into(),
            Rule::Shaped(Shape::Network(layers, units)) => words.network.with([&n(layers), &n(units)]),
            Rule::AtMostSteps(step) => words.at_most.with([&self.count(*step)]),
            Rule::LossesInOrder(most) => words.losses_in_order.with([&n(most)]),
            Rule::SlotsOf { optimiser, names } => {
                words.slots_of.with([self.optimiser(optimiser), &format!("[{}]", names.join(", "))])
            }
            Rule::GivenByWeights { input: [x, y], values } => {
                let name = key.rsplit('.').next().unwrap_or_default();
                let given = format!("{values:?}");
                let [stated, given] = [as_typed(found), &given].map(|list| match values.len() {
                    1 => list.trim_matches(['[', ']']),
                    _ => list,
                });
                words.given_by_weights.with([&format!("{x}, {y}"), name, stated, given])
            }
            Rule::FieldByField => words.field_by_field.with([&format!("{key}.name")]),
            Rule::BecameDeviation { noise, dataset } => {
                words.deviation.with([&self.bound(*noise), self.dataset_named(dataset)])
            }
            // Unfolded before.
            Rule::Became { rule, .. } => return self.rule(key, rule, found),
            Rule::Formula(error) => self.mistake(error, found),
            Rule::Definitions(error) => self.definition_error(error),
        })
    }

    fn listed(&self, names: &[&str]) -> String {
        let words = &self.refusals;
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{}{}{last}", rest.join(words.comma), words.or),
            _ => names.concat(),
        }
    }

    fn named_as(&self, names: &[String], label: for<'a> fn(&Words, &'a str) -> &'a str) -> String {
        let labels: Vec<&str> = names.iter().map(|name| label(self, name)).collect();
        self.listed(&labels)
    }

    /// A dataset that is only known by its name.
    fn dataset_named<'a>(&self, name: &'a str) -> &'a str {
        entry_of(&self.catalog.datasets, name).map_or(name, |row| row.label)
    }

    /// An optimiser or schedule, whose parameter stands at `key`.
    fn owner<'a>(&self, key: &str, name: &'a str) -> &'a str {
        if key.starts_with("schedule") { self.schedule(name) } else { self.optimiser(name) }
    }

    /// The task with its number of classes.
    fn described(&self, task: Task, classes: usize) -> String {
        match task {
            Task::Classification => self.refusals.task_with_classes.with([self.task(task), &classes.to_string()]),
            Task::Regression | Task::Curve => self.task(task).into(),
        }
    }
}

/// Whether a rule is said without a subject.
fn is_whole(rule: &Rule) -> bool {
    matches!(
        rule,
        Rule::Undoable
            | Rule::Redoable
            | Rule::TrainingPoint
            | Rule::FiniteUpdate
            | Rule::NotStopped
            | Rule::Below { .. }
            | Rule::DatasetFor { .. }
            | Rule::LossFor { .. }
            | Rule::WeightsInLink(_)
            | Rule::FromStep0
            | Rule::EngineOfReplay(_)
            | Rule::FeatureChosen
            | Rule::GivenByWeights { .. }
            | Rule::BecameFlatterPlane
            | Rule::BecameL1
            | Rule::CallsAtMost(_)
            | Rule::Uncancelled
            | Rule::Running
            | Rule::Started
            | Rule::Understood
            | Rule::Answerable
            | Rule::Definitions(_)
            | Rule::Loaded(_)
    )
}

/// Whether a rule's own words leave nothing to add.
fn says_what_was_found(rule: &Rule) -> bool {
    is_whole(rule)
        || matches!(
            rule,
            Rule::Formula(_)
                | Rule::FormulaOfFunction
                | Rule::FiniteLoss
                | Rule::Effective(_)
                | Rule::Readable
                | Rule::BelowMegabytes(_)
        )
}

fn as_written<'a>(_: &Words, name: &'a str) -> &'a str {
    name
}
