//! `cargo xtask schema`: writes the published schemas and the page of keys from the table of keys.

use anyhow::Result;

use crate::process;

/// Writes the files.
pub(crate) fn run() -> Result<()> {
    process::run(process::cargo().args(["run", "--quiet", "--package", "playground-tests", "--bin", "schema"]))
}
