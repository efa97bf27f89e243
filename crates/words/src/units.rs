//! What the plane stands for, in words: names of classes and axes, and numbers in the units of the data.
//!
//! One rule for classes with names: a control says number and name ([`Words::class`]), since keys and menus count them; where there is
//! little room it is the name ([`Words::class_short`]), and so it is in sentences and formulas (`class_said`, [`Words::in_classes`]).

use playground::{Axis, Config, Task, Units};

use crate::Words;
use crate::numbers::read_only;

impl Words {
    /// A class's name, behind its number where it has one of its own.
    pub fn class(&self, config: &Config, class: usize) -> String {
        self.with_name(config, class, self.common.class.with([&class.to_string()]))
    }

    /// A class where there is little room: by its own name, else by its number.
    pub fn class_short(&self, config: &Config, class: usize) -> String {
        Units::of(config).class(class).map_or_else(|| self.common.class.with([&class.to_string()]), str::to_owned)
    }

    /// A class within a sentence or a formula: by its own name, else by its number.
    pub(crate) fn class_said(&self, config: &Config, class: usize) -> String {
        Units::of(config).class(class).map_or_else(|| self.plot.said_class.with([&class.to_string()]), str::to_owned)
    }

    /// A fixed text that speaks of classes by their numbers, with their own names.
    pub fn in_classes(&self, config: &Config, text: &str) -> String {
        (1..=config.classes).fold(text.to_owned(), |text, class| {
            text.replace(&self.plot.said_class.with([&class.to_string()]), &self.class_said(config, class))
        })
    }

    /// What is said of a class by its number, with its own name behind it.
    pub(crate) fn with_name(&self, config: &Config, class: usize, said: String) -> String {
        match Units::of(config).class(class) {
            Some(name) => self.common.named.with([&said, name]),
            None => said,
        }
    }

    /// What stands along an axis: its name, else its symbol.
    pub fn axis<'c>(&self, config: &'c Config, axis: Axis) -> &'c str {
        Units::of(config).name(axis).unwrap_or(symbol(config, axis))
    }

    /// What an axis's symbol stands for, where it has a name.
    pub fn axis_meaning(&self, config: &Config, axis: Axis) -> Option<String> {
        Units::of(config).name(axis).map(|name| format!("{} = {name}", symbol(config, axis)))
    }

    /// What the symbols of the plane stand for, where the points have been measured.
    pub fn axes_meaning(&self, config: &Config) -> Option<String> {
        let meanings = [Axis::X, Axis::Y, Axis::Value].map(|axis| self.axis_meaning(config, axis));
        let meanings: Vec<String> = meanings.into_iter().flatten().collect();
        (!meanings.is_empty()).then(|| meanings.join(self.curve.between))
    }

    /// What the symbols in a feature stand for, where they have names.
    pub fn feature_meaning(&self, config: &Config, feature: &str) -> Option<String> {
        let reads = |axis: &(Axis, &str)| feature == "r" || feature.contains(axis.1);
        let meaning: Vec<String> = [(Axis::X, "x1"), (Axis::Y, "x2")]
            .iter()
            .filter(|axis| reads(axis))
            .filter_map(|(axis, _)| self.axis_meaning(config, *axis))
            .collect();
        (!meaning.is_empty()).then(|| meaning.join(self.curve.between))
    }

    /// A number of the plane as it is read there, in the units of the data: as many digits as a hundredth of the plane needs.
    pub fn measured(&self, config: &Config, axis: Axis, plane: f32) -> String {
        let units = Units::of(config);
        self.in_units(units.original(axis, f64::from(plane)), units.along(axis).1)
    }

    /// A number in units of which `scale` are one of the plane.
    pub(crate) fn in_units(&self, value: f64, scale: f64) -> String {
        let digits = (2.0 - scale.log10().floor()).max(0.0);
        if digits > 6.0 || value.abs() >= 1e7 {
            return self.precise(value);
        }
        let text = format!("{value:.digits$}", digits = digits as usize);
        if text.contains(|c| ('1'..='9').contains(&c)) { read_only(text) } else { text.replace('-', "") }
    }

    /// A value with its name within a sentence.
    pub(crate) fn value_said(&self, config: &Config, value: f32, longest: usize) -> String {
        let number = self.measured(config, Axis::Value, value);
        match Units::of(config).name(Axis::Value) {
            Some(name) => format!("{} {number}", cut(name, longest)),
            None => self.plot.said_value.with([&number]),
        }
    }

    /// The name of the control of a value.
    pub fn value_named(&self, config: &Config) -> String {
        let plain = self.plot.value;
        Units::of(config)
            .name(Axis::Value)
            .map_or_else(|| plain.into(), |name| self.common.named.with([plain, &cut(name, 16)]))
    }

    /// That losses are measured on the plane, where values are in other units.
    pub(crate) fn of_scaled_values(&self, config: &Config) -> String {
        match Units::of(config).along(Axis::Value).1 {
            1.0 => String::new(),
            scale => self.curve.of_scaled_values.with([&self.short(scale)]),
        }
    }
}

/// What an axis is called in formulas.
fn symbol(config: &Config, axis: Axis) -> &'static str {
    match (axis, config.task) {
        (Axis::X, Task::Curve) => "x",
        (_, Task::Curve) => "y",
        (Axis::X, _) => "x₁",
        (Axis::Y, _) => "x₂",
        (Axis::Value, _) => "y",
    }
}

/// A name in so many characters at most.
pub fn cut(name: &str, longest: usize) -> String {
    match name.char_indices().nth(longest) {
        Some(_) => name.chars().take(longest - 1).chain(['…']).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use playground::Scaling;

    use super::*;
    use crate::{ALL, EN};

    fn measured() -> Config {
        Config {
            class_names: Some(["setosa", "virginica"].map(String::from).to_vec()),
            axis_names: Some(["length (cm)", "width (cm)"].map(String::from).to_vec()),
            scaling: Some(Scaling { mean: [5.8, 3000.0, 0.0], scale: [0.8, 120.0, 1.0] }),
            ..Config::default()
        }
    }

    #[test]
    fn classes_and_axes_have_their_names_everywhere() {
        let config = measured();
        assert_eq!(EN.class(&config, 2), "Class 2 (virginica)");
        assert_eq!([EN.class_short(&config, 1), EN.class_said(&config, 2)], ["setosa", "virginica"]);
        assert_eq!(EN.relabel(&config, 1), "Make it class 1 (setosa)");
        assert_eq!(EN.computes(&config, (3, 0)), "score = bias + 2 weighted inputs; virginica from 0 up");
        assert_eq!(EN.axis(&config, Axis::Y), "width (cm)");
        assert_eq!(EN.axis_meaning(&config, Axis::X).as_deref(), Some("x₁ = length (cm)"));
        assert_eq!(EN.axes_meaning(&config).as_deref(), Some("x₁ = length (cm), x₂ = width (cm)"));
        assert_eq!(EN.axes_meaning(&Config::default()), None);
        assert_eq!(EN.feature_meaning(&config, "x1*x2").as_deref(), Some("x₁ = length (cm), x₂ = width (cm)"));
        assert_eq!(EN.feature_meaning(&config, "sin(x2)").as_deref(), Some("x₂ = width (cm)"));
        assert_eq!(EN.feature_meaning(&Config::default(), "x1"), None);
        for words in ALL {
            assert_eq!(words.class(&Config::default(), 2), words.class_short(&Config::default(), 2));
            for said in [words.class(&config, 1), words.relabel(&config, 1), words.class_said(&config, 1)] {
                assert!(said.contains("setosa"), "{}: {said}", words.tag);
            }
            let said = words.in_classes(&config, words.view_doc("slopeField"));
            assert!(said.contains("virginica") && !said.contains('2'), "{}: {said}", words.tag);
            assert_eq!(
                words.in_classes(&Config::default(), words.view_doc("slopeField")),
                words.view_doc("slopeField")
            );
        }
    }

    #[test]
    fn a_number_has_the_digits_that_its_units_need() {
        let config = measured();
        assert_eq!(EN.measured(&config, Axis::X, -1.0), "5.000");
        assert_eq!(EN.measured(&config, Axis::Y, 2.0), "3240");
        assert_eq!(EN.measured(&config, Axis::Value, 0.5), "0.50");
        let of = |mean, scale, plane| {
            let scaling = Some(Scaling { mean: [mean, 0.0, 0.0], scale: [scale, 1.0, 1.0] });
            EN.measured(&Config { scaling, ..Config::default() }, Axis::X, plane)
        };
        assert_eq!([of(0.0, 10.0, -1.2), of(-0.001, 1.0, 0.0), of(0.0, 1e-5, 3.0)], ["−12.0", "0.00", "0.00003000000"]);
        assert_eq!(of(0.0, 1e9, 3.0), "3.000000e9");
    }

    #[test]
    fn a_long_name_is_cut() {
        assert_eq!([cut("four", 4), cut("fives", 4), cut("中文名称很长", 4)], ["four", "fiv…", "中文名…"]);
    }
}
