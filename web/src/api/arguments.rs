//! The arguments of calls of `window.playground`, checked: each wrong argument is refused with its place, what it must be and what was found.

use js_sys::{Function, JsString};
use playground::goal::MAX_CHARS;
use playground::keys::MAX_POINTS;
use playground::problem::{Found, Limit, Rule};
use playground::{Problem, Shown, Unit};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};

use crate::api::listeners::EVENTS;
use crate::exported::{Of, Options, Wanted};

use crate::untrusted::{self, Expected, found};

/// The arguments of one call; undefined where nothing was given.
pub(crate) struct Arguments(pub(crate) [JsValue; 2]);

/// Places asked about at once.
const MOST_PLACES: usize = 100_000;

/// Predictions farther out than this mean nothing, and the numbers must fit 32 bits.
const FARTHEST: f64 = 1e6;

/// Steps asked for at once: a person would wait for days for more.
const MOST_STEPS: u32 = 100_000_000;

/// No unit and no event has a longer name.
const LONGEST_WORD: u32 = 40;
/// Kinds of arrows in a list.
const MOST_ARROWS: usize = 8;

/// Points to train on, as they stand in a configuration.
const POINTS: Expected = Expected {
    name: "points",
    is_list: true,
    what: Rule::PointList,
    has_key: |_| Ok(()),
    longest: MAX_POINTS,
    most: 100_000,
};

/// Places on the plane.
const PLACES: Expected = Expected {
    name: "points",
    is_list: true,
    what: Rule::PlaceList,
    has_key: |_| Ok(()),
    longest: MOST_PLACES,
    most: 10 * MOST_PLACES,
};

/// A text, if it is as short as words are: what is longer is not copied.
fn word(value: &JsValue) -> Option<String> {
    value.dyn_ref::<JsString>().filter(|text| text.length() <= LONGEST_WORD).map(String::from)
}

impl Arguments {
    /// The first argument, a part of a configuration.
    pub(crate) fn partial(&self) -> Result<Value, Problem> {
        untrusted::read(&self.0[0], Expected::CONFIG)
    }

    /// The first argument, a model.
    pub(crate) fn model(&self) -> Result<Value, Problem> {
        untrusted::read(&self.0[0], Expected::MODEL)
    }

    /// A format of exports, and how a picture is to be.
    pub(crate) fn export(&self) -> Result<Wanted, Problem> {
        let [format, options] = &self.0;
        let format = format.as_string().ok_or_else(|| Problem::new("format", Rule::Text, found(format)))?;
        let mut wanted = Wanted { format, options: Options::default() };
        if options.is_undefined() {
            return Ok(wanted);
        }
        let read = untrusted::read(options, Expected::OPTIONS)?;
        for (key, value) in read.as_object().into_iter().flatten() {
            let refused = |rule: Rule| Problem::new(key, rule, Shown(value));
            let options = &mut wanted.options;
            match key.as_str() {
                "of" => {
                    let of = Of::ALL.into_iter().find(|of| value.as_str() == Some(of.name()));
                    options.of = of.ok_or_else(|| refused(Rule::one_of(Of::ALL.map(Of::name))))?;
                }
                "scale" => {
                    let (min, max) = (*Options::SCALES.start(), *Options::SCALES.end());
                    let scale = value.as_f64().filter(|scale| Options::SCALES.contains(scale));
                    options.scale = scale.ok_or_else(|| refused(Rule::Between { min, max }))?;
                }
                "theme" => {
                    let theme = Options::THEMES.into_iter().find(|theme| value.as_str() == Some(theme));
                    options.theme = Some(theme.ok_or_else(|| refused(Rule::one_of(Options::THEMES)))?);
                }
                _ => return Err(Problem::new(key, Rule::one_of(["of", "scale", "theme"]), Found::UnknownKey)),
            }
        }
        Ok(wanted)
    }

    /// The first argument, a goal; null for none.
    pub(crate) fn goal(&self) -> Result<Option<String>, Problem> {
        let value = &self.0[0];
        if value.is_null() {
            return Ok(None);
        }
        let text = value.dyn_ref::<JsString>().ok_or_else(|| Problem::new("goal", Rule::Text, found(value)))?;
        // A browser counts some letters twice. How many there are is found out where it is read.
        match text.length() as usize {
            length if length > 2 * MAX_CHARS => Err(Problem::new("goal", Rule::CharactersAtMost(MAX_CHARS), length)),
            _ => Ok(Some(String::from(text))),
        }
    }

    /// Whether labels are classes of any name or number, as in a table.
    pub(crate) fn labels_are_guessed(&self, index: usize) -> Result<bool, Problem> {
        match self.option(index, "labels")? {
            None => Ok(false),
            Some(value) if value == "auto" => Ok(true),
            Some(value) => Err(Problem::new("labels", Rule::Exactly("\"auto\"".into()), Shown(&value))),
        }
    }

    /// The only option that a call has, if it was given.
    fn option(&self, index: usize, name: &str) -> Result<Option<Value>, Problem> {
        if self.0[index].is_undefined() {
            return Ok(None);
        }
        let options = untrusted::read(&self.0[index], Expected::OPTIONS)?;
        match options.as_object().and_then(|options| options.iter().next()) {
            None => Ok(None),
            Some((key, value)) if key == name => Ok(Some(value.clone())),
            Some((key, _)) => Err(Problem::new(key, Rule::one_of([name]), Found::UnknownKey)),
        }
    }

    /// Whether a model's weights are used although they do not give what its checks say.
    pub(crate) fn skip_checks(&self, index: usize) -> Result<bool, Problem> {
        const KEY: &str = "skipChecks";
        let flag = |value: Value| value.as_bool().ok_or_else(|| Problem::new(KEY, Rule::Flag, Shown(&value)));
        self.option(index, KEY)?.map_or(Ok(false), flag)
    }

    /// The first argument, options of a call by their names.
    pub(crate) fn options(&self) -> Result<Value, Problem> {
        untrusted::read(&self.0[0], Expected::OPTIONS)
    }

    /// The first argument, a part of how the page shows things; nothing changes where nothing was given.
    pub(crate) fn view(&self) -> Result<Value, Problem> {
        match self.0[0].is_undefined() {
            true => Ok(Value::Null),
            false => untrusted::read(
                &self.0[0],
                Expected { name: "view", longest: MOST_ARROWS, most: 40, ..Expected::OPTIONS },
            ),
        }
    }

    /// The first argument, points as they stand in a configuration.
    pub(crate) fn points(&self) -> Result<Value, Problem> {
        untrusted::read(&self.0[0], POINTS)
    }

    /// The first argument, places on the plane.
    pub(crate) fn places(&self) -> Result<Vec<[f32; 2]>, Problem> {
        let list = untrusted::read(&self.0[0], PLACES)?;
        let near = |value: &Value| value.as_f64().filter(|number| number.abs() <= FARTHEST).map(|number| number as f32);
        let place = |(idx, entry): (usize, &Value)| {
            let place = match entry.as_array().map(Vec::as_slice) {
                Some([x, y]) => near(x).zip(near(y)),
                _ => None,
            };
            place
                .map(<[f32; 2]>::from)
                .ok_or_else(|| Problem::new(format!("points[{idx}]"), Rule::PlaceWithin(FARTHEST), Shown(entry)))
        };
        list.as_array().into_iter().flatten().enumerate().map(place).collect()
    }

    /// Definitions, what to tell of them, and in which order the variables have their values.
    pub(crate) fn definitions(&self) -> Result<(String, Value, Vec<String>), Problem> {
        let [text, options] = &self.0;
        let Some(letters) = text.dyn_ref::<JsString>() else {
            return Err(Problem::new("text", Rule::Text, found(text)));
        };
        let (length, most) = (letters.length() as usize, Limit::Bytes.most());
        if length > most {
            return Err(Problem::new("text", Rule::CharactersAtMost(most), length));
        }
        let options =
            untrusted::read(options, Expected::QUESTION).map(|read| (read, untrusted::keys(options, "at")))?;
        Ok((String::from(letters), options.0, options.1))
    }

    /// What to step by; a batch if nothing is said.
    pub(crate) fn unit(&self, index: usize) -> Result<Unit, Problem> {
        let value = &self.0[index];
        if value.is_undefined() {
            return Ok(Unit::Batch);
        }
        let unit = word(value).and_then(|word| Unit::ALL.into_iter().find(|unit| unit.name() == word));
        unit.ok_or_else(|| Problem::new("unit", Rule::one_of(Unit::ALL.map(Unit::name)), found(value)))
    }

    /// How often; once if nothing is said.
    pub(crate) fn count(&self, index: usize) -> Result<u32, Problem> {
        let value = &self.0[index];
        if value.is_undefined() {
            return Ok(1);
        }
        let number = value.as_f64().filter(|n| n.fract() == 0.0 && (1.0..=f64::from(MOST_STEPS)).contains(n));
        number
            .map(|n| n as u32)
            .ok_or_else(|| Problem::new("n", Rule::WholeBetween { min: 1, max: MOST_STEPS.into() }, found(value)))
    }

    /// An event's name and who wants to hear of it.
    pub(crate) fn listener(&self) -> Result<(String, Function), Problem> {
        let [event, listener] = &self.0;
        let name = word(event).filter(|name| EVENTS.contains(&name.as_str()));
        let name = name.ok_or_else(|| Problem::new("event", Rule::one_of(EVENTS), found(event)))?;
        let listener =
            listener.clone().dyn_into().map_err(|other| Problem::new("listener", Rule::Function, found(&other)))?;
        Ok((name, listener))
    }
}
