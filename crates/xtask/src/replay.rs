//! `cargo xtask replay FILE`: makes a run again from its log and prints its checksum.

use anyhow::{Result, bail};

use crate::process;

/// Replays the log in a file.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let [file] = args else { bail!("replay takes one file: a log in JSON") };
    let run = ["run", "--quiet", "--package", "playground-tests", "--bin", "replay", "--"];
    process::run(process::cargo().args(run).arg(file))
}
