//! Runs other programs. This is the one place that words their failures, finds them on PATH, and removes
//! variables that break them from their environment. It does not know what the programs are for.

use std::ffi::OsString;
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// The error for a program that this command may not install itself; the process then exits with 2.
#[derive(Debug)]
pub(crate) struct Missing {
    /// The name of what is missing.
    pub(crate) what: String,
    /// The command that installs it.
    pub(crate) cure: String,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "missing: {}; install with\n  {}", self.what, self.cure)
    }
}

impl std::error::Error for Missing {}

/// What a program reports of its tests.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// The number of tests that passed.
    pub(crate) passed: usize,
    /// The number of tests that failed.
    pub(crate) failed: usize,
    /// The lines that name a test which failed, or which passed only when it was run again.
    pub(crate) named: Vec<String>,
}

impl Counts {
    /// Adds what another program reports.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.named.extend(other.named);
    }
}

/// A program run in the workspace, with the project's own tools first on PATH.
pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(find(name).unwrap_or_else(|| name.into()));
    command.current_dir(workspace::root()).env("PATH", search_path());
    command
}

/// Cargo, with the developer's own environment.
pub(crate) fn cargo() -> Command {
    program("cargo")
}

/// A program that builds for wasm. It runs without RUSTFLAGS, which would replace the flags of `.cargo/config.toml`.
pub(crate) fn building_wasm(mut command: Command) -> Command {
    command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    command
}

/// Trunk, without NO_COLOR, with which version 0.21 exits.
pub(crate) fn trunk() -> Command {
    let mut command = building_wasm(program("trunk"));
    command.env_remove("NO_COLOR");
    command
}

/// Runs a program. If it does not start or does not succeed, the error names it.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{} must start", words(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", words(command));
    }
    Ok(())
}

/// Runs a program and returns what it printed, or nothing if it is absent or fails.
pub(crate) fn try_output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let is_ok = output.status.success();
    is_ok.then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a program, prints its lines as they come, and adds up the tests that they report.
///
/// The flag says whether the program succeeded; the counts are valid in both cases.
pub(crate) fn run_counting(command: &mut Command) -> Result<(Counts, bool)> {
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("{} must start", words(command)))?;
    let stdout = child.stdout.take().context("the child's output was piped")?;
    let mut counts = Counts::default();
    for line in BufReader::new(stdout).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        if let Some((passed, failed)) = counts_in(&line) {
            counts.passed += passed;
            counts.failed += failed;
        }
        if names_a_failure(&line) {
            counts.named.push(line.into_owned());
        }
    }
    Ok((counts, child.wait()?.success()))
}

/// The path of a program, from the project's tools, cargo's folder or PATH.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&search_path()).map(|dir| dir.join(&file)).find(|path| path.is_file())
}

fn search_path() -> OsString {
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let mut dirs = vec![workspace::npm_tools().join("node_modules").join(".bin")];
    dirs.extend(cargo_bin());
    dirs.extend(std::env::split_paths(&inherited));
    std::env::join_paths(dirs).unwrap_or(inherited)
}

fn cargo_bin() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".cargo")))?;
    Some(home.join("bin"))
}

fn words(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default();
    let args = command.get_args().map(|arg| arg.to_string_lossy());
    let words: Vec<_> = std::iter::once(program.to_string_lossy()).chain(args).collect();
    format!("`{}`", words.join(" "))
}

/// Parses `12 passed; 0 failed` or `12 passed, 0 failed`, as cargo test and our own runners print it.
fn counts_in(line: &str) -> Option<(usize, usize)> {
    let (before, after) = line.split_once(" passed")?;
    // "optima: 9 passed, …" is part of a sum that is printed later.
    let before = before.trim();
    let passed =
        if before.starts_with("test result") { before.split_whitespace().last()? } else { before }.parse().ok()?;
    let (failed, rest) = after.trim_start_matches([';', ',', ' ']).split_once(' ')?;
    let failed = failed.parse().ok()?;
    rest.starts_with("failed").then_some((passed, failed))
}

/// Whether a line names a test that failed, as cargo test and our own runners print it, or one that passed only when run again.
fn names_a_failure(line: &str) -> bool {
    let is_of_cargo = line.starts_with("test ") && line.ends_with(" ... FAILED");
    is_of_cargo || line.starts_with("failed: ") || line.starts_with("unsteady: ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_counts_are_read_from_cargo_and_from_our_own_runners() {
        let of = |passed, failed| Some((passed, failed));
        assert_eq!(counts_in("test result: ok. 12 passed; 3 failed; 0 ignored;"), of(12, 3));
        assert_eq!(counts_in("344 passed, 0 failed, 7 listed"), of(344, 0));
        assert_eq!(counts_in("9 passed, 1 failed"), of(9, 1));
        assert_eq!(counts_in("optima: 9 passed, 0 failed, 0 listed; worst deviation 0"), None);
        assert_eq!(counts_in("all passed"), None);
        assert_eq!(counts_in("one passed, two failed"), None);
    }

    #[test]
    fn lines_that_name_a_failed_test_are_told_from_others() {
        assert!(names_a_failure("test config::tests::a_link_is_read ... FAILED"));
        assert!(names_a_failure("failed: firefox: a press counts (waited 60 s)"));
        assert!(names_a_failure("unsteady: chromium: a press counts (waited 60 s)"));
        assert!(!names_a_failure("test result: FAILED. 1 passed; 1 failed;"));
        assert!(!names_a_failure("test config::tests::a_link_is_read ... ok"));
    }

    #[test]
    fn a_failing_program_is_named_in_the_error() {
        let error = run(program("rustc").arg("--no-such-flag").stderr(Stdio::null()));
        let text = error.expect_err("the flag does not exist").to_string();
        assert!(text.starts_with("`rustc --no-such-flag` ended with"), "{text}");
    }
}
