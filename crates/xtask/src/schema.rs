//! `cargo xtask schema`: writes the published schemas, the page of keys and the page that shows how a plan is made.

use anyhow::Result;

use crate::process;

/// Writes the files.
pub(crate) fn run() -> Result<()> {
    process::run(process::cargo().args(["run", "--quiet", "--package", "playground-tests", "--bin", "schema"]))
}
