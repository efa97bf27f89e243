//! `seeds KIND DIR`: writes what a fuzzer begins with, texts that make sense (`DIR/seeds`) and the pieces of such texts (`DIR/pieces`),
//! and prints how long a text may be.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use playground_tests::hostile::{TARGETS, Target, target};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, dir] = &arguments[..] else {
        eprintln!("usage: seeds KIND DIR");
        return ExitCode::from(2);
    };
    let Some(target) = target(kind) else {
        eprintln!(
            "KIND must be one of {}, got {kind}",
            TARGETS.iter().map(|target| target.name).collect::<Vec<_>>().join(", ")
        );
        return ExitCode::from(2);
    };
    if let Err(error) = write(target, Path::new(dir)) {
        eprintln!("{dir}: {error}");
        return ExitCode::from(1);
    }
    println!("{}", target.longest);
    ExitCode::SUCCESS
}

fn write(target: &Target, dir: &Path) -> std::io::Result<()> {
    fs::create_dir_all(dir.join("seeds"))?;
    for (n, seed) in (target.seeds)().iter().enumerate() {
        fs::write(dir.join("seeds").join(n.to_string()), seed)?;
    }
    let byte = |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).into() } else { format!("\\x{byte:02x}") };
    let line = |piece: &&str| format!("\"{}\"\n", piece.bytes().map(byte).collect::<String>());
    fs::write(dir.join("pieces"), target.pieces.iter().map(line).collect::<String>())
}
