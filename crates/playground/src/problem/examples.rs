//! One of everything that a refusal can say, for the tests of those who put it into words.

use super::{
    Chunk, Counted, DefinitionError, Format, FormulaError, Found, Instead, Limit, Mistake, NoEffect, Rule, Shape,
    Wanted, owned,
};
use crate::goal::{self, GoalError};
use crate::task::Task;

/// One of each rule.
#[expect(clippy::too_many_lines, reason = "a list")]
pub fn rules() -> Vec<Rule> {
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
        Rule::Written(Format::Part),
        Rule::Written(Format::PartName),
        Rule::Written(Format::Name(60)),
        Rule::Written(Format::Weights),
        Rule::Written(Format::Checksum),
        Rule::Written(Format::Lesson),
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
        Rule::Goal(Box::new(GoalError { mistake: goal::Mistake::TooDeep, offset: 2 })),
        Rule::GoalArgument { offset: 2, key: "optimiser".into(), rule: Box::new(Rule::one_of(words())) },
        Rule::Reached,
        Rule::Definitions(Box::new(DefinitionError { mistake: Mistake::TwoStars, line: 2, column: 5 })),
        Rule::OccursInText,
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
        Rule::PartOf(vec![2, 4, 2, 1]),
        Rule::NoParameters(text()),
        Rule::ParameterOf { owner: text(), names: words() },
        Rule::ParameterBetween { owner: text(), min: 0.0, max: 1.0 },
        Rule::NoWeightDecay { optimiser: text(), decaying: words() },
        Rule::ParametersAtMost { optimiser: text(), most: 9 },
        Rule::FiniteLoss,
        Rule::TrainingPoint,
        Rule::FiniteUpdate,
        Rule::NotStopped,
        Rule::InNextBatch,
        Rule::IndexOrPoint,
        Rule::Undoable,
        Rule::Redoable,
        Rule::AsConfigured,
        Rule::WordAsConfigured(text()),
        Rule::Shaped(Shape::Numbers(2)),
        Rule::Shaped(Shape::Matrix(2, 3)),
        Rule::Shaped(Shape::Transposed(3, 2)),
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
        Rule::GivenByWeights { input: [1.0, 0.5], values: vec![0.5] },
        Rule::LayersShaped(vec![(4, 2), (1, 4)]),
        Rule::NumberedLayer,
        Rule::CharactersAtMost(9),
        Rule::KeysAtMost(9),
        Rule::WeightsInLink(9),
        Rule::ReplayInLink(9),
        Rule::FromStep0,
        Rule::EngineOfReplay(2),
        Rule::Recording,
        Rule::UpdatesAtMost(9),
        Rule::SameChecksum(text()),
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
        Rule::TwoNumberColumns,
        Rule::RowToUse,
        Rule::QuoteClosed,
        Rule::InBothFiles,
        Rule::TwoToEightClasses,
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
        Rule::Loaded(Chunk::Looking),
        Rule::Loaded(Chunk::Goals),
        Rule::Loaded(Chunk::Exports),
        Rule::Loaded(Chunk::Lab),
        Rule::Loaded(Chunk::View),
    ]
}

/// One of everything that can be found.
pub fn findings() -> Vec<Found> {
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
        Found::Matrix(3, 2),
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

/// One of each mistake in a formula.
pub fn mistakes() -> Vec<Mistake> {
    let name = || "sine".to_owned();
    let mut all = vec![Mistake::TooLong { n_bytes: 3000 }, Mistake::TooDeep];
    all.extend(wanted().into_iter().map(|wanted| Mistake::Expected { wanted, found: Some(")".into()) }));
    all.extend([
        Mistake::Expected { wanted: Wanted::Operand, found: None },
        Mistake::TwoStars,
        Mistake::TooLarge { number: "1e999".into() },
        Mistake::Ambiguous { operator: '/', number: 2.0, found: "x1".into() },
        Mistake::Called { name: name() },
        Mistake::UnknownName { name: name(), known: owned(["x1", "x2"]) },
        Mistake::UnknownFunction { name: name() },
    ]);
    all.extend([Limit::Bytes, Limit::Lines, Limit::Nodes].map(|of| Mistake::TooMany { of, n: 60_000 }));
    all.extend([
        Mistake::Reserved { name: name() },
        Mistake::DefinedTwice { name: name(), line: 2 },
        Mistake::DefinedLater { name: name(), line: 3 },
    ]);
    all
}

/// One of everything that a formula may lack.
pub fn wanted() -> Vec<Wanted> {
    let function = || "max".to_owned();
    vec![
        Wanted::Operand,
        Wanted::Operator,
        Wanted::OperatorOrEnd,
        Wanted::OperatorOrClose,
        Wanted::OneComparison,
        Wanted::Opening { function: function() },
        Wanted::Comma { function: function(), arity: 2 },
        Wanted::Closing { function: function(), arity: 2 },
    ]
}

/// One of each mistake in a goal.
pub fn goal_mistakes() -> Vec<goal::Mistake> {
    let name = || "testLos".to_owned();
    let mut all = vec![goal::Mistake::TooDeep];
    all.extend(goal_wanted().into_iter().map(|wanted| goal::Mistake::Expected { wanted, found: Some(")".into()) }));
    all.extend([
        goal::Mistake::Expected { wanted: goal::Wanted::Condition, found: None },
        goal::Mistake::Write { instead: "and".into(), found: "&&".into() },
        goal::Mistake::TooLarge { number: "1e999".into() },
        goal::Mistake::UnknownFact { name: name() },
        goal::Mistake::UnknownFunction { name: name() },
        goal::Mistake::Unclosed,
    ]);
    all
}

/// One of everything that a goal may lack.
pub fn goal_wanted() -> Vec<goal::Wanted> {
    use goal::Wanted;
    vec![
        Wanted::Condition,
        Wanted::Operand,
        Wanted::Comparison,
        Wanted::JoinOrEnd,
        Wanted::JoinOrClose,
        Wanted::OneComparison,
        Wanted::Opening,
        Wanted::Text,
        Wanted::Comma,
        Wanted::Closing,
    ]
}
