//! The folder of lessons: which files there are, and that the parts of each lesson fit together in every language. It trains nothing.

use std::path::Path;

use playground::lesson::{Aim, Block, Hint, Judge, Lesson, Run, Step, When, plain_text};

use crate::fault::Fault;
use crate::sections::{Script, StepScript, script};
use crate::source::{HintSource, Source, StepSource};
use crate::stage::stage;

/// The languages that every lesson has, by the names of their folders: the language's tag in small letters.
pub const LANGUAGES: [&str; 2] = ["en", "zh-hans"];

/// What marks a link to a step,
const TO_STEP: &str = "lesson:";
/// and one to a place of the page.
const TO_PLACE: &str = "place:";

/// The places that a text may lead to: `web/parts.js` knows where they are.
pub const PLACES: [&str; 9] =
    ["network", "curve", "backprop", "lab:formula", "lab:graph", "lab:ways", "lab:growth", "lab:errors", "lab:descend"];

/// A lesson with all its texts.
#[derive(Clone, Debug)]
pub struct Course {
    /// Its file without ending: `04-softmax`.
    pub stem: String,
    /// What has no language.
    pub source: Source,
    /// The lesson in each language.
    pub lessons: Vec<Scripted>,
}

/// A lesson in a language.
#[derive(Clone, Debug)]
pub struct Scripted {
    /// Which of [`LANGUAGES`].
    pub language: &'static str,
    /// The lesson as it is published.
    pub lesson: Lesson,
}

/// Reads a folder: every `NN-id.toml` with its text in each language, in the order of their numbers.
///
/// # Errors
/// Everything that is wrong.
pub fn read(folder: &Path) -> Result<Vec<Course>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut courses = Vec::new();
    for (place, stem) in stems(folder).map_err(|fault| vec![fault])?.into_iter().enumerate() {
        let number = format!("{:02}-", place + 1);
        if !stem.starts_with(&number) {
            faults.push(Fault::new(format!("{stem}.toml"), format!("begins with its number, {number}")));
        }
        match course(folder, &stem) {
            Ok(course) => courses.push(course),
            Err(fault) => faults.push(fault),
        }
    }
    faults.extend(lost_links(&courses));
    if faults.is_empty() { Ok(courses) } else { Err(faults) }
}

fn stems(folder: &Path) -> Result<Vec<String>, Fault> {
    let unreadable = |error| Fault::new(folder.display().to_string(), format!("cannot be read: {error}"));
    let mut stems = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        stems.extend(name.to_str().and_then(|name| name.strip_suffix(".toml")).map(str::to_owned));
    }
    stems.sort();
    Ok(stems)
}

fn course(folder: &Path, stem: &str) -> Result<Course, Fault> {
    let file = format!("{stem}.toml");
    let text = |name: &str| {
        std::fs::read_to_string(folder.join(name)).map_err(|error| Fault::new(name, format!("cannot be read: {error}")))
    };
    let source: Source = toml::from_str(&text(&file)?).map_err(|error| Fault::new(&file, error))?;
    if stem.split_once('-').map(|(_, id)| id) != Some(&source.id) {
        return Err(Fault::new(file, format!("the lesson's id is that of its file, got \"{}\"", source.id)));
    }
    let scripted = |language: &'static str| {
        let name = format!("{language}/{stem}.md");
        let script = script(&name, &text(&name)?)?;
        Ok(Scripted { language, lesson: lesson(&source, script, (&file, &name))? })
    };
    let lessons = LANGUAGES.map(scripted).into_iter().collect::<Result<_, Fault>>()?;
    Ok(Course { stem: stem.to_owned(), source, lessons })
}

fn lesson(source: &Source, script: Script, (file, name): (&str, &str)) -> Result<Lesson, Fault> {
    let ids: Vec<&str> = source.step.iter().map(|step| step.id.as_str()).collect();
    let written: Vec<&str> = script.steps.iter().map(|step| step.id.as_str()).collect();
    if ids != written || ids.is_empty() {
        let what = format!("has the steps of {file} in the same order, {}; got {}", ids.join(", "), written.join(", "));
        return Err(Fault::new(name, what));
    }
    if let Some(twice) = ids.iter().enumerate().find(|(place, id)| ids[..*place].contains(id)) {
        return Err(Fault::new(file, format!("two steps are called {}", twice.1)));
    }
    let step = |(step, script): (&StepSource, StepScript)| {
        let in_source = |what: String| Fault::new(format!("{file}, {}", step.id), what);
        let in_text = |what: String| Fault::new(format!("{name}, {}", step.id), what);
        let built = Step {
            id: step.id.clone(),
            stage: stage(source, step).map_err(in_source)?,
            aim: aim(step, &script).map_err(in_source)?,
            hints: hints(&step.hint, whens(&step.hint).map_err(in_source)?, &script).map_err(in_text)?,
            title: script.title,
            text: script.text,
            task: script.task,
            seen: script.seen,
        };
        Judge::of(&built).map_err(|problem| in_source(problem.to_string()))?;
        match empty(&built) {
            Some(part) => Err(in_text(format!("{part} must have a text"))),
            None => Ok(built),
        }
    };
    let steps = source.step.iter().zip(script.steps).map(step).collect::<Result<Vec<Step>, Fault>>()?;
    Ok(Lesson { id: source.id.clone(), title: script.title, about: script.about, steps })
}

fn aim(step: &StepSource, script: &StepScript) -> Result<Aim, String> {
    let n_choices = script.choices.len();
    match (&step.goal, step.answer, step.choice) {
        (Some(goal), None, None) if n_choices == 0 => Ok(Aim::Goal(goal.clone())),
        (None, Some(answer), None) if n_choices == 0 => match step.tolerance {
            Some(tolerance) if tolerance >= 0.0 => Ok(Aim::Number { answer, tolerance }),
            _ => Err("an answer has a tolerance of at least 0".into()),
        },
        (None, None, Some(answer)) if n_choices >= 2 => match (1..=n_choices).contains(&answer) {
            true => Ok(Aim::Choice { choices: script.choices.clone(), answer }),
            false => Err(format!("choice is one of 1 to {n_choices}, got {answer}")),
        },
        _ => {
            Err("has one of goal, answer and choice, and only the last has “### choices” (two or more) in its texts"
                .into())
        }
    }
}

/// When each hint applies.
fn whens(hints: &[HintSource]) -> Result<Vec<When>, String> {
    if hints.last().is_none_or(|last| last.when.is_some() || last.answer.is_some()) {
        return Err("the last hint applies always: it has neither when nor answer".into());
    }
    let when = |hint: &HintSource| match (&hint.when, hint.answer) {
        (Some(goal), None) => Ok(When::Facts(goal.clone())),
        (None, Some(answer)) => Ok(When::Answer(answer)),
        (None, None) => Ok(When::Always),
        (Some(_), Some(_)) => Err(format!("hint {} has when or answer, not both", hint.key)),
    };
    hints.iter().map(when).collect()
}

fn hints(sources: &[HintSource], whens: Vec<When>, script: &StepScript) -> Result<Vec<Hint>, String> {
    let keys: Vec<&str> = sources.iter().map(|hint| hint.key.as_str()).collect();
    let written: Vec<&str> = script.hints.iter().map(|(key, _)| key.as_str()).collect();
    if keys != written {
        return Err(format!("has the hints {} in this order, got {}", keys.join(", "), written.join(", ")));
    }
    let hint = |(when, (key, [what, how])): (When, &(String, [Vec<Run>; 2]))| Hint {
        key: key.clone(),
        when,
        what: what.clone(),
        how: how.clone(),
    };
    Ok(whens.into_iter().zip(&script.hints).map(hint).collect())
}

/// What of a step has no text.
fn empty(step: &Step) -> Option<&'static str> {
    let is_empty = |runs: &[Run]| plain_text(runs).trim().is_empty();
    let has_none = |blocks: &[Block]| blocks.iter().flat_map(Block::lines).all(|line| line.trim().is_empty());
    let parts = [
        (step.title.trim().is_empty(), "the title"),
        (has_none(&step.text), "what stands before the task"),
        (is_empty(&step.task), "the task"),
        (step.hints.iter().any(|hint| is_empty(&hint.what) || is_empty(&hint.how)), "each level of a hint"),
        (matches!(&step.aim, Aim::Choice { choices, .. } if choices.iter().any(|one| is_empty(one))), "each choice"),
        (has_none(&step.seen), "“### seen”"),
    ];
    parts.into_iter().find(|(is_so, _)| *is_so).map(|(_, part)| part)
}

/// Links to steps that there are not.
fn lost_links(courses: &[Course]) -> Vec<Fault> {
    let is_step = |to: &str| {
        let (id, step) = to.split_once('/').map_or((to, None), |(id, step)| (id, Some(step)));
        let of = |course: &&Course| course.source.id == id;
        courses
            .iter()
            .find(of)
            .is_some_and(|course| step.is_none_or(|step| course.source.step.iter().any(|one| one.id == step)))
    };
    let mut lost = Vec::new();
    for course in courses {
        for Scripted { language, lesson } in &course.lessons {
            for run in lesson.steps.iter().flat_map(runs) {
                let Run::Link { to, .. } = run else { continue };
                let is_good = match (to.strip_prefix(TO_STEP), to.strip_prefix(TO_PLACE)) {
                    (Some(step), _) => is_step(step),
                    (_, Some(place)) => PLACES.contains(&place),
                    _ => to.starts_with("https://"),
                };
                if !is_good {
                    let place = format!("{language}/{}.md", course.stem);
                    lost.push(Fault::new(
                        place,
                        format!("a link leads to https://, or to a step or place that there is, got {to}"),
                    ));
                }
            }
        }
    }
    lost
}

/// Every run of a step.
fn runs(step: &Step) -> Vec<&Run> {
    let mut all: Vec<&Run> = step.task.iter().collect();
    for block in step.text.iter().chain(&step.seen) {
        match block {
            Block::Paragraph(runs) => all.extend(runs),
            Block::List(entries) | Block::Numbered(entries) => all.extend(entries.iter().flatten()),
            Block::Formula(_) => {}
        }
    }
    for hint in &step.hints {
        all.extend(hint.what.iter().chain(&hint.how));
    }
    if let Aim::Choice { choices, .. } = &step.aim {
        all.extend(choices.iter().flatten());
    }
    all
}
