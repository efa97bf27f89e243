//! The ledger of random networks: every line shows what the engine computes, what is shown adds up at its digits or is marked, and
//! every optimiser writes its update out.

use autodiff::{Graph, formula, interpret};
use playground::insight::{
    Inside, Kind, MOST_TERMS, Name, Row, Section, Stage, Wanted, ledger, look_inside, neighbours, rounded, shown,
};
use playground::{Config, Session, Unit};
use serde_json::{Value, json};

fn session(partial: &Value) -> Session {
    let config = Config::default().merged(partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

fn inside(session: &mut Session, wanted: Wanted) -> Inside {
    look_inside(session, wanted).expect("there is a point").finish()
}

/// The value of a calculation as it is shown, read as a person would.
fn read(text: &str) -> f64 {
    let mut plain = String::new();
    let mut rest = text;
    // Powers of ten are part of a number.
    while let Some(at) = rest.find(" · 10⁻").or_else(|| {
        rest.find(" · 10").filter(|at| rest[at + 6..].starts_with(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰']))
    }) {
        plain += &rest[..at];
        let power = &rest[at + 6..];
        let end = power.find(|c| !"⁻⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c)).unwrap_or(power.len());
        let digits: String = power[..end]
            .chars()
            .map(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|d| d == c).map_or('-', |d| char::from(b'0' + d as u8)))
            .collect();
        plain += &format!("e{digits}");
        rest = &power[end..];
    }
    plain += rest;
    for (from, to) in [("·", "*"), ("−", "-"), ("√", "sqrt"), ("σ", "sigmoid"), ("Φ", "normcdf"), ("²", "^2")] {
        plain = plain.replace(from, to);
    }
    if plain == "∞" {
        return f64::INFINITY;
    }
    let graph = Graph::new();
    let value = formula::parse(&graph, &plain, &[]).unwrap_or_else(|error| panic!("{text} as {plain}: {error}"));
    interpret(&graph, &[], &[value]).expect("there are no inputs")[0].get(0, 0)
}

/// Checks every line of a section; how many lines compute something, and how many of them are marked.
fn check(section: &Section, context: &str) -> (usize, usize) {
    let (mut n, mut n_close, mut terms) = (0, 0, 0.0);
    for Row { numbers, value, is_close, kind, name, .. } in &section.rows {
        let from_shown = match kind {
            Kind::Sum => terms,
            _ if numbers.is_empty() => f64::NAN,
            _ => read(numbers),
        };
        if *kind == Kind::Term {
            terms += read(&shown(*value));
        }
        if from_shown.is_nan() || !value.is_finite() {
            continue;
        }
        n += 1;
        n_close += usize::from(*is_close);
        let adds_up = rounded(from_shown) == rounded(*value);
        assert!(
            adds_up || *is_close,
            "{context} {name:?}: {numbers} = {} is shown as {}",
            shown(from_shown),
            shown(*value)
        );
        // What is marked is close: four digits of each factor lose no more.
        let is_near = (from_shown - value).abs() <= 0.02 * value.abs() + 0.02;
        assert!(is_near, "{context} {name:?}: {numbers} is nowhere near {value}");
    }
    (n, n_close)
}

fn partials() -> Vec<Value> {
    let mut all = Vec::new();
    let activations = nn::activation::listed();
    for (seed, activation) in activations.iter().enumerate() {
        for task in [json!({}), json!({ "classes": 3 }), json!({ "task": "regression" }), json!({ "task": "curve" })] {
            let base = Config::default().merged(&task).expect("the task is one");
            for loss in playground::losses(base.task, base.classes) {
                let optimisers = nn::optimiser::all();
                let optimiser = optimisers[all.len() % optimisers.len()].name;
                let penalty = ["none", "l1", "l2", "elastic"][all.len() % 4];
                let mut partial = json!({
                    "count": 30, "hiddenLayers": [3, 2], "activation": activation.name, "loss": loss, "weightSeed": seed,
                    "noise": 0.5, "biasInit": 0.1, "learningRate": 0.01, "optimiser": optimiser, "batchSize": 10,
                    "penalty": penalty, "penaltyRate": 0.01,
                });
                let fields = partial.as_object_mut().expect("it is an object");
                fields.extend(task.as_object().expect("it is an object").clone());
                match optimiser {
                    "newton" => fields.insert("batchSize".into(), json!("all")),
                    _ if all.len() % 3 == 0 => fields.insert("dropout".into(), json!(0.3)),
                    _ => fields.insert("clip".into(), json!(0.1)),
                };
                all.push(partial);
            }
        }
    }
    all
}

#[test]
fn every_line_adds_up_or_is_marked() {
    let (mut n, mut n_close) = (0, 0);
    for partial in partials() {
        let mut session = session(&partial);
        session.train(Unit::Batch, 3);
        for (layer, unit) in [(0, 1), (1, 0), (2, 0)] {
            for input in [None, Some(0)] {
                let inside = inside(&mut session, Wanted { point: None, layer, unit, input });
                for stage in Stage::ALL {
                    let sections = ledger(stage, &inside, session.config());
                    assert!(!sections.is_empty(), "{partial} {stage:?}");
                    for section in &sections {
                        let (all, close) =
                            check(section, &format!("{partial} {layer}.{unit} {stage:?} {:?}", section.title));
                        (n, n_close) = (n + all, n_close + close);
                    }
                }
            }
        }
    }
    assert!(n > 20_000 && n_close < n / 2, "{n_close} of {n}");
}

/// The only result of a stage, or the one of this name.
fn result(sections: &[Section], symbol: &str) -> f64 {
    let rows = sections.iter().flat_map(|section| &section.rows);
    let mut named = rows.filter(|row| row.kind == Kind::Result && (symbol.is_empty() || row.name == Name::Symbol("δ")));
    named.next_back().expect("a stage has a result").value
}

#[test]
fn results_are_those_of_the_trace_and_of_the_step() {
    for partial in partials() {
        let mut session = session(&partial);
        session.train(Unit::Batch, 2);
        let inside = inside(&mut session, Wanted { point: None, layer: 0, unit: 1, input: Some(0) });
        let of = |stage| ledger(stage, &inside, session.config());
        assert_eq!(result(&of(Stage::Forward), "").to_bits(), inside.a.to_bits(), "{partial}");
        assert_eq!(result(&of(Stage::Backward), "δ").to_bits(), inside.delta.to_bits(), "{partial}");
        let step = inside.step.as_ref().expect("there is a next step");
        assert_eq!(result(&of(Stage::Update), ""), f64::from(step.after), "{partial}");
        // Terms and what they are the sum of.
        let (forward, backward, batch) = (of(Stage::Forward), of(Stage::Backward), of(Stage::Batch));
        let terms = |section: &Section| {
            section.rows.iter().filter(|row| row.kind == Kind::Term).map(|row| row.value).sum::<f64>()
        };
        let near = |a: f64, b: f64| assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{partial}: {a} {b}");
        near(terms(&forward[0]), inside.z);
        near(terms(&backward[0]) * inside.slope, inside.delta);
        near(terms(&batch[0]) / step.points.len() as f64, step.mean);
        near(step.mean + step.penalty, step.gradient);
    }
}

#[test]
fn long_sums_are_folded_and_keep_the_chosen_weight() {
    let mut session = session(&json!({ "count": 60, "hiddenLayers": [40, 30], "batchSize": 25 }));
    let inside = inside(&mut session, Wanted { point: Some(5), layer: 1, unit: 7, input: Some(33) });
    for stage in [Stage::Forward, Stage::Backward, Stage::Batch] {
        for section in ledger(stage, &inside, session.config()) {
            assert!(section.rows.len() <= MOST_TERMS + 3, "{stage:?}: {}", section.rows.len());
            check(&section, "a wide network");
        }
    }
    let names: Vec<Name> =
        ledger(Stage::Forward, &inside, session.config())[0].rows.iter().map(|row| row.name.clone()).collect();
    assert!(names.contains(&Name::Into(Some(33))) && names.contains(&Name::Rest(29)), "{names:?}");
}

#[test]
fn every_optimiser_writes_its_update_out() {
    for entry in nn::optimiser::all() {
        let mut session = session(&json!({
            "count": 40, "noise": 0.5, "optimiser": entry.name, "batchSize": if entry.name == "newton" { json!("all") } else { json!(8) },
        }));
        session.train(Unit::Batch, 4);
        let inside = inside(&mut session, Wanted { point: None, layer: 1, unit: 0, input: Some(1) });
        let sections = ledger(Stage::Update, &inside, session.config());
        let rows = || sections.iter().flat_map(|section| &section.rows);
        let change = rows().find(|row| row.name == Name::Symbol("Δw")).unwrap_or_else(|| panic!("{}", entry.name));
        assert!(!change.numbers.is_empty() && change.value != 0.0, "{}: {change:?}", entry.name);
        // Each state is computed anew in a line, whose numbers are those of the engine after the step.
        for (slot, _) in entry.slots.iter().zip(0..) {
            let n = rows()
                .filter(|row| {
                    row.symbols.contains(slot.name) || matches!(row.name, Name::Symbol(name) if name == slot.name)
                })
                .count();
            assert!(n >= 2, "{}: {}", entry.name, slot.name);
        }
        let step = inside.step.as_ref().expect("there is a step");
        let effect = step.effect.as_ref().expect("the point is looked at after the step");
        session.train(Unit::Batch, 1);
        let after = self::inside(&mut session, Wanted { point: Some(inside.index), ..inside.wanted });
        for (found, real) in [(effect.z, after.z), (effect.a, after.a), (effect.loss, after.loss)] {
            assert_eq!(found.to_bits(), real.to_bits(), "{}: the point after the step", entry.name);
        }
    }
}

#[test]
fn a_look_sends_the_neighbourhood_of_one_neuron_however_large_the_network_is() {
    let of = |layers: usize, units: usize| {
        let mut session = session(&json!({ "count": 60, "hiddenLayers": vec![units; layers], "batchSize": "all" }));
        let inside = inside(&mut session, Wanted { point: Some(0), layer: 1, unit: 1, input: Some(1) });
        let rows: usize = Stage::ALL
            .into_iter()
            .flat_map(|stage| ledger(stage, &inside, session.config()))
            .map(|it| it.rows.len())
            .sum();
        let [inputs, onward] = neighbours(&inside);
        assert!(inputs.len() <= MOST_TERMS && onward.len() <= MOST_TERMS && inputs.contains(&1));
        let numbers = inside.inputs.len() + inside.outgoing.len() + inside.inputs_z.len();
        let step = inside.step.as_ref().expect("there is a step");
        (rows, numbers + step.shares.len() + step.points.len() + step.outgoing_after.len())
    };
    let (small, large) = (of(4, 12), of(6, 96));
    assert!(large.0 <= small.0 + 6, "lines: {} and {}", small.0, large.0);
    assert!(large.1 <= 4 * 96 + 2 * 60, "numbers: {}", large.1);
}

#[test]
fn newtons_direction_solves_its_row_of_the_system() {
    let mut session = session(&json!({
        "count": 60, "noise": 0.5, "optimiser": "newton", "batchSize": "all", "frozen": ["1.2"], "penalty": "l2", "penaltyRate": 0.1,
    }));
    session.train(Unit::Batch, 2);
    for (layer, unit, input) in [(0, 0, Some(1)), (1, 1, None), (2, 0, Some(0))] {
        let inside = inside(&mut session, Wanted { point: None, layer, unit, input });
        let step = inside.step.as_ref().expect("there is a next step");
        assert_eq!(step.hessian_row.len(), 25 - 3, "the weights that learn");
        let sections = ledger(Stage::Update, &inside, session.config());
        let system = sections.iter().flat_map(|section| &section.rows).find(|row| row.kind == Kind::Sum);
        let found = system.expect("the row of the system has a sum").value;
        // The directions are differences of weights of 32 bits.
        assert!((found - step.gradient).abs() <= 1e-5 * step.gradient.abs() + 3e-6, "{found} {}", step.gradient);
    }
}
