//! `cargo xtask bench --instructions`: the number of native instructions per epoch of each workload.
//! Callgrind counts them, so that other load on the machine does not matter. It measures no time.

use std::fs;

use anyhow::{Context, Result};

use crate::process::{cargo, program, run as run_program, try_output};
use crate::workspace;

const WORKLOADS: [&str; 8] = ["W1", "W2", "W3", "W4", "W5", "W6", "U1", "U2"];
/// The difference between two runs excludes what happens before training.
const EPOCHS: [u64; 2] = [10, 20];

/// Builds `tests/bench/engine/examples/epochs.rs` for release and prints a table.
pub(crate) fn run() -> Result<()> {
    run_program(cargo().args(["build", "--release", "--quiet", "--package", "bench-engine", "--example", "epochs"]))?;
    println!("| workload | instructions per epoch |\n|---|--:|");
    for workload in WORKLOADS {
        let [short, long] = EPOCHS.map(|epochs| counted(workload, epochs));
        println!("| {workload} | {} |", (long? - short?) / (EPOCHS[1] - EPOCHS[0]));
    }
    Ok(())
}

/// The number of instructions of a whole run, from the summary in callgrind's file.
fn counted(workload: &str, epochs: u64) -> Result<u64> {
    let folder = workspace::target().join("bench");
    fs::create_dir_all(&folder)?;
    let (problem, file) = (folder.join("problem.json"), folder.join("callgrind.out"));
    let mut node = program("node");
    let printed = try_output(node.arg(workspace::root().join("tests/bench/problem.mjs")).arg(workload));
    fs::write(&problem, printed.context("Node.js must be installed and print the problem")?)?;
    let mut valgrind = program("valgrind");
    valgrind.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", file.display()));
    valgrind
        .arg(workspace::target().join("release/examples/epochs"))
        .arg(epochs.to_string())
        .stdin(fs::File::open(problem)?);
    try_output(&mut valgrind).context("valgrind must be installed and the example must run")?;
    let profile = fs::read_to_string(&file).context("callgrind's file")?;
    let total = profile.lines().find_map(|line| line.strip_prefix("summary: ")).context("callgrind's summary")?;
    Ok(total.trim().parse()?)
}
