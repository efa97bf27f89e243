//! The progress of a first run: each stage prints what it does, which share of the time it takes, and how long it took.

use std::time::{Duration, Instant};

use anyhow::Result;

/// A stage of a first run, with its share of the processor time as measured on a machine with two cores.
pub(crate) struct Stage {
    /// What the stage does, for printing.
    pub(crate) what: &'static str,
    /// The share, in percent.
    pub(crate) percent: u32,
}

/// Trunk, which builds and serves the page.
pub(crate) const TRUNK: Stage = Stage { what: "compiling Trunk", percent: 60 };
/// wasm-bindgen's command.
pub(crate) const WASM_BINDGEN: Stage = Stage { what: "compiling wasm-bindgen", percent: 20 };
/// The tools from npm.
pub(crate) const NPM: Stage = Stage { what: "installing wasm-opt and esbuild from npm", percent: 1 };
/// The page's own code, which compiles while Trunk does.
pub(crate) const PAGE: Stage = Stage { what: "compiling the page", percent: 15 };
/// The compiler's wasm target.
pub(crate) const TARGET: Stage = Stage { what: "installing the compiler's wasm target", percent: 2 };

/// Runs a stage and prints its progress.
pub(crate) fn run(stage: &Stage, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let Stage { what, percent } = stage;
    println!("{what}: about {percent} % of a first run …");
    let start = Instant::now();
    work()?;
    println!("{what}: done in {}", minutes(start.elapsed()));
    Ok(())
}

fn minutes(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min {} s", seconds / 60, seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_told_in_minutes_and_seconds() {
        assert_eq!([7, 60, 151].map(|s| minutes(Duration::from_secs(s))), ["7 s", "1 min 0 s", "2 min 31 s"]);
    }
}
