//! From what a source says of a step to its stage: what all steps have in common and the step's own, checked.

use std::collections::BTreeMap;

use playground::insight::lab::{Definitions, Program};
use playground::lesson::{Stage, control};
use playground::{Config, InitialWeights, Task};
use serde_json::{Map, Value};

use crate::source::{Source, StepSource};
use crate::taylor::taylor;

/// The stage of a step.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn stage(source: &Source, step: &StepSource) -> Result<Stage, String> {
    let mut config = overlaid(&source.stage, &step.stage);
    if let Some(Value::Array(numbers)) = config.get("weights") {
        let written = weights(numbers)?;
        config.insert("weights".into(), written);
    }
    let mut view: BTreeMap<String, Value> = source.view.clone();
    view.extend(step.view.clone());
    let names = step.controls.as_ref().unwrap_or(&source.controls);
    let mut stage = Stage {
        config: Value::Object(config),
        view: view.into_iter().map(|(name, word)| Ok((name, written(&word)?))).collect::<Result<_, String>>()?,
        controls: names.iter().map(|name| known(name)).collect::<Result<_, String>>()?,
        trained: step.trained,
        taylor: None,
    };
    let config = stage.config().map_err(|problem| problem.to_string())?;
    if let Some(wanted) = step.taylor {
        let formula = config.formula.filter(|_| config.task == Task::Curve && config.dataset == "function");
        let formula =
            formula.ok_or("taylor needs a stage of task curve with dataset function, whose formula it takes")?;
        stage.taylor = Some(taylor(&formula, wanted)?);
    }
    let view_settings = stage.view_settings().map_err(|problem| problem.to_string())?;
    if !view_settings.lab.is_empty() {
        check_lab(&view_settings.lab)?;
    }
    Ok(stage)
}

/// What is in the lab is an example, or definitions with a value for each variable.
fn check_lab(text: &str) -> Result<(), String> {
    let definitions = Definitions::read(text);
    if definitions.write() != text {
        return Err(format!(
            "lab must be an example's name, or \"x:3,y:4\", a line's end and definitions, got {text:?}"
        ));
    }
    let names: Vec<String> = definitions.at.iter().map(|(name, _)| name.clone()).collect();
    Program::of(&definitions.text, &names).map(drop).map_err(|error| format!("lab: {error:?}"))
}

fn overlaid(common: &Map<String, Value>, own: &Map<String, Value>) -> Map<String, Value> {
    let mut both = common.clone();
    both.extend(own.clone());
    both
}

fn known(name: &str) -> Result<String, String> {
    control(name)
        .ok_or_else(|| format!("controls must be keys of the configuration or parts of the page, got \"{name}\""))
}

/// A word of a view setting: true and false may stand without quotes.
fn written(word: &Value) -> Result<String, String> {
    match word {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(flag) => Ok(flag.to_string()),
        other => Err(format!("a view setting is a word, true or false, got {other}")),
    }
}

/// Initial weights as the configuration has them: one list of numbers, layer by layer the weights row by row, then the biases.
fn weights(numbers: &[Value]) -> Result<Value, String> {
    let number = |value: &Value| value.as_f64().ok_or_else(|| format!("weights must be numbers, got {value}"));
    let numbers: Vec<f32> = numbers.iter().map(|value| Ok(number(value)? as f32)).collect::<Result<_, String>>()?;
    let config = Config { weights: Some(InitialWeights::new(&numbers)), ..Config::default() };
    Ok(config.to_json()["weights"].take())
}
