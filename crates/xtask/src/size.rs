//! The size of the built page is limited: every run of the tests prints it, and fails if the page exceeds its limits.

use anyhow::Result;

use crate::process::{program, run};
use crate::workspace;

/// Prints the bytes of every file in dist/.
///
/// # Errors
/// If the default page exceeds its limits.
pub(crate) fn report() -> Result<()> {
    run(program("node").arg("tests/size.mjs").arg(workspace::dist()))
}
