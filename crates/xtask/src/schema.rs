//! `cargo xtask schema`: writes what the program itself can write, see `tests/src/published`.

use anyhow::Result;

use crate::process;

/// Writes the files.
pub(crate) fn run() -> Result<()> {
    process::run(process::cargo().args(["run", "--quiet", "--package", "playground-tests", "--bin", "schema"]))
}
