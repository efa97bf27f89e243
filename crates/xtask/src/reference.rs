//! `cargo xtask reference DIR`: every reference fixture in a folder, through the public crates.

use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// The project's own fixtures.
pub(crate) const OWN_FIXTURES: &str = "tests/reference";

/// Runs the fixtures of the given folder.
pub(crate) fn run(args: &[String]) -> Result<()> {
    match args {
        [dir] => process::run(&mut command(&absolute(dir)?)),
        _ => bail!("reference needs one folder: cargo xtask reference {OWN_FIXTURES}"),
    }
}

/// The command that runs the fixtures of a folder.
pub(crate) fn command(dir: &str) -> Command {
    let mut cargo = process::cargo();
    cargo.args(["run", "--quiet", "--package", "playground-tests", "--bin", "reference", "--"]);
    cargo.arg(dir);
    cargo
}

/// The absolute path of a folder, which the developer names relative to the current directory and not to the workspace.
fn absolute(dir: &str) -> Result<String> {
    Ok(std::path::absolute(dir)?.to_string_lossy().into_owned())
}
