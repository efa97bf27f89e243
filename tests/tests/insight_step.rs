//! The next step before it is made: to the bit what a step makes of the weights, a gradient that is the mean of the traces, and
//! no change of the run. And the gradient check on random networks.

use playground::insight::{Look, Looked, NextStep, Place, gradient_check, next_step, trace};
use playground::{Command, Config, Parameter, Query, Session, Unit};
use serde_json::{Value, json};

fn session(partial: &Value) -> Session {
    let config = Config::default().merged(partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

fn next(session: &mut Session) -> NextStep {
    next_step(session).expect("there is a next step").finish()
}

fn weights(session: &mut Session) -> Vec<f32> {
    session.answer(&Query::Weights).numbers()
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// Configurations of every optimiser, with everything that has a say in a step.
fn partials() -> Vec<Value> {
    let extras = [
        json!({}),
        json!({ "penalty": "l2", "penaltyRate": 0.05, "clip": 0.2, "schedule": "cosine" }),
        json!({ "penalty": "elastic", "penaltyRate": 0.1, "l1Share": 0.4, "dropout": 0.4, "batchSize": 7 }),
        json!({ "frozen": ["1.1", "2.1<2"], "off": ["1.3", "2.2<b"], "clip": 0.1, "schedule": "warm-up" }),
        json!({ "task": "curve", "dropout": 0.2, "penalty": "l1", "penaltyRate": 0.02, "rateFollowsBatch": true }),
        json!({ "classes": 3, "batchSize": "all", "shuffle": false }),
    ];
    let mut all = Vec::new();
    for optimiser in nn::optimiser::all() {
        for extra in &extras {
            let mut partial =
                json!({ "count": 41, "hiddenLayers": [3, 2], "learningRate": 0.01, "optimiser": optimiser.name });
            if optimiser.name == "newton" {
                partial["batchSize"] = json!("all");
            }
            let merged = partial.as_object_mut().expect("it is an object");
            for (key, value) in extra.as_object().expect("it is an object") {
                if !(optimiser.name == "newton" && key == "batchSize") {
                    merged.insert(key.clone(), value.clone());
                }
            }
            if optimiser.decays_weights {
                merged.insert("weightDecay".into(), json!(0.01));
            }
            all.push(partial);
        }
    }
    all
}

#[test]
fn the_next_step_is_to_the_bit_the_one_that_is_made() {
    for partial in partials() {
        let mut session = session(&partial);
        // Through whole and partial batches, over the end of an epoch.
        for k in 0..8 {
            let shown = next(&mut session);
            let before = weights(&mut session);
            assert_eq!(bits(&shown.before), bits(&before), "{partial}");
            let trained = session.train(Unit::Batch, 1);
            assert_eq!((trained.steps, trained.stopped), (1, None), "{partial}");
            let after = weights(&mut session);
            assert_eq!(bits(&shown.after), bits(&after), "{partial} step {k}");
            let update: Vec<f32> = after.iter().zip(&before).map(|(after, before)| after - before).collect();
            assert_eq!(bits(&shown.update()), bits(&update), "{partial}");
            let norm = session.status().gradient_norm.expect("a step has a gradient");
            assert!((shown.gradient_norm - norm).abs() <= 1e-5 * norm.max(1.0), "{} {norm}", shown.gradient_norm);
        }
    }
}

#[test]
fn looking_at_the_next_step_changes_nothing() {
    for partial in partials() {
        let (mut looked, mut left) = (session(&partial), session(&partial));
        for k in 0..6 {
            let (before, norm) = (looked.status(), looked.status().gradient_norm);
            next(&mut looked);
            trace(&mut looked, Place::Index(k), false).expect("there is such a point");
            gradient_check(&looked, &[Parameter { layer: 0, unit: 0, input: None }]).expect("there is a bias").finish();
            assert_eq!((looked.status(), looked.status().gradient_norm), (before, norm), "{partial}");
            let unit = [Unit::Batch, Unit::Sample, Unit::Batch, Unit::Epoch, Unit::Batch, Unit::Batch][k];
            looked.train(unit, 1);
            left.train(unit, 1);
            assert_eq!(looked.status(), left.status(), "{partial}");
            assert_eq!(looked.model(), left.model(), "{partial}");
        }
    }
}

/// The slope of a penalty by each parameter, from its formula.
fn penalty_gradient(config: &Config, parameters: &[f32], frozen: &[bool]) -> Vec<f64> {
    let (rate, share) = (config.penalty_rate, config.l1_share);
    let sizes = config.layer_sizes();
    let of = |at: usize, w: f64| {
        let sign = if w == 0.0 { 0.0 } else { w.signum() };
        let parameter = Parameter::at(at, &sizes).expect("it is one");
        match config.penalty.as_str() {
            _ if parameter.input.is_none() || frozen[at] => 0.0,
            "l1" => rate * sign,
            "l2" => rate * w,
            "elastic" => rate * (share * sign + (1.0 - share) * w),
            _ => 0.0,
        }
    };
    parameters.iter().enumerate().map(|(at, w)| of(at, f64::from(*w))).collect()
}

/// Which parameters stay as they are, from what is said of neurons and weights, counted from 1.
fn frozen(config: &Config) -> Vec<bool> {
    let sizes = config.layer_sizes();
    let n = config.n_parameters();
    let json = config.to_json();
    let named = |key: &str| -> Vec<String> {
        json[key]
            .as_array()
            .expect("it is a list")
            .iter()
            .map(|part| part.as_str().expect("a name").to_owned())
            .collect()
    };
    let (frozen, off) = (named("frozen"), named("off"));
    (0..n)
        .map(|at| {
            let Parameter { layer, unit, input } = Parameter::at(at, &sizes).expect("it is one");
            let neuron = format!("{}.{}", layer + 1, unit + 1);
            let own = format!("{neuron}<{}", input.map_or("b".into(), |input| (input + 1).to_string()));
            let from = input.map(|input| format!("{layer}.{}", input + 1)).unwrap_or_default();
            frozen.contains(&neuron)
                || frozen.contains(&own)
                || off.contains(&neuron)
                || off.contains(&own)
                || off.contains(&from)
        })
        .collect()
}

#[test]
fn the_gradient_is_the_mean_of_the_traces_and_the_penaltys() {
    for partial in partials() {
        let mut session = session(&partial);
        for _ in 0..4 {
            let shown = next(&mut session);
            let n = shown.points.len() as f64;
            let mut mean = vec![0.0; shown.gradient.len()];
            let mut loss = 0.0;
            for point in &shown.points {
                assert!(!session.points()[*point].test);
                let found = trace(&mut session, Place::Index(*point), true).expect("it is of the batch");
                loss += found.loss / n;
                let flat: Vec<f64> = found
                    .gradient
                    .iter()
                    .flat_map(|layer| layer.weights.iter().flatten().chain(&layer.bias).copied().collect::<Vec<_>>())
                    .collect();
                mean.iter_mut().zip(flat).for_each(|(mean, value)| *mean += value / n);
            }
            assert!((loss - shown.loss).abs() < 1e-12, "{partial}");
            let frozen = frozen(session.config());
            let penalty = penalty_gradient(session.config(), &shown.before, &frozen);
            for (at, gradient) in shown.gradient.iter().enumerate() {
                let wanted = if frozen[at] { 0.0 } else { mean[at] + penalty[at] };
                assert!(
                    (gradient - wanted).abs() <= 1e-6 * wanted.abs().max(1e-3),
                    "{partial} {at}: {gradient} {wanted}"
                );
            }
            let norm = shown.gradient.iter().map(|value| value * value).sum::<f64>().sqrt();
            assert!((norm - shown.gradient_norm).abs() < 1e-12);
            let clips = session.config().clip.filter(|clip| norm > *clip && session.config().optimiser != "newton");
            assert!((shown.clip_factor - clips.map_or(1.0, |clip| clip / norm)).abs() < 1e-12, "{partial}");
            session.train(Unit::Batch, 1);
        }
    }
}

#[test]
fn a_step_that_cannot_be_made_is_refused() {
    let refused = |session: &mut Session| next_step(session).expect_err("it is refused").to_string();
    let mut none = session(&json!({ "dataset": "own", "points": [] }));
    assert_eq!(refused(&mut none), "There is no point to train on");
    let mut infinite = session(
        &json!({ "loss": "exponential", "learningRate": 100, "hiddenLayers": [], "features": ["x1^2", "x2^2"] }),
    );
    let before = infinite.status();
    assert_eq!(refused(&mut infinite), "The next step would make the loss infinite");
    assert_eq!(infinite.status(), before);
    assert_eq!(infinite.train(Unit::Batch, 1).steps, 0, "and training refuses it too");
    let mut ended = session(&json!({ "stop": { "epochs": 2 } }));
    ended.train(Unit::Epoch, 9);
    assert_eq!(refused(&mut ended), "A stop rule has ended training here (step on, or change the rule)");
    ended.train(Unit::Batch, 1);
    next(&mut ended);
    ended.train(Unit::Epoch, 9);
    assert!(next_step(&mut ended).is_err());
    ended.apply(Command::Configure { partial: json!({ "stop": { "epochs": null } }) }).expect("it is valid");
    next(&mut ended);
}

/// Numbers 0 ≤ x < 1 of a seed.
fn draws(seed: u64) -> impl FnMut(usize) -> usize {
    let mut stream = nn::random::Stream::new(&[seed]);
    move |n| (stream.uniform() * n as f64) as usize
}

#[test]
fn backprop_and_difference_agree_on_random_networks() {
    let activations = nn::activation::listed();
    let (mut n_judged, mut n_worse) = (0, 0);
    for seed in 0..200 {
        let mut draw = draws(seed);
        let task = [json!("classification"), json!("regression"), json!("curve")][draw(3)].clone();
        let classes = 2 + draw(3);
        let hidden: Vec<usize> = (0..draw(4)).map(|_| 1 + draw(6)).collect();
        let names: Vec<&str> = hidden.iter().map(|_| activations[draw(activations.len())].name).collect();
        let penalty = ["none", "l1", "l2", "elastic"][draw(4)];
        let mut partial = json!({
            "task": task, "count": 60, "noise": 0.4, "hiddenLayers": hidden, "activations": names, "weightSeed": seed,
            "biasInit": 0.1, "penalty": penalty, "penaltyRate": 0.01, "dropout": 0.2,
        });
        if task == "classification" {
            partial["classes"] = json!(classes);
        }
        let base = Config::default().merged(&partial).expect("it is valid");
        let losses = playground::losses(base.task, base.classes);
        partial["loss"] = json!(losses[draw(losses.len())]);
        let mut session = session(&partial);
        session.train(Unit::Batch, draw(30) as u32);
        let sizes = session.config().layer_sizes();
        let all: Vec<Parameter> =
            (0..session.config().n_parameters()).filter_map(|at| Parameter::at(at, &sizes)).collect();
        let chosen = draw(all.len());
        for (at, found) in gradient_check(&session, &all).expect("there are points").finish().into_iter().enumerate() {
            if found.kink {
                continue;
            }
            n_judged += 1;
            assert!(at != chosen || found.relative_error < 1e-6, "{partial}: {found:?}");
            // Of all weights some have a slope near 0, beside which the difference's own error, h² f‴ ⁄ 6 and 10⁻¹¹ of rounding, shows.
            assert!(found.relative_error < 5e-6, "{partial}: {found:?}");
            n_worse += usize::from(found.relative_error >= 1e-6);
        }
    }
    assert!(n_judged > 4000 && n_worse < 5, "{n_judged} {n_worse}");
}

#[test]
fn a_kink_within_the_step_is_told() {
    // A rectifier whose argument is 0 for the point at the origin, and a bias that moves it.
    let points = json!([{ "x": 0, "y": 0, "label": 1 }, { "x": 1, "y": 1, "label": 2 }]);
    let partial = json!({
        "dataset": "own", "points": points, "hiddenLayers": [2], "activation": "relu", "trainShare": 1, "biasInit": 0,
    });
    let session = session(&partial);
    let of = |input| Parameter { layer: 0, unit: 0, input };
    let found = gradient_check(&session, &[of(None), of(Some(0))]).expect("there are points").finish();
    assert_eq!((found[0].kink, found[1].kink), (true, false));
    assert!(found[1].relative_error < 1e-6);
    let wrong =
        gradient_check(&session, &[Parameter { layer: 2, unit: 0, input: None }]).expect_err("there are two layers");
    assert_eq!(wrong.to_string(), "layer must be below 2, the number of layers with the output, got 2");
}

/// The check of all weights, with how it told its progress.
fn checked_all(partial: &Value) -> (Value, Vec<(usize, usize)>) {
    let mut session = session(partial);
    session.train(Unit::Batch, 2);
    let mut looking = Look::CheckAll.begin(&mut session).expect("there are points");
    let mut told = vec![looking.progress()];
    loop {
        let looked = looking.go_on();
        told.push(looking.progress());
        if let Some(Looked::Json(json)) = looked {
            return (json, told);
        }
    }
}

#[test]
fn every_weight_is_checked_also_of_networks_that_were_too_many_once() {
    let (found, told) = checked_all(&json!({ "count": 12, "hiddenLayers": [20, 20], "noise": 0.3 }));
    // 2 · 20 + 20 + 20 · 20 + 20 + 20 + 1
    assert_eq!([&found["checked"], &found["of"]], [501, 501]);
    assert!(found["worst"]["relativeError"].as_f64().is_some_and(|error| error < 1e-5), "{found}");
    assert!(
        told.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[1].0 - pair[0].0 <= 1),
        "one weight at a time at most"
    );
    assert_eq!((told[0], told.last()), ((0, 501), Some(&(501, 501))));
}
