//! `cargo xtask replay FILE` or `LINK`: makes a run again from its log or its link and prints its checksum.

use anyhow::{Result, bail};

use crate::process;

/// Replays the log in a file, or the run in a link.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let [source] = args else { bail!("replay takes a file (a log in JSON) or a link (in quotes, because of its &)") };
    let run = ["run", "--quiet", "--package", "playground-tests", "--bin", "replay", "--"];
    process::run(process::cargo().args(run).arg(source))
}
