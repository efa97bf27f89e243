//! Initial weights that were set by hand: the key `weights` holds them as long as they are the initial ones, wherever they come from.

use playground::{Command, Config, InitialWeights, Query, Session, Unit, ViewSettings, link};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::arbitrary::{command, start};

fn session(partial: Value) -> Session {
    let config = Config::default().merged(&partial).expect("the configuration is valid");
    Session::new(config).expect("the configuration is valid")
}

fn apply(session: &mut Session, command: Command) {
    session.apply(command).unwrap_or_else(|problem| panic!("{problem}"));
}

fn set(session: &mut Session, value: f32) {
    apply(session, Command::SetParameter { layer: 0, unit: 0, input: None, value });
}

/// The bias that `set` sets.
fn bias(session: &mut Session) -> f32 {
    session.answer(&Query::Weights).numbers()[8]
}

fn configure(session: &mut Session, partial: Value) {
    apply(session, Command::Configure { partial });
}

#[test]
fn reset_returns_to_weights_that_were_set_at_step_0() {
    let mut session = session(json!({}));
    set(&mut session, 3.0);
    session.train(Unit::Epoch, 2);
    set(&mut session, 7.0);
    apply(&mut session, Command::Reset);
    assert_eq!(bias(&mut session), 3.0);
    // As written, and as a reader of the documentation would write it: little-endian, in the order of the network.
    let text = session.config().to_json()["weights"].as_str().expect("weights were set").to_owned();
    assert_eq!(text.len(), 134);
    let same = self::session(json!({ "weights": text })).status();
    assert_eq!(session.status(), same);
    // Null draws them again, and so do other seeds.
    configure(&mut session, json!({ "weights": null }));
    assert_eq!(session.config(), &Config::default());
    assert_eq!(bias(&mut session), 0.0);
    apply(&mut session, Command::Undo);
    assert_eq!(session.status(), same);
    apply(&mut session, Command::NewWeights);
    assert_eq!(session.config().weights, None);
    assert_eq!(bias(&mut session), 0.0);
}

#[test]
fn undo_of_a_weight_that_was_set_at_step_0_reaches_the_initial_weights_too() {
    let mut session = session(json!({}));
    set(&mut session, 3.0);
    session.train(Unit::Batch, 5);
    apply(&mut session, Command::Undo);
    assert_eq!((session.progress().step, session.config().weights.as_ref()), (5, None));
    apply(&mut session, Command::Redo);
    assert!(session.config().weights.is_some());
    apply(&mut session, Command::Reset);
    assert_eq!(bias(&mut session), 3.0);
}

#[test]
fn a_neuron_that_is_added_at_step_0_keeps_what_was_set_and_after_training_goes_without_it() {
    let mut session = session(json!({}));
    set(&mut session, 3.0);
    configure(&mut session, json!({ "hiddenLayers": [4, 3] }));
    let held = session.config().weights.clone().expect("they are not those that are drawn");
    assert_eq!((held.values()[8], held.values().len()), (3.0, session.config().n_parameters()));
    session.train(Unit::Batch, 4);
    let trained = session.answer(&Query::Weights).numbers();
    configure(&mut session, json!({ "hiddenLayers": [4, 2] }));
    assert_eq!((session.progress().step, session.config().weights.as_ref()), (4, None));
    assert_eq!(session.answer(&Query::Weights).numbers()[..12], trained[..12]);
    apply(&mut session, Command::Undo);
    assert_eq!(session.config().weights, Some(held));
    assert_eq!(session.answer(&Query::Weights).numbers(), trained);
}

#[test]
fn weights_that_cannot_be_are_refused_and_change_nothing() {
    let mut session = session(json!({}));
    set(&mut session, 3.0);
    let before = (session.config().clone(), session.status());
    let good = before.0.to_json()["weights"].as_str().expect("weights were set").to_owned();
    let text = |values: &[f32]| {
        let config = Config { weights: Some(InitialWeights::new(values)), ..Config::default() };
        config.to_json()["weights"].clone()
    };
    let mut infinite = [0.0; 25];
    infinite[7] = f32::NAN;
    let form = "weights must be 32-bit numbers, little-endian, in base64url without padding, got ";
    for (weights, message) in [
        (json!(5), format!("{form}5")),
        (json!(good[1..]), format!("{form}\"{}…", &good[1..60])),
        (json!(good.replacen('A', "+", 1)), format!("{form}\"{}…", &good.replacen('A', "+", 1)[..59])),
        (json!(format!("{good}A")), format!("{form}\"{}…", &good[..59])),
        (text(&infinite), "weights[7] must be a finite number, got NaN".into()),
        (text(&[0.0; 24]), "weights must be 25 numbers, got 24".into()),
        (json!(""), "weights must be 25 numbers, got 0".into()),
    ] {
        let command = Command::Configure { partial: json!({ "weights": weights, "noise": 0.5 }) };
        let problem = session.apply(command).expect_err("it is refused");
        assert_eq!((problem.key.split('[').next(), problem.to_string()), (Some("weights"), message));
        assert!((session.config().clone(), session.status()) == before, "{problem}");
    }
}

#[test]
fn a_link_has_room_for_as_many_weights_as_it_says() {
    // 2 features, n neurons, one output: 4 n + 1 parameters.
    let wide = |n: usize| {
        let mut session = session(json!({ "hiddenLayers": [n, n], "count": 20 }));
        set(&mut session, 3.0);
        (link::write(session.config(), &ViewSettings::default()), session.config().clone())
    };
    let (fits, config) = wide(36);
    assert!((1400..=1480).contains(&config.n_parameters()) && fits.len() <= link::LONGEST, "{}", fits.len());
    assert_eq!((link::read(&fits).config, link::left_out(&config)), (config, None));
    let (short, config) = wide(37);
    assert!(config.n_parameters() > 1480 && short.len() < 200, "{}", config.n_parameters());
    let message = "weights must be at most 1480 numbers, or a link leaves them out, got ";
    let said = link::left_out(&config).map(|problem| problem.to_string());
    assert_eq!(said, Some(format!("{message}{}", config.n_parameters())));
    let opened = link::read(&short);
    assert_eq!(opened.config, Config { weights: None, ..config });
    assert_eq!(opened.notes.iter().map(ToString::to_string).collect::<Vec<_>>(), [format!("{message}left-out")]);
    // What a link has wrong is named, and the rest of it counts.
    let opened = link::read("v=1&noise=0.5&weights=AAAA");
    assert_eq!((opened.config.noise, opened.notes.len(), opened.notes[0].key.as_str()), (0.5, 1, "weights"));
}

#[test]
fn weights_that_were_edited_in_a_file_are_refused_with_the_cure_and_taken_with_it() {
    let mut session = session(json!({ "count": 30 }));
    for steps in [0, 5] {
        session.train(Unit::Batch, steps);
        let mut model = session.model();
        model["layers"][0]["bias"][0] = json!(3.0);
        let mut reader = start();
        let load = |skip_checks| Command::LoadModel { model: model.clone(), skip_checks };
        let message = reader.apply(load(false)).expect_err("its checks do not fit").to_string();
        assert!(message.contains("(or load it with { skipChecks: true })"), "{message}");
        assert!(!reader.can_undo());
        reader.apply(load(true)).expect("its weights are wanted");
        assert_eq!((bias(&mut reader), reader.progress().step), (3.0, u64::from(steps)));
        reader.train(Unit::Batch, 3);
        apply(&mut reader, Command::Reset);
        assert_eq!((bias(&mut reader), reader.config().weights.is_some()), (3.0, true));
        // What else is wrong with a file is refused all the same.
        model["layers"][0]["bias"][0] = json!(null);
        assert!(reader.apply(Command::LoadModel { model: model.clone(), skip_checks: true }).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// At step 0 the configuration says which weights there are, to the bit; a run that goes on keeps what it began with.
    #[test]
    fn the_configuration_holds_the_initial_weights(
        commands in prop::collection::vec((command(), prop::option::of(0_u32..2), 0_u32..3), 1..20),
    ) {
        let mut session = start();
        for (command, gesture, n) in commands {
            // Many commands are impossible, and then nothing changes.
            match gesture {
                Some(gesture) => drop(session.apply_during(gesture, command)),
                None => drop(session.apply(command)),
            }
            prop_assert_eq!(session.config().validate(), Ok(()));
            if session.progress().step == 0 {
                let mut fresh = Session::new(session.config().clone()).expect("it is valid");
                prop_assert_eq!(session.status().checksum, fresh.status().checksum);
            }
            let before = session.config().weights.clone();
            session.train(Unit::Batch, n.saturating_sub(1));
            prop_assert_eq!(&session.config().weights, &before);
            if n == 2 {
                let mut again = session.log().replay().expect("it was carried out before");
                prop_assert_eq!(again.config(), session.config());
                prop_assert_eq!(again.status().checksum, session.status().checksum);
            }
        }
    }
}
