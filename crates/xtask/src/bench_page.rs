//! The page's part of `cargo xtask bench`: how fast the built page trains and draws in an automated Chromium, and whether it
//! stays so for an hour. It builds the page and leaves measuring to tests/bench/page_table.mjs and tests/bench/endurance.mjs.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process::{program, run as run_program};
use crate::{browsers, build, setup, workspace};

/// The page's own arguments, for `bench --help`.
pub(crate) const HELP: &str = "\
  --page        only the page table, which otherwise follows the engine table: speed, frames, busy share, latencies, first frame, bytes, memory
  --minutes N   … and its memory after each of N minutes
  --endurance N only N minutes at full speed (60 for the promise): memory, frames and errors of each minute
  --scene NAME  … of this setting: default, six or large
  --dist DIR    measure the page that is built in DIR
  --against DIR only visits: the build in DIR and this one in turn, on connections of different speed";

/// Whether the arguments ask for the page's part only.
pub(crate) fn is_wanted_alone(args: &[String]) -> bool {
    args.iter().any(|arg| ["--page", "--endurance", "--against"].contains(&arg.as_str()))
}

/// Measures the page, and writes target/bench/page.md and page.json, or endurance.md, endurance.json and endurance.svg.
pub(crate) fn run(args: &[String]) -> Result<()> {
    setup::run()?;
    let chromium = browsers::ensure_chromium()?;
    let value = |name: &str| -> Result<Option<&String>> {
        let Some(at) = args.iter().position(|arg| arg == name) else { return Ok(None) };
        args.get(at + 1).map(Some).with_context(|| format!("{name} must be followed by its value"))
    };
    let dist = match value("--dist")? {
        Some(dist) => PathBuf::from(dist),
        None => {
            build::page()?;
            workspace::dist()
        }
    };
    if let Some(against) = value("--against")? {
        let mut node = program("node");
        node.arg("tests/bench/visits.mjs").arg("--dist").arg(dist).arg("--against").arg(against);
        return run_program(node.arg("--out").arg(workspace::target().join("bench")).arg("--chromium").arg(chromium));
    }
    let minutes = value("--endurance")?;
    let mut node = program("node");
    node.arg(if minutes.is_some() { "tests/bench/endurance.mjs" } else { "tests/bench/page_table.mjs" });
    node.arg("--dist").arg(dist).arg("--out").arg(workspace::target().join("bench")).arg("--chromium").arg(chromium);
    if let Some(minutes) = minutes.or(value("--minutes")?) {
        node.arg("--minutes").arg(minutes);
    }
    if let Some(scene) = value("--scene")? {
        node.arg(if minutes.is_some() { "--scene" } else { "--only" }).arg(scene);
    }
    if minutes.is_none() && args.iter().any(|arg| arg == "--check") {
        node.arg("--check");
    }
    run_program(&mut node)
}
