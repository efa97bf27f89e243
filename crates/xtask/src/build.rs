//! `cargo xtask build`: the release build of the page in dist/, the same on every machine.

use anyhow::Result;

use crate::{process, setup};

/// Installs missing tools and builds the page.
pub(crate) fn run() -> Result<()> {
    setup::run()?;
    page()
}

/// Builds the page with the installed tools.
pub(crate) fn page() -> Result<()> {
    // Offline, because Trunk otherwise downloads each tool that it does not find.
    process::run(process::trunk().args(["build", "--release", "--offline"]))
}
