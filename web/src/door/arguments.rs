//! What outsiders pass to the door, checked: each wrong argument is refused with its place, what it must be and what was found.

use js_sys::{Array, Function, JSON, Reflect};
use playground::keys::MAX_POINTS;
use playground::{Problem, Shown, Unit};
use serde_json::Value;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::app::listeners::EVENTS;
use crate::{js, words};

/// The arguments of one call; undefined where nothing was given.
pub(crate) struct Arguments(pub(crate) [JsValue; 2]);

/// Places asked about at once.
const MOST_PLACES: usize = 100_000;

/// Predictions farther out than this mean nothing, and the numbers must fit 32 bits.
const FARTHEST: f64 = 1e6;

/// Steps asked for at once: a person would wait for days for more.
const MOST_STEPS: u32 = 100_000_000;

impl Arguments {
    /// Argument `index` as JSON. Numbers that JSON cannot hold become words, which no key takes for a number; left alone
    /// they would become null, which some keys take for "none".
    pub(crate) fn json(&self, index: usize, name: &str) -> Result<Value, Problem> {
        let value = &self.0[index];
        let spelt = Closure::<dyn Fn(JsValue, JsValue) -> JsValue>::new(|_, value: JsValue| match value.as_f64() {
            Some(number) if !number.is_finite() => number.to_string().into(),
            _ => value,
        });
        let text = JSON::stringify_with_replacer(value, spelt.as_ref()).ok().and_then(|text| text.as_string());
        let parsed = text.and_then(|text| js::parsed(&text));
        parsed.ok_or_else(|| Problem::new(name, "must be an object", described(value)))
    }

    /// Points to train on, as they stand in a configuration.
    pub(crate) fn points(&self, index: usize) -> Result<Value, Problem> {
        self.limit_length(index, MAX_POINTS)?;
        self.json(index, "points")
    }

    /// Places on the plane.
    pub(crate) fn places(&self, index: usize) -> Result<Vec<[f32; 2]>, Problem> {
        self.limit_length(index, MOST_PLACES)?;
        let requirement = format!("must be a list of [x, y] between -{FARTHEST} and {FARTHEST}");
        let refused = |found: &Value| Problem::new("points", requirement.as_str(), Shown(found));
        let list =
            self.json(index, "points").map_err(|problem| Problem { requirement: requirement.clone(), ..problem })?;
        let near = |value: &Value| match value.as_f64() {
            Some(number) if number.abs() > FARTHEST => Err(refused(value)),
            Some(number) => Ok(number as f32),
            None => Err(refused(&list)),
        };
        let place = |entry: &Value| match entry.as_array().map(Vec::as_slice) {
            Some([x, y]) => Ok([near(x)?, near(y)?]),
            _ => Err(refused(&list)),
        };
        list.as_array().ok_or_else(|| refused(&list))?.iter().map(place).collect()
    }

    /// Refuses a list that is too long before anybody reads it.
    fn limit_length(&self, index: usize, most: usize) -> Result<(), Problem> {
        // Even asking for its length can fail, if somebody made it so; then reading it is refused.
        let length = self.0[index].dyn_ref::<Array>().and_then(|list| Reflect::get(list, &"length".into()).ok());
        let length = length.and_then(|length| length.as_f64()).map_or(0, |length| length as usize);
        let too_long = || Problem::new("points", format!("must have at most {most} entries"), length);
        if length > most { Err(too_long()) } else { Ok(()) }
    }

    /// What to step by; a batch if nothing is said.
    pub(crate) fn unit(&self, index: usize) -> Result<Unit, Problem> {
        let value = &self.0[index];
        if value.is_undefined() {
            return Ok(Unit::Batch);
        }
        let units = [Unit::Sample, Unit::Batch, Unit::Epoch];
        let found = value.as_string().and_then(|word| units.into_iter().find(|unit| words::unit(*unit) == word));
        found.ok_or_else(|| Problem::new("unit", "must be one of sample, batch, epoch", described(value)))
    }

    /// How often; once if nothing is said.
    pub(crate) fn count(&self, index: usize) -> Result<u32, Problem> {
        let value = &self.0[index];
        if value.is_undefined() {
            return Ok(1);
        }
        let number = value.as_f64().filter(|n| n.fract() == 0.0 && (1.0..=f64::from(MOST_STEPS)).contains(n));
        number.map(|n| n as u32).ok_or_else(|| {
            Problem::new("n", format!("must be a whole number from 1 to {MOST_STEPS}"), described(value))
        })
    }

    /// An event's name and who wants to hear of it.
    pub(crate) fn listener(&self) -> Result<(String, Function), Problem> {
        let [event, listener] = &self.0;
        let name = event.as_string().filter(|name| EVENTS.contains(&name.as_str()));
        let name = name
            .ok_or_else(|| Problem::new("event", format!("must be one of {}", EVENTS.join(", ")), described(event)))?;
        let listener =
            listener.clone().dyn_into().map_err(|other| Problem::new("fn", "must be a function", described(&other)))?;
        Ok((name, listener))
    }
}

/// A value as a refusal names it.
fn described(value: &JsValue) -> String {
    if value.is_undefined() {
        return "nothing".into();
    }
    let json = JSON::stringify(value).ok().and_then(|text| text.as_string());
    json.unwrap_or_else(|| value.js_typeof().as_string().unwrap_or_default())
}
