use autodiff::formula::{FormulaError, Mistake};
use serde::de::DeserializeOwned;

use super::*;
use crate::task::Task;

#[test]
fn a_problem_reads_as_a_sentence() {
    assert_eq!(Problem::new("noise", Rule::AtMost(3.0), 8).to_string(), "noise must be at most 3, got 8");
    assert_eq!(
        Problem::new("", Rule::PlainObject, "object Map").to_string(),
        "what is configured must be a plain object, got object Map"
    );
}

#[test]
fn a_long_value_is_cut_between_characters() {
    let problem = Problem::new("formula", Rule::Text, "é".repeat(100));
    assert_eq!(problem.found, Found::Value(format!("{}…", "é".repeat(found::MOST_CHARS))));
}

#[test]
fn what_cannot_be_said_in_the_usual_way_is_a_sentence_of_its_own() {
    for (key, rule, found, words) in [
        ("undo", Rule::Undoable, Found::Nothing, "Nothing to undo"),
        ("redo", Rule::Redoable, Found::Nothing, "Nothing to redo"),
        ("index", Rule::Below { n: 0, of: Counted::Points }, 0.into(), "There are no points"),
        ("value", Rule::FiniteLoss, 1e30.into(), "This value makes the loss infinite"),
        ("job", Rule::Uncancelled, Found::Nothing, "The job was cancelled"),
        ("link", Rule::SettingsUsed, Found::MoreSettings(14), "14 more settings of the link were ignored"),
        ("link", Rule::SettingsUsed, Found::MoreSettings(1), "1 more setting of the link was ignored"),
        ("calls", Rule::CallsAtMost(9), Found::OneMore, "calls under way must be at most 9, got one more"),
        (
            "files",
            Rule::Loaded(Chunk::Files),
            Found::NoAnswer,
            "the part of the page that reads and writes files must be loaded (try again, or reload the page), got no answer",
        ),
    ] {
        assert_eq!(Problem::new(key, rule, found).to_string(), words);
    }
    let link = |seed: Option<&str>| Problem::new("link", Rule::SameRandomNumbers, Found::Seed(seed.map(Into::into)));
    assert!(link(None).to_string().starts_with("The link has no seed, so points and initial weights differ"));
    assert!(link(Some("0.5")).to_string().starts_with("The link has seed 0.5 of other random numbers, so points "));
}

/// One of each rule.
#[expect(clippy::too_many_lines, reason = "a list")]
fn rules() -> Vec<Rule> {
    let text = || "word".to_owned();
    let words = || owned(["a", "b"]);
    let task = Task::Classification;
    let dataset = |or: Instead| Rule::DatasetFor { names: words(), task, classes: 3, or };
    vec![
        Rule::Number,
        Rule::NumberOrNull,
        Rule::FiniteNumber,
        Rule::FitsF32,
        Rule::WholeNumber,
        Rule::WholeBetween { min: 1, max: 9 },
        Rule::AtLeast(1.0),
        Rule::AtMost(1.0),
        Rule::Above(0.0),
        Rule::Between { min: -1.0, max: 1.0 },
        Rule::ZeroOrOne,
        Rule::Flag,
        Rule::Text,
        Rule::List,
        Rule::Object,
        Rule::ObjectOf(words()),
        Rule::ObjectOfNumbers,
        Rule::Function,
        Rule::OneOf(words()),
        Rule::Exactly(text()),
        Rule::OrWord(Box::new(Rule::Number), text()),
        Rule::Written(Format::Curve),
        Rule::Written(Format::Feature),
        Rule::Written(Format::Neuron),
        Rule::Written(Format::NeuronName),
        Rule::EntriesAtLeast(1),
        Rule::EntriesAtMost(2),
        Rule::Given,
        Rule::Once,
        Rule::NotWith(text()),
        Rule::KnownKey { meant: None },
        Rule::KnownKey { meant: Some(text()) },
        Rule::Below { n: 0, of: Counted::Points },
        Rule::Below { n: 1, of: Counted::HiddenLayers },
        Rule::Below { n: 1, of: Counted::Layers },
        Rule::Below { n: 1, of: Counted::Neurons },
        Rule::Below { n: 1, of: Counted::Inputs },
        Rule::Formula(Box::new(FormulaError { mistake: Mistake::TwoStars, offset: 2 })),
        Rule::BytesAtMost(9),
        Rule::FiniteCurve { from: -6.0, to: 6.0 },
        Rule::WithinOnPlane(9.0),
        dataset(Instead::Tasks(Task::ALL.to_vec())),
        dataset(Instead::Classes(2)),
        Rule::LossFor { names: words(), task: Task::Curve, classes: 2 },
        Rule::ArmPerClass { classes: 3, arms: 2 },
        Rule::FormulaOfFunction,
        Rule::ClassUpTo(2),
        Rule::EntryPerLayer(2),
        Rule::NeuronOf(vec![4, 2]),
        Rule::NoParameters(text()),
        Rule::ParameterOf { owner: text(), names: words() },
        Rule::ParameterBetween { owner: text(), min: 0.0, max: 1.0 },
        Rule::NoWeightDecay { optimiser: text(), decaying: words() },
        Rule::FullBatch(text()),
        Rule::ParametersAtMost { optimiser: text(), most: 9 },
        Rule::FiniteLoss,
        Rule::Undoable,
        Rule::Redoable,
        Rule::Engine(1),
        Rule::AsConfigured,
        Rule::WordAsConfigured(text()),
        Rule::Shaped(Shape::Numbers(2)),
        Rule::Shaped(Shape::Matrix(2, 3)),
        Rule::Shaped(Shape::Layers(2)),
        Rule::Shaped(Shape::Checks(2)),
        Rule::Shaped(Shape::Pair),
        Rule::Shaped(Shape::Network(2, 3)),
        Rule::NoScaling,
        Rule::AtMostSteps(9),
        Rule::LengthOfBias(3),
        Rule::LossAndEpoch,
        Rule::LossesInOrder(9),
        Rule::SlotsOf { optimiser: text(), names: words() },
        Rule::GivenByWeights(vec![0.5]),
        Rule::CharactersAtMost(9),
        Rule::KeysAtMost(9),
        Rule::LinkVersion(1),
        Rule::FieldByField,
        Rule::Whole,
        Rule::Base64,
        Rule::SettingsUsed,
        Rule::Became { value: text(), rule: Box::new(Rule::Number) },
        Rule::KnownKeyOfTensorFlow,
        Rule::SameRandomNumbers,
        Rule::Effective(NoEffect::Statistics),
        Rule::Effective(NoEffect::Article),
        Rule::Effective(NoEffect::Tutorial),
        Rule::Effective(NoEffect::HiddenControls),
        Rule::FeatureChosen,
        Rule::BecameFlatterPlane,
        Rule::BecameDeviation { noise: 0.5, dataset: text() },
        Rule::BecameL1,
        Rule::Readable,
        Rule::PlainObject,
        Rule::PartialConfig,
        Rule::Model,
        Rule::ModelFile,
        Rule::PointList,
        Rule::PlaceList,
        Rule::PlaceWithin(9.0),
        Rule::Awaited(Box::new(Rule::Model)),
        Rule::Defined { or_left_out: true },
        Rule::Defined { or_left_out: false },
        Rule::JsonValue,
        Rule::NestedAtMost(9),
        Rule::ValuesAtMost(9),
        Rule::TextsAtMost(9),
        Rule::NoSymbolKey,
        Rule::BelowMegabytes(9),
        Rule::CallsAtMost(9),
        Rule::Uncancelled,
        Rule::Running,
        Rule::Started,
        Rule::Understood,
        Rule::Answerable,
        Rule::Loaded(Chunk::Files),
        Rule::Loaded(Chunk::Models),
    ]
}

/// One of everything that can be found.
fn findings() -> Vec<Found> {
    vec![
        8.into(),
        Found::Nothing,
        Found::NoneOfThem,
        Found::UnknownKey,
        Found::EmptyKey,
        Found::UnknownParameter,
        Found::Twice,
        Found::Again("x1".into()),
        Found::More,
        Found::OneMore,
        Found::Losses(3),
        Found::Rows(3),
        Found::Parameters(3),
        Found::MoreSettings(3),
        Found::HiddenControls(3),
        Found::EndsWithinPoint(3),
        Found::ValueAt { value: 0.5, at: vec![("x1".into(), 1.0), ("x2".into(), 2.0)] },
        Found::Seed(None),
        Found::Seed(Some("0.5".into())),
        Found::EmptyField,
        Found::EmptyFile,
        Found::List,
        Found::Function,
        Found::WordlessError,
        Found::Another,
        Found::NoAnswer,
        Found::Stopped,
    ]
}

/// How many kinds there are: of a kind that is none the message cannot be read, whatever follows.
fn n_kinds<T: DeserializeOwned>() -> usize {
    let is_kind = |kind: &usize| {
        let mut bytes = vec![*kind as u8];
        bytes.extend([0; 64]);
        !matches!(postcard::from_bytes::<T>(&bytes), Err(postcard::Error::SerdeDeCustom))
    };
    (0..).take_while(is_kind).count()
}

fn kinds<T: Serialize>(all: &[T]) -> Vec<usize> {
    let mut kinds: Vec<usize> =
        all.iter().map(|one| postcard::to_allocvec(one).expect("it can be written")[0].into()).collect();
    kinds.dedup();
    kinds
}

#[test]
fn every_rule_and_everything_found_has_words() {
    assert_eq!(kinds(&rules()), (0..n_kinds::<Rule>()).collect::<Vec<_>>(), "one of each rule, in their order");
    assert_eq!(kinds(&findings()), (0..n_kinds::<Found>()).collect::<Vec<_>>(), "one of each, in their order");
    let mut messages: Vec<String> = Vec::new();
    for rule in rules() {
        let words = Problem::new("key", rule.clone(), "value").to_string();
        assert!(!words.contains("key ,") && words.split(' ').count() >= 3, "{rule:?}: {words}");
        messages.push(words);
    }
    for found in findings() {
        let words = Problem::new("key", Rule::Given, found.clone()).to_string();
        assert!(words.len() > "key must be given, got ".len(), "{found:?}: {words}");
        messages.push(words);
    }
    let n = messages.len();
    messages.sort_unstable();
    messages.dedup();
    assert_eq!(messages.len(), n, "no two say the same");
}

#[test]
fn every_problem_comes_through_a_message() {
    for (rule, found) in rules().into_iter().zip(findings().into_iter().cycle()) {
        let problem = Problem::new("key", rule, found);
        let packed = postcard::to_allocvec(&problem).expect("it can be written");
        assert_eq!(postcard::from_bytes(&packed), Ok(problem));
    }
}
