//! `cargo xtask profile`: which functions a first visit runs until it trains, written to web/first-visit.txt, from which the
//! build divides the program. The list may be out of date: then a first visit loads more, or waits once; nothing else.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process::{program, run as run_program, trunk};
use crate::split::{HITS, Whole, count_hits};
use crate::{after_build, browsers, setup, workspace};

/// Set while the program is built in one piece.
pub(crate) const WHOLE: &str = "PLAYGROUND_WHOLE";

/// The list: one name a line.
pub(crate) fn list() -> PathBuf {
    workspace::root().join("web/first-visit.txt")
}

/// What a first visit runs, by the list.
pub(crate) struct FirstVisit<'a> {
    listed: HashSet<&'a str>,
    /// Names without their type arguments, of those that the list names and the program has not. The compiler keeps one of
    /// several functions with the same code, and which one that is may differ from build to build.
    absent: HashSet<String>,
}

impl<'a> FirstVisit<'a> {
    /// `list` as written by [`run`]; `present` are the program's functions.
    pub(crate) fn new<'p>(list: &'a str, present: impl Iterator<Item = &'p str>) -> FirstVisit<'a> {
        let present: HashSet<&str> = present.collect();
        let listed: HashSet<&str> = list.lines().collect();
        let absent = listed.iter().filter(|name| !present.contains(**name)).map(|name| generic(name)).collect();
        FirstVisit { listed, absent }
    }

    /// Whether a first visit runs the function of this name.
    pub(crate) fn runs(&self, name: &str) -> bool {
        self.listed.contains(name) || (!self.absent.is_empty() && self.absent.contains(&generic(name)))
    }
}

/// A function's name without type arguments: `<Cell<u8>>::get::<T>` is `<Cell>::get::`.
fn generic(name: &str) -> String {
    let mut kept = String::new();
    let mut is_kept = vec![true];
    let mut before = ' ';
    for character in name.chars() {
        let outer = is_kept.last().copied().unwrap_or(true);
        match character {
            // After a name it opens arguments, elsewhere a type.
            '<' => is_kept.push(outer && !(before.is_alphanumeric() || before == '_' || before == ':')),
            // Not the arrow of a function's type.
            '>' if before != '-' && is_kept.len() > 1 => {
                is_kept.pop();
                before = character;
                if outer {
                    kept.push(character);
                }
                continue;
            }
            _ => {}
        }
        if outer && is_kept.last().copied().unwrap_or(true) {
            kept.push(character);
        }
        before = character;
    }
    kept
}

/// Builds the page in one piece that notes what has run, visits it, and writes the list.
pub(crate) fn run() -> Result<()> {
    setup::run()?;
    let chromium = browsers::ensure_chromium()?;
    let out = workspace::target().join("profile");
    let dist = out.join("dist");
    run_program(trunk().args(["build", "--release", "--offline", "--dist"]).arg(&dist).env(WHOLE, "1"))?;
    let wasm = fs::read_dir(&dist)?.flatten().map(|entry| entry.path());
    let wasm = wasm.into_iter().find(|path| path.extension().is_some_and(|e| e == "wasm")).context("a wasm file")?;
    let built = fs::read(&wasm)?;
    fs::write(&wasm, count_hits(&built)?)?;
    // A rest that never comes: what follows its coming is not of a first visit's beginning.
    let name = wasm.file_name().and_then(|name| name.to_str()).context("the file has a name")?;
    after_build::name_parts(&dist.join("index.html"), &wasm, name, "never_rest.wasm")?;
    let hits = out.join("hits.txt");
    let mut node = program("node");
    node.arg("tests/e2e/profile.mjs").arg("--dist").arg(&dist).arg("--work").arg(workspace::e2e());
    run_program(node.arg("--chromium").arg(chromium).arg("--export").arg(HITS).arg("--out").arg(&hits))?;
    let hits = fs::read_to_string(hits)?;
    let whole = Whole::read(&built)?;
    let names: BTreeSet<&str> = whole
        .names()
        .zip(hits.bytes())
        .filter(|(name, hit)| *hit == b'1' && !name.is_empty())
        .map(|(n, _)| n)
        .collect();
    let text: String = names.iter().flat_map(|name| [name, "\n"]).collect();
    fs::write(list(), text)?;
    println!("{} of {} functions run on a first visit", names.len(), whole.names().count());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_arguments_are_no_part_of_a_generic_name() {
        for (name, short) in [
            ("<core::cell::RefCell<core::option::Option<u8>>>::borrow", "<core::cell::RefCell>::borrow"),
            ("<a::B<u8> as c::D<fn() -> u8>>::e::<f::G<h>>", "<a::B as c::D>::e::"),
            ("<&mut a::B<c> as d>::e", "<&mut a::B as d>::e"),
            ("a::b::{closure#0}", "a::b::{closure#0}"),
        ] {
            assert_eq!(generic(name), short);
        }
    }

    #[test]
    fn a_listed_function_that_is_absent_is_there_by_its_like() {
        let visit = FirstVisit::new(
            "<Cell<u8>>::get\nnow",
            ["<Cell<f32>>::get", "<Cell<f32>>::set", "now", "later"].into_iter(),
        );
        let runs = ["now", "<Cell<f32>>::get", "<Cell<f32>>::set", "later"].map(|name| visit.runs(name));
        assert_eq!(runs, [true, true, false, false]);
        let visit = FirstVisit::new("<Cell<u8>>::get", ["<Cell<f32>>::get", "<Cell<u8>>::get"].into_iter());
        assert!(!visit.runs("<Cell<f32>>::get"), "what is listed is there itself");
    }
}
