//! To add an activation, one entry in the catalog is enough: an activation that exists only in this
//! test passes validation, trains, is exported, and is imported again.

use nn::activation;
use playground::{Command, Config, Exported, Model, Query, Session, Unit};
use playground_tests::only_here::ONLY_HERE;
use serde_json::json;

#[test]
fn an_activation_that_exists_only_here_goes_all_the_way() {
    let partial = json!({ "activation": "only-in-a-test", "learningRate": 0.1 });
    let refused = Config::default().merged(&partial).expect_err("it is not in the catalog yet");
    assert!(refused.key.starts_with("activation"), "{refused}");
    activation::register(&ONLY_HERE);
    let config = Config::default().merged(&partial).expect("it is in the catalog now");
    let mut session = Session::new(config).expect("the configuration is valid");
    let before = session.status().train_loss;
    session.train(Unit::Epoch, 30);
    assert!(session.status().train_loss < before);
    let model = session.model();
    assert_eq!(model["layers"][0]["activation"], json!({ "name": "only-in-a-test", "s": 1.5 }));
    let Exported::Text(program) = Model::of(&session).export("numpy").expect("the format is known") else {
        panic!("a program is a text")
    };
    assert!(program.contains("    return z * 1.5 / np.sqrt(z * z + 1)\n"), "{program}"); // `tests/exports` runs such a program
    let mut reader = Session::new(Config::default()).expect("the configuration is valid");
    reader.apply(Command::LoadModel { model, skip_checks: false }).expect("it is read back");
    assert_eq!(reader.status().checksum, session.status().checksum);
    assert_eq!(reader.answer(&Query::Neurons { side: 3 }).numbers().len() % 9, 0);
    assert!(reader.answer(&Query::SlopeField { side: 3 }).numbers().iter().all(|value| value.is_finite()));
}
