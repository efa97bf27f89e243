//! What is said of goals in English.

use playground::goal::Fact;

use super::GoalWords;
use super::mistake::Mistakes;
use crate::template::{Plural, Template};

/// The texts.
pub(super) static GOAL: GoalWords = GoalWords {
    goal: "Goal",
    reached: "Goal reached",
    marks: ["holds", "not yet"],
    now_reached: Template::new("Goal reached: {0}"),
    facts: [
        "Step",
        "Epoch",
        "Training loss",
        "Test loss",
        "Training accuracy",
        "Test accuracy",
        "Accuracy",
        "R²",
        "Parameters",
        "Hidden neurons",
        "Hidden layers",
        "Features",
        "Points",
    ],
    counted: [
        (Fact::Step, Plural::new("{0} step", "{0} steps")),
        (Fact::Epoch, Plural::new("{0} epoch", "{0} epochs")),
        (Fact::Parameters, Plural::new("{0} parameter", "{0} parameters")),
        (Fact::Neurons, Plural::new("{0} hidden neuron", "{0} hidden neurons")),
        (Fact::HiddenLayers, Plural::new("{0} hidden layer", "{0} hidden layers")),
        (Fact::Features, Plural::new("{0} feature", "{0} features")),
        (Fact::Points, Plural::new("{0} point", "{0} points")),
    ],
    compared: [
        Template::new("{0} below {1}"),
        Template::new("{0} at most {1}"),
        Template::new("{0} above {1}"),
        Template::new("{0} at least {1}"),
        Template::new("{0} exactly {1}"),
        Template::new("{0} other than {1}"),
    ],
    amounts: [
        Template::new("fewer than {0}"),
        Template::new("at most {0}"),
        Template::new("more than {0}"),
        Template::new("at least {0}"),
        Template::new("exactly {0}"),
        Template::new("any number but {0}"),
    ],
    number: Template::new("{0}"),
    fact: Template::new("{0}"),
    uses: Template::new("feature {0} used"),
    without: Template::new("feature {0} not used"),
    is: Template::new("{0} set to {1}"),
    is_not: Template::new("{0} not set to {1}"),
    not: "not ",
    and: " and ",
    or: " or ",
    open: "(",
    close: ")",
    now: Template::new("now {0}"),
    no_value: "no value here",
    mistakes: Mistakes {
        unreadable: Template::new("The goal cannot be read: {0}"),
        nested: Template::new("parentheses and “not” must be at most {0} deep"),
        expected: Template::new("expected {0}, but found “{1}”"),
        ends: Template::new("expected {0}, but the goal ends"),
        wanted: [
            "a condition such as testAccuracy >= 95%",
            "a fact or a number",
            "<, <=, >, >=, == or !=",
            "“and”, “or” or the end",
            "“and”, “or” or “)”",
            "one comparison only, as in a < b and b < c",
            "“(”",
            "a text in quotes",
            "a comma and the value in quotes",
            "“)”",
        ],
        write: Template::new("write {0} instead of {1}"),
        too_large: Template::new("the number {0} is too large"),
        unknown_fact: Template::new("there is no fact “{0}”. You can use {1}"),
        unknown_function: Template::new(
            "there is no function “{0}”. You can use usesFeature(\"x1^2\") and is(\"optimiser\", \"adam\")",
        ),
        unclosed: "the text in quotes does not end",
    },
};
