//! Definitions that a person types are differentiated as PyTorch and JAX do it, and all four ways agree to their stated errors.

use std::collections::HashMap;

use playground::Problem;
use playground::insight::lab::{Derivatives, Difference, Program, Question, differentiate};
use proptest::prelude::*;
use serde_json::{Value, json};

const TOLERANCE: f64 = 1e-11;

fn ask(text: &str, options: &Value) -> Result<Derivatives, Problem> {
    let keys = |value: &Value| value["at"].as_object().map(|at| at.keys().cloned().collect::<Vec<_>>());
    differentiate(&Question::read(text, options, &keys(options).unwrap_or_default())?)
}

fn told(text: &str, options: Value) -> Derivatives {
    ask(text, &options).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

fn refusal(text: &str, options: Value) -> String {
    ask(text, &options).map_or_else(|problem| problem.to_string(), |_| "accepted".into())
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().map(|number| number.as_f64().expect("a number")).collect()
}

#[track_caller]
fn close(found: f64, expected: f64, tolerance: f64, of: &str) {
    let is_close = found == expected || (found - expected).abs() <= tolerance * expected.abs().max(1.0);
    assert!(is_close, "{of}: expected {expected}, got {found}");
}

/// A scalar tape of the fixtures, one node a line, without what its result does not need.
fn written(case: &Value) -> String {
    let tape = case["tape"].as_array().expect("a tape");
    let mut is_needed = vec![false; tape.len()];
    is_needed[case["outputs"][0].as_u64().expect("an output") as usize] = true;
    for (idx, node) in tape.iter().enumerate().rev().filter(|(_, node)| node["args"].is_array()) {
        if is_needed[idx] {
            numbers(&node["args"]).iter().for_each(|arg| is_needed[*arg as usize] = true);
        }
    }
    let mut names: Vec<String> = Vec::new();
    let mut text = String::new();
    for (idx, node) in tape.iter().enumerate() {
        let args: Vec<&str> = numbers(&node["args"]).into_iter().map(|arg| &*names[arg as usize]).collect();
        let line = match node["op"].as_str().expect("an operation") {
            "input" => {
                names.push(node["name"].as_str().expect("a name").to_owned());
                continue;
            }
            "const" => format!("({:?})", node["value"].as_f64().expect("a number")),
            "add" => args.join(" + "),
            "sub" => args.join(" - "),
            "mul" => args.join("*"),
            "div" => args.join("/"),
            "pow" => args.join("^"),
            "neg" => format!("-{}", args[0]),
            "maximum" => format!("max({})", args.join(", ")),
            "minimum" => format!("min({})", args.join(", ")),
            function => format!("{function}({})", args[0]),
        };
        names.push(format!("t{idx}"));
        if is_needed[idx] {
            text += &format!("t{idx} = {line}\n");
        }
    }
    text
}

#[test]
fn scalar_tapes_have_the_derivatives_of_the_reference() {
    let file: Value = serde_json::from_str(include_str!("../reference/autodiff.json")).expect("JSON");
    let mut n_cases = 0;
    for case in file["cases"].as_array().expect("cases").iter().filter(|case| case["kind"] == "scalar") {
        let name = case["name"].as_str().expect("a name");
        let text = written(case);
        let vars: Vec<&str> = case["vars"].as_array().unwrap().iter().map(|var| var.as_str().unwrap()).collect();
        // What a function does not depend on is refused, and has the derivative 0.
        let occurs: Vec<usize> = (0..vars.len()).filter(|k| name != "unused" || vars[*k] != "y").collect();
        let picked = |values: &Value| -> Value {
            occurs.iter().map(|k| (vars[*k].to_owned(), values[*k].clone())).collect::<serde_json::Map<_, _>>().into()
        };
        let wrt: Vec<&str> = occurs.iter().map(|k| vars[*k]).collect();
        let found = told(&text, json!({ "at": picked(&case["at"]), "wrt": wrt, "direction": picked(&case["v"]) }));
        close(found.outputs[0].1, case["value"].as_f64().unwrap(), TOLERANCE, name);
        let (gradient, adjoints) = (numbers(&case["grad"]), found.adjoints.expect("one output"));
        for (k, variable) in occurs.iter().enumerate() {
            close(found.jacobian[0][k], gradient[*variable], TOLERANCE, name);
            let node = found.nodes.iter().position(|node| node.name.as_deref() == Some(wrt[k])).expect("a node");
            assert_eq!(adjoints[node].to_bits(), found.jacobian[0][k].to_bits(), "{name}");
        }
        close(found.tangent.expect("a direction was given")[0], case["jvp"].as_f64().unwrap(), TOLERANCE, name);
        if let Some(hessian) = found.hessian {
            for (row, expected) in hessian.iter().zip(occurs.iter().map(|k| numbers(&case["hessian"][*k]))) {
                for (value, variable) in row.iter().zip(&occurs) {
                    close(*value, expected[*variable], TOLERANCE, &format!("{name}, second"));
                }
            }
        } else {
            panic!("{name} has second derivatives");
        }
        n_cases += 1;
    }
    assert_eq!(n_cases, 62);
}

#[test]
fn sweeps_and_the_graphs_of_autodiff_agree() {
    for (text, at) in [
        ("f = x^2*y + y + 2", [3.0, 4.0]),
        ("a = x*y\nb = sin(a) + a^2\nc = b/(1 + b^2)\nc*a", [0.7, -1.2]),
        ("max(x, y)*if(x > y, exp(x), ln(y))", [0.5, 2.0]),
        ("sigmoid(x*y)*softplus(x) + erf(y) + sqrt(x^2 + y^2)", [0.3, -0.4]),
    ] {
        let program = Program::of(text, &["x".into(), "y".into()]).expect("definitions");
        let (values, adjoints) = (program.values(&at), program.reverse(&at, 0).derivatives);
        let graph = program.grad(0, &at);
        for (k, expected) in graph.iter().enumerate() {
            close(adjoints[k], *expected, 1e-14, text);
        }
        let direction = [0.6, -0.8];
        let along = program.forward(&at, &direction).derivatives[program.outputs[0].1];
        close(along, program.along(0, &direction, &at), 1e-14, text);
        // The two modes meet: the directional derivative is the product with the gradient.
        close(along, graph[0] * direction[0] + graph[1] * direction[1], 1e-13, text);
        assert!(values.iter().all(|value| value.is_finite()), "{text}");
    }
}

#[test]
fn a_ledger_adds_up_line_by_line() {
    let program = Program::of("f = x^2*y + y + 2", &["x".into(), "y".into()]).expect("definitions");
    let pass = program.reverse(&[3.0, 4.0], 0);
    let mut derivatives = vec![0.0; program.nodes.len()];
    derivatives[program.outputs[0].1] = 1.0;
    for step in &pass.steps {
        assert_eq!((step.passed, step.before), (derivatives[step.from], derivatives[step.to]));
        assert_eq!(step.after, step.before + step.passed * step.factor);
        derivatives[step.to] = step.after;
    }
    assert_eq!(derivatives, pass.derivatives);
    assert_eq!(pass.derivatives[..2], [24.0, 10.0]);
    let of_x: Vec<[f64; 4]> = pass
        .steps
        .iter()
        .filter(|step| step.to == 0)
        .map(|step| [step.before, step.passed, step.factor, step.after])
        .collect();
    assert_eq!(of_x, [[0.0, 4.0, 6.0, 24.0]]);
}

#[test]
fn a_definition_has_the_shape_of_the_documentation() {
    let found = told("y1 = x*w\nf = y1^2\ng = y1 + 1", json!({ "at": { "w": 2, "x": 3 }, "wrt": ["x", "w"] }));
    assert_eq!(found.outputs, [("f".to_owned(), 36.0), ("g".to_owned(), 7.0)]);
    assert_eq!((found.wrt, found.jacobian), (vec!["x".to_owned(), "w".into()], vec![vec![24.0, 36.0], vec![2.0, 3.0]]));
    assert!(
        found.hessian.is_none() && found.symbolic.is_none() && found.numerical.is_none() && found.adjoints.is_none()
    );
    assert!(found.tangent.is_none() && found.tangents.is_none());
    let found = told("0*x + 1/y", json!({ "at": { "x": 1, "y": 0 } }));
    assert_eq!(found.outputs, [("f".to_owned(), f64::INFINITY)]);
    assert_eq!(found.jacobian, [[0.0, f64::NEG_INFINITY]]);
    assert_eq!(told("pi^2", json!({ "at": {} })).passes(), (0, 1));
}

#[test]
fn what_is_asked_wrongly_is_refused_with_its_place() {
    for (text, options, expected) in [
        ("a = x\nb = a*y", json!({ "at": { "x": 1 } }), "line 2, column 7: unknown name y: use x or a"),
        ("x", json!({ "at": { "x": 1, "y": 2 } }), "at.y must occur in the definitions, got \"y\""),
        ("x", json!({ "at": { "x": "1" } }), "at.x must be a number, got \"1\""),
        ("x", json!({}), "at must be an object of numbers, got null"),
        ("x", json!({ "at": { "x": 1 }, "wrt": ["z"] }), "wrt[0] must be one of x, got \"z\""),
        ("x", json!({ "at": { "x": 1 }, "wrt": ["x", "x"] }), "wrt[1] must occur once only, got \"x\""),
        ("x", json!({ "at": { "x": 1 }, "wrt": "x" }), "wrt must be a list, got \"x\""),
        ("x", json!({ "at": { "x": 1 }, "direction": { "z": 1 } }), "direction.z must be one of x, got \"z\""),
        ("x", json!({ "at": { "x": 1 }, "h": 0 }), "h must be above 0, got 0"),
        (
            "x",
            json!({ "at": { "x": 1 }, "order": 2 }),
            "order must be one of at, wrt, direction, h, got an unknown key",
        ),
        ("sin = x", json!({ "at": { "x": 1 } }), "line 1, column 1: sin has a meaning already: choose another name"),
    ] {
        assert_eq!(refusal(text, options), expected, "{text}");
    }
}

#[test]
fn four_ways_agree_to_their_errors() {
    for (text, at) in [
        ("x^2*y + y + 2", json!({ "x": 3, "y": 4 })),
        ("x^2 + 3x*y + y^2 + z^3", json!({ "x": 1, "y": 2, "z": 3 })),
        ("y1 = x*w1 + b1\ny2 = y1*w2 + b2", json!({ "x": 1, "w1": 2, "b1": 1, "w2": 2, "b2": 1 })),
        (
            "p = sigmoid(w*x + b)\nloss = -(t*ln(p) + (1 - t)*ln(1 - p))",
            json!({ "w": 0.7, "x": -1.3, "b": 0.2, "t": 1 }),
        ),
        ("a = tanh(x)*exp(y)\nsin(a)/(1 + a^2)", json!({ "x": 0.4, "y": -0.3 })),
    ] {
        let found = told(text, json!({ "at": at }));
        let automatic = &found.jacobian[0];
        for (k, difference) in found.numerical.expect("one output").iter().enumerate() {
            assert_eq!(difference.error_central, (difference.central - automatic[k]).abs());
            assert_eq!(difference.error_forward, (difference.forward - automatic[k]).abs());
            // Truncation h², rounding ε/h: at h = ∛ε both are about 4e-11 for derivatives of size 1.
            assert!(difference.error_central < 1e-8 * automatic[k].abs().max(1.0), "{text}: {difference:?}");
            assert!(difference.error_forward < 1e-3 * automatic[k].abs().max(1.0), "{text}: {difference:?}");
        }
        for (k, symbolic) in found.symbolic.expect("one output").iter().enumerate() {
            let read = value_of(symbolic.as_ref().expect("it is short"), &at);
            close(read, automatic[k], 1e-13, text);
        }
    }
}

/// The value of a formula in some of these variables.
fn value_of(text: &str, at: &Value) -> f64 {
    let free = autodiff::formula::free_names(text).expect("it is short");
    let at: Value = free.iter().map(|name| (name.clone(), at[name].clone())).collect::<serde_json::Map<_, _>>().into();
    told(text, json!({ "at": at })).outputs[0].1
}

#[test]
fn the_best_step_lies_where_theory_puts_it() {
    for (text, x) in [("exp(x)", 0.7), ("sin(x)", 0.9), ("tanh(x)", 0.6)] {
        let program = Program::of(text, &["x".into()]).expect("a formula");
        let exact = program.reverse(&[x], 0).derivatives[0];
        let tape = program.tape_of(0);
        // The error jumps from step to step by rounding: the median over a third of a decade is judged.
        let error = |exponent: f64, of: fn(&Difference) -> f64| {
            let mut errors: Vec<f64> = (-8..=8)
                .map(|k| 10f64.powf(exponent + f64::from(k) / 48.0))
                .map(|h| of(&Difference::of(&tape, &[x], 0, h, exact)))
                .collect();
            errors.sort_by(f64::total_cmp);
            errors[errors.len() / 2]
        };
        let best = |of: fn(&Difference) -> f64| {
            let exponents = (0..=60).map(|k| -15.0 + f64::from(k) / 4.0);
            exponents.min_by(|a, b| error(*a, of).total_cmp(&error(*b, of))).expect("there are some")
        };
        let epsilon = f64::EPSILON.log10();
        let (forward, central) = (best(|d| d.error_forward), best(|d| d.error_central));
        assert!((forward - epsilon / 2.0).abs() < 1.0, "{text}: forward differences are best at 10^{forward}");
        assert!((central - epsilon / 3.0).abs() < 1.0, "{text}: central differences are best at 10^{central}");
        // Both slopes of each: 1/h by rounding; h and h² by truncation.
        let slope =
            |from: f64, to: f64, of: fn(&Difference) -> f64| (error(to, of) / error(from, of)).log10() / (to - from);
        assert!((slope(-4.0, -1.0, |d| d.error_forward) - 1.0).abs() < 0.1, "{text}");
        assert!((slope(-3.0, -1.0, |d| d.error_central) - 2.0).abs() < 0.1, "{text}");
        assert!((slope(-14.0, -9.0, |d| d.error_forward) + 1.0).abs() < 0.3, "{text}");
        assert!((slope(-14.0, -6.5, |d| d.error_central) + 1.0).abs() < 0.3, "{text}");
    }
}

#[test]
fn a_polynomial_has_its_degree_and_its_differences_no_truncation_error() {
    for (text, degree) in
        [("2", Some(0)), ("y", Some(0)), ("3x*y + 1", Some(1)), ("x^2*y + x", Some(2)), ("x^3", None), ("sin(x)", None)]
    {
        let program = Program::of(text, &["x".into(), "y".into()]).expect("definitions");
        assert_eq!(program.degree(0, 0), degree, "{text}");
        let (at, tape) = ([0.75, -1.5], program.tape_of(0));
        // Powers of two are added without rounding.
        let difference = Difference::of(&tape, &at, 0, 0.25, program.grad(0, &at)[0]);
        assert_eq!(difference.error_forward == 0.0, degree.is_some_and(|degree| degree < 2), "{text}");
        assert_eq!(difference.error_central == 0.0, degree.is_some(), "{text}");
    }
}

#[test]
fn symbolic_derivatives_read_back_to_the_same_value_at_fifty_points() {
    let texts = [
        "x^2*y + y + 2",
        "a = sin(x*y)\nb = a^2 + exp(-a)\nb*x",
        "max(x, y)*tanh(x - y)",
        "1/(1 + exp(-(x*y + 0.5)))",
        "if(x > y, x^3, y^2*x)",
        "sqrt(x^2 + y^2 + 1)*softplus(x)",
        "erf(x) + normcdf(y)*softsign(x)",
    ];
    for text in texts {
        let names = autodiff::formula::free_names(text).expect("it is short");
        let mut seed = 1_u64;
        let mut random = || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 11) as f64 / (1_u64 << 53) as f64 * 4.0 - 2.0
        };
        for _ in 0..50 {
            let point: HashMap<String, f64> = names.iter().map(|name| (name.clone(), random())).collect();
            let found = told(text, json!({ "at": point }));
            for (symbolic, exact) in found.symbolic.expect("one output").iter().zip(&found.jacobian[0]) {
                close(value_of(symbolic.as_ref().expect("it is short"), &json!(point)), *exact, 1e-12, text);
            }
        }
    }
}

#[test]
fn a_derivative_that_explodes_is_not_written_out_and_costs_nothing() {
    let mut text = String::from("a0 = x\n");
    for n in 1..=60 {
        text += &format!("a{n} = 3.7*a{m}*(1 - a{m})\n", m = n - 1);
    }
    let started = std::time::Instant::now();
    let found = told(&text, json!({ "at": { "x": 0.3 } }));
    assert_eq!(found.symbolic, Some(vec![None]));
    assert!(found.jacobian[0][0].is_finite() && found.hessian.is_some());
    assert!(found.nodes.len() < 250, "automatic differentiation does not grow: {} nodes", found.nodes.len());
    assert!(started.elapsed().as_secs() < 5, "it took {:?}", started.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(words in proptest::collection::vec(0..26_usize, 0..40), x in -3.0..3.0_f64) {
        let text: String = words.into_iter().map(|k| [
            "x", "y", "a", "f", "e", "(", ")", ",", "+", "-", "*", "/", "^", ">", "2", "0", "sin(", "ln(", "max(",
            "if(", "=", "\n", " ", "²", "a = x\n", "b = a*",
        ][k]).collect();
        let names = autodiff::formula::free_names(&text).unwrap_or_default();
        let at: HashMap<&String, f64> = names.iter().map(|name| (name, x)).collect();
        ask(&text, &json!({ "at": at, "direction": at })).ok();
    }

    #[test]
    fn no_wild_text_panics(text in "(.{0,40}\n){0,4}") {
        ask(&text, &json!({ "at": { "x": 1 } })).ok();
    }
}
