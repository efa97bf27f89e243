//! A goal: any text is one that can be judged, said and read again as it was, or it is refused at a place within it.

use std::cell::OnceCell;

use playground::goal::{Facts, Goal};
use playground::problem::Rule;
use playground::{Config, Session, Status};
use words::goal::GoalWords;

use super::Target;

pub(super) const TARGET: Target = Target {
    name: "",
    read,
    seeds: || SEEDS.map(str::to_owned).to_vec(),
    pieces: &[
        "testAccuracy",
        "trainLoss",
        "parameters",
        "epoch",
        "r2",
        "features",
        "<",
        "<=",
        ">=",
        "==",
        "!=",
        "≥",
        "≤",
        "≠",
        "＞＝",
        " and ",
        " or ",
        "not ",
        "(",
        ")",
        "95%",
        "0.5",
        "1e9",
        "1e999",
        ".5",
        "-",
        "−",
        "usesFeature(",
        "is(",
        "\"x1^2\"",
        "'r'",
        "“adam”",
        "\"optimiser\"",
        "\"hiddenLayers\"",
        "\"4,2\"",
        "\"stop.epochs\"",
        "\"points\"",
        ",",
        "\"",
        "'",
        "&&",
        "||",
        "=",
        "<>",
        "\u{200b}",
        "\u{3000}",
        "９５％",
        "（",
        "é",
        "🙂",
        ".",
        "!",
    ],
    longest: 600,
    most_bytes: (2_000_000, 400),
};

const SEEDS: [&str; 8] = [
    "testAccuracy >= 95% and parameters <= 12 and not usesFeature(\"x1^2\")",
    "trainLoss < 0.05 or (epoch <= 300 and is(\"optimiser\", \"adam\"))",
    "is('hiddenLayers', '4,2') and is('stop.epochs', '300') and is('activation', 'relu')",
    "not not not (r2 > 0.9)",
    "testAccuracy≥９５％ and features == 2",
    "usesFeature('sin(x1 * 2)') and not usesFeature(“max(x1, x2)”)",
    "is('optimiserParams.b1', '0.8') or is('classNames', 'a,b') or is('scaling.mean', '1,2,3')",
    "-0.5 < trainLoss and 1e-3 != testLoss",
];

thread_local! {
    /// A run to judge goals by.
    static RUN: OnceCell<(Config, Status)> = const { OnceCell::new() };
}

fn read(text: &str) {
    match Goal::parse(text) {
        Ok(goal) => RUN.with(|run| {
            let (config, status) = run.get_or_init(|| {
                let mut session = Session::new(Config::default()).expect("the default is valid");
                (session.config().clone(), session.status())
            });
            let facts = Facts::new(status, config);
            let holds = goal.holds(&facts);
            for words in words::ALL {
                assert!(!GoalWords::of(words).sentence(words, &goal, &facts).is_empty());
            }
            let written = goal.to_string();
            let again = Goal::parse(&written);
            // What is written out may be longer than what was typed.
            if written.chars().count() <= playground::goal::MAX_CHARS {
                let again = again.unwrap_or_else(|problem| panic!("{text:?} is written {written:?}: {problem}"));
                assert_eq!((again.holds(&facts), again.to_string()), (holds, written), "{text:?}");
            }
        }),
        Err(problem) => {
            assert!(!problem.to_string().is_empty());
            for words in words::ALL {
                assert!(!GoalWords::of(words).refusal(words, text, &problem).is_empty());
            }
            if let Rule::Goal(error) = &problem.rule {
                assert!(text.is_char_boundary(error.offset), "{text:?} at {}", error.offset);
            }
        }
    }
}
