//! To add an activation, one entry in the catalog is enough: an activation that exists only in this
//! test passes validation, trains, is exported, and is imported again.

use nn::activation::{self, Activation};
use playground::{Command, Config, Query, Session, Unit};
use serde_json::json;

static SOFT_STEP: Activation = Activation {
    name: "only-in-a-test",
    formula: "s · x / √(1 + x²)",
    listed: true,
    params: &[nn::Param { name: "s", default: 1.5, min: 0.1, max: 3.0 }],
    kinks: &[],
    apply: |x, p| p[0] * x / (1.0 + x.square()).sqrt(),
};

#[test]
fn an_activation_that_exists_only_here_goes_all_the_way() {
    let partial = json!({ "activation": "only-in-a-test", "learningRate": 0.1 });
    let refused = Config::default().merged(&partial).expect_err("it is not in the catalog yet");
    assert!(refused.key.starts_with("activation"), "{refused}");
    activation::register(&SOFT_STEP);
    let config = Config::default().merged(&partial).expect("it is in the catalog now");
    let mut session = Session::new(config).expect("the configuration is valid");
    let before = session.status().train_loss;
    session.train(Unit::Epoch, 30);
    assert!(session.status().train_loss < before);
    let model = session.model();
    assert_eq!(model["layers"][0]["activation"], json!({ "name": "only-in-a-test", "s": 1.5 }));
    let mut reader = Session::new(Config::default()).expect("the configuration is valid");
    reader.apply(Command::LoadModel { model, skip_checks: false }).expect("it is read back");
    assert_eq!(reader.status().checksum, session.status().checksum);
    assert_eq!(reader.answer(&Query::Neurons { side: 3 }).numbers().len() % 9, 0);
    assert!(reader.answer(&Query::SlopeField { side: 3 }).numbers().iter().all(|value| value.is_finite()));
}
