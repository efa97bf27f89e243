//! The numbers along the plot's axes: round ones in the units of the data, and how much room they take. Knows no element.

use playground::{Axis, Config, Units};

use crate::draw::{REACH, ticks};

/// Parts of an axis at most.
const MOST_PARTS: usize = 7;
/// Numbers with more characters than this
const LONG: usize = 5;
/// stand in fewer parts.
const FEWER_PARTS: usize = 4;

/// A number, and how far along the axis it stands, as a share of its length.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub(crate) text: String,
    pub(crate) share: f64,
}

impl Tick {
    /// Its place for the style sheet; at the ends of an axis it stays beside it.
    pub(crate) fn style(&self, is_up: bool) -> String {
        let share = if is_up { 1.0 - self.share } else { self.share };
        let by = if share < 0.04 {
            "0"
        } else if share > 0.96 {
            "-100%"
        } else {
            "-50%"
        };
        format!("--at:{:.2}%;--by:{by}", 100.0 * share)
    }
}

/// Both axes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rulers {
    pub(crate) across: Vec<Tick>,
    pub(crate) up: Vec<Tick>,
    /// Whether an axis has a name of its own, which has a line of its own.
    pub(crate) has_names: bool,
    /// What the style sheet leaves for the numbers at the left, where they are long.
    pub(crate) room: String,
}

impl Rulers {
    pub(crate) fn of(config: &Config) -> Rulers {
        let units = Units::of(config);
        let [across, up] = [Axis::X, Axis::Y].map(|axis| numbers(&units, axis));
        let has_names = [Axis::X, Axis::Y].iter().any(|axis| units.name(*axis).is_some());
        let longest = up.iter().map(|tick| tick.text.chars().count()).max().unwrap_or(0);
        let room = if longest > 2 { format!("--numbers:{}px", 7 * longest + 6) } else { String::new() };
        Rulers { across, up, has_names, room }
    }
}

/// The numbers of an axis.
fn numbers(units: &Units<'_>, axis: Axis) -> Vec<Tick> {
    let reach = f64::from(REACH);
    let [low, high] = [-reach, reach].map(|end| units.original(axis, end));
    let (mut values, mut step) = match units.along(axis) {
        (0.0, 1.0) => (vec![-6.0, -3.0, 0.0, 3.0, 6.0], 3.0),
        _ => ticks::between(low, high, MOST_PARTS),
    };
    let mut texts = ticks::texts(&values, step);
    if texts.iter().any(|text| text.chars().count() > LONG) {
        (values, step) = ticks::between(low, high, FEWER_PARTS);
        texts = ticks::texts(&values, step);
    }
    let place = |(value, text): (f64, String)| Tick { text, share: (value - low) / (high - low) };
    values.into_iter().zip(texts).map(place).collect()
}

#[cfg(test)]
mod tests {
    use playground::{Scaling, Task};

    use super::*;

    #[test]
    fn the_plane_has_its_own_numbers_and_data_have_round_ones_in_their_units() {
        let texts = |ticks: &[Tick]| ticks.iter().map(|tick| tick.text.clone()).collect::<Vec<_>>();
        let plain = Rulers::of(&Config::default());
        assert_eq!(texts(&plain.across), ["−6", "−3", "0", "3", "6"]);
        assert_eq!((plain.up[0].share, plain.up[4].share, plain.has_names, plain.room.as_str()), (0.0, 1.0, false, ""));
        let scaling = Some(Scaling { mean: [172.0, 1999.5, -3.0], scale: [4.0, 0.05, 0.5] });
        let of =
            |task| Rulers::of(&Config { task, scaling, axis_names: Some(vec!["height".into()]), ..Config::default() });
        let people = of(Task::Classification);
        assert_eq!(texts(&people.across), ["150", "160", "170", "180", "190"]);
        assert!((people.across[2].share - (170.0 - 148.0) / 48.0).abs() < 1e-12 && people.has_names);
        assert_eq!(texts(&people.up), ["1999.2", "1999.4", "1999.6", "1999.8"], "long numbers are few");
        assert_eq!(people.room, "--numbers:48px");
        assert_eq!(
            texts(&of(Task::Curve).up),
            ["−6", "−5", "−4", "−3", "−2", "−1", "0"],
            "a curve stands as high as its value"
        );
    }
}
