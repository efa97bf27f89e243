//! `cargo xtask picture`: regenerates the screenshots in README.md from the built page.

use anyhow::Result;

use crate::process::{program, run as run_program};
use crate::{browsers, build, workspace};

/// Builds the page and writes docs/page-light.png and docs/page-dark.png.
pub(crate) fn run() -> Result<()> {
    build::run(&[])?;
    let chromium = browsers::ensure_chromium()?;
    let mut node = program("node");
    node.arg("tests/e2e/picture.mjs").arg("--dist").arg(workspace::dist()).arg("--work").arg(workspace::e2e());
    node.arg("--chromium").arg(chromium).arg("--out").arg(workspace::root().join("docs"));
    run_program(&mut node)
}
