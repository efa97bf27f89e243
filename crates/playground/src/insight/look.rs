//! What can be looked at, as it is asked for and answered: arguments of programs are read here, with their places in refusals. Some
//! looks take long and go on piece by piece.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::doctor::{Explanation, explain};
use super::fair_sample::fair_sample;
use super::gradient_check::{Checked, Checking, gradient_check};
use super::inside::{Inside, LookingInside, Wanted, look_inside};
use super::next_step::{NextStep, Stepping, next_step};
use super::trace::{Place, Trace, trace};
use crate::data::Point;
use crate::json_display::Shown;
use crate::object;
use crate::parameter::Parameter;
use crate::problem::{Found, Problem, Rule, owned};
use crate::session::Session;
use crate::task::Task;

/// A look, with what a program passed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Look {
    /// `{ point, masks }`, with the index of a point or a point.
    Trace(#[serde(with = "crate::json_postcard")] Value),
    /// The next step.
    NextStep,
    /// `{ layer, unit, input }`, with "bias" in place of an input's number for a bias.
    GradientCheck(#[serde(with = "crate::json_postcard")] Value),
    /// A neuron's surroundings, for the ledger.
    Inside(Wanted),
    /// The gradient check of all weights, or where that would take minutes of a fair sample of them.
    CheckAll,
    /// What the doctor says of the run.
    Explain,
    /// The same for the page, with hints and the change in words' terms.
    Diagnose,
}

/// What a look has shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Looked {
    /// To programs.
    Json(#[serde(with = "crate::json_postcard")] Value),
    /// To the ledger: an [`Inside`] that is packed.
    Inside(Vec<u8>),
    /// To the page: an [`Explanation`] that is packed.
    Diagnosed(Vec<u8>),
}

impl Looked {
    /// The neuron's surroundings, if that is what was looked at.
    pub fn inside(&self) -> Option<Inside> {
        let Looked::Inside(bytes) = self else { return None };
        postcard::from_bytes(bytes).ok()
    }

    /// What the doctor says, if it was asked for the page.
    pub fn diagnosed(&self) -> Option<Explanation> {
        let Looked::Diagnosed(bytes) = self else { return None };
        postcard::from_bytes(bytes).ok()
    }
}

/// All weights are checked where that takes about so many multiply-adds, else as many as that: about a minute.
const MOST_WORK: u64 = 12_000_000_000;

/// A look on its way.
#[derive(Debug)]
pub enum Looking {
    /// It is done.
    Traced(Box<Trace>),
    /// A step whose gradient is being summed.
    Stepping(Box<Stepping>),
    /// Weights that are being checked.
    Checking(Box<Checking>),
    /// The same, of which only the worst is told; and how many weights there are.
    CheckingAll(Box<Checking>, usize),
    /// A neuron's surroundings.
    Inside(Box<LookingInside>),
    /// What the doctor says.
    Explained(Box<Explanation>),
    /// The same for the page.
    Diagnosed(Box<Explanation>),
}

impl Look {
    /// Begins to look. Nothing of the session changes.
    ///
    /// # Errors
    /// If what is passed is not what it must be, or the session has nothing to show.
    pub fn begin(&self, session: &mut Session) -> Result<Looking, Problem> {
        Ok(match self {
            Look::Trace(argument) => {
                let argument = fields(argument, &["point", "masks"])?;
                let place = place(session, given(argument, "point")?)?;
                let masks = argument.get("masks").map_or(Ok(false), |value| {
                    value.as_bool().ok_or_else(|| Problem::new("masks", Rule::Flag, Shown(value)))
                })?;
                Looking::Traced(Box::new(trace(session, place, masks)?))
            }
            Look::NextStep => Looking::Stepping(Box::new(next_step(session)?)),
            Look::GradientCheck(argument) => {
                let argument = fields(argument, &["layer", "unit", "input"])?;
                let input = match given(argument, "input")? {
                    Value::String(word) if word == "bias" => None,
                    _ => {
                        let input = index(argument, "input").map_err(|Problem { key, rule, found }| {
                            Problem::new(key, Rule::OrWord(Box::new(rule), "bias".into()), found)
                        })?;
                        Some(input)
                    }
                };
                let parameter = Parameter { layer: index(argument, "layer")?, unit: index(argument, "unit")?, input };
                Looking::Checking(Box::new(gradient_check(session, &[parameter])?))
            }
            Look::Inside(wanted) => Looking::Inside(Box::new(look_inside(session, *wanted)?)),
            Look::Explain => Looking::Explained(Box::new(explain(session))),
            Look::Diagnose => Looking::Diagnosed(Box::new(explain(session))),
            Look::CheckAll => {
                let sizes = session.config().layer_sizes();
                let n = session.config().n_parameters();
                let n_training = session.points().iter().filter(|point| !point.test).count();
                let each = 3 * n.max(1) as u64 * n_training.max(1) as u64;
                let most = (MOST_WORK / each).max(sizes.len() as u64);
                let chosen = fair_sample(&sizes, most.min(n as u64) as usize);
                Looking::CheckingAll(Box::new(gradient_check(session, &chosen)?), n)
            }
        })
    }
}

impl Looking {
    /// Does a piece of the work: what programs get, once it is done.
    pub fn go_on(&mut self) -> Option<Looked> {
        match self {
            Looking::Traced(trace) => Some(Looked::Json(trace.to_json())),
            Looking::Explained(explanation) => Some(Looked::Json(explanation.to_json())),
            Looking::Stepping(stepping) => stepping.go_on().map(|step: NextStep| Looked::Json(step.to_json())),
            Looking::Checking(checking) => {
                checking.go_on().map(|checked| Looked::Json(checked.first().map_or(Value::Null, Checked::to_json)))
            }
            Looking::CheckingAll(checking, of) => checking.go_on().map(|checked| Looked::Json(worst_of(checked, *of))),
            // Plain data of the same build can always be packed.
            Looking::Diagnosed(explanation) => {
                Some(Looked::Diagnosed(postcard::to_allocvec(explanation).unwrap_or_default()))
            }
            Looking::Inside(inside) => {
                inside.go_on().map(|inside| Looked::Inside(postcard::to_allocvec(inside).unwrap_or_default()))
            }
        }
    }

    /// How much of how much is done.
    pub fn progress(&self) -> (usize, usize) {
        match self {
            Looking::Traced(_) | Looking::Explained(_) | Looking::Diagnosed(_) => (1, 1),
            Looking::Stepping(stepping) => stepping.progress(),
            Looking::Checking(checking) | Looking::CheckingAll(checking, _) => checking.progress(),
            Looking::Inside(inside) => inside.progress(),
        }
    }
}

/// How many weights of how many were checked, at how many there is a kink, and the worst of the others.
fn worst_of(checked: &[Checked], of: usize) -> Value {
    let judged = || checked.iter().filter(|checked| !checked.kink);
    let worst = judged().max_by(|a, b| a.relative_error.total_cmp(&b.relative_error));
    let worst = worst.map_or(Value::Null, |worst| {
        let Parameter { layer, unit, input } = worst.parameter;
        object! { "layer": layer, "unit": unit, "input": input, "relativeError": worst.relative_error }
    });
    object! { "checked": checked.len(), "of": of, "kinks": checked.len() - judged().count(), "worst": worst }
}

/// The fields of an argument, which has no others.
fn fields<'v>(argument: &'v Value, names: &[&str]) -> Result<&'v Map<String, Value>, Problem> {
    let names = || owned(names.iter().copied());
    let Some(fields) = argument.as_object() else {
        return Err(Problem::new("options", Rule::ObjectOf(names()), Shown(argument)));
    };
    match fields.keys().find(|key| !names().contains(key)) {
        Some(key) => Err(Problem::new(key, Rule::OneOf(names()), Found::UnknownKey)),
        None => Ok(fields),
    }
}

fn given<'v>(argument: &'v Map<String, Value>, name: &str) -> Result<&'v Value, Problem> {
    argument.get(name).ok_or_else(|| Problem::new(name, Rule::Given, Found::Nothing))
}

fn index(argument: &Map<String, Value>, name: &str) -> Result<usize, Problem> {
    let value = given(argument, name)?;
    index_of(value)
        .ok_or_else(|| Problem::new(name, Rule::WholeBetween { min: 0, max: u64::from(u32::MAX) }, Shown(value)))
}

fn index_of(value: &Value) -> Option<usize> {
    let number = value.as_f64().filter(|number| number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(number));
    number.map(|number| number as usize)
}

/// The point that is meant: one of all points, or one that is written out.
fn place(session: &Session, value: &Value) -> Result<Place, Problem> {
    if let Some(index) = index_of(value) {
        return Ok(Place::Index(index));
    }
    if !value.is_object() {
        return Err(Problem::new("point", Rule::IndexOrPoint, Shown(value)));
    }
    let config = session.config();
    let written = fields(value, &["x", "y", "label", "test"]).map_err(|problem| at_point(&problem))?;
    let number = |name: &str| -> Result<f32, Problem> {
        let value = given(written, name).map_err(|problem| at_point(&problem))?;
        let number = value.as_f64().map(|number| number as f32).filter(|number| number.is_finite());
        number.ok_or_else(|| Problem::new(format!("point.{name}"), Rule::FitsF32, Shown(value)))
    };
    let label = number("label")?;
    if config.task == Task::Classification && !(1..=config.classes).any(|class| class as f32 == label) {
        return Err(Problem::new("point.label", Rule::ClassUpTo(config.classes), Shown(&written["label"])));
    }
    // A curve's network does not see y.
    let y = if config.task == Task::Curve { label } else { number("y")? };
    Ok(Place::Point(Point { x: number("x")?, y, label, test: false }))
}

fn at_point(problem: &Problem) -> Problem {
    Problem::new(format!("point.{}", problem.key), problem.rule.clone(), problem.found.clone())
}
