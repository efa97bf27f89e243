//! The doctor: what a loss curve and the state of a network say, as a verdict with its evidence, one change that should help, and hints
//! about the network as it is.
//!
//! Invariants: the verdict depends on the run alone, not on the slices in which training was called nor on the thinning of its history;
//! what is advised is accepted by `configure`; nothing of the run changes. Every number that a verdict depends on stands in
//! `thresholds`. It knows no language: sentences for all this are the words'.

mod thresholds;
mod evidence;
mod course;
mod reach;
mod findings;
mod verdict;
mod rates;
mod cure;
mod advice;
mod curvature;
mod hints;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::json_number;
use crate::object;
use crate::session::Session;

pub use advice::Advice;
pub use cure::Cure;
pub use evidence::{Evidence, Measure};
pub use hints::Hint;
pub use thresholds::{THRESHOLDS, Threshold};
pub use verdict::Verdict;

/// What the doctor says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// What the run is called.
    pub verdict: Verdict,
    /// The numbers that speak for it.
    pub evidence: Vec<Evidence>,
    /// One change that should help; none where nothing is to be done, or nothing is known that would.
    pub advice: Option<Advice>,
    /// What is special about the network as it is, the most important first.
    pub hints: Vec<Hint>,
    /// The step of the last change that matters: only what came after it was judged.
    pub since: Option<u64>,
}

/// Judges a run. Nothing of it changes.
///
/// ```
/// use playground::{Config, Session, Unit};
/// use playground::insight::doctor::{Verdict, explain};
///
/// let mut session = Session::new(Config::default()).expect("the default configuration is valid");
/// session.train(Unit::Epoch, 2);
/// assert_eq!(explain(&mut session).verdict, Verdict::Healthy);
/// ```
pub fn explain(session: &mut Session) -> Explanation {
    let findings = findings::Findings::of(session);
    let (verdict, evidence) = verdict::judge(&findings);
    let curvature = curvature::largest(session, findings.n_training);
    let hints = hints::of(session, &findings, curvature);
    let advice = advice::of(&findings, verdict, &hints, curvature, session.config());
    Explanation { verdict, evidence, advice, hints, since: findings.course.since }
}

impl Explanation {
    /// What programs get: `{ verdict, evidence, advice }`.
    pub fn to_json(&self) -> Value {
        let numbers = self.evidence.iter().map(|found| (found.measure.name().to_owned(), json_number(found.value)));
        let advice = self.advice.as_ref().map_or(Value::Null, |advice| advice.partial.clone());
        object! { "verdict": self.verdict.name(), "evidence": object(numbers), "advice": advice }
    }
}
