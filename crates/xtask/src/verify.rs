//! `cargo xtask verify FILE`: makes the run of a receipt again and says whether the receipt tells the truth.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::{process, workspace};

/// Verifies the receipt in a file.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let [file] = args else { bail!("verify takes a file: a receipt in JSON, as the page gives it") };
    let run = ["run", "--quiet", "--package", "playground-tests", "--bin", "verify", "--"];
    process::run(process::cargo().args(run).arg(file))
}

/// The program that verifies, for the browser tests.
pub(crate) fn built() -> Result<PathBuf> {
    process::run(process::cargo().args(["build", "--quiet", "--package", "playground-tests", "--bin", "verify"]))?;
    Ok(workspace::target().join("debug").join(format!("verify{}", std::env::consts::EXE_SUFFIX)))
}
