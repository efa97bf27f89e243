//! The size of the finished page, file by file. What a first visit downloads until it trains is a promise to its readers: every
//! run shows it, and fails when it is broken.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};

use crate::workspace;

/// What a first visit may download until it trains, compressed by gzip: a phone on a slow line waits for it.
const FIRST_VISIT_BYTES: usize = 250_000;

/// What comes later: the rest of program and styles, and what only other programs read.
const LATER: [&str; 3] = ["_rest.wasm", "_rest.css", ".json"];

/// Keeps what each crate costs, for the report.
pub(crate) fn note_costs(costs: &[(String, [usize; 2])]) -> Result<()> {
    let mut table = format!("{:>12} {:>12}  crate (bytes of the program before compression)\n", "first visit", "later");
    for (name, [first, rest]) in costs {
        table.push_str(&format!("{first:>12} {rest:>12}  {name}\n"));
    }
    Ok(fs::write(costs_file(), table)?)
}

fn costs_file() -> PathBuf {
    workspace::target().join("bytes-by-crate.txt")
}

/// Prints raw and gzip bytes of every file in dist/, and what each crate costs.
///
/// # Errors
/// If a first visit downloads more than it may.
pub(crate) fn report() -> Result<()> {
    let dist = workspace::dist();
    let mut files = Vec::new();
    collect(&dist, &mut files)?;
    files.sort();
    let (mut total, mut first) = ((0, 0), 0);
    println!("{:>12} {:>12}  file", "bytes", "gzip");
    for file in files {
        let bytes = fs::read(&file)?;
        let (raw, gzip) = (bytes.len(), gzip_len(&bytes)?);
        let name = file.strip_prefix(&dist).unwrap_or(&file);
        println!("{raw:>12} {gzip:>12}  {}", name.display());
        total = (total.0 + raw, total.1 + gzip);
        if !LATER.iter().any(|end| name.to_string_lossy().ends_with(end)) {
            first += gzip;
        }
    }
    if let Ok(costs) = fs::read_to_string(costs_file()) {
        println!("\n{costs}");
    }
    println!("{:>12} {:>12}  all", total.0, total.1);
    println!("{:>12} {first:>12}  until a first visit trains, of {FIRST_VISIT_BYTES}", "");
    ensure!(first <= FIRST_VISIT_BYTES, "a first visit must download at most {FIRST_VISIT_BYTES} bytes, got {first}");
    Ok(())
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(dir).with_context(|| format!("{} must exist", dir.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() { collect(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

fn gzip_len(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
