//! Refusals in English: the wording of the API and of everything that writes a [`Problem`] out.

mod goal;

use std::fmt::{self, Display, Formatter};

use serde_json::Value;

use super::{Chunk, Counted, Format, Found, Instead, NoEffect, Problem, Rule, Shape};
use crate::object;
use crate::task::Task;

impl Display for Problem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (&self.rule, &self.found) {
            (Rule::Undoable, _) => f.write_str("Nothing to undo"),
            (Rule::Redoable, _) => f.write_str("Nothing to redo"),
            (Rule::Uncancelled, _) => f.write_str("The job was cancelled"),
            (Rule::FiniteLoss, _) => f.write_str("This value makes the loss infinite"),
            (Rule::TrainingPoint, _) => f.write_str("There is no point to train on"),
            (Rule::FiniteUpdate, _) => f.write_str("The next step would make the loss infinite"),
            (Rule::NotStopped, _) => f.write_str("A stop rule has ended training here (step on, or change the rule)"),
            (Rule::Below { n: 0, of }, _) => write!(f, "There are no {}", counted(*of)),
            (Rule::Definitions(error), _) => write!(f, "{error}"),
            (Rule::SettingsUsed, Found::MoreSettings(1)) => f.write_str("1 more setting of the link was ignored"),
            (Rule::SettingsUsed, Found::MoreSettings(n)) => write!(f, "{n} more settings of the link were ignored"),
            (Rule::SameRandomNumbers, Found::Seed(seed)) => write_link(seed.as_deref(), f),
            (rule, found) => {
                write_subject(&self.key, rule, f)?;
                f.write_str(" ")?;
                write_rule(&self.key, rule, f)?;
                f.write_str(", got ")?;
                write_found(found, f)
            }
        }
    }
}

impl Problem {
    /// `{key, rule, found}`, for programs that say it in their own way: what must hold begins with "must", and what was found is as in
    /// the sentence.
    pub fn to_json(&self) -> Value {
        let [rule, found] = [false, true].map(|is_found| Part { problem: self, is_found }.to_string());
        object! { "key": self.key.clone(), "rule": rule, "found": found }
    }
}

/// What must hold, or what was found.
struct Part<'a> {
    problem: &'a Problem,
    is_found: bool,
}

impl Display for Part<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Problem { key, rule, found } = self.problem;
        if self.is_found { write_found(found, f) } else { write_rule(key, rule, f) }
    }
}

fn write_link(seed: Option<&str>, f: &mut Formatter<'_>) -> fmt::Result {
    match seed {
        None => f.write_str("The link has no seed")?,
        Some(seed) => write!(f, "The link has seed {seed} of other random numbers")?,
    }
    f.write_str(
        ", so points and initial weights differ; its loss, kind of initial weights and order of points are kept",
    )
}

/// What the sentence is about.
fn write_subject(key: &str, rule: &Rule, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str(match rule {
        Rule::CallsAtMost(_) => "calls under way",
        Rule::Loaded(Chunk::Files) => "the part of the page that reads and writes files",
        Rule::Loaded(Chunk::Exports) => "the part of the page that writes exports",
        Rule::Loaded(Chunk::Goals) => "the part of the page that judges goals",
        Rule::Loaded(Chunk::Lab) => "the lab",
        Rule::Loaded(Chunk::View) => "the part of the page that changes how it looks",
        Rule::Loaded(Chunk::Looking) => "the part of the page that looks inside a step",
        Rule::Loaded(Chunk::Models) => "the part of the page that writes models",
        Rule::Loaded(Chunk::Language) => "the words of this language",
        _ if key.is_empty() => "what is configured",
        _ => key,
    })
}

/// "must be …". Every rule has an arm, so that a new one without words does not compile.
#[expect(clippy::too_many_lines, reason = "a table")]
fn write_rule(key: &str, rule: &Rule, f: &mut Formatter<'_>) -> fmt::Result {
    match rule {
        Rule::Number => f.write_str("must be a number"),
        Rule::NumberOrNull => f.write_str("must be a number or null"),
        Rule::FiniteNumber => f.write_str("must be a finite number"),
        Rule::FitsF32 => f.write_str("must be a finite number that fits 32 bits"),
        Rule::WholeNumber => f.write_str("must be a whole number"),
        Rule::ZeroOrOne => f.write_str("must be 0 or 1"),
        Rule::Flag => f.write_str("must be true or false"),
        Rule::Text => f.write_str("must be text"),
        Rule::List => f.write_str("must be a list"),
        Rule::Object => f.write_str("must be an object"),
        Rule::ObjectOfNumbers => f.write_str("must be an object of numbers"),
        Rule::Function => f.write_str("must be a function"),
        Rule::Written(format) => write!(f, "must be {format}"),
        Rule::Given => f.write_str("must be given"),
        Rule::Once => f.write_str("must occur once only"),
        Rule::KnownKey { meant: None } => f.write_str("must be a key of the configuration"),
        Rule::Reached => f.write_str("must be reached by the run"),
        Rule::FormulaOfFunction => f.write_str("must be given for dataset function, such as sin(x)"),
        Rule::AsConfigured => f.write_str("must be those of the configuration"),
        Rule::NoScaling => f.write_str("must be mean 0 and scale 1"),
        Rule::LossAndEpoch => f.write_str("must be null or a loss and its epoch"),
        Rule::Whole => f.write_str("must be whole"),
        Rule::Base64 => f.write_str("must be the letters of base64url"),
        Rule::KnownKeyOfTensorFlow => f.write_str("must be a key of TensorFlow Playground"),
        Rule::Effective(NoEffect::Statistics) => f.write_str("has no effect, nothing is collected here"),
        Rule::Effective(NoEffect::Article) => f.write_str("has no effect, there is no text below the page"),
        Rule::Effective(NoEffect::Tutorial) => f.write_str("has no effect, that tutorial is not here"),
        Rule::Effective(NoEffect::HiddenControls) => f.write_str("has no effect, every control stays visible"),
        Rule::FeatureChosen => f.write_str("and y stay: the network needs at least one feature"),
        Rule::BecameFlatterPlane => f.write_str("became plane, which is a sixth flatter"),
        Rule::BecameL1 => f.write_str("became l1, where a weight that has reached 0 can come back"),
        Rule::TwoNumberColumns => f.write_str("must have two columns of numbers"),
        Rule::RowToUse => f.write_str("must have a row that can be used"),
        Rule::QuoteClosed => f.write_str("must close its quotes"),
        Rule::InBothFiles => f.write_str("must be in both files"),
        Rule::TwoToEightClasses => f.write_str("must hold 2 to 8 classes"),
        Rule::Readable => f.write_str("must be readable"),
        Rule::PlainObject => f.write_str("must be a plain object"),
        Rule::PartialConfig => f.write_str("must be a plain object of keys and values, such as { noise: 0.5 }"),
        Rule::Model => f.write_str("must be a plain object, as model() gives it or a file holds it"),
        Rule::ModelFile => f.write_str("must be a JSON file that the playground exported"),
        Rule::PointList => f.write_str("must be a list of points, such as [{ x: 1, y: 2, label: 1 }]"),
        Rule::PlaceList => f.write_str("must be a list of places, such as [[0.5, 1.5]]"),
        Rule::Defined { or_left_out: true } => f.write_str("must have a value (or the key must be left out)"),
        Rule::Defined { or_left_out: false } => f.write_str("must have a value"),
        Rule::JsonValue => f.write_str("must be a number, text, true, false, null, a list or an object"),
        Rule::NoSymbolKey => f.write_str("must have no symbol as a key"),
        Rule::Running => f.write_str("must be running"),
        Rule::Uncancelled => f.write_str("must not be cancelled"),
        Rule::Started => f.write_str("must be started first"),
        Rule::Understood => f.write_str("must be one that the engine understands"),
        Rule::Answerable => f.write_str("must be one that is answered"),
        Rule::Loaded(_) => f.write_str("must be loaded (try again, or reload the page)"),
        // Whole sentences where they are found with what belongs to them.
        Rule::Undoable | Rule::Redoable => f.write_str("must be possible"),
        Rule::FiniteLoss => f.write_str("must leave the loss finite"),
        Rule::TrainingPoint => f.write_str("must have a point to train on"),
        Rule::FiniteUpdate => f.write_str("must leave the loss finite after the next step"),
        Rule::NotStopped => f.write_str("must not have been ended by a stop rule"),
        Rule::InNextBatch => f.write_str("must be the index of a point of the next batch where masks are wanted"),
        Rule::IndexOrPoint => f.write_str("must be the index of a point, or a point such as { x: 1, y: 2, label: 1 }"),
        Rule::SettingsUsed => f.write_str("must have settings that can be used"),
        Rule::SameRandomNumbers => f.write_str("must be of the same random numbers"),
        Rule::WholeBetween { min, max } => write!(f, "must be a whole number from {min} to {max}"),
        Rule::AtLeast(min) => write!(f, "must be at least {min}"),
        Rule::AtMost(max) => write!(f, "must be at most {max}"),
        Rule::Above(min) => write!(f, "must be above {min}"),
        Rule::Between { min, max } => write!(f, "must lie between {min} and {max}"),
        Rule::ObjectOf(names) => write!(f, "must be an object of {}", names.join(", ")),
        Rule::OneOf(words) => write!(f, "must be one of {}", words.join(", ")),
        Rule::Exactly(value) => write!(f, "must be {value}"),
        Rule::EntriesAtLeast(n) => write!(f, "must have at least {}", entries(*n)),
        Rule::EntriesAtMost(n) => write!(f, "must have at most {}", entries(*n)),
        Rule::NotWith(key) => write!(f, "must not be given together with {key}"),
        Rule::KnownKey { meant: Some(meant) } => {
            write!(f, "must be a key of the configuration (did you mean {meant}?)")
        }
        Rule::Below { n, of } => write!(f, "must be below {n}, the number of {}", counted(*of)),
        Rule::Formula(error) => write!(f, "must be a formula: {error}"),
        Rule::Goal(error) => {
            f.write_str("must be a goal such as testAccuracy >= 95%: ")?;
            goal::write_goal(error, f)
        }
        Rule::GoalArgument { offset, key, rule } => {
            write!(f, "(at byte {offset}): {key} ")?;
            write_rule(key, rule, f)
        }
        Rule::Definitions(error) => write!(f, "must be definitions: {error}"),
        Rule::OccursInText => f.write_str("must occur in the definitions"),
        Rule::BytesAtMost(n) => write!(f, "must be at most {n} bytes long"),
        Rule::FiniteCurve { from, to } => write!(f, "must have a finite value everywhere from x = {from} to {to}"),
        Rule::WithinOnPlane(limit) => write!(f, "must lie between -{limit} and {limit} everywhere on the plane"),
        Rule::CharactersAtMost(n) => write!(f, "must have at most {n} characters"),
        Rule::KeysAtMost(n) => write!(f, "must have at most {n} keys"),
        Rule::LinkVersion(version) => write!(f, "must be {version}, the version of links that is known here"),
        Rule::BecameDeviation { noise, dataset } => {
            write!(f, "became {noise}, the standard deviation of the same jitter of {dataset}")
        }
        Rule::PlaceWithin(farthest) => write!(f, "must be [x, y] between -{farthest} and {farthest}"),
        Rule::NestedAtMost(depth) => write!(f, "must not be nested deeper than {depth} times"),
        Rule::ValuesAtMost(n) => write!(f, "must hold at most {n} values in all"),
        Rule::TextsAtMost(n) => write!(f, "must hold texts of at most {n} characters"),
        Rule::BelowMegabytes(n) => write!(f, "must be smaller than {n} megabytes"),
        Rule::CallsAtMost(n) => write!(f, "must be at most {n}"),
        Rule::DatasetFor { names, task, classes, or } => {
            write!(f, "must be one of {} in {}", names.join(", "), described(*task, *classes))?;
            match or {
                Instead::Tasks(tasks) => {
                    let tasks: Vec<&str> = tasks.iter().map(|task| task.name()).collect();
                    write!(f, " (or set task to {})", tasks.join(" or "))
                }
                Instead::Classes(n) => write!(f, " (or set classes to {n})"),
            }
        }
        Rule::LossFor { names, task, classes } => {
            write!(f, "must be one of {} in {}", names.join(", "), described(*task, *classes))
        }
        Rule::ArmPerClass { classes, arms } => {
            write!(f, "must be at least {classes}, one arm per class (or set classes to {arms})")
        }
        Rule::ClassUpTo(classes) => write!(f, "must be a class from 1 to {classes}"),
        Rule::EntryPerLayer(n) => {
            write!(f, "must have one entry per hidden layer, {n} (or set activation for all of them)")
        }
        Rule::PartOf(sizes) => {
            write!(f, "must be a neuron, weight or bias of the network {sizes:?} (features, hidden layers, outputs)")
        }
        Rule::NoParameters(owner) => write!(f, "must not be given, {owner} has no parameters"),
        Rule::ParameterOf { owner, names } => write!(f, "must be one of {} for {owner}", names.join(", ")),
        Rule::ParameterBetween { owner, min, max } => write!(f, "must lie between {min} and {max} for {owner}"),
        Rule::NoWeightDecay { optimiser, decaying } => {
            write!(f, "must be 0 with {optimiser} (choose {}, or penalty l2)", decaying.join(" or "))
        }
        Rule::ParametersAtMost { optimiser, most } => write!(
            f,
            "must not be {optimiser} with more than {most} parameters (use fewer neurons or another optimiser)"
        ),
        Rule::WordAsConfigured(word) => write!(f, "must be {word} as in the configuration"),
        Rule::Shaped(shape) => write_shape(*shape, f),
        Rule::AtMostSteps(step) => write!(f, "must be at most step, {step}"),
        Rule::LengthOfBias(n) => write!(f, "must be {n}, the length of bias"),
        Rule::LossesInOrder(n) => write!(f, "must be at most {n} losses in the order of their steps"),
        Rule::SlotsOf { optimiser, names } => write!(f, "must be those of {optimiser}: [{}]", names.join(", ")),
        Rule::GivenByWeights { input, values } => {
            write!(f, "must be what the weights give at {input:?}, {values:?} (or load it with {{ skipChecks: true }})")
        }
        Rule::LayersShaped(shapes) => {
            write!(f, "must be {} layers of weights, {} (neurons × inputs)", shapes.len(), Rule::shapes(shapes))
        }
        Rule::NumberedLayer => f.write_str(
            "must have a name that differs from those of the other layers by a number only, such as 0.weight and 2.weight",
        ),
        Rule::ReplayInLink(most) => write!(f, "must have at most {most} characters (or take the log instead)"),
        Rule::FromStep0 => f.write_str("must begin at step 0, and not with an opened file, with a run kept from before, or after very many changes"),
        Rule::EngineOfReplay(engine) => write!(f, "must be {engine}, or the run cannot be made again"),
        Rule::Recording => f.write_str("must be what was done to a run"),
        Rule::UpdatesAtMost(most) => write!(f, "must have at most {most} updates"),
        Rule::SameChecksum(checksum) => write!(f, "must be {checksum}, as where the link was made"),
        Rule::WeightsInLink(most) => write!(f, "must be at most {most} numbers, or a link leaves them out"),
        Rule::FieldByField => write!(f, "must be written field by field, as {key}.name=value"),
        Rule::OrWord(rule, word) => {
            write_rule(key, rule, f)?;
            write!(f, " or \"{word}\"")
        }
        Rule::Became { value, rule } => {
            write!(f, "became {value}: it ")?;
            write_rule(key, rule, f)
        }
        Rule::Awaited(rule) => {
            write_rule(key, rule, f)?;
            f.write_str(" (await the promise first)")
        }
    }
}

impl Display for Format {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Curve => "a formula in x",
            Self::Feature => "a feature such as \"x1^2\"",
            Self::Checksum => "16 hexadecimal digits",
            Self::Lesson => {
                "the name of a lesson, or of a lesson and its step, such as \"softmax\" or \"softmax/dishes\""
            }
            Self::Weights => "32-bit numbers, little-endian, in base64url without padding",
            Self::Name(most) => return write!(f, "a text of 1 to {most} characters"),
            Self::Part => "a neuron, weight or bias such as \"1.3\", \"1.3<2\" or \"1.3<b\"",
            Self::PartName => {
                "\"layer.neuron\", \"layer.neuron<input\" or \"layer.neuron<b\" counted from 1, such as \"1.3\""
            }
        })
    }
}

fn write_shape(shape: Shape, f: &mut Formatter<'_>) -> fmt::Result {
    match shape {
        Shape::Numbers(n) => write!(f, "must be {n} numbers"),
        Shape::Matrix(rows, cols) => write!(f, "must be {rows} × {cols} (neurons × inputs)"),
        Shape::Transposed(rows, cols) => write!(f, "must be {rows} × {cols} (inputs × neurons)"),
        Shape::Layers(n) => write!(f, "must be {n} layers"),
        Shape::Checks(n) => write!(f, "must be {n} checks"),
        Shape::Pair => f.write_str("must be [x, y]"),
        Shape::Network(layers, units) => write!(f, "must be at most {layers} layers of 1 to {units} neurons"),
    }
}

fn write_found(found: &Found, f: &mut Formatter<'_>) -> fmt::Result {
    match found {
        Found::Value(text) => f.write_str(text),
        Found::Again(text) => write!(f, "{text} again"),
        Found::Losses(n) => write!(f, "{n} losses"),
        Found::Matrix(rows, cols) => write!(f, "{rows} × {cols}"),
        Found::Parameters(n) => write!(f, "{n} parameters"),
        Found::MoreSettings(n) => write!(f, "{n} more settings"),
        Found::HiddenControls(n) => write!(f, "{n} hidden controls"),
        Found::EndsWithinPoint(n) => write!(f, "a text that ends within point {n}"),
        Found::ValueAt { value, at } => {
            write!(f, "{value} at ")?;
            at.iter().enumerate().try_for_each(|(k, (name, at))| {
                let comma = if k == 0 { "" } else { ", " };
                write!(f, "{comma}{name} = {at}")
            })
        }
        Found::Seed(Some(seed)) => write!(f, "seed {seed}"),
        Found::Seed(None) => f.write_str("no seed"),
        Found::Nothing => f.write_str("nothing"),
        Found::NoneOfThem => f.write_str("none"),
        Found::UnknownKey => f.write_str("an unknown key"),
        Found::EmptyKey => f.write_str("an empty one"),
        Found::UnknownParameter => f.write_str("an unknown parameter"),
        Found::Twice => f.write_str("it twice"),
        Found::More => f.write_str("more"),
        Found::OneMore => f.write_str("one more"),
        Found::EmptyField => f.write_str("an empty field"),
        Found::EmptyFile => f.write_str("an empty file"),
        Found::List => f.write_str("a list"),
        Found::Function => f.write_str("a function"),
        Found::WordlessError => f.write_str("an error without words"),
        Found::Another => f.write_str("another"),
        Found::NoAnswer => f.write_str("no answer"),
        Found::Stopped => f.write_str("a stopped one"),
    }
}

fn counted(of: Counted) -> &'static str {
    match of {
        Counted::Points => "points",
        Counted::HiddenLayers => "hidden layers",
        Counted::Layers => "layers with the output",
        Counted::Neurons => "neurons of the layer",
        Counted::Inputs => "inputs of the layer",
    }
}

fn entries(n: usize) -> String {
    if n == 1 { "1 entry".into() } else { format!("{n} entries") }
}

/// The task with its number of classes.
fn described(task: Task, classes: usize) -> String {
    match task {
        Task::Classification => format!("classification with {classes} classes"),
        Task::Regression | Task::Curve => task.name().into(),
    }
}
