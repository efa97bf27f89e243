//! `cargo xtask build`: the page for release in dist/, the same way wherever it is built.

use anyhow::Result;

use crate::{process, setup};

/// Installs what is missing and builds the page.
pub(crate) fn run() -> Result<()> {
    setup::run()?;
    page()
}

/// Builds the page with the tools that are there.
pub(crate) fn page() -> Result<()> {
    // Offline, because Trunk would otherwise download a tool that it does not find.
    process::run(process::trunk().args(["build", "--release", "--offline"]))
}
