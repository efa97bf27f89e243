//! One point on its way through the network and back: every unit's values, the loss, and how steeply it rises with each of them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::material::{LayerGradient, Material, list};
use crate::data::Point;
use crate::object;
use crate::problem::{Counted, Found, Problem, Rule};
use crate::session::{Parts, Session};

/// Which point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Place {
    /// One of all points, training and test points together.
    Index(usize),
    /// A point that need not be one of them.
    Point(Point),
}

/// A point's way through the network, without penalty and clipping.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The point.
    pub point: Point,
    /// What the network sees of it.
    pub features: Vec<f64>,
    /// From the first hidden layer to the output.
    pub layers: Vec<TraceLayer>,
    /// The score of each output.
    pub score: Vec<f64>,
    /// The probability of class 2, one probability per class, or the value.
    pub predict: Vec<f64>,
    /// This point's loss.
    pub loss: f64,
    /// ∂loss ⁄ ∂θ, layer by layer, also of what is frozen.
    pub gradient: Vec<LayerGradient>,
}

/// One number per unit of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceLayer {
    /// Before the activation.
    pub z: Vec<f64>,
    /// After it, with dropout's factor; 0 where the unit is switched off; of the output layer the score.
    pub a: Vec<f64>,
    /// ∂a ⁄ ∂z.
    pub slope: Vec<f64>,
    /// ∂loss ⁄ ∂z.
    pub delta: Vec<f64>,
    /// Dropout's factor, where masks are asked for.
    pub mask: Option<Vec<f64>>,
}

/// Traces a point. With `masks` it is a point of the next batch, and the units are dropped as the next step will drop them.
///
/// # Errors
/// If there is no such point, or its position or label is none.
pub fn trace(session: &mut Session, place: Place, masks: bool) -> Result<Trace, Problem> {
    let (point, material) = seen_at(session, place, masks)?;
    Ok(traced(session.parts(), point, &material, masks))
}

/// The point, and what it is traced with.
pub(super) fn seen_at(session: &mut Session, place: Place, masks: bool) -> Result<(Point, Material), Problem> {
    let dropped = if masks { dropped(session, place)? } else { Vec::new() };
    let parts = session.parts();
    let point = match place {
        Place::Index(idx) => *parts.points.get(idx).ok_or_else(|| {
            Problem::new("point", Rule::Below { n: parts.points.len(), of: Counted::Points }, idx as f64)
        })?,
        Place::Point(point) => point,
    };
    Ok((point, Material::seeing(parts, parts.seen(&[point]), 1, dropped)))
}

/// The point's way.
pub(super) fn traced(parts: Parts<'_>, point: Point, material: &Material, masks: bool) -> Trace {
    let step = material.exact(0..1);
    let score = step.layers.last().map(|layer| layer.z.data.clone()).unwrap_or_default();
    let mut layers: Vec<TraceLayer> = step
        .layers
        .into_iter()
        .map(|layer| TraceLayer {
            z: layer.z.data,
            a: layer.a.data,
            slope: layer.slope.data,
            delta: layer.delta.data,
            mask: None,
        })
        .collect();
    if let Some((output, hidden)) = layers.split_last_mut() {
        output.slope.fill(1.0);
        output.a.clone_from(&score);
        for (idx, layer) in hidden.iter_mut().enumerate().filter(|_| masks) {
            let factors = material.masks.get(idx).map(|factors| factors.iter().copied().map(f64::from).collect());
            layer.mask = Some(factors.unwrap_or_else(|| vec![1.0; layer.z.len()]));
        }
    }
    Trace {
        point,
        features: material.features(0),
        layers,
        predict: parts.predicted(&score),
        score,
        loss: step.losses[0],
        gradient: LayerGradient::split(&material.network, &step.gradient),
    }
}

/// Dropout's factors for a point of the next batch, one list per hidden layer; nothing without dropout.
fn dropped(session: &mut Session, place: Place) -> Result<Vec<Vec<f32>>, Problem> {
    let (batch, masks) = session.next_batch()?;
    let Place::Index(idx) = place else {
        return Err(Problem::new("point", Rule::InNextBatch, Found::Another));
    };
    let column = batch.iter().position(|point| *point == idx);
    let column = column.ok_or_else(|| Problem::new("point", Rule::InNextBatch, idx as f64))?;
    let of_point = |mask: Vec<f32>| mask.into_iter().skip(column).step_by(batch.len()).collect();
    Ok(masks.into_iter().map(of_point).collect())
}

impl Trace {
    /// In JSON, as programs get it.
    pub fn to_json(&self) -> Value {
        let layer = |layer: &TraceLayer| {
            let parts = [("z", &layer.z), ("a", &layer.a), ("slope", &layer.slope), ("delta", &layer.delta)];
            let mask = layer.mask.as_ref().map(|mask| ("mask", mask));
            object(parts.into_iter().chain(mask).map(|(name, values)| (name.to_owned(), list(values))))
        };
        let layers: Value = self.layers.iter().map(layer).collect();
        let gradient: Value = self.gradient.iter().map(LayerGradient::to_json).collect();
        object! {
            "point": self.point.to_json(),
            "features": list(&self.features),
            "layers": layers,
            "score": one_or_all(&self.score),
            "predict": one_or_all(&self.predict),
            "loss": self.loss,
            "gradient": gradient,
        }
    }
}

/// One output is one number; more are a list.
fn one_or_all(values: &[f64]) -> Value {
    if let [only] = values { (*only).into() } else { list(values) }
}
