//! `cargo run -p lessons -- check [FOLDER]` reads the lessons of a folder (`web/lessons`), says what is wrong, and plays every step's
//! solution; `publish INTO [FOLDER]` reads them and writes the published files into a folder that is there.

use std::path::Path;
use std::process::ExitCode;

use lessons::{Course, Fault, play, printed, published, read};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/lessons");
    let (folder, into) = match args[..] {
        [] | ["check"] => (own.as_path(), None),
        ["check", folder] => (Path::new(folder), None),
        ["publish", into] => (own.as_path(), Some(Path::new(into))),
        ["publish", into, folder] => (Path::new(folder), Some(Path::new(into))),
        _ => {
            eprintln!("usage: lessons [check [FOLDER] | publish INTO [FOLDER]]");
            return ExitCode::from(2);
        }
    };
    let courses = match read(folder) {
        Ok(courses) => courses,
        Err(faults) => {
            faults.iter().for_each(|fault| eprintln!("{fault}"));
            return ExitCode::FAILURE;
        }
    };
    let is_good = match into {
        Some(into) => write(&courses, into).map_err(|fault| eprintln!("{fault}")).is_ok(),
        None => courses.iter().map(report).sum::<usize>() == 0,
    };
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Plays every step, and says how it went; how many are not as they must be.
fn report(course: &Course) -> usize {
    let mut n_bad = 0;
    for (step, source) in course.lessons[0].lesson.steps.iter().zip(&course.source.step) {
        let name = format!("{}/{}", course.source.id, step.id);
        match play(step, &source.solution) {
            Ok(played) => {
                let is_good = !played.is_done_at_start && played.is_done && played.without_control.is_empty();
                n_bad += usize::from(!is_good);
                println!(
                    "{} {name}: {:.0} s{}",
                    if is_good { "ok " } else { "BAD" },
                    played.seconds,
                    missing(&played.without_control)
                );
                if !is_good || std::env::var_os("FACTS").is_some() {
                    let [start, end] = &played.facts;
                    println!(
                        "    at the start (done: {}) {start}\n    then (done: {}) {end}",
                        played.is_done_at_start, played.is_done
                    );
                }
            }
            Err(problem) => {
                n_bad += 1;
                println!("BAD {name}: {problem}");
            }
        }
    }
    n_bad
}

fn missing(controls: &[String]) -> String {
    if controls.is_empty() { String::new() } else { format!(", no control for {}", controls.join(", ")) }
}

fn write(courses: &[Course], into: &Path) -> Result<(), Fault> {
    // All files of a version of the page stand in one folder.
    for (place, text) in published(courses).into_iter().chain(printed(courses)) {
        let name = format!("lessons-{}", place.replace('/', "-"));
        std::fs::write(into.join(name), text).map_err(|error| Fault { place, what: error.to_string() })?;
    }
    Ok(())
}
