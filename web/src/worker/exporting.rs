//! How a model is written for other programs, and what pictures are made of. It comes in a chunk of its own, because most visitors
//! never export anything.

use playground::export::FORMATS;
use playground::problem::Rule;
use playground::{Answer, Exported, Model, Problem, Query, Session, Task};
use wasm_split_helpers::wasm_split;

use crate::chunks::{Chunk, Missing};
use crate::protocol::message::{Seen, Sights};

type Export = fn(&Session, &str) -> Result<(Exported, &'static str), Problem>;

/// What is in the chunk.
pub(crate) struct Exporter {
    /// The session's model in a format, and what a file of it is called.
    pub(super) export: Export,
    /// The run as a picture shows it.
    pub(super) see: fn(&mut Session, Sights) -> Seen,
}

/// The chunk.
pub(crate) static EXPORTING: Chunk<Exporter> = Chunk::new(|| Box::pin(exporting()));

#[wasm_split(exporting, fallible)]
fn exporting() -> Result<&'static Exporter, Missing> {
    Ok(&ALL)
}

const ALL: Exporter = Exporter { export, see };

/// Formats that are pictures, which the page makes.
const PICTURES: [&str; 2] = ["png", "svg"];

/// A picture has the plane as fine as this: points per side.
const SIDE: usize = 241;
/// Arrows per side, and arrows at most: as many as a plot of the size of a picture has.
const SLOPES: usize = 18;
const MOST_PULLS: usize = 250;
const MOST_PUSHES: usize = 48;

fn export(session: &Session, format: &str) -> Result<(Exported, &'static str), Problem> {
    let model = Model::of(session);
    let exported = model.export(format).map_err(|problem| match problem.rule {
        Rule::OneOf(names) => {
            Problem { rule: Rule::one_of(names.iter().map(String::as_str).chain(PICTURES)), ..problem }
        }
        _ => problem,
    })?;
    let file = FORMATS.iter().find(|known| known.name == format).map_or("", |known| known.file);
    Ok((exported, file))
}

fn see(session: &mut Session, sights: Sights) -> Seen {
    let queries = match sights {
        Sights::Plot { arrows: [slopes, pulls, pushes] } => {
            let wanted = |is_wanted: bool, query: Query| is_wanted.then_some(query);
            // The same as on the page: a curve has no slopes over the plane, and values no boundary.
            let task = session.config().task;
            let (slopes, pulls) = (slopes && task != Task::Curve, pulls && task != Task::Curve);
            let pushes = pushes && task == Task::Classification;
            vec![
                Some(Query::Scores { side: SIDE }),
                wanted(slopes, Query::SlopeField { side: SLOPES }),
                wanted(pulls, Query::PointGradients { most: MOST_PULLS }),
                wanted(pushes, Query::BoundaryShift { most: MOST_PUSHES }),
            ]
        }
        Sights::Diagram => {
            let side = match session.config().layer_sizes().iter().sum() {
                0..=120 => 24,
                121..=600 => 10,
                _ => 6,
            };
            vec![Some(Query::Weights), Some(Query::Neurons { side }), Some(Query::NeuronStates)]
        }
        Sights::Curve => Vec::new(),
    };
    let answer = |query: Option<Query>| query.map_or_else(Vec::new, |query| session.answer(&query).numbers());
    let numbers = queries.into_iter().map(answer).collect();
    let curve = match sights {
        Sights::Curve => session.answer(&Query::Curve { from: 0, id: 0 }),
        _ => Answer::Numbers(Vec::new()),
    };
    Seen {
        config: session.config().clone(),
        status: session.status(),
        points: session.points().to_vec(),
        numbers,
        curve: curve.curve(),
    }
}

/// What is in the chunk, if it has come.
#[cfg(not(test))]
pub(super) fn exporter() -> Option<&'static Exporter> {
    EXPORTING.here()
}

/// For tests, which have no chunks.
#[cfg(test)]
pub(super) fn exporter() -> Option<&'static Exporter> {
    Some(&ALL)
}
