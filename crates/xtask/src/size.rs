//! The size of the finished page, file by file: what a first visit downloads is a promise to its
//! readers, so that every run shows it. It reports and does not judge.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

use crate::workspace;

/// Prints raw and gzip bytes of every file in dist/.
pub(crate) fn report() -> Result<()> {
    let dist = workspace::dist();
    let mut files = Vec::new();
    collect(&dist, &mut files)?;
    files.sort();
    let mut total = (0, 0);
    println!("{:>12} {:>12}  file", "bytes", "gzip");
    for file in files {
        let bytes = fs::read(&file)?;
        let (raw, gzip) = (bytes.len(), gzip_len(&bytes)?);
        let name = file.strip_prefix(&dist).unwrap_or(&file);
        println!("{raw:>12} {gzip:>12}  {}", name.display());
        total = (total.0 + raw, total.1 + gzip);
    }
    println!("{:>12} {:>12}  all", total.0, total.1);
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
