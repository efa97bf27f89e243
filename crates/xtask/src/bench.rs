//! `cargo xtask bench`: the engine beside the limit. See tests/bench.

use anyhow::{Result, bail};

/// Not there yet.
pub(crate) fn run(_args: &[String]) -> Result<()> {
    bail!("the engine must have a training step first")
}
