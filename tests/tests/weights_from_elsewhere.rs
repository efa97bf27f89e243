//! Weights that another program trained, or that a person typed: a file with no more than weights, a matrix for a layer; and that weights
//! come back with the same bits from everything that holds them.

use playground::{
    Command, Config, Exported, InitialWeights, MatrixForm, Model, Query, Session, Unit, ViewSettings, layer_text, link,
    typed_layer,
};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

fn session(partial: Value) -> Session {
    let config = Config::default().merged(&partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

fn weights(session: &mut Session) -> Vec<f32> {
    session.answer(&Query::Weights).numbers()
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

fn load(session: &mut Session, model: Value) -> Result<(), String> {
    session.apply(Command::LoadModel { model, skip_checks: false }).map_err(|problem| problem.to_string())
}

/// The weights of a network 2 → 3 → 1 in the forms of three programs, and flat. Three and two are told apart; one row stands out.
fn forms() -> ([Value; 6], Vec<f32>) {
    let (w1, b1) = (json!([[1, 2], [3, 4], [5, 6]]), json!([7, 8, 9]));
    let (w2, b2) = (json!([[-1, -2, -3]]), json!([0.5]));
    let layer = |weights: &Value, bias: &Value| json!({ "weights": weights, "bias": bias });
    let whole = |weights: &Value, bias: &Value, units: usize, name: &str| json!({ "units": units, "activation": { "name": name }, "weights": weights, "bias": bias });
    let forms = [
        json!({ "layers": [layer(&w1, &b1), layer(&w2, &b2)] }),
        json!({ "layers": [whole(&w1, &b1, 3, "tanh"), whole(&w2, &b2, 1, "linear")] }),
        json!({ "0.weight": w1, "0.bias": b1, "2.weight": w2, "2.bias": b2 }),
        // Ten comes behind nine.
        json!({ "net.fc10.weight": w2, "net.fc10.bias": b2, "net.fc9.weight": w1, "net.fc9.bias": b1 }),
        json!({ "layers.0.weight": w1, "layers.0.bias": b1, "layers.1.weight": w2, "layers.1.bias": b2 }),
        json!({ "coefs_": [[[1, 3, 5], [2, 4, 6]], [[-1], [-2], [-3]]], "intercepts_": [b1, b2] }),
    ];
    (forms, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, -1.0, -2.0, -3.0, 0.5])
}

#[test]
fn a_file_with_weights_alone_gives_the_initial_weights_whoever_wrote_it_as_one_change() {
    let (forms, expected) = forms();
    for model in forms {
        for steps in [0, 7] {
            let mut session = session(json!({ "hiddenLayers": [3], "count": 30 }));
            session.train(Unit::Batch, steps);
            let before = (session.config().clone(), session.status(), weights(&mut session));
            load(&mut session, model.clone()).unwrap_or_else(|problem| panic!("{model}: {problem}"));
            assert_eq!(weights(&mut session), expected, "{model}");
            assert_eq!(session.progress().step, 0);
            assert_eq!(session.config().weights, Some(InitialWeights::new(&expected)));
            session.train(Unit::Batch, 3);
            let trained = weights(&mut session);
            session.apply(Command::Reset).expect("it is possible");
            assert_eq!(weights(&mut session), expected, "Reset returns to them");
            session.apply(Command::Undo).expect("a reset can be undone");
            session.apply(Command::Undo).expect("the file was one change");
            assert_eq!((session.config().clone(), session.status(), weights(&mut session)), before);
            assert!(!session.can_undo());
            session.apply(Command::Redo).expect("it was undone");
            assert_eq!(
                (weights(&mut session), session.progress().step),
                (trained, 3),
                "the run that was undone is back"
            );
        }
    }
}

#[test]
fn the_same_weights_once_more_begin_the_run_again() {
    let (forms, expected) = forms();
    let mut session = session(json!({ "hiddenLayers": [3], "count": 30 }));
    for _ in 0..2 {
        session.train(Unit::Batch, 5);
        load(&mut session, forms[0].clone()).expect("they fit");
        assert_eq!((weights(&mut session), session.progress().step), (expected.clone(), 0));
    }
    session.train(Unit::Batch, 4);
    let link = link::write_replay(&session.log(), &ViewSettings::default()).expect("it is short");
    let opened = link::read(&link);
    let log = opened.replay.expect("it holds the run").log(opened.config, |text| serde_json::from_str(text).ok());
    let mut again = log.expect("it is a run").replay().expect("it was carried out before");
    assert_eq!(again.status().checksum, session.status().checksum);
    assert_eq!(bits(&weights(&mut again)), bits(&weights(&mut session)));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn weights_that_do_not_fit_are_refused_by_layer_and_shape_and_change_nothing() {
    let names =
        "must have a name that differs from those of the other layers by a number only, such as 0.weight and 2.weight";
    let network = "layers must be 2 layers of weights, 3 × 2, 1 × 3 (neurons × inputs), got ";
    let changed = |change: fn(&mut Value)| {
        let mut model = forms().0[0].clone();
        change(&mut model);
        model
    };
    let pytorch = |change: fn(&mut Value)| {
        let mut model = forms().0[2].clone();
        change(&mut model);
        model
    };
    for (model, message) in [
        (
            changed(|model| model["layers"][0]["weights"] = json!([[1, 2, 3], [4, 5, 6]])),
            "layers[0].weights must be 3 × 2 (neurons × inputs), got 2 × 3".to_owned(),
        ),
        (
            changed(|model| model["layers"][1]["weights"] = json!([])),
            "layers[1].weights must be 1 × 3 (neurons × inputs), got 0 × 0".to_owned(),
        ),
        (
            changed(|model| model["layers"][0]["weights"][1] = json!([1])),
            "layers[0].weights[1] must be 2 numbers, got 1".to_owned(),
        ),
        (
            changed(|model| model["layers"][0]["bias"] = json!([1, 2])),
            "layers[0].bias must be 3 numbers, got 2".to_owned(),
        ),
        (
            changed(|model| model["layers"][0]["weights"][2][1] = json!(1e39)),
            "layers[0].weights[2][1] must be a finite number that fits 32 bits, got 1e39".to_owned(),
        ),
        (changed(|model| model["layers"] = json!([])), format!("{network}0")),
        (changed(|model| drop(model["layers"].as_array_mut().map(Vec::pop))), format!("{network}1")),
        (changed(|model| model["note"] = json!(1)), "note must be one of layers, got an unknown key".to_owned()),
        (
            changed(|model| drop(model["layers"][1].as_object_mut().map(|layer| layer.remove("bias")))),
            "layers[1].bias must be given, got nothing".to_owned(),
        ),
        (
            {
                let mut model = forms().0[1].clone();
                model["layers"][0]["activation"]["name"] = json!("relu");
                model
            },
            "layers[0].activation must be tanh as in the configuration, got {\"name\":\"relu\"}".to_owned(),
        ),
        (
            pytorch(|model| model["2.weight"] = json!([[1, 2]])),
            "2.weight must be 1 × 3 (neurons × inputs), got 1 × 2".to_owned(),
        ),
        (
            pytorch(|model| drop(model.as_object_mut().map(|model| model.remove("2.bias")))),
            "2.bias must be given, got nothing".to_owned(),
        ),
        (pytorch(|model| model["4.weight"] = json!([[1]])), format!("{network}3")),
        (
            json!({ "out.weight": [[1, 2, 3]], "out.bias": [1], "fc1.weight": [[1, 2], [3, 4], [5, 6]], "fc1.bias": [1, 2, 3] }),
            format!("fc1.weight {names}, got out.weight"),
        ),
        (
            json!({ "fc01.weight": [[1]], "fc01.bias": [1], "fc1.weight": [[1]], "fc1.bias": [1] }),
            format!("fc1.weight {names}, got fc01.weight"),
        ),
        (
            json!({ "coefs_": [[[1, 2], [3, 4], [5, 6]], [[1], [2], [3]]], "intercepts_": [[1, 2, 3], [1]] }),
            "coefs_[0] must be 2 × 3 (inputs × neurons), got 3 × 2".to_owned(),
        ),
        (
            json!({ "coefs_": [[[1, 3, 5], [2, 4, 6]], [[1], [2], [3]]], "intercepts_": [[1, 2, 3]] }),
            "intercepts_ must be 2 layers, got 1".to_owned(),
        ),
        (json!({}), "format must be \"gradient-playground/model\", got null".to_owned()),
        (
            json!({ "format": "mine", "layers": [] }),
            "format must be \"gradient-playground/model\", got \"mine\"".to_owned(),
        ),
    ] {
        let mut session = session(json!({ "hiddenLayers": [3], "count": 30 }));
        session.train(Unit::Batch, 3);
        let before = (session.config().clone(), session.status());
        assert_eq!(load(&mut session, model.clone()), Err(message), "{model}");
        assert_eq!((session.config().clone(), session.status()), before);
        assert!(!session.can_undo());
    }
}

#[test]
fn a_network_of_one_layer_has_the_names_of_pytorchs_linear() {
    let mut session = session(json!({ "hiddenLayers": [], "count": 30 }));
    load(&mut session, json!({ "weight": [[1, -2]], "bias": [3] })).expect("they fit");
    assert_eq!(weights(&mut session), [1.0, -2.0, 3.0]);
}

#[test]
fn a_file_that_was_edited_is_refused_by_the_check_that_is_off_furthest() {
    let mut session = session(json!({ "count": 30, "hiddenLayers": [], "loss": "squared" }));
    let mut model = session.model();
    // The score is w₁ x₁ + w₂ x₂ + b: it is off most where |x₂| is largest, at [5.5, -5.5].
    let weight = model["layers"][0]["weights"][0][1].as_f64().expect("it is a number");
    model["layers"][0]["weights"][0][1] = json!(weight + 1.0);
    let message = load(&mut session, model.clone()).expect_err("its checks do not fit");
    let stated = model["checks"][7]["score"].as_f64().expect("it is a number");
    assert!(message.starts_with("checks[7].score must be what the weights give at [5.5, -5.5], ["), "{message}");
    assert!(message.ends_with(&format!("got [{stated}]")), "{message}");
}

#[test]
fn a_layer_is_set_as_one_change_and_a_value_that_cannot_be_changes_nothing() {
    let mut session = session(json!({ "hiddenLayers": [3], "count": 30 }));
    let set = |layer, weights: &[f32], biases: Option<&[f32]>| Command::SetLayer {
        layer,
        weights: InitialWeights::new(weights),
        biases: biases.map(InitialWeights::new),
    };
    for steps in [0, 4] {
        session.train(Unit::Batch, steps);
        let before = (weights(&mut session), session.status(), session.config().clone());
        for (command, message) in [
            (set(0, &[1.0; 5], None), "weights must be 6 numbers, got 5"),
            (set(0, &[1.0; 6], Some(&[1.0; 2])), "biases must be 3 numbers, got 2"),
            (set(2, &[1.0; 6], None), "layer must be below 2, the number of layers with the output, got 2"),
            (set(1, &[1.0, f32::NAN, 1.0], None), "value must be a finite number, got NaN"),
        ] {
            let refused = session.apply(command).map_err(|problem| problem.to_string());
            assert_eq!(refused, Err(message.to_owned()));
        }
        assert_eq!((weights(&mut session), session.status(), session.config().clone()), before);
        session.apply(set(0, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], None)).expect("it fits");
        let after = weights(&mut session);
        assert_eq!((&after[..6], &after[6..]), (&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0][..], &before.0[6..]), "biases stay");
        assert_eq!(session.progress().step, u64::from(steps));
        session.apply(Command::Undo).expect("it is one change");
        assert_eq!((weights(&mut session), session.config().clone()), (before.0, before.2));
        session.apply(Command::Redo).expect("it was undone");
        session.apply(set(1, &[1.0, 2.0, 3.0], Some(&[0.25]))).expect("it fits");
        assert_eq!(weights(&mut session)[9..], [1.0, 2.0, 3.0, 0.25]);
        session.apply(Command::Undo).expect("it is one change");
        session.apply(Command::Undo).expect("it is one change");
    }
}

/// The tensors of a file of safetensors, in the order of their layers.
fn tensors(file: &[u8]) -> Vec<f32> {
    let (length, rest) = file.split_first_chunk::<8>().expect("a length stands first");
    let (head, numbers) = rest.split_at(u64::from_le_bytes(*length) as usize);
    let head: Value = serde_json::from_slice(head).expect("the head is JSON");
    let tensor = |name: String| {
        let entry = head.get(&name)?;
        assert_eq!(entry["dtype"], "F32");
        let at = |idx: usize| entry["data_offsets"][idx].as_u64().expect("it is a place") as usize;
        let values: Vec<f32> =
            numbers[at(0)..at(1)].as_chunks::<4>().0.iter().map(|it| f32::from_le_bytes(*it)).collect();
        let shape =
            entry["shape"].as_array().expect("it is a list").iter().map(|side| side.as_u64().expect("it is a size"));
        assert_eq!(shape.product::<u64>(), values.len() as u64, "{name}");
        Some(values)
    };
    let layer =
        |idx: usize| Some([tensor(format!("layers.{idx}.weight"))?, tensor(format!("layers.{idx}.bias"))?].concat());
    (0..).map_while(layer).flatten().collect()
}

/// Networks of some shapes, after some training from weights of any size, and a part of them pasted.
fn trained() -> impl Strategy<Value = Session> {
    let finite = prop::num::f32::NORMAL | prop::num::f32::SUBNORMAL | prop::num::f32::ZERO;
    // Every number of digits and every exponent below, but no loss that overflows.
    let finite = finite.prop_map(|value| value % 1e3);
    let structure =
        (prop::collection::vec(1_usize..5, 0..3), select(vec![vec!["x1"], vec!["x1", "x2"], vec!["x2", "r", "x1"]]));
    (structure, prop::collection::vec(finite, 64), 0_u32..4).prop_map(|((layers, features), numbers, steps)| {
        let mut session = session(json!({ "count": 20, "hiddenLayers": layers, "features": features }));
        let n = session.config().n_parameters();
        let start: Vec<f32> = numbers.iter().cycle().take(n).copied().collect();
        session.apply(Command::StartFrom { weights: InitialWeights::new(&start) }).expect("there are as many");
        session.train(Unit::Batch, steps);
        session
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// Through a link (those of step 0), the model as text, its layers alone, safetensors, and each layer copied and pasted.
    #[test]
    fn weights_come_back_with_the_same_bits(mut session in trained()) {
        let own = weights(&mut session);
        let fresh = || Session::new(session.config().clone()).expect("it is valid");

        let text = session.model().to_string();
        let model: Value = serde_json::from_str(&text).expect("it is JSON");
        let read = Model::from_json(&model).expect("its checks hold");
        prop_assert_eq!(bits(read.parameters()), bits(&own));

        let mut alone = fresh();
        load(&mut alone, json!({ "layers": model["layers"] })).expect("they fit");
        prop_assert_eq!(bits(&weights(&mut alone)), bits(&own));
        prop_assert_eq!(alone.progress().step, 0);

        let Ok(Exported::Bytes(exported)) = read.export("safetensors") else { panic!("it is a format of bytes") };
        prop_assert_eq!(bits(&tensors(&exported)), bits(&own));

        let opened = link::read(&link::write(alone.config(), &ViewSettings::default()));
        prop_assert!(opened.notes.is_empty());
        let mut linked = Session::new(opened.config).expect("it is valid");
        prop_assert_eq!(bits(&weights(&mut linked)), bits(&own));

        let mut pasted = fresh();
        let sizes = session.config().layer_sizes();
        let mut first = 0;
        for (layer, pair) in sizes.windows(2).enumerate() {
            let (inputs, units) = (pair[0], pair[1]);
            let numbers = &own[first..first + (inputs + 1) * units];
            first += numbers.len();
            let text = layer_text(numbers, inputs);
            let read = typed_layer(&text, (units, inputs), MatrixForm::default()).expect("it was copied");
            let (weights, biases) = (InitialWeights::new(&read.weights), read.biases.as_deref().map(InitialWeights::new));
            pasted.apply(Command::SetLayer { layer, weights, biases }).expect("it fits");
        }
        prop_assert_eq!(bits(&weights(&mut pasted)), bits(&own));
    }
}
