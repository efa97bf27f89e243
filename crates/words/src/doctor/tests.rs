use playground::insight::doctor::explain;
use playground::{Session, Unit};
use serde_json::json;

use super::*;
use crate::typography::{fault, is_han};
use crate::{EN, ZH_HANS};

fn explained(partial: serde_json::Value, epochs: u32) -> (Config, Explanation) {
    let config = Config::default().merged(&partial).unwrap();
    let mut session = Session::new(config.clone()).unwrap();
    session.train(Unit::Epoch, epochs);
    (config, explain(&mut session))
}

#[test]
fn a_diagnosis_is_said_in_both_languages() {
    let (_, found) = explained(json!({ "initialisation": "zeros", "activation": "tanh" }), 25);
    let said = |words: &Words| {
        let doctor = DoctorWords::of(words);
        let advice = doctor.advice(words, found.advice.as_ref().map(|advice| &advice.cure));
        [doctor.verdict(found.verdict).to_owned(), doctor.evidence(words, &found), advice]
    };
    let [verdict, evidence, advice] = said(&EN);
    assert_eq!(verdict, "Not learning");
    assert!(evidence.starts_with("epochs 25 · loss at the start 0.693 · training loss 0.69"), "{evidence}");
    assert_eq!(advice, "Draw the initial weights from “Xavier (Glorot), uniform” instead of “Zeros”");
    let [verdict, evidence, advice] = said(&ZH_HANS);
    assert_eq!(verdict, "几乎未学习");
    assert!(evidence.starts_with("轮次 25 · 开始时的损失 0.693 · 训练损失 0.69"), "{evidence}");
    assert_eq!(advice, "把初始化从“全零”改为“Xavier（Glorot）均匀分布”");
}

#[test]
fn the_line_is_short_and_says_when_it_is_too_early() {
    let (_, found) = explained(json!({ "initialisation": "zeros", "activation": "tanh" }), 25);
    let doctor = DoctorWords::of(&EN);
    let brief = doctor.brief(&EN, &found);
    assert!(brief.starts_with("training loss 0.69") && brief.contains(", guessing gives 0.69"), "{brief}");
    let (_, early) = explained(json!({}), 3);
    assert_eq!(doctor.aloud(&EN, &early), "Diagnosis: Too early to say. 3 of 20 epochs");
    assert_eq!(DoctorWords::of(&ZH_HANS).aloud(&ZH_HANS, &early), "诊断：还看不出来。已训练 3 轮，至少需要 20 轮");
    // Whatever the verdict, the numbers that the line names are among the evidence.
    for (config, epochs) in [
        (json!({ "activation": "relu", "biasInit": -9 }), 25),
        (json!({ "learningRate": 100, "task": "regression", "activation": "relu" }), 9),
        (json!({}), 300),
    ] {
        let (_, found) = explained(config, epochs);
        let [en, zh] = [&EN, &ZH_HANS].map(|words| DoctorWords::of(words).brief(words, &found));
        assert!(en.contains(|c: char| c.is_ascii_digit()) && !en.contains("  ") && !en.ends_with(' '), "{en}");
        assert!(zh.contains(is_han) && fault(&zh).is_none(), "{zh} {:?}", fault(&zh));
    }
}

#[test]
fn the_neurons_of_a_hint_stand_alone() {
    let (config, found) = explained(json!({ "activation": "relu", "biasInit": -9 }), 0);
    let hint = found.hints.first().expect("its neurons are dead");
    for words in [&EN, &ZH_HANS] {
        let doctor = DoctorWords::of(words);
        let pieces = doctor.hint_pieces(words, &config, hint);
        let neurons: Vec<(usize, usize)> = pieces
            .iter()
            .filter_map(|piece| match piece {
                HintPiece::Neuron { layer, unit, .. } => Some((*layer, *unit)),
                HintPiece::Text(_) => None,
            })
            .collect();
        assert_eq!(neurons, [(0, 0), (0, 1), (0, 2), (0, 3)]);
        let joined: String = pieces
            .iter()
            .map(|piece| match piece {
                HintPiece::Neuron { name, .. } | HintPiece::Text(name) => name.as_str(),
            })
            .collect();
        assert_eq!(joined, doctor.hint(words, &config, hint)[0]);
    }
}

#[test]
fn a_hint_says_what_and_then_what_to_do() {
    let (config, found) = explained(json!({ "activation": "relu", "biasInit": -9 }), 0);
    let hint = found.hints.first().expect("its neurons are dead");
    let [what, remedy] = DoctorWords::of(&EN).hint(&EN, &config, hint);
    assert_eq!(what, "Neurons 1.1, 1.2, 1.3, 1.4 output 0 for every training point");
    assert!(remedy.contains("Raise a bias"), "{remedy}");
    let [what, _] = DoctorWords::of(&ZH_HANS).hint(&ZH_HANS, &config, hint);
    assert_eq!(what, "神经元 1.1、1.2、1.3、1.4 对所有训练点的输出都是 0");
    // Neurons of opposite sign are not the same.
    for (correlation, said) in [(1.0, "compute the same"), (-1.0, "compute opposite values")] {
        let [what, _] =
            DoctorWords::of(&EN).hint(&EN, &config, &Hint::Same { layer: 0, first: 0, second: 1, correlation });
        assert!(what.contains(said), "{what}");
    }
}

#[test]
fn every_verdict_and_every_cure_is_chinese_and_well_set() {
    let doctor = DoctorWords::of(&ZH_HANS);
    for verdict in Verdict::ALL {
        for text in [doctor.verdict(verdict), doctor.reason(verdict)] {
            assert!(text.contains(is_han) && fault(text).is_none(), "{:?}", fault(text));
        }
    }
    let texts = [doctor.measures.as_slice(), &doctor.cure_reasons, &doctor.remedies].concat();
    for text in texts {
        assert!(text.contains(is_han) && fault(text).is_none(), "{text} {:?}", fault(text));
    }
    for cure in cures() {
        let said = doctor.advice(&ZH_HANS, Some(&cure));
        assert!(said.contains(is_han) && fault(&said).is_none(), "{said}");
        assert!(!DoctorWords::of(&EN).advice(&EN, Some(&cure)).contains(is_han));
        assert!(!doctor.cure_reason(&cure).is_empty());
    }
}

fn cures() -> Vec<Cure> {
    let name = |name: &str| name.to_owned();
    vec![
        Cure::SmallerRate { from: 0.3, to: 0.03 },
        Cure::LargerRate { from: 0.001, to: 0.01 },
        Cure::StartAgain { from: 3.0, to: 0.1, seed: 2 },
        Cure::Activations { from: name("relu"), to: name("leaky-relu"), all: vec![name("leaky-relu")] },
        Cure::Initialisation { from: name("zeros"), to: name("xavier-uniform") },
        Cure::ZeroBias { from: -9.0 },
        Cure::MoreNeurons { from: vec![2, 2], to: vec![8, 8] },
        Cure::HiddenLayer { units: 8, activation: name("tanh") },
        Cure::Penalty { to: 0.003 },
        Cure::StrongerPenalty { from: 0.003, to: 0.01 },
        Cure::WeakerPenalty { from: 1.0, to: 0.1 },
        Cure::NoDropout { from: 0.5 },
        Cure::Optimiser { from: name("momentum"), to: name("adam"), rate: 0.01 },
        Cure::ConstantRate { from: name("exponential") },
    ]
}
