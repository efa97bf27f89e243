//! A receipt: a goal that a run has reached, its facts there, and the link that makes the run again. It is evidence by replay: whoever has
//! it makes the run again and judges the goal anew, and nothing in it is secret. The digest finds what was altered without care; what
//! was altered with care has to be another run, and its facts that run's.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::goal::{Fact, Facts, Goal};
use crate::json_reader::Reader;
use crate::link::{self, is_checksum};
use crate::object;
use crate::problem::{Format, Found, Problem, Rule};
use crate::query::Status;
use crate::session::ENGINE;

/// What the file calls itself.
const FORMAT: &str = "gradient-playground/receipt";
const VERSION: u64 = 1;

/// What a run has reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    goal: String,
    /// Each fact by name, a number or null.
    facts: Value,
    checksum: String,
    engine: u32,
    /// The version of the program that gave it.
    program: String,
    /// The address that makes the run again.
    link: String,
    /// That of all of these.
    digest: String,
}

impl Receipt {
    /// The receipt of a run with these facts and this checksum, which the replay link makes again.
    pub fn new(goal: &str, facts: &Facts<'_>, checksum: &str, replay_link: &str) -> Receipt {
        let receipt = Receipt {
            goal: goal.to_owned(),
            facts: facts.to_json(),
            checksum: checksum.to_owned(),
            engine: ENGINE,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            link: link::with_goal(replay_link, goal),
            digest: String::new(),
        };
        receipt.digested()
    }

    /// The goal as it was written.
    pub fn goal(&self) -> &str {
        &self.goal
    }

    /// The address that makes the run again, and shows the goal.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The receipt as JSON: `format`, `version`, `goal`, `facts`, `checksum`, `engine`, `program`, `link` and the `digest` of these.
    pub fn to_json(&self) -> Value {
        object! {
            "format": FORMAT,
            "version": VERSION,
            "goal": self.goal.clone(),
            "facts": self.facts.clone(),
            "checksum": self.checksum.clone(),
            "engine": self.engine,
            "program": self.program.clone(),
            "link": self.link.clone(),
            "digest": self.digest.clone(),
        }
    }

    /// Reads a receipt, and checks nothing but its form.
    ///
    /// # Errors
    /// If the JSON is no receipt.
    pub fn from_json(value: &Value) -> Result<Receipt, Problem> {
        let file = Reader::new("receipt", value);
        for (key, expected) in [("format", Value::from(FORMAT)), ("version", VERSION.into())] {
            let found = file.at(key);
            if *found.value() != expected {
                return Err(found.refused(Rule::Exactly(expected.to_string())));
            }
        }
        let [_, _, goal, facts, checksum, engine, program, link, digest] =
            file.fields(["format", "version", "goal", "facts", "checksum", "engine", "program", "link", "digest"])?;
        facts.has_exactly(&Fact::NAMES)?;
        for name in Fact::NAMES {
            facts.at(name).number_or_null()?;
        }
        if !is_checksum(checksum.text()?) {
            return Err(checksum.refused(Rule::Written(Format::Checksum)));
        }
        Ok(Receipt {
            goal: goal.text()?.to_owned(),
            facts: facts.value().clone(),
            checksum: checksum.text()?.to_owned(),
            engine: engine.count(u32::MAX.into())? as u32,
            program: program.text()?.to_owned(),
            link: link.text()?.to_owned(),
            digest: digest.text()?.to_owned(),
        })
    }

    /// This receipt with the digest of what it says.
    pub fn digested(self) -> Receipt {
        Receipt { digest: self.digest_of_it(), ..self }
    }

    /// Makes the run again and compares what the receipt says with it: the goal holds there, and checksum and facts are the same. `parse`
    /// reads JSON, none if it is none.
    ///
    /// # Errors
    /// The first thing that is not so, or why the run cannot be made again.
    pub fn verify(&self, parse: impl Fn(&str) -> Option<Value>) -> Result<Status, Problem> {
        let goal = Goal::parse(&self.goal)?;
        if self.engine != ENGINE {
            return Err(Problem::new("engine", Rule::EngineOfReplay(ENGINE), self.engine));
        }
        let mut opened = link::read(&link::link_in(&self.link));
        if !opened.notes.is_empty() {
            return Err(opened.notes.swap_remove(0));
        }
        if opened.view_settings.goal != link::goal_in(&self.goal) {
            return Err(Problem::new("goal", Rule::Exactly(opened.view_settings.goal), &self.goal));
        }
        let recording = opened.replay.ok_or_else(|| Problem::new("link", Rule::Recording, Found::Nothing))?;
        let same_checksum = |of_run: &str| match of_run == self.checksum {
            true => Ok(()),
            false => Err(Problem::new("checksum", Rule::Exactly(of_run.to_owned()), &self.checksum)),
        };
        same_checksum(&recording.checksum)?;
        let mut session = recording.log(opened.config, parse)?.replay()?;
        let status = session.status();
        same_checksum(&status.checksum)?;
        let facts = Facts::new(&status, session.config());
        for fact in Fact::ALL {
            let (said, is) = (self.facts[fact.name()].as_f64(), facts.number(fact));
            if said != is {
                let written = |number: Option<f64>| number.map_or("null".to_owned(), |number| number.to_string());
                return Err(Problem::new(fact.name(), Rule::Exactly(written(is)), written(said)));
            }
        }
        if !goal.holds(&facts) {
            return Err(Problem::new("goal", Rule::Reached, &self.goal));
        }
        // Last, because what is said above tells more.
        match self.digest_of_it() {
            digest if digest == self.digest => Ok(status),
            digest => Err(Problem::new("digest", Rule::Exactly(digest), &self.digest)),
        }
    }

    /// SHA-256 of all that the receipt says, line by line, in hexadecimal digits.
    fn digest_of_it(&self) -> String {
        let mut hash = Sha256::new();
        let mut line = |name: &str, text: &str| {
            for part in [name, "=", text, "\n"] {
                hash.update(part.as_bytes());
            }
        };
        line("goal", &self.goal);
        for name in Fact::NAMES {
            line(name, &self.facts[name].as_f64().map_or("null".to_owned(), |number| number.to_string()));
        }
        line("checksum", &self.checksum);
        line("engine", &self.engine.to_string());
        line("program", &self.program);
        line("link", &self.link);
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
