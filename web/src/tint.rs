//! How scores are tinted, alike in every view, and how far the colours of values reach.

use playground::{Config, Point, Task};

use crate::draw::heat::Tint;

/// How a raw score is tinted: by how sure the network is of a class, or by the value itself.
pub(crate) fn tint_of(config: &Config) -> Tint {
    match (config.task, config.pairing().output) {
        (Task::Classification, "tanh") => Tint::Tanh,
        (Task::Classification, _) => Tint::Sigmoid,
        (Task::Regression | Task::Curve, _) => Tint::Clamp,
    }
}

/// The same where the points' values say how far the colours reach.
pub(crate) fn tint_among(config: &Config, points: &[Point]) -> Tint {
    match tint_of(config) {
        Tint::Clamp => Tint::Upto(reach_of(config.task, points.iter().map(|point| point.label))),
        tint => tint,
    }
}

/// The end of the scale of values: the next round number that none of them exceeds, and 1 where none says more. On a curve values
/// are heights, and need no colours.
pub(crate) fn reach_of(task: Task, values: impl Iterator<Item = f32>) -> f32 {
    let largest =
        if task == Task::Regression { values.fold(0.0_f32, |largest, value| largest.max(value.abs())) } else { 0.0 };
    if largest == 0.0 {
        return 1.0;
    }
    const ROUND: [f32; 7] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0];
    ROUND.into_iter().find(|reach| largest <= *reach).unwrap_or(largest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_follows_the_values() {
        let reach = |values: &[f32]| reach_of(Task::Regression, values.iter().copied());
        assert_eq!([reach(&[]), reach(&[0.0]), reach(&[0.97, -0.3])], [1.0; 3]);
        assert_eq!([reach(&[1.0, -2.0]), reach(&[2.5]), reach(&[-7.0]), reach(&[0.04])], [2.0, 5.0, 10.0, 0.1]);
        assert_eq!(reach_of(Task::Curve, [6.0].into_iter()), 1.0);
    }
}
