//! `cargo xtask test exports`: writes networks of every kind in every format and lets the programs and libraries that the formats are
//! for run them. Python packages and KaTeX are installed into the build folder; PyTorch is the system's, because the one of PyPI is
//! larger than all else together.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::browsers::{NODE, PYTHON, install, python_packages, system};
use crate::process::{Counts, cargo, find, program, run_counting, try_output};
use crate::setup::npm_packages;
use crate::workspace;

/// Debian's PyTorch, which computes on the processor.
const TORCH: &str = "python3-torch";

/// Makes sure that everything is installed.
pub(crate) fn ensure() -> Result<()> {
    system(&NODE)?;
    system(&[PYTHON])?;
    npm_packages(&sources(), &folder())?;
    python_packages(&sources().join("requirements.txt"), &folder().join("venv"))?;
    if torch().is_none() {
        install("PyTorch", &[TORCH])?;
    }
    Ok(())
}

/// Runs the formats; the counts are those of the checks.
pub(crate) fn run() -> Result<(Counts, bool)> {
    ensure()?;
    let cases = folder().join("cases");
    if cases.exists() {
        std::fs::remove_dir_all(&cases)?;
    }
    let mut write = cargo();
    write.args(["run", "--quiet", "--package", "playground-tests", "--bin", "exports", "--"]).arg(&cases);
    crate::process::run(&mut write)?;
    let torch = torch().with_context(|| format!("the package {TORCH} must bring PyTorch"))?;
    let rustc = find("rustc").context("the Rust compiler must be on PATH")?;
    let script = |name: &str| sources().join(name);
    let mut python = program(&in_venv().to_string_lossy());
    python.env("KERAS_BACKEND", "numpy").arg(script("check.py")).arg(&cases);
    let mut in_torch = program(&torch.to_string_lossy());
    in_torch.arg(script("check_torch.py")).arg(&cases);
    let mut node = program("node");
    node.arg(script("check.mjs")).arg(&cases).arg(rustc);
    node.arg(folder().join("node_modules/katex/dist/katex.mjs"));
    let (mut counts, mut is_ok) = (Counts::default(), true);
    for command in [&mut python, &mut in_torch, &mut node] {
        // So that no copy of a program is left behind among the cases.
        let (found, is_fine) = run_counting(command.env("PYTHONDONTWRITEBYTECODE", "1"))?;
        counts.add(found);
        is_ok &= is_fine;
    }
    Ok((counts, is_ok))
}

fn sources() -> PathBuf {
    workspace::root().join("tests/exports")
}

fn folder() -> PathBuf {
    workspace::target().join("exports")
}

fn in_venv() -> PathBuf {
    crate::browsers::python_of(&folder().join("venv"))
}

/// A Python that has PyTorch: the first on PATH, or the system's.
fn torch() -> Option<PathBuf> {
    let candidates = find("python3").into_iter().chain([Path::new("/usr/bin/python3").to_path_buf()]);
    let has_torch = |python: &PathBuf| {
        let version = "import importlib.util as u; print(u.find_spec('torch') is not None)";
        try_output(program(&python.to_string_lossy()).args(["-c", version])).is_some_and(|said| said.contains("True"))
    };
    candidates.into_iter().find(has_torch)
}
