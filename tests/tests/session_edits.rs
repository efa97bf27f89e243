//! Edits by hand: of points by index, of weights one by one, always without a reset; a refused edit changes nothing.

use playground::{Command, Config, Point, Query, Session, Unit};
use serde_json::{Value, json};

fn session(partial: Value) -> Session {
    let config = Config::default().merged(&partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

fn apply(session: &mut Session, command: Command) {
    session.apply(command).unwrap_or_else(|problem| panic!("{problem}"));
}

fn refusal(session: &mut Session, command: Command) -> String {
    let before = (session.config().clone(), session.points().to_vec(), session.status());
    let message = session.apply(command).map_or_else(|problem| problem.to_string(), |()| "done".to_owned());
    // The message does not repeat the values, which may be thousands of points.
    assert!((session.config().clone(), session.points().to_vec(), session.status()) == before, "{message}");
    message
}

fn weights(session: &mut Session) -> Vec<f32> {
    session.answer(&Query::Weights).numbers()
}

const POINT: Point = Point { x: 1.5, y: -2.0, label: 2.0, test: false };

#[test]
fn a_generated_point_that_is_moved_makes_all_points_own_ones_and_the_run_goes_on() {
    let mut session = session(json!({ "count": 40 }));
    session.train(Unit::Epoch, 3);
    let (points, step) = (session.points().to_vec(), session.status().step);
    apply(&mut session, Command::PutPoint { index: 7, point: POINT });
    assert_eq!(session.config().dataset, "own");
    assert_eq!((session.points()[7], &session.points()[8..]), (POINT, &points[8..]));
    assert_eq!(session.config().points, session.points());
    apply(&mut session, Command::RemovePoints { indices: vec![39, 0] });
    assert_eq!(session.points().len(), 38);
    assert_eq!(session.points()[6], POINT);
    apply(&mut session, Command::AddPoints { points: vec![POINT; 3] });
    assert_eq!(session.points().len(), 41);
    assert_eq!(session.status().step, step);
    assert_eq!(session.train(Unit::Epoch, 1).stopped, None);
    assert!(session.config().validate().is_ok());
}

#[test]
fn edits_that_are_impossible_are_refused_in_words() {
    let mut session = session(json!({ "count": 4999 }));
    session.train(Unit::Batch, 2);
    let mut check = |command: Command, message: &str| assert_eq!(refusal(&mut session, command), message);
    let put = |point: Point| Command::PutPoint { index: 3, point };
    check(Command::PutPoint { index: 4999, point: POINT }, "index must be below 4999, the number of points, got 4999");
    check(put(Point { x: 6.5, ..POINT }), "points[3].x must lie between -6 and 6, got 6.5");
    check(put(Point { y: f32::NAN, ..POINT }), "points[3].y must lie between -6 and 6, got NaN");
    check(put(Point { label: 3.0, ..POINT }), "points[3].label must be a class from 1 to 2, got 3");
    check(Command::AddPoints { points: vec![POINT; 2] }, "points must have at most 5000 entries, got 5001");
    let indices = vec![1, 5000];
    check(Command::RemovePoints { indices }, "indices[1] must be below 4999, the number of points, got 5000");
    let set = |layer, unit, input, value| Command::SetParameter { layer, unit, input, value };
    check(set(3, 0, None, 1.0), "layer must be below 3, the number of layers with the output, got 3");
    check(set(1, 2, None, 1.0), "unit must be below 2, the number of neurons of the layer, got 2");
    check(set(1, 0, Some(4), 1.0), "input must be below 4, the number of inputs of the layer, got 4");
    check(set(0, 0, None, f32::INFINITY), "value must be a finite number, got inf");
    let mut values = self::session(json!({ "task": "regression", "hiddenLayers": [] }));
    let message = refusal(&mut values, set(0, 0, None, 1e30));
    assert_eq!(message, "This value makes the loss infinite");
}

#[test]
fn a_weight_that_is_set_shows_at_once_and_keeps_the_optimisers_state() {
    let mut session = session(json!({ "optimiser": "adam", "frozen": ["1.1"], "off": ["2.1"] }));
    session.train(Unit::Epoch, 4);
    let (before, old) = (session.status(), weights(&mut session));
    // First layer 4 × 2 + 4, second 2 × 4 + 2, output 1 × 2 + 1.
    let places = [(0, 0, Some(1), 1), (0, 3, None, 11), (1, 1, Some(2), 12 + 6), (2, 0, Some(1), 23), (2, 0, None, 24)];
    for (layer, unit, input, at) in places {
        apply(&mut session, Command::SetParameter { layer, unit, input, value: 0.75 });
        assert_eq!(weights(&mut session)[at], 0.75);
    }
    let after = session.status();
    assert_ne!((after.train_loss, &after.checksum), (before.train_loss, &before.checksum));
    assert_eq!((after.step, after.epoch), (before.step, before.epoch));
    assert_eq!(weights(&mut session).iter().zip(&old).filter(|(new, old)| new != old).count(), places.len());
    // The same edit in a file gives the same run: optimiser state and counters are unchanged.
    let mut model = session.model();
    model["layers"][0]["weights"][0][1] = json!(0.75);
    let mut other = Session::new(Config::default()).expect("valid");
    apply(&mut other, Command::LoadModel { model, skip_checks: false });
    other.train(Unit::Batch, 30);
    session.train(Unit::Batch, 30);
    assert_eq!(other.status().checksum, session.status().checksum);
    // A frozen neuron keeps the weight that was set.
    assert_eq!(weights(&mut session)[1], 0.75);
}

#[test]
fn a_weight_that_is_set_survives_an_added_neuron() {
    let mut session = session(json!({}));
    session.train(Unit::Batch, 5);
    let layers = |n: usize| Command::Configure { partial: json!({ "hiddenLayers": [n, 2] }) };
    apply(&mut session, layers(5));
    apply(&mut session, Command::SetParameter { layer: 0, unit: 1, input: Some(0), value: -1.25 });
    apply(&mut session, layers(6));
    assert_eq!(weights(&mut session)[2], -1.25);
}

#[test]
fn an_edit_among_five_thousand_points_copies_little_and_writes_nothing_as_text() {
    let each = |layers: [usize; 2], n: usize| {
        let features = ["x1", "x2", "sin(x1)", "r"];
        let mut session = session(json!({ "count": n, "features": features, "hiddenLayers": layers }));
        let put = |k| Command::PutPoint { index: k, point: Point { x: k as f32 / 40.0, ..POINT } };
        let many: Vec<Command> = (0..100).map(put).collect();
        // What is allocated is what is copied or written: time would depend on the machine.
        allocation_counter::measure(|| many.into_iter().for_each(|command| apply(&mut session, command))).bytes_total
            / 100
    };
    let (small, large) = (each([4, 2], 5000), each([128, 128], 5000));
    println!("{small} and {large} bytes each");
    // Written as text and read again each point would take some hundred bytes more. Undo keeps a few copies of the weights.
    const N_PARAMETERS: u64 = 17_000;
    assert!(small < 600 * 5000 && large < small + 32 * N_PARAMETERS, "{small} and {large} bytes each");
}

#[test]
fn numbers_of_other_points_are_blank_until_the_next_step() {
    let mut session = session(json!({}));
    session.train(Unit::Epoch, 3);
    assert!(session.status().gradient_norm.is_some());
    apply(&mut session, Command::Configure { partial: json!({ "learningRate": 0.1 }) });
    assert!(session.status().gradient_norm.is_some(), "the last batch's gradient is still that of these points");
    apply(&mut session, Command::NewSample);
    assert_eq!(session.status().gradient_norm, None);
    let add = |x: f32| Command::AddPoints { points: vec![Point { x, y: 1.0, label: 1.0, test: false }] };
    apply(&mut session, add(1.0));
    session.train(Unit::Batch, 1);
    assert!(session.status().gradient_norm.is_some());
}
