//! The size of the finished page is a promise to its visitors: every run of the tests shows it, and fails when it is broken.

use anyhow::Result;

use crate::process::{program, run};
use crate::workspace;

/// Prints the bytes of every file in dist/.
///
/// # Errors
/// If the default page is larger than promised.
pub(crate) fn report() -> Result<()> {
    run(program("node").arg("tests/size.mjs").arg(workspace::dist()))
}
