//! The stage of a step: a configuration, how the page shows it, which controls are there, and how far the run has come. It knows no page.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::{Config, object};
use crate::json_display::Shown;
use crate::keys::{ACTIVATION_SHORTHAND, KEYS};
use crate::problem::{Found, Problem, Rule, owned};
use crate::view_settings::{VIEW_SETTINGS, ViewSettings};

/// Parts of the page that are no field of a key, by the names that embeds have for them.
pub const PARTS: [&str; 16] = [
    "play",
    "step",
    "reset",
    "undo",
    "help",
    "speed",
    "arrows",
    "show",
    "language",
    "theme",
    "export",
    "panel:data",
    "panel:features",
    "panel:network",
    "panel:curve",
    "panel:plot",
];

/// Keys with fields of their own, which are controls.
const FIELDS: &str = "stop";

/// The key of what is in the lab.
const LAB: &str = "lab";

/// What only the visitor decides.
const VISITORS: [&str; 3] = ["theme", "lang", "shortcuts"];

/// What the page shows in a step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// The keys of the configuration that are not the default, with their values.
    #[serde(default)]
    pub config: Value,
    /// The view settings that are not the default, as a link writes them, and `lab`.
    #[serde(default)]
    pub view: Vec<(String, String)>,
    /// The controls that are there, by the names that embeds have for them.
    #[serde(default)]
    pub controls: Vec<String>,
    /// The epochs that are trained when the step begins.
    #[serde(default)]
    pub trained: u32,
    /// The polynomial that is drawn beside the fit of a curve, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taylor: Option<Taylor>,
}

/// A Taylor polynomial: a function’s derivatives at one place, divided by factorials, as the coefficients of powers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Taylor {
    /// The place.
    pub centre: f64,
    /// The coefficient of each power of the distance from there, from the power 0.
    pub coefficients: Vec<f64>,
}

impl Taylor {
    /// The highest power.
    pub fn degree(&self) -> usize {
        self.coefficients.len().saturating_sub(1)
    }

    /// Its value.
    ///
    /// ```
    /// use playground::lesson::Taylor;
    ///
    /// let around_one = Taylor { centre: 1.0, coefficients: vec![1.0, 2.0, 3.0] };
    /// assert_eq!(around_one.at(3.0), 1.0 + 2.0 * 2.0 + 3.0 * 4.0);
    /// assert_eq!(around_one.degree(), 2);
    /// ```
    pub fn at(&self, x: f64) -> f64 {
        self.coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * (x - self.centre) + coefficient)
    }
}

impl Stage {
    /// The configuration.
    ///
    /// # Errors
    /// If a key is unknown or its value is not valid.
    pub fn config(&self) -> Result<Config, Problem> {
        let nothing = object([]);
        Config::default().merged(if self.config.is_null() { &nothing } else { &self.config })
    }

    /// The view settings; the visitor's theme, language and shortcuts are no part of them.
    ///
    /// # Errors
    /// If one is unknown, is the visitor's, or does not take its word.
    pub fn view_settings(&self) -> Result<ViewSettings, Problem> {
        let mut settings = ViewSettings::default();
        for (name, word) in &self.view {
            if name == LAB {
                settings.lab.clone_from(word);
                continue;
            }
            let known = || VIEW_SETTINGS.iter().filter(|setting| !VISITORS.contains(&setting.name));
            let Some(setting) = known().find(|setting| setting.name == name) else {
                let names = known().map(|setting| setting.name).chain([LAB]);
                return Err(Problem::new(name, Rule::OneOf(owned(names)), Found::UnknownKey));
            };
            let Some(place) = setting.words.iter().position(|known| known == word) else {
                let words = Rule::OneOf(owned(setting.words.iter().copied()));
                return Err(Problem::new(name, words, Shown(&Value::from(word.as_str()))));
            };
            (setting.write)(&mut settings, place);
        }
        Ok(settings)
    }
}

/// The name that embeds have for a control, whose key or part it is: `learningRate` is `learning-rate`, `stop.epochs` `stop-epochs`.
/// None if there is no such control.
///
/// ```
/// use playground::lesson::control;
///
/// assert_eq!(control("learningRate").as_deref(), Some("learning-rate"));
/// assert_eq!(control("panel:network").as_deref(), Some("panel:network"));
/// assert_eq!(control("volume"), None);
/// ```
pub fn control(name: &str) -> Option<String> {
    let key = name.split_once('.').filter(|(key, _)| *key == FIELDS).map_or(name, |(key, _)| key);
    let is_key = key == ACTIVATION_SHORTHAND.name || KEYS.iter().any(|known| known.name == key);
    if PARTS.contains(&name) {
        return Some(name.to_owned());
    }
    is_key.then(|| {
        let mut kebab = String::new();
        for letter in name.chars() {
            match letter {
                '.' => kebab.push('-'),
                letter if letter.is_ascii_uppercase() => kebab.extend(['-', letter.to_ascii_lowercase()]),
                letter => kebab.push(letter),
            }
        }
        kebab
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::view_settings::View;

    fn stage(view: &[(&str, &str)]) -> Stage {
        let view = view.iter().map(|(name, word)| ((*name).to_owned(), (*word).to_owned())).collect();
        Stage { config: json!({ "learningRate": 0.3 }), view, ..Stage::default() }
    }

    #[test]
    fn a_stage_is_the_default_but_for_what_it_says() {
        let stage = stage(&[("view", "lab"), ("lab", "bowl"), ("slopeField", "false")]);
        assert_eq!(stage.config().unwrap(), Config { learning_rate: 0.3, ..Config::default() });
        let settings = stage.view_settings().unwrap();
        assert_eq!((settings.view, settings.lab.as_str(), settings.slope_field), (View::Lab, "bowl", false));
        assert_eq!(Stage::default().config().unwrap(), Config::default());
        assert_eq!(Stage::default().view_settings().unwrap(), ViewSettings::default());
    }

    #[test]
    fn what_a_stage_cannot_say_is_refused_by_name() {
        let refusal = |view: &[(&str, &str)]| stage(view).view_settings().unwrap_err().to_string();
        assert!(refusal(&[("view", "moon")]).starts_with("view must be one of playground, lab, backprop"));
        for name in ["theme", "lang", "shortcuts", "volume"] {
            assert!(refusal(&[(name, "dark")]).ends_with("an unknown key"), "{name}");
        }
    }

    #[test]
    fn every_key_has_a_control_by_the_name_of_embeds() {
        assert_eq!(control("stop.testLoss").as_deref(), Some("stop-test-loss"));
        assert_eq!(control("optimiserParams").as_deref(), Some("optimiser-params"));
        assert_eq!([control("activation"), control("points")].map(Option::unwrap), ["activation", "points"]);
        assert_eq!(["noise.x", "", "panel:lab", "learning-rate"].map(control), [const { None }; 4]);
    }
}
