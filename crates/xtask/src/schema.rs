//! `cargo xtask schema`: writes what is written from tables of the program, see `tests/src/published`.

use anyhow::Result;

use crate::process;

/// Writes the files.
pub(crate) fn run() -> Result<()> {
    process::run(process::cargo().args(["run", "--quiet", "--package", "playground-tests", "--bin", "schema"]))
}
