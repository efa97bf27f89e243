//! The reference runner: compares this workspace with numbers from other libraries.
//!
//! A folder holds fixture files, whose format is in their README; shapes, seeds and hyper-parameters
//! are arbitrary. Invariant: a tolerance is that of the README and never wider; a value that may
//! deviate by convention is *listed* with its reason, not ignored.

mod activations;
mod autodiff;
mod descent;
mod fixture;
mod initialisers;
mod losses;
mod mlp_gradients;
mod names;
mod network;
mod newton;
mod optima;
mod optimizers;
mod report;
mod single;
mod tape;
mod training;

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde_json::Value;

use fixture::{array, get, text};
use report::Check;
pub use report::Totals;

/// Checks one case of a file (case, whole file, where to report).
type CheckCase = fn(&Value, &Value, &mut Check) -> Result<(), String>;

/// The fixture files and the functions that check their cases, in the order of the report.
const FILES: [(&str, CheckCase); 8] = [
    ("activations", activations::check),
    ("losses", losses::check),
    ("autodiff", autodiff::check),
    ("mlp_gradients", mlp_gradients::check),
    ("optimizers", optimizers::check),
    ("training", training::check),
    ("initialisers", initialisers::check),
    ("optima", optima::check),
];

/// Checks every fixture file in `folder` and writes a line per failed or listed case and per file.
///
/// # Errors
/// If the folder cannot be read, a fixture is not JSON, or there is none.
pub fn run(folder: &Path, out: &mut dyn Write) -> Result<Totals, String> {
    let mut totals = Totals::default();
    for (name, check_case) in FILES {
        let path = folder.join(name).with_extension("json");
        if !path.exists() {
            continue;
        }
        let unreadable = |error: &dyn std::fmt::Display| format!("{} must be a fixture file: {error}", path.display());
        let content = std::fs::read_to_string(&path).map_err(|error| unreadable(&error))?;
        let file: Value = serde_json::from_str(&content).map_err(|error| unreadable(&error))?;
        let of_file = check_file(name, check_case, &file, out).map_err(|error| unreadable(&error))?;
        totals.add(&of_file);
    }
    match totals.cases() {
        0 => Err(format!("{} must hold fixture files like activations.json, found none", folder.display())),
        _ => Ok(totals),
    }
}

fn check_file(name: &str, check_case: CheckCase, file: &Value, out: &mut dyn Write) -> Result<Totals, String> {
    let mut totals = Totals::default();
    let (mut worst, mut worst_share) = (0.0f64, 0.0f64);
    let mut lines = Vec::new();
    for case in array(get(file, "cases")?)? {
        let mut check = Check::default();
        // If a case makes the code panic, the case fails, and the run continues.
        match catch_unwind(AssertUnwindSafe(|| check_case(case, file, &mut check))) {
            Ok(Ok(())) => {}
            Ok(Err(reason)) => check.fail(reason),
            Err(_) => check.fail("panicked".to_owned()),
        }
        let variant = ["variant", "problem"].iter().find_map(|key| case.get(*key)?.as_str()).unwrap_or("");
        let title = [name, text(get(case, "name")?)?, variant].join(" ");
        (worst, worst_share) = (worst.max(check.worst), worst_share.max(check.worst_share));
        lines.extend(check.line(title.trim_end()));
        totals.count(&check);
    }
    lines.push(format!("{name}: {totals}; worst deviation {worst:.1e}, {worst_share:.1e} of its tolerance"));
    writeln!(out, "{}", lines.join("\n")).map_err(|error| error.to_string())?;
    Ok(totals)
}
