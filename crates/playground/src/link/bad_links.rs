//! Bad links, each with exactly the notes that it gets; everything else of the link is used.

use serde_json::Value;

use super::*;
use crate::config::Config;

/// A link, what differs from the default afterwards, and the notes.
type Row = (&'static str, &'static str, &'static [&'static str]);

const BAD: &[Row] = &[
    ("v=1&noise=8&count=300", r#"{"count":300}"#, &["noise must be at most 3, got 8"]),
    ("v=1&noise=abc", "{}", &[r#"noise must be a number, got "abc""#]),
    ("v=1&noise=NaN", "{}", &[r#"noise must be a number, got "NaN""#]),
    ("v=1&noise=-1", "{}", &["noise must be at least 0, got -1"]),
    ("v=1&learningRate=0", "{}", &["learningRate must be above 0, got 0"]),
    ("v=1&learningRate=1e999", "{}", &[r#"learningRate must be a number, got "1e999""#]),
    ("v=1&count=1000000000", "{}", &["count must be at most 5000, got 1000000000"]),
    ("v=1&count=2.5", "{}", &["count must be a whole number, got 2.5"]),
    ("v=1&dataSeed=99999999999999999999", "{}", &["dataSeed must be at most 4294967295, got 1e20"]),
    ("v=1&hiddenLayers=8,x", "{}", &[r#"hiddenLayers[1] must be a whole number, got "x""#]),
    ("v=1&hiddenLayers=999", "{}", &["hiddenLayers[0] must be at most 256, got 999"]),
    (
        "v=1&hiddenLayers=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
        "{}",
        &["hiddenLayers must have at most 16 entries, got 17"],
    ),
    (
        "v=1&activation=swish&noise=1",
        r#"{"noise":1}"#,
        &[
            r#"activation must be one of linear, relu, leaky-relu, elu, selu, gelu, silu, softplus, softsign, sigmoid, tanh, hard-tanh, sine, gaussian, abs, mish, step, got "swish""#,
        ],
    ),
    (
        "v=1&activations=relu",
        "{}",
        &["activations must have one entry per hidden layer, 2 (or set activation for all of them), got 1"],
    ),
    (
        "v=1&activation=relu&activations=relu,relu",
        r#"{"activations":["relu","relu"]}"#,
        &[r#"activation must not be given together with activations, got "relu""#],
    ),
    (
        "v=1&dataset=donut",
        "{}",
        &[
            r#"dataset must be one of two-blobs, circle, xor, spiral, moons, rings, checkerboard, heart, blobs, function, own, plane, bumps, saddle, x-sin-x, step, abs, got "donut""#,
        ],
    ),
    (
        "v=1&dataset=plane&noise=1",
        r#"{"noise":1}"#,
        &[
            "dataset must be one of two-blobs, circle, xor, spiral, moons, rings, checkerboard, heart, blobs, function, own in classification with 2 classes (or set task to regression), got plane",
        ],
    ),
    (
        "v=1&task=regression&loss=hinge&noise=1",
        r#"{"dataset":"plane","loss":"squared","noise":1,"task":"regression"}"#,
        &["loss must be one of squared, absolute, huber in regression, got hinge"],
    ),
    (
        "v=1&classes=3&dataset=xor&loss=log&noise=1",
        r#"{"classes":3,"dataset":"blobs","loss":"cross-entropy","noise":1}"#,
        &[
            "dataset must be one of spiral, rings, blobs, own in classification with 3 classes (or set classes to 2), got xor",
            "loss must be one of cross-entropy in classification with 3 classes, got log",
        ],
    ),
    (
        "v=1&features=x1,foo(x1)",
        "{}",
        &[
            r#"features[1] must be a formula: unknown function foo: use sin, cos, tan, exp, ln, log, ln1p, expm1, sqrt, abs, sign, tanh, sech2, sigmoid, relu, softplus, softsign, erf, normcdf, min, max or if (at byte 0), got "foo(x1)""#,
        ],
    ),
    ("v=1&features=", "{}", &["features must have at least 1 entry, got 0"]),
    ("v=1&features=x1,x1", "{}", &["features[1] must occur once only, got x1 again"]),
    (
        "v=1&dataset=function&formula=1/x",
        r#"{"dataset":"function","formula":"2*sin(x)"}"#,
        &["formula must have a finite value everywhere from x = -6 to 6, got inf at x = 0"],
    ),
    ("v=1&noise=1&noise=2&count=100", r#"{"count":100}"#, &["noise must occur once only, got it twice"]),
    (
        "v=1&learning-rate=0.1",
        "{}",
        &["learning-rate must be a key of the configuration (did you mean learningRate?), got an unknown key"],
    ),
    ("v=1&colour=blue&noise=1", r#"{"noise":1}"#, &["colour must be a key of the configuration, got an unknown key"]),
    (
        "%E0%A4%A=1&%=%&noise=0.5",
        r#"{"noise":0.5}"#,
        &[
            "�%A must be a key of the configuration, got an unknown key",
            "% must be a key of the configuration, got an unknown key",
        ],
    ),
    ("v=1&optimiser=newton&batchSize=20&noise=0.5", r#"{"batchSize":20,"noise":0.5,"optimiser":"newton"}"#, &[]),
    (
        "v=1&weightDecay=0.1",
        "{}",
        &["weightDecay must be 0 with gradient-descent (choose adamw or lion, or penalty l2), got 0.1"],
    ),
    (
        "v=1&optimiser=adam&optimiserParams.zz=1&optimiserParams.b1=0.5",
        r#"{"optimiser":"adam","optimiserParams":{"b1":0.5}}"#,
        &["optimiserParams.zz must be one of b1, b2, eps for adam, got an unknown parameter"],
    ),
    (
        "v=1&optimiserParams=5",
        "{}",
        &[r#"optimiserParams must be written field by field, as optimiserParams.name=value, got "5""#],
    ),
    (
        "v=1&stop.epochs=0&stop.accuracy=0.9",
        r#"{"stop":{"accuracy":0.9,"epochs":null,"patience":null,"testLoss":null}}"#,
        &["stop.epochs must be at least 1, got 0"],
    ),
    ("v=1&stop=5", "{}", &[r#"stop must be written field by field, as stop.name=value, got "5""#]),
    ("v=1&stop.foo=1", "{}", &["stop.foo must be one of epochs, testLoss, accuracy, patience, got an unknown key"]),
    ("v=1&batchSize=lots", "{}", &[r#"batchSize must be a whole number or "all", got "lots""#]),
    ("v=1&shuffle=yes", "{}", &[r#"shuffle must be true or false, got "yes""#]),
    ("v=1&points=!!!", "{}", &[r#"points must be the letters of base64url, got "!!!""#]),
    ("v=1&points=EIQA", "{}", &["points must be whole, got a text that ends within point 1"]),
    (
        "v=1&dataset=own&points=GMgBkAM",
        r#"{"dataset":"own"}"#,
        &["points[0].label must be a class from 1 to 2, got -2"],
    ),
    (
        "v=1&frozen=1.9&off=1.2",
        r#"{"off":["1.2"]}"#,
        &[
            "frozen[0] must be a neuron, weight or bias of the network [2, 4, 2, 1] (features, hidden layers, outputs), got 1.9",
        ],
    ),
    (
        "v=1&classes=4&dataset=spiral&arms=2",
        r#"{"arms":4,"classes":4,"dataset":"spiral","loss":"cross-entropy"}"#,
        &["arms must be at least 4, one arm per class (or set classes to 2), got 2"],
    ),
    ("v=2&noise=1", r#"{"noise":1}"#, &[r#"v must be 1, the version of links that is known here, got "2""#]),
    ("v=1&play=yes&noise=1", r#"{"noise":1}"#, &[r#"play must be 0 or 1, got "yes""#]),
    (
        "v=1&speed=fast&theme=blue&slopeField=true",
        "{}",
        &[
            r#"speed must be one of 1-step, 3-steps, 10-steps, 30-steps, 1-epoch, 4-epochs, 15-epochs, 60-epochs, unlimited, got "fast""#,
            r#"theme must be one of auto, light, dark, got "blue""#,
        ],
    ),
    ("garbage", "{}", &["garbage must be a key of the configuration, got an unknown key"]),
    (
        "networkShape=8,8&noise=80",
        r#"{"biasInit":0.1,"hiddenLayers":[8,8],"initialisation":"uniform","loss":"squared","noise":1.44,"shuffle":false}"#,
        &[
            "The link has no seed, so points and initial weights differ; its loss, kind of initial weights and order of points are kept",
            "noise became 50: it must lie between 0 and 50, got 80",
            "noise became 1.44, the standard deviation of the same jitter of circle, got 50",
        ],
    ),
    (
        "networkShape=0,300,x&learningRate=abc",
        r#"{"activations":["tanh","tanh","tanh"],"biasInit":0.1,"hiddenLayers":[1,256,1],"initialisation":"uniform","loss":"squared","shuffle":false}"#,
        &[
            "The link has no seed, so points and initial weights differ; its loss, kind of initial weights and order of points are kept",
            r#"networkShape became 1,256,1: it must be at most 16 layers of 1 to 256 neurons, got "0,300,x""#,
            r#"learningRate became 0.03: it must be a number, got "abc""#,
        ],
    ),
    (
        "networkShape=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
        r#"{"activations":["tanh","tanh","tanh","tanh","tanh","tanh","tanh","tanh","tanh","tanh","tanh","tanh","tanh","tanh","tanh","tanh"],"biasInit":0.1,"hiddenLayers":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"initialisation":"uniform","loss":"squared","shuffle":false}"#,
        &[
            "The link has no seed, so points and initial weights differ; its loss, kind of initial weights and order of points are kept",
            r#"networkShape became 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1: it must be at most 16 layers of 1 to 256 neurons, got "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1""#,
        ],
    ),
    (
        "networkShape=4,2&activation=swish&dataset=donut",
        r#"{"biasInit":0.1,"initialisation":"uniform","loss":"squared","shuffle":false}"#,
        &[
            "The link has no seed, so points and initial weights differ; its loss, kind of initial weights and order of points are kept",
            r#"dataset became circle: it must be one of circle, xor, gauss, spiral, got "donut""#,
            r#"activation became tanh: it must be one of tanh, relu, sigmoid, linear, got "swish""#,
        ],
    ),
    (
        "percTrainData=0&batchSize=2.5",
        r#"{"batchSize":3,"biasInit":0.1,"initialisation":"uniform","loss":"squared","shuffle":false,"trainShare":0.1}"#,
        &[
            "The link has no seed, so points and initial weights differ; its loss, kind of initial weights and order of points are kept",
            "percTrainData became 10: it must lie between 10 and 100, got 0",
            "batchSize became 3: it must be a whole number, got 2.5",
        ],
    ),
    (
        "showTestData=true&discretize_hide=true&play_hide=true&collectStats=true",
        r#"{"biasInit":0.1,"initialisation":"uniform","loss":"squared","shuffle":false}"#,
        &[
            "The link has no seed, so points and initial weights differ; its loss, kind of initial weights and order of points are kept",
            "collectStats has no effect, nothing is collected here, got true",
            "discretize_hide has no effect, every control stays visible, got 2 hidden controls",
        ],
    ),
    (
        "problem=regression&regularization=L1&regularizationRate=0.01&noise=20",
        r#"{"biasInit":0.1,"count":1200,"dataset":"plane","initialisation":"uniform","loss":"squared","noise":0.69,"penalty":"l1","penaltyRate":0.01,"shuffle":false,"task":"regression"}"#,
        &[
            "The link has no seed, so points and initial weights differ; its loss, kind of initial weights and order of points are kept",
            "regDataset became plane, which is a sixth flatter, got reg-plane",
            "noise became 0.69, the standard deviation of the same jitter of plane, got 20",
            "regularization became l1, where a weight that has reached 0 can come back, got L1",
        ],
    ),
    (
        "networkShape=&x=false&y=false&colour=blue",
        r#"{"activations":[],"biasInit":0.1,"hiddenLayers":[],"initialisation":"uniform","loss":"squared","shuffle":false}"#,
        &[
            "The link has no seed, so points and initial weights differ; its loss, kind of initial weights and order of points are kept",
            "x and y stay: the network needs at least one feature, got none",
            "colour must be a key of TensorFlow Playground, got an unknown key",
        ],
    ),
    (
        "regDataset=reg-gauss&dataset=gauss&noise=50",
        r#"{"biasInit":0.1,"dataset":"two-blobs","initialisation":"uniform","loss":"squared","noise":1.87,"shuffle":false}"#,
        &[
            "The link has no seed, so points and initial weights differ; its loss, kind of initial weights and order of points are kept",
            "noise became 1.87, the standard deviation of the same jitter of two-blobs, got 50",
        ],
    ),
];

fn differing(config: &Config) -> Value {
    let (mine, first) = (config.to_json(), Config::default().to_json());
    let object = mine.as_object().unwrap();
    object.iter().filter(|(key, value)| first[key.as_str()] != **value).map(|(k, v)| (k.clone(), v.clone())).collect()
}

#[test]
fn each_bad_key_keeps_its_default_and_is_named() {
    for (link, differs, expected) in BAD {
        let opened = read(link);
        let notes: Vec<String> = opened.notes.iter().map(ToString::to_string).collect();
        assert_eq!(notes, *expected, "{link}");
        assert_eq!(differing(&opened.config).to_string(), *differs, "{link}");
        assert!(opened.config.validate().is_ok(), "{link}");
    }
}

#[test]
fn a_flood_of_keys_is_named_in_a_few_lines() {
    let flood = |n: u32| read(&(0..n).map(|n| format!("key{n}=1")).collect::<Vec<_>>().join("&"));
    let opened = flood(400);
    assert_eq!(opened.notes.len(), MOST_NOTES + 1);
    assert_eq!(opened.notes.last().map(|note| note.key.as_str()), Some("link"));
    // More are not even compared with each other, which would take minutes.
    for opened in [flood(20_000), read(&"b=&".repeat(80_000))] {
        assert!(opened.is_refused() && opened.notes[0].rule == Rule::KeysAtMost(500), "{opened:?}");
    }
}

#[test]
fn a_megabyte_is_refused_in_one_line() {
    let messages = |text: &str| read(text).notes.iter().map(ToString::to_string).collect::<Vec<_>>();
    for text in ["%".repeat(1_000_000), "noise=1&".repeat(125_000), "9".repeat(1_000_000)] {
        assert_eq!(messages(&text), ["link must have at most 250000 characters, got 1000000"]);
    }
    let long = format!("noise={}", "9".repeat(200_000));
    assert!(messages(&long)[0].starts_with("noise must be a number, got \"999"));
    let deep = format!("features={}", "(".repeat(200_000));
    assert_eq!(messages(&deep).len(), 1);
}
