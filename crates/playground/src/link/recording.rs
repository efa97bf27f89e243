//! A run within a link: `engine`, `checksum` and `replay`, beside the configuration that it began with. `replay` is base64url of JSON,
//! `[last step, entry, …]`, an entry `[step, what]`, `[step, what, gesture]` or `[step, what, gesture or null, step afterwards]`, and
//! what was done
//!
//! - an object: these keys were configured;
//! - a word: a command without arguments, or what updates are from now on made from, `sample` or `batch`;
//! - a list: a command's word and its arguments, points and weights as the keys `points` and `weights` of a link have them.
//!
//! Invariant: reading costs no more than the text is long, whatever numbers stand in it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::points;
use super::text::LONGEST;
use crate::base64;
use crate::command::Command;
use crate::config::{Config, InitialWeights};
use crate::data::{Point, shortest_f64};
use crate::problem::{Format, Problem, Rule};
use crate::session::{ENGINE, Entry, Log, Start, Unit, What};

/// The most updates that a link may ask for: as many as one call.
const MOST_UPDATES: u64 = 100_000_000;

/// The commands without arguments.
const WORDS: [(&str, Command); 5] = [
    ("reset", Command::Reset),
    ("weights", Command::NewWeights),
    ("data", Command::NewSample),
    ("undo", Command::Undo),
    ("redo", Command::Redo),
];

/// What a link says of a run; what was done is read when it is wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    /// The checksum when the link was made.
    pub checksum: String,
    replay: String,
}

impl Recording {
    /// Takes the texts of the keys `engine`, `checksum` and `replay`.
    ///
    /// # Errors
    /// If the run is another engine's or longer than any that is written.
    pub(super) fn new(engine: &str, checksum: &str, replay: &str) -> Result<Recording, Problem> {
        if engine != ENGINE.to_string() {
            return Err(Problem::new("engine", Rule::EngineOfReplay(ENGINE), format!("\"{engine}\"")));
        }
        if !is_checksum(checksum) {
            return Err(Problem::new("checksum", Rule::Written(Format::Checksum), format!("\"{checksum}\"")));
        }
        if replay.len() > LONGEST {
            return Err(Problem::new("replay", Rule::CharactersAtMost(LONGEST), replay.len()));
        }
        Ok(Recording { checksum: checksum.to_owned(), replay: replay.to_owned() })
    }

    /// The log of the run that began with `config`; `parse` reads JSON, none if it is none.
    ///
    /// # Errors
    /// If it is no run, or has too many updates.
    pub fn log(&self, config: Config, parse: impl Fn(&str) -> Option<Value>) -> Result<Log, Problem> {
        let unreadable = || Problem::new("replay", Rule::Recording, format!("\"{}\"", self.replay));
        let text = base64::decode(&self.replay).and_then(|bytes| String::from_utf8(bytes).ok());
        let json = text.and_then(|text| parse(&text));
        let list = json.as_ref().and_then(Value::as_array).and_then(|list| list.split_first());
        let (step, entries) = list.ok_or_else(unreadable)?;
        let step = step.as_u64().ok_or_else(unreadable)?;
        let entries = entries.iter().map(entry_of).collect::<Option<_>>().ok_or_else(unreadable)?;
        let log = Log::of(ENGINE, Start::Config(Box::new(config)), entries, step, self.checksum.clone());
        match log.n_updates() {
            n if n > MOST_UPDATES => Err(Problem::new("replay", Rule::UpdatesAtMost(MOST_UPDATES), n)),
            _ => Ok(log),
        }
    }
}

/// The texts of the keys `engine`, `checksum` and `replay` for a log; none if it begins in the midst of a run.
pub(super) fn written(log: &Log) -> Option<[String; 3]> {
    let entries = log.entries().iter().map(entry_as_json);
    let list: Option<Vec<Value>> = [Some(log.step.into())].into_iter().chain(entries).collect();
    let json = Value::from(list?).to_string();
    Some([log.engine.to_string(), log.checksum.clone(), base64::encode(json.as_bytes())])
}

/// Whether a text can be a checksum.
pub(crate) fn is_checksum(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| b"0123456789abcdef".contains(&byte))
}

/// What was done, as JSON; none if no link can hold it.
pub(crate) fn entry_as_json(Entry { step, to, what }: &Entry) -> Option<Value> {
    let (what, gesture) = match what {
        What::Unit { unit } => (unit.name().into(), None),
        What::Command { command, gesture } => (command_as_json(command)?, *gesture),
    };
    let mut entry = vec![Value::from(*step), what];
    if gesture.is_some() || to.is_some() {
        entry.push(gesture.into());
    }
    entry.extend(to.map(Value::from));
    Some(entry.into())
}

fn command_as_json(command: &Command) -> Option<Value> {
    if let Some((word, _)) = WORDS.iter().find(|(_, known)| known == command) {
        return Some((*word).into());
    }
    let with_points = |word: &str, list: &[Point]| vec![word.into(), points::write(list).into()];
    let list: Vec<Value> = match command {
        Command::Configure { partial } => return Some(partial.clone()),
        Command::SetPoints { points } => with_points("set", points),
        Command::AddPoints { points } => with_points("add", points),
        Command::PutPoint { index, point } => [with_points("put", &[*point]), vec![(*index).into()]].concat(),
        Command::RemovePoints { indices } => {
            ["remove".into()].into_iter().chain(indices.iter().copied().map(Value::from)).collect()
        }
        Command::SetParameter { layer, unit, input, value } => {
            vec!["weight".into(), (*layer).into(), (*unit).into(), (*input).into(), shortest_f64(*value).into()]
        }
        Command::RemoveNeuron { layer, unit } => vec!["neuron".into(), (*layer).into(), (*unit).into()],
        Command::StartFrom { weights } => vec!["start".into(), weights.text().into()],
        Command::SetLayer { layer, weights, biases } => {
            vec![
                "layer".into(),
                (*layer).into(),
                weights.text().into(),
                biases.as_ref().map(InitialWeights::text).into(),
            ]
        }
        // A model is too large, and begins a log anew; the others are words.
        _ => return None,
    };
    Some(list.into())
}

/// What was done, of its JSON.
pub(crate) fn entry_of(value: &Value) -> Option<Entry> {
    let (step, what, gesture, to) = match value.as_array()?.as_slice() {
        [step, what] => (step, what, &Value::Null, None),
        [step, what, gesture] => (step, what, gesture, None),
        [step, what, gesture, to] => (step, what, gesture, Some(to.as_u64()?)),
        _ => return None,
    };
    let unit = what.as_str().and_then(|word| [Unit::Sample, Unit::Batch].into_iter().find(|unit| unit.name() == word));
    let what = match unit {
        Some(unit) => What::Unit { unit },
        None => {
            let gesture = if gesture.is_null() { None } else { Some(u32::try_from(gesture.as_u64()?).ok()?) };
            What::Command { command: command_of(what)?, gesture }
        }
    };
    Some(Entry { step: step.as_u64()?, to, what })
}

fn command_of(what: &Value) -> Option<Command> {
    let (word, arguments) = match what {
        Value::Object(_) => return Some(Command::Configure { partial: what.clone() }),
        Value::String(word) => {
            return WORDS.iter().find(|(known, _)| known == word).map(|(_, command)| command.clone());
        }
        what => what.as_array()?.split_first()?,
    };
    let number = |value: &Value| usize::try_from(value.as_u64()?).ok();
    Some(match (word.as_str()?, arguments) {
        ("set", [list]) => Command::SetPoints { points: points::read(list.as_str()?).ok()? },
        ("add", [list]) => Command::AddPoints { points: points::read(list.as_str()?).ok()? },
        ("put", [point, index]) => {
            let [point] = points::read(point.as_str()?).ok()?[..] else { return None };
            Command::PutPoint { index: number(index)?, point }
        }
        ("remove", indices) => Command::RemovePoints { indices: indices.iter().map(number).collect::<Option<_>>()? },
        ("weight", [layer, unit, input, value]) => Command::SetParameter {
            layer: number(layer)?,
            unit: number(unit)?,
            input: if input.is_null() { None } else { Some(number(input)?) },
            value: value.as_f64()? as f32,
        },
        ("start", [weights]) => Command::StartFrom { weights: weights_of(weights)? },
        ("layer", [layer, weights, biases]) => Command::SetLayer {
            layer: number(layer)?,
            weights: weights_of(weights)?,
            biases: if biases.is_null() { None } else { Some(weights_of(biases)?) },
        },
        ("neuron", [layer, unit]) => Command::RemoveNeuron { layer: number(layer)?, unit: number(unit)? },
        _ => return None,
    })
}

fn weights_of(value: &Value) -> Option<InitialWeights> {
    InitialWeights::of_text(value.as_str()?)
}
