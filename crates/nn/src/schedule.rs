//! The schedules: how the learning rate changes from update to update.
//!
//! Invariant: a rate is a pure function of (base rate, number of updates already made, parameters). It
//! uses `libm`, so that it has the same bits on every platform. To add a schedule, add a row to
//! `SCHEDULES`. In the formulas, lr0 is the base rate and t the number of updates already made.
//!
#![doc = include_str!("../docs/schedule.md")]

use std::f64::consts::PI;

use crate::Param;
use crate::catalog::catalog;

/// A schedule.
#[derive(Debug)]
pub struct Schedule {
    /// Its name in configurations and files.
    pub name: &'static str,
    /// Its formula, for people; lr0 is the base rate, t the number of updates already made.
    pub formula: &'static str,
    /// Whether menus offer it.
    pub listed: bool,
    /// The parameters of `rate`.
    pub params: &'static [Param],
    /// The learning rate of the next update, from (base rate, updates already made, parameter values).
    pub rate: fn(f64, f64, &[f64]) -> f64,
}

const GAMMA: Param = Param { name: "gamma", default: 0.999, min: 0.0, max: 1.0 };
const PERIOD: Param = Param { name: "T", default: 1000.0, min: 1.0, max: 1e9 };
const LEAST: Param = Param { name: "lr_min", default: 0.0, min: 0.0, max: 10.0 };
const START: Param = Param { name: "s", default: 0.1, min: 0.0, max: 1.0 };
const WARM: Param = Param { name: "W", default: 100.0, min: 1.0, max: 1e9 };

static SCHEDULES: [Schedule; 7] = [
    Schedule { name: "constant", formula: "lr0", listed: true, params: &[], rate: |base, _, _| base },
    Schedule {
        name: "step",
        formula: "lr0 · gamma^floor(t / step_size)",
        listed: true,
        params: &[Param { name: "step_size", default: 1000.0, min: 1.0, max: 1e9 }, Param { default: 0.5, ..GAMMA }],
        rate: |base, t, p| base * libm::pow(p[1], (t / p[0]).floor()),
    },
    Schedule {
        name: "exponential",
        formula: "lr0 · gamma^t",
        listed: true,
        params: &[GAMMA],
        rate: |base, t, p| base * libm::pow(p[0], t),
    },
    Schedule {
        name: "cosine",
        formula: "lr_min + (lr0 − lr_min) · (1 + cos(π · min(1, t/T))) / 2",
        listed: true,
        params: &[PERIOD, LEAST],
        rate: |base, t, p| falling(base, t / p[0], p[1]),
    },
    Schedule {
        name: "warm-up",
        formula: "lr0 · (s + (1 − s) · min(1, t/W))",
        listed: true,
        params: &[START, WARM],
        rate: |base, t, p| rising(base, t / p[1], p[0]),
    },
    Schedule {
        name: "inverse-time",
        formula: "lr0 / (1 + k·t)",
        listed: true,
        params: &[Param { name: "k", default: 0.001, min: 0.0, max: 1e3 }],
        rate: |base, t, p| base / (1.0 + p[0] * t),
    },
    Schedule {
        name: "warm-up-cosine",
        formula: "warm-up while t < W, then cosine from W to T",
        listed: false,
        params: &[START, WARM, PERIOD, LEAST],
        rate: |base, t, p| match t < p[1] {
            true => rising(base, t / p[1], p[0]),
            false => falling(base, (t - p[1]) / (p[2] - p[1]).max(1.0), p[3]),
        },
    },
];

/// Half a cosine, which falls from `base` at `u` = 0 to `least` at `u` = 1 and then stays there.
fn falling(base: f64, u: f64, least: f64) -> f64 {
    least + (base - least) * 0.5 * (1.0 + libm::cos(PI * u.min(1.0)))
}

/// A line, which rises from `start · base` at `u` = 0 to `base` at `u` = 1 and then stays there.
fn rising(base: f64, u: f64, start: f64) -> f64 {
    base * (start + (1.0 - start) * u.min(1.0))
}

catalog!(Schedule in "schedule", such as "cosine", SCHEDULES);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rate_stays_between_0_and_the_base_rate() {
        for schedule in all() {
            let params = crate::defaults(schedule.params);
            for t in [0.0, 1.0, 99.0, 100.0, 999.0, 1000.0, 1e6, 1e9] {
                let rate = (schedule.rate)(0.1, t, &params);
                assert!((0.0..=0.1).contains(&rate), "{} gives {rate} at {t}", schedule.name);
            }
        }
    }

    #[test]
    fn update_1_sees_t_0() {
        let first = |name: &str| find(name).map(|s| (s.rate)(0.2, 0.0, &crate::defaults(s.params)));
        assert_eq!(first("step"), Some(0.2));
        assert_eq!(first("warm-up"), Some(0.2 * 0.1));
    }
}
