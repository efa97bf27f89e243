//! What a person types: it stays in its field until it is finished, whatever is drawn or answered meanwhile.

use std::rc::Rc;

use playground::{Problem, plain, typed_number};
use web_sys::Element;
use yew::prelude::*;

use crate::browser::page::is_active;

/// What stands in a field instead of the value in force.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Draft {
    pub(crate) text: Option<String>,
    /// Why it is not taken.
    pub(crate) problem: Option<Rc<Problem>>,
    /// What was asked for last.
    asked: Option<String>,
}

/// What happens to a draft.
pub(crate) enum Deed {
    /// A person is typing this. A formula is judged at every key.
    Typed(String, Option<Rc<Problem>>),
    /// This was asked for. The answer has yet to come.
    Asked(String),
    Refused(String, Rc<Problem>),
    /// The value in force is shown.
    Dropped,
    /// Another value is in force, while the person is in the field or elsewhere.
    Followed {
        in_force: AttrValue,
        is_here: bool,
    },
    /// The person left the field.
    Left {
        in_force: AttrValue,
    },
}

impl Draft {
    /// Whether somebody has yet to finish it.
    pub(crate) fn is_open(&self) -> bool {
        self.problem.is_none() && self.text != self.asked
    }
}

impl Reducible for Draft {
    type Action = Deed;

    fn reduce(self: Rc<Self>, deed: Deed) -> Rc<Self> {
        let stays = match deed {
            Deed::Typed(text, problem) => {
                return Rc::new(Self { text: Some(text), problem, asked: self.asked.clone() });
            }
            Deed::Asked(text) => return Rc::new(Self { text: Some(text.clone()), problem: None, asked: Some(text) }),
            Deed::Refused(text, problem) => {
                return Rc::new(Self { text: Some(text), problem: Some(problem), asked: None });
            }
            Deed::Dropped => false,
            // "1.0" must not become "1" under the hands of who goes on to "1.05".
            Deed::Followed { in_force, is_here } => {
                self.is_open() || (is_here && self.asked.as_ref().is_some_and(|asked| same(asked, &in_force)))
            }
            Deed::Left { in_force } => {
                self.problem.is_some()
                    || (!self.is_open() && self.text.as_ref().is_some_and(|text| !same(text, &in_force)))
            }
        };
        if stays { self } else { Rc::default() }
    }
}

/// Whether both texts mean the same number or formula.
pub(crate) fn same(one: &str, other: &str) -> bool {
    typed_number(one).zip(typed_number(other)).map_or_else(|| plain(one) == plain(other), |(one, other)| one == other)
}

/// A field's draft, which follows the value in force. The reference tells whether the person is in the field.
#[hook]
pub(crate) fn use_draft(field: &NodeRef, in_force: &AttrValue) -> UseReducerHandle<Draft> {
    let draft = use_reducer_eq(Draft::default);
    let (dispatcher, field) = (draft.dispatcher(), field.clone());
    use_effect_with(in_force.clone(), move |in_force| {
        let is_here = field.cast::<Element>().is_some_and(|field| is_active(&field));
        dispatcher.dispatch(Deed::Followed { in_force: in_force.clone(), is_here });
    });
    draft
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text in the field after these deeds; none is the value in force.
    fn after(deeds: Vec<Deed>) -> Option<String> {
        deeds.into_iter().fold(Rc::new(Draft::default()), Reducible::reduce).text.clone()
    }

    fn typed(text: &str) -> Deed {
        Deed::Typed(text.into(), None)
    }

    fn followed(in_force: &'static str, is_here: bool) -> Deed {
        Deed::Followed { in_force: in_force.into(), is_here }
    }

    #[test]
    fn what_is_typed_stays_until_it_is_finished() {
        // Something else was answered meanwhile.
        assert_eq!(after(vec![typed("3"), followed("8", true)]).as_deref(), Some("3"));
        // The person went on before, or after, the answer to the first part.
        assert_eq!(
            after(vec![typed("1.0"), Deed::Asked("1.0".into()), typed("1.05"), followed("1", true)]).as_deref(),
            Some("1.05")
        );
        assert_eq!(after(vec![typed("1.0"), Deed::Asked("1.0".into()), followed("1", true)]).as_deref(), Some("1.0"));
    }

    #[test]
    fn what_is_finished_gives_way_to_the_value_in_force() {
        let asked = || vec![typed("1.0"), Deed::Asked("1.0".into())];
        let and = |deeds: Vec<Deed>| after(asked().into_iter().chain(deeds).collect());
        assert_eq!(and(vec![followed("1", false)]), None);
        assert_eq!(and(vec![Deed::Left { in_force: "4".into() }]).as_deref(), Some("1.0"));
        assert_eq!(and(vec![followed("1", true), Deed::Left { in_force: "1".into() }]), None);
        // Somebody else changed it.
        assert_eq!(and(vec![followed("1", true), followed("5", true)]), None);
        assert_eq!(after(vec![typed("4"), Deed::Left { in_force: "4".into() }]), None);
    }

    #[test]
    fn both_ways_to_write_a_number_or_formula_are_the_same() {
        assert!(same("0.030", "0.03") && same("x₁·x₂", "x1*x2") && same("all", "all"));
        assert!(!same("0.3", "0.03") && !same("", "0"));
    }
}
