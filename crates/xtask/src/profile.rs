//! `cargo xtask profile`: which functions a first visit runs until it trains, written to web/first-visit.txt, from which the
//! build divides the program. The list may be out of date: then a first visit loads more, or waits once; nothing else.

use std::collections::BTreeSet;
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
