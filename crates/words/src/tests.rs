//! What holds for every language: names and order are those of the program's tables, nothing that must be said is empty.

use playground::catalog::{Param, activation, initialiser, loss, optimiser, penalty, schedule};
use playground::keys::{ACTIVATION_SHORTHAND, KEYS, Key, Kind};
use playground::{Task, Theme, Unit, VIEW_SETTINGS, data};

use crate::ALL;
use crate::groups::{Entry, Label};

fn names(rows: &[Label]) -> Vec<&'static str> {
    rows.iter().map(|row| row.0).collect()
}

fn entries(rows: &[Entry]) -> Vec<&'static str> {
    rows.iter().map(|row| row.name).collect()
}

/// Every key with its fields after it, and the shorthand.
fn paths() -> Vec<String> {
    let mut paths = Vec::new();
    for key in KEYS {
        paths.push(key.name.to_owned());
        let fields: Vec<&Key> = match key.kind.inner() {
            Kind::Record { required, optional } => required.iter().chain(*optional).collect(),
            Kind::List { of: Kind::Record { required, optional }, .. } => required.iter().chain(*optional).collect(),
            _ => Vec::new(),
        };
        paths.extend(fields.iter().map(|field| format!("{}.{}", key.name, field.name)));
    }
    paths.push(ACTIVATION_SHORTHAND.name.to_owned());
    paths
}

/// The names of parameters, each once, in the order of the catalog.
fn params(all: impl Iterator<Item = &'static [Param]>) -> Vec<&'static str> {
    let mut found = Vec::new();
    for param in all.flatten() {
        if !found.contains(&param.name) {
            found.push(param.name);
        }
    }
    found
}

#[test]
fn names_and_their_order_are_those_of_the_tables() {
    for words in ALL {
        let catalog = &words.catalog;
        assert_eq!(entries(&words.keys), paths(), "{}", words.tag);
        assert_eq!(entries(&words.view_settings), VIEW_SETTINGS.iter().map(|row| row.name).collect::<Vec<_>>());
        assert_eq!(names(&catalog.activations), activation::all().iter().map(|row| row.name).collect::<Vec<_>>());
        assert_eq!(names(&catalog.losses), loss::all().iter().map(|row| row.name).collect::<Vec<_>>());
        assert_eq!(names(&catalog.penalties), penalty::all().iter().map(|row| row.name).collect::<Vec<_>>());
        assert_eq!(names(&catalog.initialisers), initialiser::all().iter().map(|row| row.name).collect::<Vec<_>>());
        assert_eq!(entries(&catalog.optimisers), optimiser::all().iter().map(|row| row.name).collect::<Vec<_>>());
        assert_eq!(names(&catalog.schedules), schedule::all().iter().map(|row| row.name).collect::<Vec<_>>());
        assert_eq!(entries(&catalog.datasets), data::all().map(|row| row.name).collect::<Vec<_>>());
        assert_eq!(names(&words.settings.tasks), Task::ALL.map(Task::name));
        assert_eq!(names(&words.header.themes), Theme::ALL.map(Theme::name));
        assert_eq!(names(&words.header.units), Unit::ALL.map(Unit::name));
    }
}

#[test]
fn every_parameter_that_has_a_field_has_a_sentence() {
    for words in ALL {
        let catalog = &words.catalog;
        let general = |rows: &[Label]| names(rows).into_iter().filter(|name| !name.contains('.')).collect::<Vec<_>>();
        let (optimisers, schedules) = (optimiser::all(), schedule::all());
        assert_eq!(general(&catalog.optimiser_params), params(optimisers.iter().map(|row| row.params)));
        assert_eq!(general(&catalog.schedule_params), params(schedules.iter().map(|row| row.params)));
        for (name, _) in catalog.optimiser_params.iter().filter(|row| row.0.contains('.')) {
            let (owner, param) = name.split_once('.').unwrap();
            assert!(optimiser::find(owner).unwrap().params.iter().any(|own| own.name == param), "{name}");
        }
    }
}

#[test]
fn labels_of_a_menu_differ() {
    for words in ALL {
        for rows in [&words.catalog.activations[..], &words.catalog.losses, &words.catalog.initialisers] {
            for (idx, row) in rows.iter().enumerate() {
                assert!(!row.1.is_empty() && rows[..idx].iter().all(|before| before.1 != row.1), "{row:?}");
            }
        }
        for row in &words.keys {
            assert!(row.doc.ends_with(['.', '。']), "{row:?}");
        }
        for row in words.view_settings.iter().chain(&words.catalog.datasets) {
            assert!(!row.label.is_empty() && row.doc.ends_with(['.', '。']), "{row:?}");
        }
    }
}
