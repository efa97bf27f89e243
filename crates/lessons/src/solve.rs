//! Playing a step: its stage, whether it is done before anything happens, and whether its solution does it, with the controls that
//! are there and in which time.

use playground::goal::Facts;
use playground::lesson::{Judge, Step};
use playground::{Command, Pace, Part, Point, Problem, Session, Unit};
use serde_json::Value;

use crate::source::Act;

/// Pictures per second of a page that keeps up.
const FRAMES_PER_SECOND: f64 = 60.0;

/// What playing a step showed.
#[derive(Clone, Debug)]
pub struct Played {
    /// Whether the step is done when it begins.
    pub is_done_at_start: bool,
    /// Whether it is done after the solution.
    pub is_done: bool,
    /// How long the training of the solution takes at the speed of the stage; 0 at unlimited speed.
    pub seconds: f64,
    /// What the solution does for which the stage has no control.
    pub without_control: Vec<String>,
    /// The facts when the step begins, and after the solution.
    pub facts: [Value; 2],
}

/// Plays a step by these acts.
///
/// # Errors
/// If the stage does not load, or an act is refused.
pub fn play(step: &Step, acts: &[Act]) -> Result<Played, Problem> {
    let judge = Judge::of(step)?;
    let mut session = Session::new(step.stage.config()?)?;
    if step.stage.trained > 0 {
        session.train(Unit::Epoch, step.stage.trained);
    }
    let (is_done_at_start, start) = judged(&judge, &mut session, None);
    let pace = step.stage.view_settings()?.pace();
    let mut answer = None;
    let mut seconds = 0.0;
    let mut without_control = Vec::new();
    for act in acts {
        let is_there = |names: &[String]| names.iter().any(|name| step.stage.controls.contains(name));
        without_control
            .extend(controls(act).into_iter().filter(|names| !is_there(names)).map(|names| names.join(" or ")));
        seconds += duration(act, pace, &session);
        carry_out(act, &mut session, &mut answer)?;
    }
    let (is_done, end) = judged(&judge, &mut session, answer);
    Ok(Played { is_done_at_start, is_done, seconds, without_control, facts: [start, end] })
}

fn judged(judge: &Judge, session: &mut Session, answer: Option<f64>) -> (bool, Value) {
    let facts = Facts::of(session);
    (judge.is_reached(&facts, answer), facts.to_json())
}

fn carry_out(act: &Act, session: &mut Session, answer: &mut Option<f64>) -> Result<(), Problem> {
    match act {
        Act::Set(keys) => session.apply(Command::Configure { partial: Value::Object(keys.clone()) })?,
        Act::Weights(weights) => {
            for (name, value) in weights {
                let Ok(Part::Parameter(of)) = name.parse() else {
                    return Err(Problem::new(
                        "weights",
                        playground::problem::Rule::Written(playground::problem::Format::PartName),
                        name,
                    ));
                };
                session.apply(Command::SetParameter {
                    layer: of.layer,
                    unit: of.unit,
                    input: of.input,
                    value: *value,
                })?;
            }
        }
        Act::Points(points) => {
            let point = |&[x, y, label]: &[f32; 3]| Point { x, y, label, test: false };
            session.apply(Command::AddPoints { points: points.iter().map(point).collect() })?;
        }
        Act::Train(epochs) => drop(session.train(Unit::Epoch, *epochs)),
        Act::Steps(batches) => drop(session.train(Unit::Batch, *batches)),
        Act::Reset => session.apply(Command::Reset)?,
        Act::NewWeights => session.apply(Command::NewWeights)?,
        Act::NewData => session.apply(Command::NewSample)?,
        Act::Answer(given) => *answer = Some(*given),
    }
    Ok(())
}

/// How long an act takes to watch.
fn duration(act: &Act, pace: Pace, session: &Session) -> f64 {
    let n_train = session.points().iter().filter(|point| !point.test).count();
    let batches = n_train.div_ceil(session.config().batch_points(n_train)).max(1) as f64;
    let (epochs, steps) = match act {
        Act::Train(epochs) => (f64::from(*epochs), f64::from(*epochs) * batches),
        Act::Steps(steps) => (f64::from(*steps) / batches, f64::from(*steps)),
        _ => return 0.0,
    };
    match pace {
        Pace::StepsPerSecond(n) => steps / n,
        Pace::EpochsPerSecond(n) => epochs / n,
        Pace::EpochsPerFrame(n) => epochs / (f64::from(n) * FRAMES_PER_SECOND),
        Pace::Unlimited => 0.0,
    }
}

/// The controls that an act needs: of each list one.
fn controls(act: &Act) -> Vec<Vec<String>> {
    let one_of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    match act {
        Act::Set(keys) => {
            keys.iter().flat_map(|(key, value)| fields(key, value)).map(|key| controls_of(&key)).collect()
        }
        Act::Weights(_) => vec![one_of(&["panel:network"])],
        Act::Points(_) => vec![one_of(&["points"])],
        Act::Train(_) => vec![one_of(&["play"])],
        Act::Steps(_) => vec![one_of(&["step"])],
        Act::Reset => vec![one_of(&["reset"])],
        Act::NewWeights => vec![one_of(&["weight-seed"])],
        Act::NewData => vec![one_of(&["data-seed", "panel:data"])],
        Act::Answer(_) => vec![],
    }
}

/// A key with a control of its own: each field of `stop` is one.
fn fields(key: &str, value: &Value) -> Vec<String> {
    match value.as_object() {
        Some(fields) if key == "stop" => fields.keys().map(|field| format!("{key}.{field}")).collect(),
        _ => vec![key.to_owned()],
    }
}

/// The controls of a key: its own, and the panel that has it.
fn controls_of(key: &str) -> Vec<String> {
    playground::lesson::control(key).into_iter().chain(panel(key).map(str::to_owned)).collect()
}

/// The panel that has the control of a key.
fn panel(key: &str) -> Option<&'static str> {
    match key {
        "dataset" | "dataSeed" | "count" | "noise" | "trainShare" => Some("panel:data"),
        "features" => Some("panel:features"),
        "hiddenLayers" | "activations" | "off" | "frozen" => Some("panel:network"),
        _ => None,
    }
}
