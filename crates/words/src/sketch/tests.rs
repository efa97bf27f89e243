use playground::Scaling;

use super::*;
use crate::typography::{fault, is_han};
use crate::{EN, ZH_HANS};

fn said(words: &Words, config: &Config, sketched: Sketched) -> String {
    SketchWords::of(words).said(words, config, &sketched)
}

#[test]
fn a_sketch_is_asked_for_and_scored_in_both_languages() {
    let config = Config::default();
    let empty = Sketched { class: 2, is_empty: true, ..Sketched::default() };
    assert!(said(&EN, &config, empty).contains("predict Class 2"), "{}", said(&EN, &config, empty));
    let drawn = Sketched { is_empty: false, score: Some(0.5), ..empty };
    assert_eq!(said(&EN, &config, drawn), "Now press Play, and see how near you come.");
    let scored = Sketched { is_trained: true, score: Some(0.84), ..drawn };
    assert_eq!(said(&EN, &config, scored), "You and the network agree on 84.0 % of the plane about Class 2.");
    for sketched in [empty, drawn, scored] {
        let text = said(&ZH_HANS, &config, sketched);
        assert!(text.contains(is_han) && fault(&text).is_none(), "{text} {:?}", fault(&text));
    }
    let texts = SketchWords::of(&ZH_HANS);
    for text in [texts.keys, texts.fill_why, texts.done_why, texts.how_curve] {
        assert!(text.contains(is_han) && fault(text).is_none(), "{text} {:?}", fault(text));
    }
}

#[test]
fn a_curve_is_off_in_the_units_of_its_axis() {
    let config = Config { task: Task::Curve, ..Config::default() };
    let scored = Sketched { is_trained: true, score: Some(0.5), ..Sketched::default() };
    assert_eq!(said(&EN, &config, scored), "Your curve and the network’s are 0.50 apart on average.");
    let scaling = Some(Scaling { mean: [0.0, 0.0, 7.0], scale: [1.0, 1.0, 20.0] });
    let config = Config { scaling, ..config };
    assert!(said(&EN, &config, scored).contains("are 10"), "{}", said(&EN, &config, scored));
}
