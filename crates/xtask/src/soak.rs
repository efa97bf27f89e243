//! `cargo xtask soak`: seeded random use of the built page for minutes, which is then replayed natively from the page's log.

use anyhow::Result;

use crate::process::{cargo, program, run as run_program};
use crate::{browsers, build, workspace};

/// Builds the page and the program that replays, then uses the page; `args` go to `tests/e2e/soak.mjs`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    build::run(&[])?;
    run_program(cargo().args(["build", "--release", "--quiet", "--package", "playground-tests", "--bin", "replay"]))?;
    let found = browsers::ensure_all()?;
    let replay = workspace::target().join("release").join(format!("replay{}", std::env::consts::EXE_SUFFIX));
    let mut node = program("node");
    node.arg("tests/e2e/soak.mjs").arg("--dist").arg(workspace::dist()).arg("--work").arg(workspace::e2e());
    node.arg("--chromium").arg(found.chromium).arg("--firefox").arg(found.firefox).arg("--replay").arg(replay);
    run_program(node.args(args))
}
