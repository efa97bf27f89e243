//! `replay FILE`: makes a run again from its log in JSON, and prints how far it came and its checksum; exits with 1 where that is
//! another than the recorded one.

use std::path::Path;
use std::process::ExitCode;

use playground::{ENGINE, Log};

fn main() -> ExitCode {
    let Some(file) = std::env::args_os().nth(1) else {
        eprintln!("usage: replay FILE");
        return ExitCode::from(2);
    };
    match replayed(Path::new(&file)) {
        Ok(is_same) => ExitCode::from(u8::from(!is_same)),
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::from(2)
        }
    }
}

/// Whether the run ends as it did.
fn replayed(file: &Path) -> Result<bool, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let log: Log = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    if log.engine != ENGINE {
        println!("recorded by engine {}, replayed by engine {ENGINE}: the bits differ", log.engine);
    }
    let status = log.replay().map_err(|problem| problem.to_string())?.status();
    println!("step {}, epoch {}, checksum {}", status.step, status.epoch, status.checksum);
    let is_same = status.checksum == log.checksum;
    if !is_same {
        println!("recorded: step {}, checksum {}", log.step, log.checksum);
    }
    Ok(is_same)
}
