//! The size of the finished page is a promise to its visitors: every run of the tests shows it, and fails when the page has grown.

use anyhow::Result;

use crate::process::{program, run};
use crate::workspace;

/// Prints the bytes of every file in dist/.
///
/// # Errors
/// If the default page is larger than it was.
pub(crate) fn report() -> Result<()> {
    run(program("node").arg("tests/size.mjs").arg(workspace::dist()))
}
