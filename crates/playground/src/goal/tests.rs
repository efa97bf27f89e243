use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::config::Config;
use crate::query::Status;
use crate::session::Session;

/// Facts of a classification of 300 points, 200 of which train; no R².
fn status() -> Status {
    Status {
        step: 120,
        epoch: 6,
        train_loss: Some(0.25),
        test_loss: Some(0.5),
        train_accuracy: Some(0.9),
        test_accuracy: Some(0.95),
        accuracy: Some(0.95),
        parameters: 25,
        n_points: 300,
        ..Status::default()
    }
}

fn holds(text: &str) -> bool {
    let partial = json!({
        "features": ["x1", "x1^2", "sin(x2)"], "hiddenLayers": [4, 2], "activations": ["relu", "relu"],
        "optimiser": "adam", "optimiserParams": { "b1": 0.8 }, "batchSize": "all", "stop": { "epochs": 50 },
    });
    let config = Config::default().merged(&partial).unwrap();
    let goal = Goal::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
    goal.holds(&Facts::new(&status(), &config))
}

#[test]
fn comparisons_are_of_facts_and_numbers() {
    for (text, expected) in [
        ("step == 120", true),
        ("epoch != 6", false),
        ("trainLoss < 0.25", false),
        ("trainLoss <= 0.25", true),
        ("testLoss > trainLoss", true),
        ("testAccuracy >= 95%", true),
        ("testAccuracy > 95 %", false),
        ("0.9 == trainAccuracy", true),
        ("99.9% == 0.999", true),
        ("parameters <= 2.5e1", true),
        ("neurons == 6 and hiddenLayers == 2 and features == 3 and points == 300", true),
        ("-1 < trainLoss", true),
        ("testAccuracy ≥ ９５％", true),
        ("accuracy≠0.5", true),
    ] {
        assert_eq!(holds(text), expected, "{text}");
    }
}

#[test]
fn a_comparison_with_a_fact_that_is_null_is_false() {
    for text in ["r2 < 1", "r2 >= 1", "r2 == r2", "r2 != 0.5", "0 != r2"] {
        assert!(!holds(text), "{text}");
        assert!(holds(&format!("not {text}")), "not {text}");
    }
}

#[test]
fn or_binds_less_than_and_and_not_binds_most() {
    let (t, f) = ("step == 120", "step == 1");
    for (text, expected) in [
        (format!("{t} or {f} and {f}"), true),
        (format!("({t} or {f}) and {f}"), false),
        (format!("{f} and {f} or {t}"), true),
        (format!("not {f} and {t}"), true),
        (format!("not {t} or {t}"), true),
        (format!("not ({t} or {t})"), false),
        (format!("not {f} and {f}"), false),
        (format!("not not {t}"), true),
        (format!("not step < 100 and {t}"), true),
    ] {
        assert_eq!(holds(&text), expected, "{text}");
    }
}

#[test]
fn functions_ask_for_features_and_settings() {
    for (text, expected) in [
        (r#"usesFeature("x1^2")"#, true),
        (r#"usesFeature("x1 ^ 2")"#, true),
        (r#"usesFeature('x₁²')"#, true),
        ("usesFeature(“sin x2”)", true),
        (r#"usesFeature("x2")"#, false),
        (r#"not usesFeature("r")"#, true),
        (r#"is("optimiser", "adam")"#, true),
        ("is('optimiser','adamw')", false),
        (r#"is("activation", "relu")"#, true),
        (r#"is("activation", "tanh")"#, false),
        (r#"is("activations", "relu,relu")"#, true),
        (r#"is("hiddenLayers", "4,2")"#, true),
        (r#"is("batchSize", "all")"#, true),
        (r#"is("learningRate", "0.03")"#, true),
        (r#"is("stop.epochs", "50")"#, true),
        (r#"is("stop.patience", "null")"#, true),
        (r#"is("optimiserParams.b1", "0.8")"#, true),
        (r#"is("clip", "null")"#, true),
        (r#"is("shuffle", "true")"#, true),
    ] {
        assert_eq!(holds(text), expected, "{text}");
    }
}

#[test]
fn facts_are_those_of_the_session() {
    let mut session = Session::new(Config::default()).unwrap();
    session.train(crate::Unit::Epoch, 2);
    let status = session.status();
    let goal = format!(
        "step == {} and epoch == 2 and trainLoss == {:?} and points == 500 and parameters == {} and neurons == 6",
        status.step,
        status.train_loss.unwrap(),
        status.parameters
    );
    assert!(Goal::parse(&goal).unwrap().holds(&Facts::of(&mut session)), "{goal}");
}

#[test]
fn the_facts_are_published_and_documented() {
    let config = Config::default();
    let facts = Facts::new(&status(), &config).to_json();
    let names: Vec<&str> = facts.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names.len(), Fact::NAMES.len());
    let docs = include_str!("../../../../docs/goals.md");
    for name in Fact::NAMES {
        assert!(facts.get(name).is_some() && docs.contains(&format!("`{name}`")), "{name}");
    }
    assert_eq!((&facts["r2"], &facts["testAccuracy"], &facts["points"]), (&json!(null), &json!(0.95), &json!(300)));
}

#[test]
fn a_mistake_is_named_with_its_place_and_cure() {
    for (text, message) in [
        ("", "expected a condition such as testAccuracy >= 0.95, found the end (at byte 0)"),
        ("testLoss", "expected one of < <= > >= == !=, found the end (at byte 8)"),
        ("testLoss < ", "expected a fact or a number, found the end (at byte 11)"),
        ("testLoss < and", "expected a fact or a number, found and (at byte 11)"),
        ("testLoss = 1", "expected ==, found = (at byte 9)"),
        ("testLoss <> 1", "expected !=, found <> (at byte 9)"),
        ("testLoss < 1 2", "expected and, or, or the end, found 2 (at byte 13)"),
        ("testLoss < 1 && step > 2", "expected and, found && (at byte 13)"),
        ("testLoss < 1 || step > 2", "expected or, found || (at byte 13)"),
        ("!step > 2", "expected not, found ! (at byte 0)"),
        ("(step > 2", "expected and, or, or ), found the end (at byte 9)"),
        ("step > 2)", "expected and, or, or the end, found ) (at byte 8)"),
        ("0 < step < 9", "expected one comparison at most, as in a < b and b < c, found < (at byte 9)"),
        (
            "loss < 1",
            &format!(
                "unknown fact loss: use {} (at byte 0)",
                "step, epoch, trainLoss, testLoss, trainAccuracy, \
            testAccuracy, accuracy, r2, parameters, neurons, hiddenLayers, features or points"
            ),
        ),
        ("uses(1)", "unknown function uses: use usesFeature(\"x1^2\") or is(\"optimiser\", \"adam\") (at byte 0)"),
        ("usesFeature x1", "expected (, found x1 (at byte 12)"),
        ("usesFeature(x1)", "expected a text in quotes, found x1 (at byte 12)"),
        ("usesFeature('x1'", "expected ), found the end (at byte 16)"),
        ("usesFeature('x1)", "expected a closing quote, found the end (at byte 12)"),
        ("is('optimiser')", "expected a comma and the value, found ) (at byte 14)"),
        ("is('optimiser', 'adam', 1)", "expected ), found , (at byte 22)"),
        ("step > 1e999", "a number must be at most 1.79e308, got 1e999 (at byte 7)"),
        ("step ≥ é", "unknown fact é: use"),
        ("准确率 > 0.9", "unknown fact 准确率: use"),
    ] {
        let problem = Goal::parse(text).expect_err(text).to_string();
        let wanted = format!("goal must be a goal such as testAccuracy >= 95%: {message}");
        let end = if message.ends_with("use") { String::new() } else { format!(", got \"{text}\"") };
        let said = if end.is_empty() { problem.starts_with(&wanted) } else { problem == wanted + &end };
        assert!(said || text.len() > 58 && problem.contains(message), "{text}: {problem}");
    }
}

#[test]
fn what_is_asked_for_must_exist() {
    for (text, message) in [
        (
            "is('optimizer', 'adam')",
            "goal (at byte 3): optimizer must be a key of the configuration, got an unknown key",
        ),
        (
            "is('Optimiser', 'adam')",
            "goal (at byte 3): Optimiser must be a key of the configuration (did you mean optimiser?)",
        ),
        ("is('optimiser', 'adm')", "goal (at byte 16): optimiser must be one of gradient-descent, momentum, "),
        ("is('classes', '9')", "goal (at byte 14): classes must be at most 8, got 9"),
        ("is('points', '')", "goal (at byte 13): points must be a list of points"),
        ("is('stop', '9')", "goal (at byte 11): stop must be written field by field, as stop.name=value"),
        (
            "usesFeature('x3')",
            "goal (at byte 12): usesFeature must be a formula: unknown name x3: use x1 or x2 (at byte 0)",
        ),
        (
            "usesFeature('1/x1')",
            "goal (at byte 12): usesFeature must lie between -10000 and 10000 everywhere on the plane",
        ),
    ] {
        let problem = Goal::parse(text).expect_err(text).to_string();
        assert!(problem.starts_with(message), "{text}: {problem}");
    }
}

#[test]
fn hostile_nesting_and_length_are_refused() {
    for text in ["(", "not ", "not(", "((not "] {
        let problem = Goal::parse(&text.repeat(MAX_CHARS / text.len())).expect_err(text).to_string();
        assert!(problem.contains("nested at most 50 deep"), "{text}: {problem}");
        let problem = Goal::parse(&text.repeat(100_000)).expect_err(text).to_string();
        assert!(problem.starts_with("goal must have at most 500 characters, got "), "{text}: {problem}");
    }
    let nest = |depth: usize| format!("{}step > 1{}", "(".repeat(depth), ")".repeat(depth));
    assert!(Goal::parse(&nest(MAX_NESTING)).is_ok());
    assert!(Goal::parse(&nest(MAX_NESTING + 1)).is_err());
    // Characters, and not bytes.
    assert!(Goal::parse(&format!("{}step > 1", "\u{3000}".repeat(MAX_CHARS - 8))).is_ok());
    assert!(Goal::parse(&format!("{}step > 1", " ".repeat(MAX_CHARS - 7))).is_err());
    // Many, side by side.
    let wide = ["1<2"; 62].join(" or ");
    assert_eq!(
        Goal::parse(&wide).map(|goal| matches!(goal.condition(), Condition::Or(all) if all.len() == 62)),
        Ok(true)
    );
}

fn operand() -> impl Strategy<Value = Operand> {
    prop_oneof![
        (0..Fact::ALL.len()).prop_map(|place| Operand::Fact(Fact::ALL[place])),
        prop_oneof![Just(0.95), Just(12.0), Just(-0.5), any::<f64>().prop_filter("finite", |x| x.is_finite())]
            .prop_map(Operand::Number),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        6 => (operand(), 0..6_usize, operand()).prop_map(|(a, by, b)| Condition::Compares(a, Comparison::ALL[by], b)),
        1 => prop_oneof![Just("x1^2"), Just("sin(x1) + 0.5*x2"), Just("r")]
            .prop_map(|feature| Condition::UsesFeature(feature.into())),
        1 => Just(Condition::Is { key: "optimiser".into(), text: "adam".into(), value: "adam".into() }),
        1 => Just(Condition::Is { key: "classNames".into(), text: "a\"b,c".into(), value: json!(["a\"b", "c"]) }),
    ];
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Condition::And),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Condition::Or),
            inner.prop_map(|one| Condition::Not(Box::new(one))),
        ]
    })
}

/// Pieces of goals, and what is none.
const PIECES: [&str; 40] = [
    "step",
    "testLoss",
    "r2",
    "accuracy",
    "loss",
    "and",
    " and ",
    " or ",
    "not ",
    "(",
    ")",
    "<",
    "<=",
    ">",
    ">=",
    "==",
    "!=",
    "=",
    "≥",
    "≠",
    "0.95",
    "95%",
    "95 %",
    "1e999",
    ".",
    "-",
    "usesFeature(",
    "is(",
    "\"x1^2\"",
    "'adam'",
    "\"optimiser\"",
    "\"",
    "'",
    ",",
    " ",
    "é",
    "“",
    "”",
    "％",
    "\u{3000}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_goal_is_read_as_the_same(condition in condition()) {
        let text = condition.to_string();
        prop_assume!(text.chars().count() <= MAX_CHARS);
        let goal = Goal::parse(&text).map_err(|problem| TestCaseError::fail(format!("{text}: {problem}")))?;
        prop_assert_eq!(goal.condition(), &condition, "{}", text);
    }

    #[test]
    fn no_text_panics(text in ".*") {
        refused_at_a_place(&text)?;
    }

    #[test]
    fn no_goal_like_text_panics(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = pieces.into_iter().map(|k| PIECES[k]).collect();
        refused_at_a_place(&text)?;
    }

    #[test]
    fn no_damaged_goal_panics(condition in condition(), at: prop::sample::Index, with in 0..PIECES.len(), cut in 0..9_usize) {
        let text: Vec<char> = condition.to_string().chars().take(MAX_CHARS).collect();
        let at = at.index(text.len());
        let rest = text[at..].iter().skip(cut);
        let damaged: String = text[..at].iter().copied().chain(PIECES[with].chars()).chain(rest.copied()).collect();
        refused_at_a_place(&damaged)?;
    }
}

/// A text is a goal, whose print is the same one, or is refused at a place within it.
fn refused_at_a_place(text: &str) -> Result<(), TestCaseError> {
    match Goal::parse(text) {
        Ok(goal) if goal.to_string().chars().count() <= MAX_CHARS => {
            prop_assert_eq!(Goal::parse(&goal.to_string()), Ok(goal), "{}", text);
        }
        Ok(_) => {}
        Err(problem) => match problem.rule {
            crate::problem::Rule::Goal(error) => prop_assert!(text.is_char_boundary(error.offset), "{}", text),
            crate::problem::Rule::GoalArgument { offset, .. } => {
                prop_assert!(text.is_char_boundary(offset), "{}", text)
            }
            rule => prop_assert_eq!(rule, crate::problem::Rule::CharactersAtMost(MAX_CHARS)),
        },
    }
    Ok(())
}
