//! What the plane stands for: names of classes and axes, and the units of the data from which own points came. Everything that is
//! said, shown or exported in those units is computed here. Nothing is trained with them, and losses do not know them.

use crate::config::{Config, Scaling};
use crate::task::Task;

/// What is measured: along the plane's axes, and the value of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// To the right.
    X,
    /// Up; on a curve that is the value.
    Y,
    /// The label of a point, where it is a value.
    Value,
}

/// The names and units of a configuration's points.
///
/// ```
/// use playground::{Axis, Config, Scaling, Units};
/// let scaling = Some(Scaling { mean: [170.0, 0.0, 0.0], scale: [10.0, 1.0, 1.0] });
/// let config = Config { scaling, axis_names: Some(vec!["height (cm)".into()]), ..Config::default() };
/// let units = Units::of(&config);
/// assert_eq!((units.name(Axis::X), units.name(Axis::Y)), (Some("height (cm)"), None));
/// assert_eq!((units.original(Axis::X, -1.5), units.plane(Axis::X, 155.0)), (155.0, -1.5));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Units<'c> {
    config: &'c Config,
    scaling: Scaling,
}

impl<'c> Units<'c> {
    /// Those of this configuration.
    pub fn of(config: &'c Config) -> Units<'c> {
        Units { config, scaling: config.scaling.unwrap_or(Scaling { mean: [0.0; 3], scale: [1.0; 3] }) }
    }

    /// How the plane came from the units of the data; mean 0 and scale 1 where it is them.
    pub fn scaling(&self) -> Scaling {
        self.scaling
    }

    /// Whether the plane is in other units than the data.
    pub fn is_scaled(&self) -> bool {
        self.scaling.mean != [0.0; 3] || self.scaling.scale != [1.0; 3]
    }

    /// Mean and scale along an axis. A class has none.
    pub fn along(&self, axis: Axis) -> (f64, f64) {
        let at = match axis {
            Axis::X => 0,
            Axis::Y if self.config.task != Task::Curve => 1,
            Axis::Value if self.config.task == Task::Classification => return (0.0, 1.0),
            Axis::Y | Axis::Value => 2,
        };
        (self.scaling.mean[at], self.scaling.scale[at])
    }

    /// A number of the plane in the units of the data.
    pub fn original(&self, axis: Axis, plane: f64) -> f64 {
        match self.along(axis) {
            // The same to the bit.
            (0.0, 1.0) => plane,
            (mean, scale) => plane * scale + mean,
        }
    }

    /// A number in the units of the data on the plane.
    pub fn plane(&self, axis: Axis, original: f64) -> f64 {
        let (mean, scale) = self.along(axis);
        (original - mean) / scale
    }

    /// What is measured, if it has a name. A curve's value is named as the label or, where only two names are given, as y.
    pub fn name(&self, axis: Axis) -> Option<&'c str> {
        let names = self.config.axis_names.as_deref().unwrap_or_default();
        let name = match axis {
            Axis::X => names.first(),
            Axis::Y | Axis::Value if self.config.task == Task::Curve => names.get(2).or(names.get(1)),
            Axis::Y => names.get(1),
            Axis::Value => names.get(2),
        };
        name.map(String::as_str)
    }

    /// The name of a class, counted from 1, if it has one.
    pub fn class(&self, class: usize) -> Option<&'c str> {
        self.config.class_names.as_deref()?.get(class.checked_sub(1)?).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(task: Task) -> Config {
        let scaling = Some(Scaling { mean: [1.0, 2.0, 3.0], scale: [0.5, 4.0, 8.0] });
        let axis_names = Some(["a", "b", "c"].map(String::from).to_vec());
        Config { task, scaling, axis_names, class_names: Some(vec!["no".into()]), ..Config::default() }
    }

    #[test]
    fn a_curve_stands_as_high_as_its_value_and_a_class_has_no_units() {
        let of = |task, axis| {
            let config = config(task);
            let units = Units::of(&config);
            assert_eq!(units.plane(axis, units.original(axis, 1.5)), 1.5);
            (units.original(axis, 1.0), units.name(axis).map(str::to_owned))
        };
        let named = |value, name: &str| (value, Some(name.to_owned()));
        for task in Task::ALL {
            assert_eq!(of(task, Axis::X), named(1.5, "a"));
        }
        assert_eq!(
            [of(Task::Regression, Axis::Y), of(Task::Regression, Axis::Value)],
            [named(6.0, "b"), named(11.0, "c")]
        );
        assert_eq!([of(Task::Curve, Axis::Y), of(Task::Curve, Axis::Value)], [named(11.0, "c"), named(11.0, "c")]);
        assert_eq!(of(Task::Classification, Axis::Value).0, 1.0);
        let two = Config { axis_names: Some(vec!["hours".into(), "mark".into()]), ..config(Task::Curve) };
        assert_eq!([Axis::Y, Axis::Value].map(|axis| Units::of(&two).name(axis)), [Some("mark"); 2]);
    }

    #[test]
    fn what_has_no_name_or_scaling_says_so() {
        let config = config(Task::Classification);
        let units = Units::of(&config);
        assert_eq!([0, 1, 2].map(|class| units.class(class)), [None, Some("no"), None]);
        let plain = Config::default();
        let units = Units::of(&plain);
        assert!(!units.is_scaled() && units.name(Axis::X).is_none() && units.class(1).is_none());
        assert!(units.original(Axis::Y, -0.0).is_sign_negative());
    }
}
