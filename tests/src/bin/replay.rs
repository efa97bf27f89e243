//! `replay FILE` or `replay LINK`: makes a run again from its log in JSON, or from the link that holds it, and prints how far it came
//! and its checksum; exits with 1 where that is another than the recorded one.

use std::path::Path;
use std::process::ExitCode;

use playground::{ENGINE, Log, link};

fn main() -> ExitCode {
    let Some(source) = std::env::args().nth(1) else {
        eprintln!("usage: replay FILE, or replay LINK in quotes");
        return ExitCode::from(2);
    };
    match log_of(&source).and_then(|log| replayed(&log)) {
        Ok(is_same) => ExitCode::from(u8::from(!is_same)),
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::from(2)
        }
    }
}

/// The log that a file holds, or a link in whatever state it was copied.
fn log_of(source: &str) -> Result<Log, String> {
    if Path::new(source).exists() {
        let text = std::fs::read_to_string(source).map_err(|error| format!("{source}: {error}"))?;
        let json = serde_json::from_str(&text).map_err(|error| format!("{source}: {error}"))?;
        return Log::from_json(&json).map_err(|problem| format!("{source}: {problem}"));
    }
    let link = link::link_in(source);
    if !link::is_link(&link) {
        return Err(format!("{source}: neither a file nor a link; a link has v=1&… behind its #"));
    }
    let opened = link::read(&link);
    let Some(recording) = opened.replay else {
        let reasons: Vec<String> = opened.notes.iter().map(ToString::to_string).collect();
        return Err(format!("the link holds no run; it needs engine, checksum and replay\n{}", reasons.join("\n")));
    };
    recording.log(opened.config, |text| serde_json::from_str(text).ok()).map_err(|problem| problem.to_string())
}

/// Whether the run ends as it did.
fn replayed(log: &Log) -> Result<bool, String> {
    if log.engine != ENGINE {
        println!("recorded by engine {}, replayed by engine {ENGINE}: the bits differ", log.engine);
    }
    let status = log.replay().map_err(|problem| problem.to_string())?.status();
    println!("step {}, epoch {}, checksum {}", status.step, status.epoch, status.checksum);
    println!("recorded: step {}, checksum {}", log.step, log.checksum);
    Ok(status.checksum == log.checksum)
}
