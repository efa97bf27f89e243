//! The arrows of the plot against what they claim: pulls against differences of each point's loss, pushes against the actual
//! movement of the boundary by the next update; and that evaluating them changes nothing.

use playground::{Command, Config, Point, Query, Session, Unit};
use serde_json::{Value, json};

fn session(partial: Value) -> Session {
    let config = Config::default().merged(&partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

/// The loss of a point with this label at these scores, from its formula.
fn loss(name: &str, scores: &[f32], label: f32) -> f64 {
    let s = f64::from(scores[0]);
    let sign = if label == 2.0 { 1.0 } else { -1.0 };
    let huber = |e: f64| if e.abs() <= 1.0 { 0.5 * e * e } else { e.abs() - 0.5 };
    match name {
        "log" | "logistic" => libm::log1p(libm::exp(-sign * s)),
        "hinge" => (1.0 - sign * s).max(0.0),
        "squared as classes" => 0.5 * (libm::tanh(s) - sign).powi(2),
        "squared" => 0.5 * (s - f64::from(label)).powi(2),
        "huber" => huber(s - f64::from(label)),
        "cross-entropy" => {
            let total: f64 = scores.iter().map(|s| libm::exp(f64::from(*s))).sum();
            libm::log(total) - f64::from(scores[label as usize - 1])
        }
        other => panic!("{other} has no formula here"),
    }
}

/// The fourth-order central difference with the step 1/32, from values at −2, −1, 1 and 2 steps.
fn slope(session: &Session, name: &str, point: Point, axis: usize) -> f64 {
    let place = |k: f32| {
        let mut at = [point.x, point.y];
        at[axis] += k / 32.0;
        at
    };
    let losses: Vec<f64> = session
        .scores(&[-2.0, -1.0, 1.0, 2.0].map(place))
        .iter()
        .map(|scores| loss(name, scores, point.label))
        .collect();
    (8.0 * (losses[2] - losses[1]) - (losses[3] - losses[0])) * 32.0 / 12.0
}

#[test]
fn pulls_agree_with_differences_of_each_points_own_loss() {
    for (name, partial) in [
        ("log", json!({ "features": ["x1", "x2", "x1*x2", "sin(x1)"] })),
        ("logistic", json!({ "loss": "logistic", "penalty": "l2", "penaltyRate": 0.1, "dropout": 0.3 })),
        ("hinge", json!({ "loss": "hinge", "hiddenLayers": [5] })),
        ("squared as classes", json!({ "loss": "squared", "activation": "gelu" })),
        ("cross-entropy", json!({ "classes": 3 })),
        ("squared", json!({ "task": "regression" })),
        ("huber", json!({ "task": "regression", "dataset": "bumps", "loss": "huber", "off": ["1.2"] })),
        ("squared", json!({ "task": "curve", "learningRate": 0.01 })),
    ] {
        let mut session = session(partial);
        session.train(Unit::Epoch, 10);
        let is_curve = session.config().task == playground::Task::Curve;
        let pulls = session.answer(&Query::PointGradients { most: 40 }).numbers();
        assert_eq!(pulls.len(), 160);
        let train: Vec<Point> = session.points().iter().copied().filter(|point| !point.test).collect();
        let mut n_moved = 0;
        for (k, pull) in pulls.chunks(4).enumerate() {
            let point = train[k * train.len() / 40];
            assert_eq!([pull[0], pull[1]], [point.x, point.y], "{name}");
            let at = session.scores(&[[point.x, point.y]]);
            let margin = 1.0 - at[0][0].abs();
            if name == "hinge" && margin.abs() < 0.3 || name == "huber" && (at[0][0] - point.label).abs() > 0.7 {
                // The difference would cross the kink.
                continue;
            }
            for (axis, pulled) in [(0, pull[2]), (1, pull[3])] {
                let wanted = if is_curve && axis == 1 { 0.0 } else { -slope(&session, name, point, axis) };
                // Scores carry 24 bits, which the quotient multiplies by 32 · 1.5; the fifth derivative adds (1/32)⁴/30 of
                // itself. The pull itself is computed in f32.
                let close =
                    (f64::from(pulled) - wanted).abs() <= 1e-4 * wanted.abs() + 3e-5 * (1.0 + at[0][0].abs() as f64);
                assert!(close, "{name} at {point:?}: {pulled} against {wanted}");
                n_moved += usize::from(pulled != 0.0);
            }
        }
        assert!(n_moved > 20, "{name}: {n_moved}");
    }
}

#[test]
fn as_many_points_are_pulled_as_train_and_no_more_than_asked_for() {
    let mut session = session(json!({ "count": 20 }));
    let pulls = |session: &mut Session, n: usize| session.answer(&Query::PointGradients { most: n }).numbers();
    assert_eq!(pulls(&mut session, 500).len(), 4 * 10);
    assert_eq!(pulls(&mut session, 3).len(), 4 * 3);
    let point = Point { x: 4.0, y: -1.0, label: 1.0, test: false };
    session.apply(Command::AddPoints { points: vec![point] }).expect("the point is valid");
    let after = pulls(&mut session, 500);
    assert_eq!((after.len(), &after[40..42]), (4 * 11, &[4.0, -1.0][..]));
    session.apply(Command::SetPoints { points: Vec::new() }).expect("no points are points too");
    assert!(pulls(&mut session, 500).is_empty());
}

/// A position with its normal, how far to search along it, and the two outputs that tie.
type Line = ([f64; 4], f64, [usize; 2]);

/// Where f = 0 on each of these lines, between −reach and reach.
fn zeros(session: &Session, lines: &[Line]) -> Vec<Option<f64>> {
    let f = |shares: &[f64]| -> Vec<f64> {
        let place = |([x, y, nx, ny], t): (&[f64; 4], &f64)| [(x + t * nx) as f32, (y + t * ny) as f32];
        let places: Vec<[f32; 2]> = lines.iter().map(|(line, ..)| line).zip(shares).map(place).collect();
        let difference = |(scores, (.., [a, b])): (Vec<f32>, &Line)| {
            f64::from(scores[*a]) - if a == b { 0.0 } else { f64::from(scores[*b]) }
        };
        session.scores(&places).into_iter().zip(lines).map(difference).collect()
    };
    let mut low: Vec<f64> = lines.iter().map(|(_, reach, _)| -reach).collect();
    let mut high: Vec<f64> = lines.iter().map(|(_, reach, _)| *reach).collect();
    let (at_low, at_high) = (f(&low), f(&high));
    for _ in 0..40 {
        let middle: Vec<f64> = low.iter().zip(&high).map(|(low, high)| 0.5 * (low + high)).collect();
        for (k, value) in f(&middle).into_iter().enumerate() {
            if (value >= 0.0) == (at_low[k] >= 0.0) { low[k] = middle[k] } else { high[k] = middle[k] }
        }
    }
    let crosses = |k: usize| (at_low[k] >= 0.0) != (at_high[k] >= 0.0);
    low.into_iter().enumerate().map(|(k, zero)| crosses(k).then_some(zero)).collect()
}

/// The difference of the predicted and the actual movement of the boundary, relative to the predicted one.
fn error_of_pushes(partial: &Value, rate: f64) -> f64 {
    let mut session = session(partial.clone());
    session.train(Unit::Epoch, 20);
    session.apply(Command::Configure { partial: json!({ "learningRate": rate }) }).expect("the rate is valid");
    let before = session.status();
    let pushes = session.answer(&Query::BoundaryShift { most: 30 }).numbers();
    assert!(pushes.len() >= 4 * 10 && pushes.len() <= 4 * 30, "{partial}: {}", pushes.len());
    assert_eq!(session.status(), before, "a query changes nothing");
    let mut lines = Vec::new();
    for push in pushes.chunks(4) {
        let [x, y, dx, dy] = [0, 1, 2, 3].map(|k| f64::from(push[k]));
        let scores = session.scores(&[[push[0], push[1]]]).remove(0);
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
        let classes = [order[0], order.get(1).copied().unwrap_or(order[0])];
        let far = dx.hypot(dy);
        if far > 0.0 {
            lines.push(([x, y, dx / far, dy / far], 3.0 * far + 1e-3, classes));
        }
    }
    let start = zeros(&session, &lines);
    assert_eq!(session.train(Unit::Batch, 1).steps, 1);
    let end = zeros(&session, &lines);
    let (mut off, mut all) = (0.0, 0.0);
    for ((zero, moved), (line, reach, _)) in start.iter().zip(&end).zip(&lines) {
        let (Some(zero), Some(moved)) = (zero, moved) else { panic!("no boundary near {line:?}") };
        let predicted = (reach - 1e-3) / 3.0;
        off += (moved - zero - predicted).abs();
        all += predicted;
    }
    off / all
}

#[test]
fn predicted_and_actual_movement_of_the_boundary_agree_to_first_order() {
    for partial in [
        json!({ "learningRate": 0.1 }),
        json!({ "learningRate": 0.01, "optimiser": "adam", "features": ["x1", "x2", "x1*x2"], "frozen": ["1.2"] }),
        json!({ "learningRate": 0.05, "optimiser": "momentum", "dropout": 0.1, "penalty": "l2", "penaltyRate": 0.01 }),
        json!({ "learningRate": 0.1, "loss": "squared", "batchSize": "all", "clip": 0.1 }),
        json!({ "learningRate": 0.1, "classes": 3, "shuffle": false }),
    ] {
        let (coarse, fine) = (error_of_pushes(&partial, 4e-2), error_of_pushes(&partial, 1e-2));
        // The remaining error is of second order: with a quarter of the rate, the relative error is about a quarter. The floor is
        // the precision of positions in 24 bits; the bound is for the slow, clipped run, whose boundary bends most.
        assert!(fine < 0.35 * coarse + 2e-3 && fine < 0.05, "{partial}: {coarse} {fine}");
    }
}

#[test]
fn there_is_no_boundary_to_push_where_there_are_no_classes_or_points() {
    let mut session = session(json!({ "task": "regression" }));
    let arrows = |session: &mut Session| session.answer(&Query::BoundaryShift { most: 20 }).numbers();
    assert!(arrows(&mut session).is_empty());
    session.apply(Command::Configure { partial: json!({ "task": "classification" }) }).expect("valid");
    session.train(Unit::Epoch, 30);
    assert!(!arrows(&mut session).is_empty());
    session.apply(Command::SetPoints { points: Vec::new() }).expect("no points are points too");
    assert!(arrows(&mut session).is_empty());
}

#[test]
fn looking_at_everything_changes_no_bit_of_the_run() {
    let partial = json!({ "optimiser": "adam", "dropout": 0.2, "noise": 0.4 });
    let (mut seen, mut unseen) = (session(partial.clone()), session(partial));
    let everything = [
        Query::Scores { side: 9 },
        Query::Neurons { side: 5 },
        Query::SlopeField { side: 6 },
        Query::PointGradients { most: 50 },
        Query::BoundaryShift { most: 20 },
        Query::Weights,
        Query::Gradients,
        Query::Curve { from: 0, id: 0 },
        Query::Points { known: 0 },
    ];
    for k in 0..30 {
        let unit = if k % 3 == 0 { Unit::Epoch } else { Unit::Batch };
        for query in &everything {
            seen.answer(query);
        }
        assert_eq!(seen.train(unit, 2), unseen.train(unit, 2));
    }
    assert_eq!(seen.status(), unseen.status());
}

#[test]
fn a_quick_status_may_take_the_last_losses_and_a_status_never_does() {
    let mut session = session(json!({}));
    let first = session.quick_status();
    assert_eq!(first, session.status(), "nothing was measured before");
    session.train(Unit::Batch, 7);
    let later = session.quick_status();
    assert_eq!((later.step, later.train_loss, later.checksum.as_str()), (7, first.train_loss, ""));
    let measured = session.status();
    assert_ne!(measured.train_loss, first.train_loss);
    assert_eq!(session.quick_status().train_loss, measured.train_loss);
    session.apply(Command::Configure { partial: json!({ "noise": 1 }) }).expect("valid");
    let changed = session.quick_status();
    assert_eq!(changed, session.status(), "other points, other losses");
}
