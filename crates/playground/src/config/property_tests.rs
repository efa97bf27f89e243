//! Properties over configurations drawn from the table of keys itself: what is accepted round-trips and can be used, what is
//! refused states why, and nothing panics.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, json};

use super::*;
use crate::data;
use crate::features::FeatureSet;
use crate::keys::{KEYS, Kind};

/// Values of this kind, mostly in range, sometimes on or past the edge.
fn values(kind: &'static Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Integer { min, max } => {
            let (min, max) = (*min, *max);
            prop_oneof![
                6 => (min..=max.min(min + 40)).prop_map(Value::from),
                1 => Just(json!(max)),
                1 => Just(json!(max + 1)),
            ]
            .boxed()
        }
        Kind::Number { min, max } => {
            prop_oneof![6 => (*min..=*max).prop_map(Value::from), 1 => Just(json!(min)), 1 => Just(json!(max + 0.5))]
                .boxed()
        }
        Kind::Positive { max } => prop_oneof![6 => (1e-6..*max).prop_map(Value::from), 1 => Just(json!(0))].boxed(),
        Kind::Flag => any::<bool>().prop_map(Value::from).boxed(),
        Kind::Choice(choices) => select((choices.listed)()).prop_map(Value::from).boxed(),
        Kind::Text { .. } => texts(),
        Kind::OrNull(inner) => prop_oneof![Just(Value::Null), values(inner)].boxed(),
        Kind::OrWord(word, inner) => prop_oneof![Just(json!(word)), values(inner)].boxed(),
        Kind::List { of, min, .. } => vec(values(of), *min..5).prop_map(Value::from).boxed(),
        Kind::Numbers => prop_oneof![
            3 => Just(json!({})),
            1 => (select(vec!["b1", "b2", "eps", "mu", "rho", "gamma"]), 0.0..1.0)
                .prop_map(|(name, value)| json!({ name: value })),
        ]
        .boxed(),
        Kind::Record { required, optional } => {
            let fields: Vec<_> = required.iter().chain(optional.iter()).map(|key| values(&key.kind)).collect();
            let names: Vec<&str> = required.iter().chain(optional.iter()).map(|key| key.name).collect();
            fields
                .prop_map(move |entries| names.iter().map(|&name| name.to_owned()).zip(entries).collect::<Map<_, _>>())
                .prop_map(Value::Object)
                .boxed()
        }
    }
}

fn texts() -> BoxedStrategy<Value> {
    let known = [
        "x1",
        "x2",
        "r",
        "x1^2",
        "sin(x1)",
        "1/x1",
        "x",
        "x^2-1",
        "exp(x1*x2)",
        "1.1",
        "2.1",
        "9.9",
        "",
        "(((",
        "a,b",
        "null",
        "\\\\,",
        "é (",
    ];
    prop_oneof![select(known.to_vec()).prop_map(str::to_owned), "[x12+*/()^. -]{0,12}"].prop_map(Value::from).boxed()
}

/// A few keys of the table with values of their kind.
pub(crate) fn partials() -> impl Strategy<Value = Value> {
    vec(
        (0..KEYS.len()).prop_flat_map(|idx| values(&KEYS[idx].kind).prop_map(move |value| (KEYS[idx].name, value))),
        1..5,
    )
    .prop_map(|entries| entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
    .prop_map(Value::Object)
}

/// Any JSON at all.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(vec![json!(1e9), json!(-1), json!(0), json!(1e308), json!(-0.0)]),
        ".{0,8}".prop_map(Value::from),
        texts(),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((select(vec!["x", "y", "label", "test", "epochs", "b1"]), inner), 0..4)
                .prop_map(|entries| entries
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<Map<_, _>>())
                .prop_map(Value::Object),
        ]
    })
}

/// Accepted: valid, the same after a trip through text, usable. Refused: with every part of a reason.
fn holds(result: Result<Config, Problem>) -> Result<Option<Config>, TestCaseError> {
    let config = match result {
        Ok(config) => config,
        Err(problem) => {
            let words = problem.to_string();
            prop_assert!(!problem.key.is_empty() && words.starts_with(&format!("{} must ", problem.key)), "{}", words);
            prop_assert!(!words.ends_with("got "), "{}", words);
            return Ok(None);
        }
    };
    let text = config.to_json().to_string();
    let read: Value = serde_json::from_str(&text).expect("what is written is JSON");
    let read = Config::default().merged(&read);
    prop_assert_eq!(read.as_ref(), Ok(&config));
    prop_assert_eq!(read.map(|config| config.to_json().to_string()), Ok(text));
    let points = data::build(&config);
    let inputs: Vec<[f32; 2]> = points.iter().map(|point| config.input_of(point)).collect();
    let values = FeatureSet::new(&config.features).map(|features| features.values(&inputs));
    prop_assert!(values.is_ok_and(|values| values.iter().all(|value| value.is_finite())));
    prop_assert!(points.iter().all(|point| point.label.is_finite()));
    config.pairing();
    Ok(Some(config))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_one_after_another_are_accepted_and_usable_or_refused_with_a_reason(edits in vec(partials(), 1..8)) {
        let mut config = Config::default();
        for edit in &edits {
            if let Some(changed) = holds(config.merged(edit))? {
                config = changed;
            }
        }
    }

    #[test]
    fn any_json_for_any_key_is_accepted_and_usable_or_refused_with_a_reason(
        name in prop_oneof![8 => (0..KEYS.len()).prop_map(|idx| KEYS[idx].name.to_owned()), 1 => ".{0,6}"],
        value in anything(),
    ) {
        let mut whole = Config::default().to_json();
        whole[&name] = value.clone();
        holds(Config::default().merged(&whole))?;
        holds(Config::default().merged(&json!({ name: value })))?;
    }
}
