//! What a link carries comes back exactly, and any text opens.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::config::Config;
use crate::config::property_tests::partials;
use crate::data::Point;
use crate::view_settings::{VIEW_SETTINGS, ViewSettings};

fn view_settings() -> impl Strategy<Value = ViewSettings> {
    vec(0..100_usize, VIEW_SETTINGS.len()).prop_map(|places| {
        let mut view_settings = ViewSettings::default();
        for (setting, place) in VIEW_SETTINGS.iter().zip(places) {
            (setting.write)(&mut view_settings, place % setting.words.len());
        }
        view_settings
    })
}

/// Configurations that edits lead to, with own points anywhere on the plane.
fn configs() -> impl Strategy<Value = Config> {
    let positions = vec((-6.0_f32..=6.0, -6.0_f32..=6.0, 1..3_u8, any::<bool>()), 0..30);
    (vec(partials(), 0..12), positions, any::<bool>()).prop_map(|(edits, positions, is_own)| {
        let mut config = Config::default();
        for edit in &edits {
            config = config.merged(edit).unwrap_or(config);
        }
        let points = positions.into_iter().map(|(x, y, class, test)| Point { x, y, label: f32::from(class), test });
        let mut with_points = Config { points: points.collect(), ..config.clone() };
        if is_own {
            with_points.dataset = "own".into();
        }
        if with_points.validate().is_ok() { with_points } else { config }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_configuration_survives_with_its_looks(config in configs(), view_settings in view_settings()) {
        let link = write(&config, &view_settings);
        prop_assert!(link.starts_with("v=1"));
        prop_assert!(link.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>`#\\^{}|".contains(&byte)), "{}", link);
        let opened = read(&link);
        prop_assert_eq!(&opened.notes, &vec![], "{}", link);
        prop_assert_eq!(&opened.config, &config, "{}", link);
        prop_assert_eq!(&opened.view_settings, &view_settings);
        prop_assert_eq!(write(&opened.config, &opened.view_settings), link);
    }

    #[test]
    fn any_text_opens_something_valid(text in ".{0,80}", keys in vec(("[a-zA-Z0-9.]{1,14}", ".{0,8}"), 0..6)) {
        let pairs: Vec<String> = keys.iter().map(|(key, value)| format!("{key}={value}")).collect();
        for text in [text, pairs.join("&"), format!("v=1&{}", pairs.join("&"))] {
            prop_assert!(read(&text).config.validate().is_ok(), "{}", text);
        }
    }

    #[test]
    fn any_values_of_real_keys_open_something_valid(
        entries in vec((0..crate::keys::KEYS.len(), prop_oneof!["[a-z0-9.,-]{0,8}", ".{0,6}"]), 1..12),
    ) {
        let pairs: Vec<String> =
            entries.iter().map(|(at, value)| format!("{}={value}", crate::keys::KEYS[*at].name)).collect();
        prop_assert!(read(&pairs.join("&")).config.validate().is_ok());
    }

    #[test]
    fn any_link_of_theirs_opens_something_valid(
        entries in vec((
            prop_oneof![
                Just("noise"), Just("batchSize"), Just("learningRate"), Just("percTrainData"), Just("problem"),
                Just("dataset"), Just("regDataset"), Just("activation"), Just("regularizationRate"), Just("x"), Just("y"),
            ],
            prop_oneof!["-?[0-9.]{1,5}", Just("true".to_owned()), Just("regression".to_owned()), "[^&#%+]{0,6}"],
        ), 0..10),
        shape in prop_oneof!["([0-9]{1,3},){0,20}[0-9]", "[^&#%+]{0,8}"],
    ) {
        let pairs: Vec<String> = entries.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let opened = read(&format!("networkShape={shape}&{}", pairs.join("&")));
        prop_assert!(opened.config.validate().is_ok());
        prop_assert_eq!(opened.config.loss, "squared");
    }
}

#[test]
fn the_default_is_the_shortest_link_and_only_differences_are_written() {
    assert_eq!(write(&Config::default(), &ViewSettings::default()), "v=1");
    let partial = json!({
        "dataset": "spiral", "noise": 0.25, "features": ["x1", "x2", "sin(x1)", "max(x1,x2)"], "hiddenLayers": [8, 8],
        "activation": "relu", "optimiser": "adam", "optimiserParams": { "b1": 0.8 }, "batchSize": "all",
        "stop": { "epochs": 300 },
    });
    let config = Config::default().merged(&partial).unwrap();
    let view_settings = ViewSettings { slope_field: false, speed: 2, ..ViewSettings::default() };
    let link = write(&config, &view_settings);
    assert_eq!(
        link,
        "v=1&dataset=spiral&noise=0.25&features=x1,x2,sin(x1),max(x1,x2)&hiddenLayers=8,8&activation=relu\
         &optimiser=adam&optimiserParams.b1=0.8&batchSize=all&stop.epochs=300&speed=10-steps&slopeField=false"
    );
    assert_eq!(read(&format!("#{link}")).config, config);
}

#[test]
fn a_short_link_typed_by_hand_brings_what_goes_with_it() {
    let opened = read("v=1&task=regression&play=1");
    assert_eq!((opened.config.loss.as_str(), opened.config.dataset.as_str()), ("squared", "plane"));
    assert!(opened.play && opened.notes.is_empty());
    assert_eq!(read("hiddenLayers=").config.hidden_layers, [0; 0]);
    assert_eq!(read("hiddenLayers=8,8,8&activation=relu").config.activations, ["relu"; 3]);
}

#[test]
fn theirs_has_their_defaults() {
    let opened = read("networkShape=4,2");
    let config = opened.config;
    assert_eq!((config.dataset.as_str(), config.count, config.noise), ("circle", 500, 0.0));
    assert_eq!(
        (config.learning_rate, config.batch_size, config.train_share),
        (0.03, crate::BatchSize::Points(10), 0.5)
    );
    assert_eq!((config.loss.as_str(), config.penalty.as_str(), config.penalty_rate), ("squared", "none", 0.0));
    assert_eq!((config.hidden_layers, config.activations), (vec![4, 2], vec!["tanh".to_owned(); 2]));
    assert_eq!((config.initialisation.as_str(), config.bias_init, config.shuffle), ("uniform", 0.1, false));
    assert!(!opened.view_settings.test_points);
}

#[test]
fn a_link_as_their_page_writes_it_opens() {
    let opened = read(
        "#activation=relu&regularization=L2&batchSize=16&dataset=spiral&regDataset=reg-plane&learningRate=0.01&\
         regularizationRate=0.001&noise=25&networkShape=6,5,3&seed=0.47523&showTestData=true&discretize=true&\
         percTrainData=70&x=true&y=false&xTimesY=true&xSquared=true&ySquared=false&cosX=false&sinX=true&cosY=false&\
         sinY=true&collectStats=false&problem=classification&initZero=false&hideText=false",
    );
    let config = opened.config;
    assert_eq!(config.features, ["x1", "x1^2", "x1*x2", "sin(x1)", "sin(x2)"]);
    assert_eq!((config.hidden_layers, config.activations), (vec![6, 5, 3], vec!["relu".to_owned(); 3]));
    assert_eq!((config.penalty.as_str(), config.penalty_rate, config.train_share), ("l2", 0.001, 0.7));
    // 25 % of ±1, evenly: 0.25 / √3.
    assert_eq!((config.dataset.as_str(), config.noise), ("spiral", 0.14));
    assert!(opened.view_settings.test_points && opened.view_settings.classes_only);
    let notes: Vec<&str> = opened.notes.iter().map(|note| note.key.as_str()).collect();
    assert_eq!(notes, ["link", "noise"]);
}

#[test]
fn a_key_of_theirs_beside_our_version_is_unknown() {
    let opened = read("v=1&networkShape=8,8");
    assert_eq!(opened.config, Config::default());
    assert_eq!(opened.notes[0].key, "networkShape");
}

#[test]
fn names_and_scaling_come_back() {
    let config = Config::default()
        .merged(&json!({
            "classNames": ["setosa, wild", "a (b"], "axisNames": ["null"],
            "scaling": { "mean": [5.8, 3.05, 0], "scale": [0.83, 1e-6, 1] },
        }))
        .unwrap();
    let link = write(&config, &ViewSettings::default());
    let opened = read(&link);
    assert_eq!((opened.config, opened.notes), (config, vec![]), "{link}");
    assert!(link.ends_with("scaling.mean=5.8,3.05,0&scaling.scale=0.83,0.000001,1"), "{link}");
    // Half of it is none.
    let half = read("v=1&scaling.mean=1,2,3&noise=1");
    assert_eq!((half.config.scaling, half.config.noise, half.notes.len()), (None, 1.0, 1));
    assert_eq!(half.notes[0].to_string(), "scaling.scale must be given, got nothing");
}
