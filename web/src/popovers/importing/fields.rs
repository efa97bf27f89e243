//! The menus of the dialog: what the columns are, and how the text is read.

use playground::Task;
use playground::problem::{Problem, Rule};
use playground::table::{DecimalMark, Fit, Kind, Mapping, Reading, Separator, Table};
use words::{Importing as Texts, Words};
use yew::prelude::*;

use super::choices::{Choices, Columns, Roles};
use super::encoding::Encoding;
use super::work::Work;
use crate::components::button::Button;
use crate::components::select::Choice;
use crate::controls::menus::Entry;

/// What the menus need.
pub(super) struct Scene<'a> {
    pub(super) words: &'static Words,
    pub(super) texts: &'static Texts,
    pub(super) work: &'a Work,
    pub(super) choices: &'a Choices,
    pub(super) on_choose: &'a Callback<Choices>,
}

/// Which share of the rows can test.
const SHARES: [f64; 5] = [0.0, 0.1, 0.2, 0.3, 0.5];

/// A value of a menu, its word in the document, and what it is called.
type Named<'n, T> = (T, String, &'n str);

/// Values with their words and names, in the same order.
fn named<'n, T, const N: usize>(values: [T; N], words: [&str; N], names: [&'n str; N]) -> Vec<Named<'n, T>> {
    values.into_iter().zip(words).zip(names).map(|((value, word), name)| (value, word.to_owned(), name)).collect()
}

impl Scene<'_> {
    /// A menu of `entries`, of which `now` is in force; a choice leads to other choices.
    fn menu<T: PartialEq + Clone + 'static>(
        &self,
        (id, name): (&'static str, &str),
        entries: &[Named<'_, T>],
        now: &T,
        choose: impl Fn(Choices, T) -> Choices + 'static,
    ) -> Html {
        let now = entries.iter().find(|(value, ..)| value == now).map_or_else(String::new, |(_, word, _)| word.clone());
        let values: Vec<(T, String)> = entries.iter().map(|(value, word, _)| (value.clone(), word.clone())).collect();
        let entry =
            |(_, word, label): &Named<'_, T>| Entry { value: word.clone(), label: (*label).to_owned(), refusal: None };
        let entries: Vec<Entry> = entries.iter().map(entry).collect();
        let before = self.choices.clone();
        let on_choose = self.on_choose.reform(move |chosen: String| {
            let chosen = values.iter().find(|(_, word)| *word == chosen);
            chosen.map_or_else(|| before.clone(), |(value, _)| choose(before.clone(), value.clone()))
        });
        // Only what encodings have in brackets is an aside: columns have their units there, files what they like.
        let is_whole = id != "encoding";
        let id = format!("importing-{id}");
        html! { <Choice words={self.words} {id} name={name.to_owned()} {entries} value={now} otherwise={AttrValue::from("–")} {is_whole} {on_choose} /> }
    }

    /// What the columns are and become.
    pub(super) fn columns(&self, table: &Table, mapping: &Mapping) -> Html {
        let texts = self.texts;
        let names: Vec<String> = (0..table.columns().len()).map(|idx| name_of(texts, table, idx)).collect();
        let all: Vec<Named<'_, usize>> =
            names.iter().enumerate().map(|(idx, name)| (idx, idx.to_string(), name.as_str())).collect();
        let is_number = |idx: &usize| matches!(table.columns()[*idx].kind, Kind::Number | Kind::Counter);
        let numbers: Vec<Named<'_, usize>> = all.iter().filter(|(idx, ..)| is_number(idx)).cloned().collect();
        let is_set = |(idx, ..): &&Named<'_, usize>| table.columns()[*idx].kind == Kind::Set;
        let sets: Vec<Named<'_, Option<usize>>> = std::iter::once((None, "none".to_owned(), texts.no_set))
            .chain(all.iter().filter(is_set).map(|(idx, word, name)| (Some(*idx), word.clone(), *name)))
            .collect();
        let tasks: Vec<Named<'_, Task>> =
            Task::ALL.into_iter().map(|task| (task, task.name().to_owned(), self.words.task(task))).collect();
        let change = |change: fn(Columns, usize) -> Columns| {
            move |choices: Choices, idx: usize| Choices { columns: change(choices.columns.clone(), idx), ..choices }
        };
        let is_curve = mapping.task == Task::Curve;
        let label = if mapping.task == Task::Classification { texts.class } else { texts.value };
        html! {
            <>
                { self.menu(("task", texts.task), &tasks, &mapping.task, |choices, task| {
                    Choices { columns: Columns { task: Some(task), ..choices.columns.clone() }, ..choices }
                }) }
                { self.menu(("x", texts.x), &numbers, &mapping.x, change(|columns, x| Columns { x: Some(x), ..columns })) }
                if !is_curve {
                    { self.menu(("y", texts.y), &numbers, &mapping.y, change(|columns, y| Columns { y: Some(y), ..columns })) }
                }
                { self.menu(("label", label), if mapping.task == Task::Classification { &all } else { &numbers }, &mapping.label, change(|columns, label| Columns { label: Some(label), ..columns })) }
                { for (mapping.set.is_none() && self.work.roles.test.is_none()).then(|| self.test_share(mapping)) }
                if sets.len() > 1 {
                    { self.menu(("set", texts.set), &sets, &mapping.set, |choices, set| {
                        Choices { columns: Columns { set: Some(set), ..choices.columns.clone() }, ..choices }
                    }) }
                }
                { self.scaling(mapping.task) }
            </>
        }
    }

    /// How many rows test, where none is marked.
    fn test_share(&self, mapping: &Mapping) -> Html {
        let texts = self.texts;
        let name = |share: f64| match share {
            0.0 => texts.all_train.to_owned(),
            share => texts.share_tests.with([&self.words.whole_percent(share)]),
        };
        let names = SHARES.map(name);
        let shares: Vec<Named<'_, f64>> =
            SHARES.into_iter().zip(&names).map(|(share, name)| (share, share.to_string(), name.as_str())).collect();
        self.menu(("test-share", texts.test_share), &shares, &mapping.test_share, |choices, share| Choices {
            columns: Columns { test_share: Some(share), ..choices.columns.clone() },
            ..choices
        })
    }

    /// What to do about numbers that are kept and do not lie on the plane.
    pub(super) fn way_out(&self) -> Html {
        let columns = &self.choices.columns;
        let is_kept = columns.fit == Some(Fit::Keep) || columns.scale_values == Some(false);
        let is_limit = |problem: &Problem| matches!(problem.rule, Rule::Between { .. });
        let is_outside = match self.work.imported.0.as_ref() {
            Ok(imported) => imported.skipped.first.iter().any(|row| is_limit(&row.problem)),
            Err(problem) => is_limit(problem),
        };
        if !is_kept || !is_outside {
            return Html::default();
        }
        let scaled = Columns { fit: None, scale_values: None, ..columns.clone() };
        let scaled = Choices { columns: scaled, ..self.choices.clone() };
        html! {
            <div class="importing-way">
                <p ~textContent={self.texts.kept_how} />
                { Button::of("btn", self.texts.scale_them).does(self.on_choose.reform(move |_: MouseEvent| scaled.clone())) }
            </div>
        }
    }

    /// Which of many files are used.
    pub(super) fn files(&self, names: &[&str]) -> Html {
        let (texts, roles) = (self.texts, self.work.roles);
        let all: Vec<Named<'_, usize>> =
            names.iter().enumerate().map(|(at, name)| (at, at.to_string(), *name)).collect();
        let tests: Vec<Named<'_, Option<usize>>> = std::iter::once((None, "none".to_owned(), texts.no_file))
            .chain(
                all.iter()
                    .filter(|(at, ..)| *at != roles.train)
                    .map(|(at, word, name)| (Some(*at), word.clone(), *name)),
            )
            .collect();
        let chosen = |files: Roles| {
            move |choices: Choices| Choices { files: Some(files), columns: Columns::default(), ..choices }
        };
        html! {
            <>
                { self.menu(("train-file", texts.for_training), &all, &roles.train, move |choices, train| chosen(roles.with_train(train))(choices)) }
                { self.menu(("test-file", texts.for_test), &tests, &roles.test, move |choices, test| chosen(Roles { test, ..roles })(choices)) }
            </>
        }
    }

    /// How numbers come onto the plane.
    fn scaling(&self, task: Task) -> Html {
        let (texts, imported) = (self.texts, self.work.imported.0.as_ref().as_ref().ok());
        let fits = named([Fit::Keep, Fit::Same, Fit::Each], ["keep", "same", "each"], texts.fits);
        let values = named([true, false], ["scaled", "kept"], [texts.scaled, texts.as_they_are]);
        // What was chosen is in force, even where no point is left by it.
        let fit = imported.map(|it| it.fit).or(self.choices.columns.fit);
        let scaled = imported.map(|it| it.scaled_values).or(self.choices.columns.scale_values);
        html! {
            <>
                { self.menu(("fit", texts.fit), &fits, &fit.unwrap_or(Fit::Keep), |choices, fit| {
                    Choices { columns: Columns { fit: Some(fit), ..choices.columns.clone() }, ..choices }
                }) }
                if task == Task::Regression {
                    { self.menu(("values", texts.fit_values), &values, &scaled.unwrap_or(true), |choices, scaled| {
                        Choices { columns: Columns { scale_values: Some(scaled), ..choices.columns.clone() }, ..choices }
                    }) }
                }
            </>
        }
    }

    /// How the text is read; `table` is what came of it.
    pub(super) fn reading(&self, table: Option<&Table>) -> Html {
        let texts = self.texts;
        let read_as = table.map(Table::read_as);
        let reading = self.choices.reading;
        let separators = named(Separator::ALL, ["comma", "semicolon", "tab", "blanks"], texts.separators);
        let decimals = named(DecimalMark::ALL, ["point", "comma"], texts.decimals);
        let headers = named([true, false], ["yes", "no"], texts.headers);
        let encodings = named(Encoding::ALL, Encoding::ALL.map(Encoding::name), texts.encodings);
        let separator = read_as.map(|it| it.separator).or(reading.separator).unwrap_or(Separator::Comma);
        let decimal = read_as.map(|it| it.decimal).or(reading.decimal).unwrap_or(DecimalMark::Point);
        let header = read_as.map(|it| it.header).or(reading.header).unwrap_or(false);
        html! {
            <>
                { self.menu(("separator", texts.separator), &separators, &separator, |choices, separator| {
                    choices.read_as(Reading { separator: Some(separator), ..choices.reading })
                }) }
                { self.menu(("decimal", texts.decimal), &decimals, &decimal, |choices, decimal| {
                    choices.read_as(Reading { decimal: Some(decimal), ..choices.reading })
                }) }
                { self.menu(("header", texts.header), &headers, &header, |choices, header| {
                    choices.read_as(Reading { header: Some(header), ..choices.reading })
                }) }
                { for self.work.encoding.map(|encoding| self.menu(("encoding", texts.encoding), &encodings, &encoding, |choices, encoding| {
                    Choices { encoding: Some(encoding), ..choices.read_as(choices.reading) }
                })) }
            </>
        }
    }
}

/// What a column is called.
pub(super) fn name_of(texts: &Texts, table: &Table, idx: usize) -> String {
    match table.columns()[idx].name.trim() {
        "" => texts.column.with([&(idx + 1).to_string()]),
        name => name.to_owned(),
    }
}
