//! What must hold. Texts in it are data only: names of keys, words of catalogs, formats as they are written.

use autodiff::formula::{DefinitionError, FormulaError};
use serde::{Deserialize, Serialize};

use super::named::{Chunk, Counted, Format, Instead, NoEffect, Shape};
use crate::goal::GoalError;
use crate::task::Task;

/// What must hold for a key, or what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Rule {
    /// It is a number.
    Number,
    /// It is a number or null.
    NumberOrNull,
    /// It is a number that is neither infinite nor NaN.
    FiniteNumber,
    /// It is a finite number, also when rounded to 32 bits.
    FitsF32,
    /// It is a whole number.
    WholeNumber,
    /// It is a whole number within bounds, both included.
    WholeBetween {
        /// The smallest.
        min: u64,
        /// The largest.
        max: u64,
    },
    /// It is at least this.
    AtLeast(f64),
    /// It is at most this.
    AtMost(f64),
    /// It is above this.
    Above(f64),
    /// It lies within bounds, both included.
    Between {
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
    },
    /// It is 0 or 1.
    ZeroOrOne,
    /// It is true or false.
    Flag,
    /// It is text.
    Text,
    /// It is a list.
    List,
    /// It is an object.
    Object,
    /// It is an object with these fields.
    ObjectOf(Vec<String>),
    /// It is an object from names to numbers.
    ObjectOfNumbers,
    /// It is a function of JavaScript.
    Function,
    /// It is one of these words.
    OneOf(Vec<String>),
    /// It is this, as it is written in JSON.
    Exactly(String),
    /// The rule holds, or it is this word.
    OrWord(Box<Rule>, String),
    /// It has this format.
    Written(Format),
    /// It has at least so many entries.
    EntriesAtLeast(usize),
    /// It has at most so many entries.
    EntriesAtMost(usize),
    /// It is there.
    Given,
    /// It is there only once.
    Once,
    /// It is not there together with another key.
    NotWith(String),
    /// It is a key of the configuration.
    KnownKey {
        /// The key that was probably meant.
        meant: Option<String>,
    },
    /// It is below the number of things of a kind.
    Below {
        /// How many there are.
        n: usize,
        /// What is counted.
        of: Counted,
    },

    /// It is a formula; the reason why it is not.
    Formula(Box<FormulaError>),
    /// It is a goal; the reason why it is not.
    Goal(Box<GoalError>),
    /// What a function of a goal is given, is this.
    GoalArgument {
        /// Where it stands in the goal, in bytes.
        offset: usize,
        /// The key that is asked for, or the function.
        key: String,
        /// What must hold of it.
        rule: Box<Rule>,
    },
    /// The run reaches it.
    Reached,
    /// They are definitions; the reason why they are not.
    Definitions(Box<DefinitionError>),
    /// It is a variable that occurs in the definitions.
    OccursInText,
    /// It has at most so many bytes.
    BytesAtMost(usize),
    /// It is a formula in x that is finite between these.
    FiniteCurve {
        /// From this x.
        from: f64,
        /// To this x.
        to: f64,
    },
    /// It is a formula whose values on the plane are at most this in size.
    WithinOnPlane(f64),

    /// It is a dataset that goes with the task.
    DatasetFor {
        /// Those that do.
        names: Vec<String>,
        /// The task.
        task: Task,
        /// Its classes.
        classes: usize,
        /// What else could change.
        or: Instead,
    },
    /// It is a loss that goes with the task.
    LossFor {
        /// Those that do.
        names: Vec<String>,
        /// The task.
        task: Task,
        /// Its classes.
        classes: usize,
    },
    /// A spiral has an arm for each class.
    ArmPerClass {
        /// How many classes there are.
        classes: usize,
        /// How many arms there are.
        arms: usize,
    },
    /// Dataset function has a formula.
    FormulaOfFunction,
    /// It is a class from 1 to this.
    ClassUpTo(usize),
    /// It has one entry for each of so many hidden layers.
    EntryPerLayer(usize),
    /// It is a neuron, weight or bias of a network of these sizes, features first.
    PartOf(Vec<usize>),
    /// It is not there, because this has no parameters.
    NoParameters(String),
    /// It is a parameter of what was chosen.
    ParameterOf {
        /// What was chosen.
        owner: String,
        /// Its parameters.
        names: Vec<String>,
    },
    /// It is a parameter within its bounds.
    ParameterBetween {
        /// What was chosen.
        owner: String,
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
    },
    /// It is 0 with this optimiser.
    NoWeightDecay {
        /// The optimiser that was chosen.
        optimiser: String,
        /// Those that take a weight decay.
        decaying: Vec<String>,
    },
    /// It is another optimiser than this, or the network has at most so many parameters.
    ParametersAtMost {
        /// The optimiser that was chosen.
        optimiser: String,
        /// How many it takes.
        most: usize,
    },
    /// It leaves the loss finite.
    FiniteLoss,
    /// Some point trains.
    TrainingPoint,
    /// The next update leaves the loss finite.
    FiniteUpdate,
    /// No stop rule ended training here.
    NotStopped,
    /// It is a point of the next batch.
    InNextBatch,
    /// It is the index of a point, or a point.
    IndexOrPoint,
    /// There is a change to undo.
    Undoable,
    /// There is a change to redo.
    Redoable,

    /// It equals what the configuration has.
    AsConfigured,
    /// It is this word, as in the configuration.
    WordAsConfigured(String),
    /// It has this shape.
    Shaped(Shape),
    /// It is mean 0 and scale 1.
    NoScaling,
    /// It is at most the number of steps.
    AtMostSteps(u64),
    /// It is so many, as many as there are biases.
    LengthOfBias(usize),
    /// It is null or a loss and its epoch.
    LossAndEpoch,
    /// It is at most so many losses, in the order of their steps.
    LossesInOrder(usize),
    /// It is the list of what this optimiser keeps of each weight.
    SlotsOf {
        /// The optimiser.
        optimiser: String,
        /// What it keeps.
        names: Vec<String>,
    },
    /// It is what the weights give.
    GivenByWeights {
        /// At this position.
        input: [f64; 2],
        /// These values.
        values: Vec<f64>,
    },
    /// It is a list of the weights of each layer, which have these rows and columns.
    LayersShaped(Vec<(usize, usize)>),
    /// It is a name that differs from those of the other layers by its numbers alone.
    NumberedLayer,

    /// A link has at most so many characters.
    CharactersAtMost(usize),
    /// It has at most so many keys.
    KeysAtMost(usize),
    /// Weights that were set by hand are at most so many numbers, or a link leaves them out.
    WeightsInLink(usize),
    /// A link that makes a run again has at most so many characters.
    ReplayInLink(usize),
    /// The run began with a configuration, and not in its midst.
    FromStep0,
    /// The run is of this engine.
    EngineOfReplay(u32),
    /// It is what was done to a run.
    Recording,
    /// The run has at most so many updates.
    UpdatesAtMost(u64),
    /// It is the same checksum as where the link was made.
    SameChecksum(String),
    /// It is this version of links.
    LinkVersion(u32),
    /// It is written field by field.
    FieldByField,
    /// It does not end too early.
    Whole,
    /// It has the letters of base64url only.
    Base64,
    /// Every setting of a link can be used.
    SettingsUsed,
    /// It became this, because the rule does not hold.
    Became {
        /// What is there instead.
        value: String,
        /// What must hold.
        rule: Box<Rule>,
    },
    /// It is a key of TensorFlow Playground.
    KnownKeyOfTensorFlow,
    /// A link of TensorFlow Playground reproduces points and initial weights, which none can.
    SameRandomNumbers,
    /// It has an effect.
    Effective(NoEffect),
    /// It is at least one feature; those of the axes stay.
    FeatureChosen,
    /// It became our plane, which is flatter.
    BecameFlatterPlane,
    /// It became this standard deviation, the same jitter of this dataset.
    BecameDeviation {
        /// The standard deviation.
        noise: f64,
        /// The dataset.
        dataset: String,
    },
    /// It became our L1, where a weight at 0 can come back.
    BecameL1,

    /// It has two columns of numbers.
    TwoNumberColumns,
    /// It has a row that can be used.
    RowToUse,
    /// Its quotes close.
    QuoteClosed,
    /// A column is there in the second file too.
    InBothFiles,
    /// It holds two to eight classes.
    TwoToEightClasses,

    /// It can be read.
    Readable,
    /// It is a plain object.
    PlainObject,
    /// It is a partial configuration.
    PartialConfig,
    /// It is a model.
    Model,
    /// It is a file of a model.
    ModelFile,
    /// It is a list of points.
    PointList,
    /// It is a list of places on the plane.
    PlaceList,
    /// It is a place whose coordinates are at most this in size.
    PlaceWithin(f64),
    /// The rule holds, and what is passed is the result of a promise.
    Awaited(Box<Rule>),
    /// It has a value.
    Defined {
        /// Whether it is a field, which can be left out.
        or_left_out: bool,
    },
    /// It is a value that JSON has.
    JsonValue,
    /// It is not nested deeper than this.
    NestedAtMost(usize),
    /// It holds at most so many values.
    ValuesAtMost(usize),
    /// Its texts have at most so many characters.
    TextsAtMost(usize),
    /// None of its keys is a symbol.
    NoSymbolKey,
    /// It is smaller than so many megabytes.
    BelowMegabytes(u32),
    /// So many calls at most wait for their answers.
    CallsAtMost(usize),
    /// It was not cancelled.
    Uncancelled,
    /// It runs.
    Running,
    /// It was started before.
    Started,
    /// It is a message that is understood.
    Understood,
    /// It is a request that has an answer.
    Answerable,
    /// This part of the page was loaded.
    Loaded(Chunk),
}

impl Rule {
    /// It is one of these words.
    pub fn one_of<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Self {
        Self::OneOf(owned(words))
    }

    /// The shapes of matrices as a list.
    pub fn shapes(shapes: &[(usize, usize)]) -> String {
        shapes.iter().map(|(rows, cols)| format!("{rows} × {cols}")).collect::<Vec<_>>().join(", ")
    }
}

/// These words, each of its own.
pub(crate) fn owned<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Vec<String> {
    words.into_iter().map(Into::into).collect()
}
