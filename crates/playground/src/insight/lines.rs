//! A line of the ledger: what it computes, with its symbols and its numbers. Invariant: what is shown computes to the shown result at
//! its digits, or is marked as close. Knows no stage and no language: lines are named by what they are.

use super::calculation::{Values, in_place, numbers, symbols, value_of_shown};
use super::digits::{agrees, rounded, shown};

/// Sums of more terms than this are folded.
pub const MOST_TERMS: usize = 12;

/// A part of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// From the inputs of the neuron to its output.
    Forward,
    /// From the scores to the loss.
    Loss,
    /// From the slopes of the neurons behind it to those of its weights.
    Backward,
    /// From the points' gradients to that of the batch.
    Batch,
    /// From the gradient to the new weight.
    Update,
}

impl Stage {
    /// In their order.
    pub const ALL: [Stage; 5] = [Stage::Forward, Stage::Loss, Stage::Backward, Stage::Batch, Stage::Update];
}

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What they are about.
    pub title: Title,
    /// The lines.
    pub rows: Vec<Row>,
    /// What is special here.
    pub notes: Vec<Note>,
}

/// What lines are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are named by what they are about")]
pub enum Title {
    WeightedSum,
    Activation,
    Score,
    Softmax,
    Loss,
    ScoreSlopes,
    Outgoing,
    Slope,
    Gradients,
    Points,
    WholeGradient,
    Clipping,
    Given,
    Newton,
    Update,
    Beside,
    Effect,
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it computes.
    pub name: Name,
    /// Its formula in symbols; empty where the name says it.
    pub symbols: String,
    /// The same in numbers; empty where there is nothing to compute.
    pub numbers: String,
    /// The result.
    pub value: f64,
    /// What the shown numbers give; not a number where nothing is computed.
    pub of_shown: f64,
    /// Whether the shown numbers give the shown result only nearly.
    pub is_close: bool,
    /// What kind of line it is.
    pub kind: Kind,
}

/// What kind of line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something that comes from elsewhere.
    Given,
    /// A term of the next sum.
    Term,
    /// The sum of the terms before it.
    Sum,
    /// A step on the way.
    Step,
    /// What the stage is about.
    Result,
}

/// What a line computes.
#[derive(Debug, Clone, PartialEq)]
pub enum Name {
    /// A quantity by its symbol.
    Symbol(&'static str),
    /// Of class k, from 0, this quantity.
    OfClass(&'static str, usize),
    /// A weight into the neuron by its input, or the bias.
    Into(Option<usize>),
    /// The path to neuron k of the next layer.
    Onward(usize),
    /// A point of the batch, by its index.
    Point(usize),
    /// A weight by its place in the flat order, in a sum over all of them.
    Entry(usize),
    /// The sum of so many further terms.
    Rest(usize),
    /// A quantity by its symbol, before the step or after it.
    Around(&'static str, bool),
    /// Something that has a name in words.
    Said(Said),
}

/// What has a name in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are named by what they are")]
pub enum Said {
    Mean,
    Penalty,
    Gradient,
    Norm,
    ClipFactor,
    Clipped,
    Rate,
    UpdateNumber,
    OldWeight,
    NewWeight,
    Direction,
    DropoutFactor,
    Damping,
    Change,
    LossChange,
}

/// What is special about a neuron or weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// The neuron is switched off.
    Off,
    /// Dropout leaves it out in this step.
    Dropped,
    /// The slope is 0: nothing flows back.
    NoSlope,
    /// The slope is small: little flows back.
    SmallSlope,
    /// δ is 0 for another reason: no later neuron asks for a change.
    NothingBack,
    /// The loss of this point is 0.
    NoLoss,
    /// The point is not of this batch.
    NotInBatch,
    /// The weight stays as it is.
    Frozen,
    /// The optimiser takes the whole network together.
    Together,
    /// The sigmoid makes a probability of the score.
    Sigmoid,
    /// The softmax makes probabilities of the scores.
    Softmax,
    /// The loss looks at the margin, the score on the side of its class.
    Margin,
    /// A tanh brings the score between the targets −1 and 1.
    Tanh,
    /// The input of the chosen weight is 0.
    NoInput,
    /// The step moves the chosen weight as this point alone would.
    WithPoint,
    /// The step moves it the other way.
    AgainstPoint,
    /// The step lowers the loss of this point.
    LossFalls,
    /// The step raises it.
    LossRises,
}

pub(super) fn section(title: Title, rows: Vec<Row>) -> Section {
    Section { title, rows, notes: Vec::new() }
}

pub(super) fn given(name: Name, value: f64) -> Row {
    Row {
        name,
        symbols: String::new(),
        numbers: String::new(),
        value,
        of_shown: f64::NAN,
        is_close: false,
        kind: Kind::Given,
    }
}

pub(super) fn result(row: Row) -> Row {
    Row { kind: Kind::Result, ..row }
}

pub(super) fn product(name: Name, factors: &[f64]) -> Row {
    let numbers: Vec<String> = factors.iter().map(|factor| in_place(*factor)).collect();
    let value = factors.iter().product();
    let of_shown = factors.iter().copied().map(rounded).product();
    Row {
        numbers: numbers.join(" · "),
        of_shown,
        is_close: !agrees(of_shown, value),
        kind: Kind::Term,
        ..given(name, value)
    }
}

pub(super) fn formula(name: Name, text: &str, values: &Values<'_>, value: f64) -> Row {
    debug_assert!(is_near(super::calculation::value(text, values), value), "{text} at {values:?} is {value}");
    let of_shown = value_of_shown(text, values);
    let is_close = !agrees(of_shown, value);
    let (symbols, numbers) = (symbols(text), numbers(text, values));
    // A formula without symbols is a number, and says it once.
    let numbers = if numbers == shown(value) { String::new() } else { numbers };
    let symbols = if symbols == numbers || numbers.is_empty() { String::new() } else { symbols };
    Row { symbols, numbers, of_shown, is_close, kind: Kind::Step, ..given(name, value) }
}

/// Whether a formula of a table is that of the engine. New weights have 32 bits.
fn is_near(of_formula: f64, value: f64) -> bool {
    !of_formula.is_finite() || (of_formula - value).abs() <= 3e-6 * value.abs() + 1e-7
}

/// The sum of the terms among these rows.
pub(super) fn sum(name: Name, symbols: &str, rows: &[Row], value: f64) -> Row {
    let terms = rows.iter().filter(|row| row.kind == Kind::Term);
    let of_shown = terms.map(|row| rounded(row.value)).sum();
    Row { symbols: symbols.into(), of_shown, is_close: !agrees(of_shown, value), kind: Kind::Sum, ..given(name, value) }
}

/// Terms with these values: of many the largest, the one at `also`, and the sum of the rest. Only those that stay are written.
pub(super) fn folded(values: &[f64], also: Option<usize>, row: impl Fn(usize) -> Row) -> Vec<Row> {
    let kept = kept(values, also);
    let mut rows: Vec<Row> = kept.iter().map(|at| row(*at)).collect();
    if kept.len() < values.len() {
        let rest = values.iter().sum::<f64>() - kept.iter().map(|at| values[*at]).sum::<f64>();
        rows.push(Row { kind: Kind::Term, ..given(Name::Rest(values.len() - kept.len()), rest) });
    }
    rows
}

/// Which of many values stay: the largest, and the one at `also`, in their order.
pub(super) fn kept(values: &[f64], also: Option<usize>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    if values.len() <= MOST_TERMS {
        return order;
    }
    order.sort_by(|a, b| values[*b].abs().total_cmp(&values[*a].abs()));
    order.retain(|at| Some(*at) != also);
    order.truncate(MOST_TERMS - 1 - usize::from(also.is_some()));
    order.extend(also);
    order.sort_unstable();
    order
}

/// The products of pairs.
pub(super) fn products_of(pairs: &[[f64; 2]]) -> Vec<f64> {
    pairs.iter().map(|[a, b]| a * b).collect()
}
