//! Pictures of real runs: that they are whole, and that they show what the page shows.

use playground::{Config, CurvePart, Query, Session, Unit, ViewSettings};
use serde_json::{Value, json};
use words::{EN, ZH_HANS};

use super::*;

fn theme() -> Theme {
    Theme::from_tokens(|name| Some(if name == "surface" { "#ffffff" } else { "#123456" }.into()))
}

fn seen(config: &Value, of: Of) -> Seen {
    let mut session = Session::new(Config::default().merged(config).unwrap()).unwrap();
    session.train(Unit::Epoch, 3);
    let numbers = match of {
        Of::Plot => vec![
            session.answer(&Query::Scores { side: 31 }).numbers(),
            session.answer(&Query::SlopeField { side: 8 }).numbers(),
        ],
        Of::Diagram => vec![
            session.answer(&Query::Weights).numbers(),
            session.answer(&Query::Neurons { side: 6 }).numbers(),
            session.answer(&Query::NeuronStates).numbers(),
        ],
        Of::Curve => Vec::new(),
    };
    let curve = session.answer(&Query::Curve { from: 0, id: 0 });
    let (config, status, points) = (session.config().clone(), session.status(), session.points().to_vec());
    Seen { config, status, points, numbers, curve: curve.curve() }
}

fn svg(seen: &Seen, of: Of, state: &State) -> String {
    svg::write(&scene_of(seen, of, state, &theme()), &mut |pixels, columns| format!("{}x{columns}", pixels.len()))
}

/// The elements of a layer.
fn layer<'a>(svg: &'a str, name: &str) -> Vec<&'a str> {
    let after = svg.split_once(&format!("class=\"{name}\"")).unwrap_or_else(|| panic!("{name} in {svg}")).1;
    let end = after.find("</g>").unwrap_or(after.len()).min(after.find("</svg>").unwrap_or(after.len()));
    after[..end].lines().skip(1).collect()
}

#[test]
fn a_plot_has_every_point_axes_in_the_units_of_the_data_and_names() {
    let config = json!({
        "classNames": ["cat & <dog>", "猫"], "axisNames": ["height (cm)", "weight"], "count": 80,
        "scaling": { "mean": [170, 60, 0], "scale": [10, 5, 1] },
    });
    let seen = seen(&config, Of::Plot);
    let text = svg(&seen, Of::Plot, &State::new(&EN));
    assert_eq!(layer(&text, "points").len(), seen.points.len());
    assert!(seen.points.len() > 50 && layer(&text, "field").iter().any(|line| line.contains("href=\"3844x31\"")));
    assert!(layer(&text, "arrows").len() == 3 && !layer(&text, "boundary").is_empty());
    let axes = layer(&text, "axes").join("\n");
    for said in [">height (cm)<", ">weight<", ">120<", ">220<", ">40<", ">80<"] {
        assert!(axes.contains(said), "{said} in {axes}");
    }
    assert!(layer(&text, "legend").join("").contains(">cat &amp; &lt;dog&gt;<") && text.contains(">猫<"));
    let hidden = ViewSettings { test_points: false, ..ViewSettings::default() };
    let text = svg(&seen, Of::Plot, &State { view_settings: hidden, ..State::new(&ZH_HANS) });
    assert_eq!(layer(&text, "points").len(), seen.points.iter().filter(|point| !point.test).count());
    assert!(text.contains("xml:lang=\"zh-Hans\"") && text.contains("<title>输出，第 "), "{text:.400}");
}

#[test]
fn plots_of_every_task_are_whole() {
    for (config, has_line, has_field) in [
        (json!({ "classes": 4, "dataset": "rings" }), true, true),
        (json!({ "task": "regression" }), false, true),
        (json!({ "task": "curve" }), true, false),
    ] {
        let seen = seen(&config, Of::Plot);
        let text = svg(&seen, Of::Plot, &State::new(&EN));
        assert_eq!(layer(&text, "points").len(), seen.points.len(), "{config}");
        assert_eq!(layer(&text, "boundary").is_empty(), !has_line, "{config}");
        assert_eq!(text.contains("<image"), has_field, "{config}");
        assert!(!text.contains("NaN") && !text.contains("inf"), "{config}");
    }
}

#[test]
fn a_diagram_has_every_neuron_and_every_weight() {
    let config = json!({ "hiddenLayers": [5, 3], "activation": "relu", "off": ["1.1"], "frozen": ["2.1"] });
    let text = svg(&seen(&config, Of::Diagram), Of::Diagram, &State::new(&EN));
    assert_eq!(layer(&text, "edges").len(), 2 * 5 + 5 * 3 + 3);
    assert_eq!(text.matches("<image").count(), 2 + 5 + 3 + 1);
    // Those into what is switched off and out of it: the weights that lead away are 0 in effect, and drawn as they are.
    assert_eq!(text.matches("stroke-dasharray").count(), 2);
    let names = layer(&text, "names").join("");
    assert!(names.contains(">ReLU<") && names.contains(">x₁<") && names.contains(">layer 1 · 5<"), "{names}");
}

#[test]
fn a_curve_has_its_lines_and_what_changed() {
    let seen = seen(&json!({}), Of::Curve);
    let text = svg(&seen, Of::Curve, &State::new(&EN));
    assert_eq!(layer(&text, "lines").len(), 2);
    assert!(text.contains("Training loss") && layer(&text, "axes").len() > 8, "{text}");
    let fit = ViewSettings { curve_shows: playground::CurveShows::Fit, ..ViewSettings::default() };
    let text = svg(&seen, Of::Curve, &State { view_settings: fit, ..State::new(&EN) });
    assert!(text.contains("%<") && layer(&text, "references").len() == 2, "{text}");
    let nothing = Seen { curve: CurvePart::default(), ..seen };
    assert!(layer(&svg(&nothing, Of::Curve, &State::new(&EN)), "lines").is_empty());
}
