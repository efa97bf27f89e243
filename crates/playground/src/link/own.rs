//! Our own links: `v=1`, then only the keys that differ from the default, named as in the configuration. Fields of objects have a
//! dot (`stop.epochs`), lists have commas, `activation` stands for all layers. Invariant: `write` never leaves out what `read` would
//! make otherwise.

use serde_json::{Map, Value};

use super::cleaned::{cleaned, letters_of, without_ending};
use super::opened::{MOST_NOTES, Opened, Pair};
use super::recording::{self, Recording};
use super::{points, text};
use crate::config::{Config, Plain};
use crate::data::Point;
use crate::goal::MAX_CHARS;
use crate::keys::{ACTIVATION_SHORTHAND, KEYS, Kind};
use crate::language::Language;
use crate::problem::{Format, Found, Problem, Rule};
use crate::session::Log;
use crate::view_settings::{VIEW_SETTINGS, ViewSettings};

/// The most weights and biases in a link: with them it is just short enough ([`LONGEST`](text::LONGEST)).
const MOST_WEIGHTS: usize = 1480;

/// The key of what is in the lab.
const LAB: &str = "lab";

/// The key of a lesson.
const LESSON: &str = "lesson";

/// What people write in words: each letter may mean something.
const IN_WORDS: [&str; 4] = ["goal", LAB, "classNames", "axisNames"];

/// What a link has in place of more of them.
const LEFT_OUT: &str = "left-out";

/// What a link gives: its keys in their order with their values, and the points, which are too many to pass as JSON.
#[derive(Default)]
struct Given {
    values: Vec<(String, Value)>,
    points: Option<Vec<Point>>,
    replay: Option<String>,
}

/// Writes a link's fragment without its `#`.
pub fn write(config: &Config, view_settings: &ViewSettings) -> String {
    let mut link = String::from("v=1");
    for (key, value) in given_by(config).values {
        text::push(&mut link, &key, &text::written(&value));
    }
    let first = ViewSettings::default();
    for setting in VIEW_SETTINGS {
        let place = (setting.read)(view_settings);
        if place != (setting.read)(&first) {
            text::push(&mut link, setting.name, setting.words[place.min(setting.words.len() - 1)]);
        }
    }
    if !view_settings.goal.is_empty() {
        text::push(&mut link, "goal", &view_settings.goal);
    }
    if !view_settings.lab.is_empty() {
        text::push(&mut link, LAB, &view_settings.lab);
    }
    if !view_settings.lesson.is_empty() {
        text::push(&mut link, LESSON, &view_settings.lesson);
    }
    if !config.points.is_empty() {
        text::push(&mut link, "points", &points::write(&config.points));
    }
    if let Some(weights) = &config.weights {
        let text = if left_out(config).is_some() { LEFT_OUT.into() } else { text::written(&weights.written()) };
        text::push(&mut link, "weights", &text);
    }
    text::end(&mut link);
    link
}

/// Writes the fragment of a link that makes a run again: the configuration that it began with, and what was done then.
///
/// # Errors
/// If the log begins in the midst of the run, or the link would be too long.
pub fn write_replay(log: &Log, view_settings: &ViewSettings) -> Result<String, Problem> {
    let (Some(config), Some(texts)) = (log.first_config(), recording::written(log)) else {
        return Err(Problem::new("log", Rule::FromStep0, Found::Nothing));
    };
    if let Some(problem) = left_out(config) {
        return Err(problem);
    }
    let mut link = write(config, view_settings);
    for (key, text) in ["engine", "checksum", "replay"].into_iter().zip(texts) {
        text::push(&mut link, key, &text);
    }
    text::end(&mut link);
    if link.len() > text::LONGEST {
        return Err(Problem::new("link", Rule::ReplayInLink(text::LONGEST), link.len()));
    }
    Ok(link)
}

/// A link of ours, or an address that ends with one, with a goal.
pub fn with_goal(link: &str, goal: &str) -> String {
    let mut link = link.to_owned();
    text::push(&mut link, "goal", goal);
    text::end(&mut link);
    link
}

/// The goal in a text as a link brings it: no goal ends with the sign that ends a sentence.
pub(crate) fn goal_in(text: &str) -> &str {
    without_ending(text.trim())
}

/// The lesson, or the step of one, that a text names: `softmax` or `softmax/dishes`, and behind it the steps that are left out, each with
/// a minus: `softmax/dishes/-slope`. Whether there is one is found out where lessons are shown.
///
/// # Errors
/// If it is no such name.
///
/// ```
/// use playground::link::lesson_named;
///
/// assert_eq!(lesson_named("softmax/dishes/-slope").unwrap(), "softmax/dishes/-slope");
/// assert!(lesson_named("softmax/dishes/slope").is_err());
/// assert!(lesson_named("<b>").is_err());
/// ```
pub fn lesson_named(text: &str) -> Result<String, Problem> {
    let is_name = |part: &str| {
        (1..=40).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'-')
    };
    let parts: Vec<&str> = text.trim().split('/').collect();
    if parts.len() <= 12
        && parts.iter().all(|part| is_name(part))
        && parts.iter().skip(2).all(|part| part.starts_with('-'))
    {
        return Ok(text.trim().to_owned());
    }
    Err(Problem::new(
        LESSON,
        Rule::Written(Format::Lesson),
        format!("\"{}\"", text.chars().take(80).collect::<String>()),
    ))
}

/// What a link to this configuration does not carry, if it is too much.
pub fn left_out(config: &Config) -> Option<Problem> {
    let n = config.weights.as_ref().map_or(0, |weights| weights.values().len());
    (n > MOST_WEIGHTS).then(|| no_room(n))
}

fn no_room(found: impl Into<Found>) -> Problem {
    Problem::new("weights", Rule::WeightsInLink(MOST_WEIGHTS), found)
}

/// The keys that a link needs: those that differ from the default, and those that would follow from them to something else.
fn given_by(config: &Config) -> Given {
    let slim = Config { points: Vec::new(), weights: None, ..config.clone() };
    let mut given = Given::default();
    let mut base = Config::default();
    base.activations.resize(config.hidden_layers.len(), "tanh".into());
    let mine = slim.to_json();
    // Each round adds at least one key, so that there are few.
    loop {
        let before = given.values.len();
        let other = base.to_json();
        for key in KEYS.iter().filter(|key| mine[key.name] != other[key.name]) {
            add(&mut given.values, key.name, &key.kind, &mine[key.name], &other[key.name]);
        }
        match given.config() {
            Ok(read) if read != slim && given.values.len() > before => base = read,
            _ => return given,
        }
    }
}

/// Adds the value of `mine` at `key`: an object field by field, equal activations by their shorthand.
fn add(values: &mut Vec<(String, Value)>, key: &str, kind: &Kind, mine: &Value, other: &Value) {
    let mut push = |key: String, value: &Value| {
        if values.iter().all(|(known, _)| *known != key) {
            values.push((key, value.clone()));
        }
    };
    match (kind.inner(), mine) {
        (Kind::Numbers | Kind::Record { .. }, Value::Object(fields)) => {
            for (field, value) in fields.iter().filter(|(field, value)| other[field.as_str()] != **value) {
                push(format!("{key}.{field}"), value);
            }
        }
        (_, Value::Array(entries)) if key == "activations" && all_equal(entries) => {
            push(ACTIVATION_SHORTHAND.name.into(), &entries[0]);
        }
        _ => push(key.into(), mine),
    }
}

fn all_equal(entries: &[Value]) -> bool {
    !entries.is_empty() && entries.iter().all(|entry| *entry == entries[0])
}

/// Opens the pairs of a link of ours.
pub(super) fn read(pairs: &[Pair]) -> Opened {
    let mut opened = Opened::nothing();
    let mut given = Given::default();
    let mut seen: Vec<&str> = Vec::new();
    for (place, (key, text)) in pairs.iter().enumerate() {
        if n_of(pairs, key) > 1 {
            if !seen.contains(&&**key) {
                let name = if key.is_empty() { "\"\"" } else { key };
                opened.notes.push(Problem::new(name, Rule::Once, Found::Twice));
                seen.push(key);
            }
        } else if let Err(problem) = take(&mut given, &mut opened, key, text) {
            let whole = cleaned(&format!("{key}={text}"));
            let whole = if place + 1 == pairs.len() { without_ending(&whole) } else { &whole };
            if IN_WORDS.contains(&&**key) || !take_whole(&mut given, &mut opened, whole) {
                opened.notes.push(problem);
            }
        }
        if opened.notes.len() > MOST_NOTES * 4 {
            break;
        }
    }
    let replay = given.replay.take();
    opened.config = given.settled(&mut opened.notes);
    if let Some(replay) = replay {
        let given_as = |key: &str| pairs.iter().find(|(known, _)| known == key).map_or("", |(_, text)| text);
        match Recording::new(&letters_of(given_as("engine")), &letters_of(given_as("checksum")), &replay) {
            // Another configuration would make another run.
            Ok(recording) if opened.notes.is_empty() => opened.replay = Some(recording),
            Ok(_) => {}
            Err(problem) => opened.notes.push(problem),
        }
    }
    opened
}

/// Takes pairs that came as one: mail has broken a line, and left its `=` in the value or in the key; an input method wrote another `&`.
fn take_whole(given: &mut Given, opened: &mut Opened, whole: &str) -> bool {
    whole.split('&').all(|part| {
        let (key, text) = part.split_once('=').unwrap_or((part, ""));
        let (text, joined) = (text.replace('=', ""), part.replacen('=', "", 1));
        let mut ways = [Some((key.trim(), &*text)), joined.split_once('=')].into_iter().flatten();
        ways.any(|(key, text)| {
            let is_given = given.values.iter().any(|(known, _)| known == key);
            let text = text.trim();
            !is_given && !text.is_empty() && !IN_WORDS.contains(&key) && take(given, opened, key, text).is_ok()
        })
    })
}

fn n_of(pairs: &[Pair], key: &str) -> usize {
    pairs.iter().filter(|(other, _)| other == key).take(2).count()
}

/// Takes one pair.
fn take(given: &mut Given, opened: &mut Opened, key: &str, text: &str) -> Result<(), Problem> {
    let quoted = || format!("\"{text}\"");
    if let Some(setting) = VIEW_SETTINGS.iter().find(|setting| setting.name == key) {
        let word = if key == "lang" { Language::word_of(text) } else { text };
        let place = setting.words.iter().position(|known| *known == word);
        let refusal = || Problem::new(key, Rule::one_of(setting.words.iter().copied()), quoted());
        (setting.write)(&mut opened.view_settings, place.ok_or_else(refusal)?);
        return Ok(());
    }
    match (key, text) {
        ("v", "1") => Ok(()),
        ("v", _) => Err(Problem::new("v", Rule::LinkVersion(1), quoted())),
        ("play", "0" | "1") => {
            opened.play = text == "1";
            Ok(())
        }
        ("play", _) => Err(Problem::new("play", Rule::ZeroOrOne, quoted())),
        // Whether it is a goal is found out where it is judged: that part of the page comes when there is one.
        ("goal", _) => match text.chars().count() {
            n if n > MAX_CHARS => Err(Problem::new("goal", Rule::CharactersAtMost(MAX_CHARS), n)),
            _ => {
                goal_in(text).clone_into(&mut opened.view_settings.goal);
                Ok(())
            }
        },
        (LAB, _) if text.len() > text::LONGEST => {
            Err(Problem::new(LAB, Rule::CharactersAtMost(text::LONGEST), text.len()))
        }
        (LAB, _) => {
            opened.view_settings.lab = text.to_owned();
            Ok(())
        }
        (LESSON, _) => {
            opened.view_settings.lesson = lesson_named(text)?;
            Ok(())
        }
        ("weights", LEFT_OUT) => Err(no_room(LEFT_OUT)),
        // Read together with the run that they belong to.
        ("engine" | "checksum", _) => Ok(()),
        ("replay", _) => {
            given.replay = Some(letters_of(text));
            Ok(())
        }
        ("points", _) => {
            given.points = Some(points::read(&letters_of(text))?);
            Ok(())
        }
        _ => given.take(key, text),
    }
}

impl Given {
    /// Takes one key of the configuration, if it takes its value.
    fn take(&mut self, key: &str, text: &str) -> Result<(), Problem> {
        let value = text::value_of(key, text)?;
        self.values.push((key.to_owned(), value));
        Ok(())
    }

    /// What the keys make together.
    fn config(&self) -> Result<Config, Problem> {
        let mut partial = Map::new();
        for (key, value) in &self.values {
            match key.split_once('.') {
                Some((name, field)) => partial.entry(name).or_insert_with(|| Map::new().into())[field] = value.clone(),
                None => drop(partial.insert(key.clone(), value.clone())),
            }
        }
        let mut config = Config::default().merged(&partial.into())?;
        if let Some(points) = &self.points {
            config.points.clone_from(points);
            config.validate()?;
        }
        Ok(config)
    }

    /// What the keys make together, without those that do not go with the others. Of two that contradict each other goes the one
    /// that the broken rule is about; where that key has its default, the last key without which it holds.
    fn settled(mut self, notes: &mut Vec<Problem>) -> Config {
        loop {
            let problem = match self.config() {
                Ok(config) => return config,
                Err(problem) => problem,
            };
            if !self.remove(&problem.key) && !self.remove_cause(&problem) {
                // The default alone is valid, so that a rule that is broken has a key that breaks it.
                self = Given::default();
            }
            notes.push(problem);
        }
    }

    /// Removes the key that a problem is about, if it was given.
    fn remove(&mut self, place: &str) -> bool {
        let name = place.split('[').next().unwrap_or(place);
        if name == "points" {
            return self.points.take().is_some();
        }
        let before = self.values.len();
        self.values.retain(|(key, _)| key != name);
        self.values.len() < before
    }

    /// Removes the last key without which this is no problem any more.
    fn remove_cause(&mut self, problem: &Problem) -> bool {
        for place in (0..self.values.len()).rev() {
            let removed = self.values.remove(place);
            if self.config().err().is_none_or(|other| other.key != problem.key) {
                return true;
            }
            self.values.insert(place, removed);
        }
        self.points.take().is_some()
    }
}
