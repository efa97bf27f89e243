use playground::goal::GoalError;
use playground::problem::examples;
use playground::problem::{Problem, Rule};
use playground::{Config, Status};
use serde_json::json;

use super::*;
use crate::typography::{fault, is_han};
use crate::{EN, ZH_HANS};

fn status() -> Status {
    Status {
        step: 1200,
        epoch: 6,
        train_loss: Some(0.0123),
        test_loss: Some(0.04999),
        test_accuracy: Some(0.9496),
        accuracy: Some(0.9496),
        parameters: 25,
        n_points: 500,
        ..Status::default()
    }
}

fn shown(words: &Words, text: &str) -> String {
    let config = Config::default().merged(&json!({ "optimiser": "adam" })).unwrap();
    let goal = Goal::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
    let pieces = GoalWords::of(words).pieces(words, &goal, &Facts::new(&status(), &config));
    let one = |piece: &Piece| match piece {
        Piece::Text(text) => (*text).to_owned(),
        Piece::Check { asked, now, holds } => {
            let now = now.as_ref().map_or(String::new(), |now| format!(" [{now}]"));
            format!("{}{asked}{now}", if *holds { "✓" } else { "✗" })
        }
    };
    pieces.iter().map(one).collect()
}

#[test]
fn a_goal_is_said_as_people_say_it() {
    for (text, english, chinese) in [
        (
            "testAccuracy >= 95% and parameters <= 12",
            "✗Test accuracy at least 95 % [now 94.96000 %] and ✗at most 12 parameters [now 25]",
            "✗测试准确率不低于 95% [现在 94.96000%]，且✗最多 12 个参数 [现在 25]",
        ),
        ("trainLoss < 0.05", "✓Training loss below 0.05 [now 0.012]", "✓训练损失低于 0.05 [现在 0.012]"),
        // Rounded it would not be below.
        ("0.05 > testLoss", "✓Test loss below 0.05 [now 0.04999]", "✓测试损失低于 0.05 [现在 0.04999]"),
        (
            "testLoss <= trainLoss",
            "✗Test loss at most training loss [now 0.050]",
            "✗测试损失不高于训练损失 [现在 0.050]",
        ),
        ("hiddenLayers == 1", "✗Exactly 1 hidden layer [now 2]", "✗恰好 1 个隐藏层 [现在 2]"),
        ("step >= 1000", "✓At least 1,000 steps [now 1,200]", "✓至少 1,000 步 [现在 1,200]"),
        ("r2 > 0.9", "✗R² above 0.9 [no value here]", "✗决定系数（R²）高于 0.9 [这里没有数值]"),
        ("accuracy > 99.9%", "✗Accuracy above 99.9 % [now 95.0 %]", "✗准确率高于 99.9% [现在 95.0%]"),
        (
            r#"not usesFeature("x1^2") or is("optimiser", "adam") and not is("activation", "relu")"#,
            "✓Feature x₁² not used or (✓optimiser set to Adam and ✓activation not set to ReLU)",
            "✓不使用特征 x₁²，或（✓优化器为“Adam”，且✓激活函数不为“ReLU”）",
        ),
        (
            "not (step < 5 or points < 9)",
            "not (✗fewer than 5 steps [now 1,200] or ✗fewer than 9 points [now 500])",
            "不满足（✗少于 5 步 [现在 1,200]，或✗少于 9 个数据点 [现在 500]）",
        ),
        ("not epoch < 5", "✓Not (fewer than 5 epochs) [now 6]", "✓不满足（少于 5 轮） [现在 6]"),
    ] {
        assert_eq!(shown(&EN, text), english);
        assert_eq!(shown(&ZH_HANS, text), chinese);
    }
}

#[test]
fn every_fact_and_comparison_has_words_in_every_language() {
    for words in crate::ALL {
        for name in Fact::NAMES {
            for comparison in Comparison::ALL {
                for other in ["12", "0.5", "testLoss"] {
                    let text = format!("{name} {} {other}", comparison.sign());
                    let said = shown(words, &text);
                    assert_eq!(said.chars().any(is_han), **words == ZH_HANS, "{said}");
                    assert!(said.len() > 10 && !said.contains("  ") && !said.contains('{'), "{said}");
                }
            }
        }
    }
}

#[test]
fn a_receipt_says_what_was_reached_and_how_to_check_it() {
    let config = Config::default();
    let (status, goal) = (status(), Goal::parse("testLoss < 0.05").unwrap());
    let text = |words| {
        let facts = Facts::new(&status, &config);
        GoalWords::of(words).receipt_text(words, (&goal, &facts), ("0123456789abcdef", 2), "https://host/#v=1")
    };
    let english = "Gradient Playground: Goal reached\nTest loss below 0.05\nStep: 1,200\nEpoch: 6\nTraining loss: 0.01230000\n\
        Test loss: 0.04999000\nTest accuracy: 95.0 %\nAccuracy: 95.0 %\nParameters: 25\nHidden neurons: 6\nHidden layers: 2\n\
        Features: 2\nPoints: 500\nChecksum: 0123456789abcdef\nTraining engine: 2\nhttps://host/#v=1";
    assert_eq!(text(&EN), english);
    for line in text(&ZH_HANS).lines().filter(|line| !line.starts_with("https")) {
        assert!(line.chars().any(is_han) && fault(line).is_none(), "{line} {:?}", fault(line));
    }
}

#[test]
fn every_mistake_is_a_sentence_in_every_language() {
    let text = "step >= 5 and testLos < 1";
    for words in crate::ALL {
        for mistake in examples::goal_mistakes() {
            for offset in [0, 14] {
                let rule = Rule::Goal(Box::new(GoalError { mistake: mistake.clone(), offset }));
                let said = GoalWords::of(words).refusal(words, text, &Problem::new("goal", rule, text));
                assert!(said.ends_with(words.common.full_stop.trim_end()) && !said.contains('{'), "{said}");
                assert_eq!(said.chars().any(is_han), **words == ZH_HANS, "{said}");
                assert!(**words != ZH_HANS || fault(&said).is_none(), "{:?}", fault(&said));
            }
        }
    }
    let problem = Goal::parse("testLoss < 0.1 && step > 5").unwrap_err();
    let said = |words| GoalWords::of(words).refusal(words, "testLoss < 0.1 && step > 5", &problem);
    assert_eq!(said(&EN), "The goal cannot be read: after “testLoss < 0.1”, write and instead of &&.");
    assert_eq!(said(&ZH_HANS), "无法读取目标：“testLoss < 0.1”之后，请写 and，而不是 &&。");
    let problem = Goal::parse("is('optimiser', 'adm')").unwrap_err();
    let said = |words| GoalWords::of(words).refusal(words, "", &problem);
    assert!(said(&EN).starts_with("The goal: Optimiser must be "), "{}", said(&EN));
    assert!(said(&ZH_HANS).starts_with("目标：优化器必须是以下之一："), "{}", said(&ZH_HANS));
}

#[test]
fn a_huge_value_is_written_with_its_power_of_ten() {
    let said = |value: f64, text: &str| {
        let (status, config) = (Status { train_loss: Some(value), ..status() }, Config::default());
        let pieces = GoalWords::of(&EN).pieces(&EN, &Goal::parse(text).unwrap(), &Facts::new(&status, &config));
        let Some(Piece::Check { now, .. }) = pieces.into_iter().next() else { panic!("{text} is one check") };
        now.unwrap()
    };
    assert_eq!(said(2.4334e32, "trainLoss <= 0.3"), "now 2.4 · 10³²");
    assert_eq!(said(1234.5678, "trainLoss <= 0.3"), "now 1234.568");
    // Rounded it would seem to hold.
    assert_eq!(said(2_449_000.0, "trainLoss <= 2400000"), "now 2449000.000");
}
