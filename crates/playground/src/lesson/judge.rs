//! Whether a step is done, and which hint applies, at the facts of a run and the last answer. It knows no run and no page.

use super::{Aim, Step, When};
use crate::goal::{Facts, Goal};
use crate::problem::Problem;

/// What judges a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Judge {
    aim: Condition,
    hints: Vec<Condition>,
}

#[derive(Clone, Debug, PartialEq)]
enum Condition {
    Always,
    Facts(Goal),
    /// The answer, and how far off it may be.
    Answer(f64, f64),
}

impl Condition {
    fn holds(&self, facts: &Facts<'_>, answer: Option<f64>) -> bool {
        match self {
            Self::Always => true,
            Self::Facts(goal) => goal.holds(facts),
            Self::Answer(right, tolerance) => answer.is_some_and(|answer| (answer - right).abs() <= *tolerance),
        }
    }
}

impl Judge {
    /// What judges this step.
    ///
    /// # Errors
    /// If one of its goals is none.
    pub fn of(step: &Step) -> Result<Judge, Problem> {
        let tolerance = match step.aim {
            Aim::Number { tolerance, .. } => tolerance,
            Aim::Goal(_) | Aim::Choice { .. } => 0.0,
        };
        let aim = match &step.aim {
            Aim::Goal(text) => Condition::Facts(Goal::parse(text)?),
            Aim::Number { answer, .. } => Condition::Answer(*answer, tolerance),
            Aim::Choice { answer, .. } => Condition::Answer(*answer as f64, tolerance),
        };
        let hint = |when: &When| match when {
            When::Always => Ok(Condition::Always),
            When::Facts(text) => Goal::parse(text).map(Condition::Facts),
            When::Answer(answer) => Ok(Condition::Answer(*answer, tolerance)),
        };
        let hints = step.hints.iter().map(|found| hint(&found.when)).collect::<Result<_, Problem>>()?;
        Ok(Judge { aim, hints })
    }

    /// What is to be reached, where that is a goal of facts.
    pub fn goal(&self) -> Option<&Goal> {
        if let Condition::Facts(goal) = &self.aim { Some(goal) } else { None }
    }

    /// Whether the step is done where these are the facts and this was answered last.
    pub fn is_reached(&self, facts: &Facts<'_>, answer: Option<f64>) -> bool {
        self.aim.holds(facts, answer)
    }

    /// The place of the hint that applies then: the first whose condition holds.
    pub fn hint(&self, facts: &Facts<'_>, answer: Option<f64>) -> Option<usize> {
        self.hints.iter().position(|hint| hint.holds(facts, answer))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Hint, Stage};
    use super::*;
    use crate::session::{Session, Unit};

    fn step(aim: Aim, whens: Vec<When>) -> Step {
        let hint = |when| Hint { key: "k".into(), when, what: vec![], how: vec![] };
        Step {
            id: "s".into(),
            title: "S".into(),
            text: vec![],
            task: vec![],
            stage: Stage::default(),
            aim,
            hints: whens.into_iter().map(hint).collect(),
            seen: vec![],
        }
    }

    #[test]
    fn a_goal_is_judged_by_the_facts_and_the_first_hint_that_applies_is_given() {
        let hints = vec![When::Facts("epoch == 0".into()), When::Facts("epoch == 2".into()), When::Always];
        let judge = Judge::of(&step(Aim::Goal("epoch >= 2".into()), hints)).unwrap();
        let mut session = Session::new(Stage::default().config().unwrap()).unwrap();
        let mut found = Vec::new();
        for _ in 0..3 {
            let facts = Facts::of(&mut session);
            found.push((judge.is_reached(&facts, None), judge.hint(&facts, None)));
            session.train(Unit::Epoch, 1);
        }
        assert_eq!(found, [(false, Some(0)), (false, Some(2)), (true, Some(1))]);
        assert!(judge.goal().is_some());
    }

    #[test]
    fn an_answer_is_judged_within_its_tolerance() {
        let aim = Aim::Number { answer: 0.357, tolerance: 0.005 };
        let judge = Judge::of(&step(aim, vec![When::Answer(-0.357)])).unwrap();
        let mut session = Session::new(Stage::default().config().unwrap()).unwrap();
        let facts = Facts::of(&mut session);
        let is_reached = |answer| judge.is_reached(&facts, answer);
        assert_eq!([None, Some(0.36), Some(0.3), Some(f64::NAN)].map(is_reached), [false, true, false, false]);
        assert_eq!([None, Some(-0.36), Some(0.36)].map(|answer| judge.hint(&facts, answer)), [None, Some(0), None]);
        let aim = Aim::Choice { choices: vec![vec![], vec![]], answer: 2 };
        let judge = Judge::of(&step(aim, vec![When::Answer(1.0)])).unwrap();
        assert!(judge.is_reached(&facts, Some(2.0)) && !judge.is_reached(&facts, Some(1.0)));
        assert_eq!(judge.hint(&facts, Some(1.0)), Some(0));
    }

    #[test]
    fn a_goal_that_is_none_is_refused_with_its_place() {
        let refusal = |aim, hints| Judge::of(&step(aim, hints)).unwrap_err().key;
        assert_eq!(refusal(Aim::Goal("epoch >".into()), vec![]), "goal");
        assert_eq!(refusal(Aim::Goal("epoch > 1".into()), vec![When::Facts("luck > 1".into())]), "goal");
    }
}
