//! `reference DIR`: checks every fixture file in a folder; exits with 1 if a case fails. What it
//! checks is in `playground_tests::reference`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use playground_tests::reference::run;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: reference DIR");
        return ExitCode::from(2);
    };
    let mut out = std::io::stdout().lock();
    match run(&folder, &mut out) {
        Ok(totals) => {
            // The reader may close the pipe early; the exit code still says whether all cases passed.
            let _ = writeln!(out, "{totals}");
            ExitCode::from(u8::from(totals.failed > 0))
        }
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::from(2)
        }
    }
}
