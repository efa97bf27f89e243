//! The numbers that stand in the lessons of `web/lessons`, computed by the engine: by the lab's differentiation from a formula, or by a
//! run of the step's stage. Each has to stand in its step in every language, and each number that is asked for has to be among them.
use std::path::Path;
use std::sync::LazyLock;

use lessons::{Act, Course, LANGUAGES, play, read};
use playground::insight::doctor::explain;
use playground::insight::lab::{Derivatives, Question, differentiate};
use playground::insight::{Wanted, look_inside};
use playground::lesson::{Aim, Block, Step, plain_text};
use playground::{Command, Session, Unit};

static COURSES: LazyLock<Vec<Course>> = LazyLock::new(|| {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/lessons")).expect("tests/lessons.rs says what is wrong")
});

/// What of a formula is said.
#[derive(Debug, Clone, Copy)]
enum What {
    /// Its value.
    Value,
    /// Its derivative by the variable of this place.
    Slope(usize),
}
use What::{Slope, Value};

/// A number of a step: definitions, the variables' values, what of them, and how it is written.
type Claim = (&'static str, &'static str, &'static [(&'static str, f64)], What, &'static str);

const SQUARED: &str = "(y - t)^2/2";
const GRADIENT: &str = "x^2 + 3x*y + y^2 + z^3";
const AT_123: &[(&str, f64)] = &[("x", 1.0), ("y", 2.0), ("z", 3.0)];
const PRODUCT: &str = "x^2*y + y + 2";
const AT_34: &[(&str, f64)] = &[("x", 3.0), ("y", 4.0)];
const AT_54: &[(&str, f64)] = &[("x", 5.0), ("y", 4.0)];
const SHARE: &str = "exp(a)/(exp(a) + exp(b) + exp(c))";
const CROSS_ENTROPY: &str = "ln(exp(a) + exp(b) + exp(c)) - a";
/// Scores whose softmax is 0.7, 0.2, 0.1.
const DISHES: &[(&str, f64)] =
    &[("a", -0.356_674_943_938_732_4), ("b", -1.609_437_912_434_100_3), ("c", -2.302_585_092_994_045_5)];
const TAYLOR: &str = "x - x^3/6 + x^5/120";
/// How far the polynomial of three times the sine is from it.
const OFF: &str = "3x - x^3/2 + x^5/40 - 3*sin(x)";
const NEURON: &str = "y = v*max(0, w*x + b) + c\nL = (y - t)^2/2";
const NEURON_AT: &[(&str, f64)] = &[("w", 0.5), ("b", 0.5), ("v", 2.0), ("c", -1.0), ("x", 2.0), ("t", 1.0)];
const CHAIN: &str = "y1 = x*w1 + b1\ny2 = y1*w2 + b2";
const CHAIN_AT: &[(&str, f64)] = &[("w1", 2.0), ("x", 1.0), ("b1", 1.0), ("w2", 2.0), ("b2", 1.0)];

const CLAIMS: &[Claim] = &[
    ("linear-regression/loss", SQUARED, &[("y", 0.0), ("t", 3.0)], Value, "4.5"),
    ("linear-regression/loss", SQUARED, &[("y", 0.0), ("t", 1.0)], Value, "0.5"),
    ("linear-regression/loss", "(a + b + c)/3", &[("a", 0.5), ("b", 2.0), ("c", 4.5)], Value, "2.33"),
    ("gradient-descent/downhill", "x^2", &[("x", 3.0)], Slope(0), "6"),
    ("gradient-descent/downhill", "x - r*2*x", &[("x", 3.0), ("r", 0.1)], Value, "2.4"),
    ("gradient-descent/downhill", "(x - r*2*x)^2", &[("x", 3.0), ("r", 0.1)], Value, "5.76"),
    ("gradient-descent/downhill", "x^2 - r*(2*x)^2", &[("x", 3.0), ("r", 0.1)], Value, "5.4"),
    ("gradient-descent/gradient", GRADIENT, AT_123, Slope(0), "8"),
    ("gradient-descent/gradient", GRADIENT, AT_123, Slope(1), "7"),
    ("gradient-descent/gradient", GRADIENT, AT_123, Slope(2), "27"),
    ("gradient-descent/gradient", "x^2 + y^2 + z^2", &[("x", 8.0), ("y", 7.0), ("z", 27.0)], Value, "842"),
    ("gradient-descent/gradient", "sqrt(n)", &[("n", 842.0)], Value, "29.0"),
    ("gradient-descent/brute-force", "10^n", &[("n", 3.0)], Value, "1,000"),
    ("logistic-regression/sigmoid", "sigmoid(s)", &[("s", 2.0)], Value, "0.881"),
    ("logistic-regression/sigmoid", "sigmoid(s)", &[("s", -2.0)], Value, "0.119"),
    ("logistic-regression/sigmoid", "sigmoid(s)", &[("s", 2.0)], Slope(0), "0.105"),
    ("logistic-regression/sigmoid", "sigmoid(s)", &[("s", 0.0)], Slope(0), "0.25"),
    ("logistic-regression/log-loss", "-ln(1 - p)", &[("p", 0.9)], Value, "2.303"),
    ("logistic-regression/log-loss", "-ln(p)", &[("p", 0.9)], Value, "0.105"),
    ("logistic-regression/likelihood", "a*b*c", &[("a", 0.9), ("b", 0.8), ("c", 0.5)], Value, "0.36"),
    ("logistic-regression/likelihood", "-ln(l)/3", &[("l", 0.36)], Value, "0.341"),
    ("logistic-regression/train", "ln(n)", &[("n", 2.0)], Value, "0.693"),
    ("softmax/softmax", SHARE, &[("a", 2.0), ("b", 1.0), ("c", 0.0)], Value, "0.665"),
    ("softmax/softmax", SHARE, &[("a", 1.0), ("b", 2.0), ("c", 0.0)], Value, "0.245"),
    ("softmax/softmax", SHARE, &[("a", 0.0), ("b", 1.0), ("c", 2.0)], Value, "0.090"),
    ("softmax/dishes", CROSS_ENTROPY, DISHES, Value, "0.357"),
    ("softmax/dishes", "-ln(p)", &[("p", 0.1)], Value, "2.303"),
    ("softmax/slope", CROSS_ENTROPY, DISHES, Slope(0), "−0.3"),
    ("softmax/slope", CROSS_ENTROPY, DISHES, Slope(1), "0.2"),
    ("softmax/slope", CROSS_ENTROPY, DISHES, Slope(2), "0.1"),
    ("softmax/slope", CROSS_ENTROPY, &[("a", 2.0), ("b", 1.0), ("c", 0.0)], Slope(0), "−0.335"),
    ("why-nonlinear/straight", "ln(n)", &[("n", 2.0)], Value, "0.69"),
    ("why-nonlinear/vanishing", "sigmoid(s)", &[("s", 0.0)], Slope(0), "0.25"),
    ("why-nonlinear/vanishing", "d^5", &[("d", 0.25)], Value, "0.001"),
    ("approximation/where", "-b/w", &[("w", 2.0), ("b", -3.0)], Value, "1.5"),
    ("approximation/taylor", TAYLOR, &[("x", 1.0)], Value, "0.842"),
    ("approximation/taylor", "sin(x)", &[("x", 1.0)], Value, "0.841"),
    ("approximation/taylor", TAYLOR, &[("x", 5.0)], Value, "10.2"),
    ("approximation/taylor", "sin(x)", &[("x", 5.0)], Value, "−0.96"),
    ("approximation/beside", OFF, &[("x", 1.0)], Value, "0.0006"),
    ("approximation/beside", OFF, &[("x", 3.0)], Value, "1.15"),
    ("backpropagation/chain", CHAIN, CHAIN_AT, Slope(0), "2"),
    ("backpropagation/chain", CHAIN, CHAIN_AT, Value, "7"),
    ("backpropagation/forward", "v*max(0, w*x + b) + c", NEURON_AT.split_at(5).0, Value, "2"),
    ("backpropagation/forward", NEURON, NEURON_AT, Value, "0.5"),
    ("backpropagation/backward", NEURON, NEURON_AT, Slope(0), "4"),
    ("backpropagation/backward", NEURON, NEURON_AT, Slope(1), "2"),
    ("backpropagation/backward", NEURON, NEURON_AT, Slope(2), "1.5"),
    ("backpropagation/backward", NEURON, NEURON_AT, Slope(3), "1"),
    ("backpropagation/update", "w - 0.02*g", &[("w", 0.5), ("g", 4.0)], Value, "0.42"),
    ("four-ways/by-hand", PRODUCT, AT_54, Slope(0), "40"),
    ("four-ways/by-hand", PRODUCT, AT_54, Slope(1), "26"),
    ("four-ways/numerical", PRODUCT, AT_34, Value, "42"),
    ("four-ways/numerical", PRODUCT, &[("x", 3.1), ("y", 4.0)], Value, "44.44"),
    ("four-ways/numerical", "(a - b)/h", &[("a", 44.44), ("b", 42.0), ("h", 0.1)], Value, "24.4"),
    ("four-ways/automatic", "s*y + y + 2", &[("s", 9.0), ("y", 4.0)], Slope(0), "4"),
    ("loss-functions/likelihood", "-ln(exp(-r^2/2))", &[("r", 3.0)], Value, "4.5"),
    ("loss-functions/margins", "max(0, 1 - m)", &[("m", -2.0)], Value, "3"),
    ("loss-functions/margins", "ln(1 + exp(-m))", &[("m", -2.0)], Value, "2.13"),
    ("loss-functions/margins", "exp(-m)", &[("m", -2.0)], Value, "7.39"),
    ("loss-functions/margins", "max(0, 1 - m)", &[("m", -10.0)], Value, "11"),
    ("loss-functions/margins", "ln(1 + exp(-m))", &[("m", -10.0)], Value, "10.0"),
    ("loss-functions/margins", "exp(-m)", &[("m", -10.0)], Value, "22,026"),
    ("loss-functions/zero-one", "if(m < 0, 1, 0)", &[("m", -2.0)], Slope(0), "0"),
    ("batch-size/counting", "n/m", &[("n", 250.0), ("m", 10.0)], Value, "25"),
    ("batch-size/angle", "1/sqrt(m)", &[("m", 4.0)], Value, "0.5"),
    ("batch-size/root", "sqrt(k)", &[("k", 2.0)], Value, "1.414"),
    ("batch-size/root", "r*sqrt(n/m)", &[("r", 0.1), ("n", 16.0), ("m", 8.0)], Value, "0.141"),
    ("optimisers/valley", "2/k", &[("k", 8.0)], Value, "0.25"),
    ("optimisers/newton", "n^2", &[("n", 17.0)], Value, "289"),
    ("optimisers/memory", "2*n", &[("n", 25.0)], Value, "50"),
    ("loss-curves/guessing", "ln(n)", &[("n", 3.0)], Value, "1.099"),
    ("loss-curves/guessing", "ln(n)", &[("n", 2.0)], Value, "0.693"),
];

/// What no formula gives: how many passes reverse mode takes, which is one for each output, and the angle of a batch. Both have tests below.
const COUNTED: [&str; 2] = ["four-ways/modes", "batch-size/apart"];

fn asked(text: &str, at: &[(&str, f64)]) -> Derivatives {
    let at: Vec<(String, f64)> = at.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    let wrt = (0..at.len()).collect();
    let question = Question { text: text.to_owned(), at, wrt, direction: None, h: None };
    differentiate(&question).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

fn computed((step, text, at, what, _): &Claim) -> f64 {
    let found = asked(text, at);
    match what {
        Value => found.outputs.last().unwrap_or_else(|| panic!("{step}: {text} has an output")).1,
        Slope(variable) => found.jacobian[0][*variable],
    }
}

/// A number as it stands in a text, and half a unit of its last digit.
fn said(text: &str) -> (f64, f64) {
    let plain = text.replace(',', "").replace('−', "-");
    let digits = plain.split_once('.').map_or(0, |(_, behind)| behind.len());
    (plain.parse().expect("a number"), 0.5 * 0.1_f64.powi(digits as i32))
}

/// A step in a language.
fn step(name: &str, language: usize) -> &'static Step {
    let (id, step) = name.split_once('/').expect("lesson/step");
    let course = COURSES.iter().find(|course| course.source.id == id).unwrap_or_else(|| panic!("no lesson {id}"));
    let steps = &course.lessons[language].lesson.steps;
    steps.iter().find(|one| one.id == step).unwrap_or_else(|| panic!("no step {name}"))
}

/// Everything that is read of a step.
fn text_of(step: &Step) -> String {
    let mut lines: Vec<String> = step.text.iter().chain(&step.seen).flat_map(Block::lines).collect();
    lines.push(plain_text(&step.task));
    for hint in &step.hints {
        lines.extend([plain_text(&hint.what), plain_text(&hint.how)]);
    }
    lines.join("\n")
}

/// Whether a text has a number, and not as a part of a longer one.
fn has(text: &str, number: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    text.match_indices(number).any(|(at, _)| {
        let (before, mut after) = (&text[..at], text[at + number.len()..].chars());
        let next = after.next();
        let goes_on = is_digit(next) || matches!(next, Some('.' | ',')) && is_digit(after.next());
        !goes_on && !before.ends_with(|c: char| c.is_ascii_digit() || c == '.')
    })
}

#[test]
fn the_numbers_of_the_texts_are_those_of_the_engine() {
    let mut wrong = Vec::new();
    for claim in CLAIMS {
        let (name, text, _, what, written) = claim;
        let (value, (number, tolerance)) = (computed(claim), said(written));
        if (value - number).abs() > tolerance * (1.0 + 1e-9) {
            wrong.push(format!("{name}: {what:?} of {text} is {value}, not {written}"));
        }
        for (language, of) in LANGUAGES.iter().enumerate() {
            if !has(&text_of(step(name, language)), written) {
                wrong.push(format!("{name}, {of}: {written} is not there"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_number_that_is_asked_for_is_computed() {
    for course in COURSES.iter() {
        for step in &course.lessons[0].lesson.steps {
            let name = format!("{}/{}", course.source.id, step.id);
            let Aim::Number { answer, tolerance } = step.aim else { continue };
            let is_computed = |claim: &&Claim| claim.0 == name && (computed(claim) - answer).abs() <= tolerance + 1e-12;
            assert!(COUNTED.contains(&name.as_str()) || CLAIMS.iter().any(|claim| is_computed(&claim)), "{name}");
        }
    }
    let passes = asked(GRADIENT, AT_123).passes();
    assert_eq!(passes, (3, 1), "four-ways/modes");
}

/// A run of a step's stage.
fn run(name: &str) -> Session {
    let stage = &step(name, 0).stage;
    let mut session = Session::new(stage.config().expect("a stage is valid")).expect("a stage is valid");
    session.train(Unit::Epoch, stage.trained);
    session
}

fn train_loss(session: &mut Session) -> f64 {
    session.status().train_loss.expect("a stage has training points")
}

fn is_near(value: f64, text: &str) -> bool {
    let (number, tolerance) = said(text);
    (value - number).abs() <= tolerance
}

#[test]
fn what_the_texts_say_of_a_run_is_so() {
    // Losses before training.
    assert!(is_near(train_loss(&mut run("linear-regression/loss")), "2.33"));
    assert!(is_near(train_loss(&mut run("logistic-regression/train")), "0.693"));
    assert!(is_near(train_loss(&mut run("loss-curves/guessing")), "1.099"));
    assert!(is_near(train_loss(&mut run("backpropagation/forward")), "0.5"));
    // One step of backpropagation by hand.
    let mut session = run("backpropagation/update");
    session.train(Unit::Batch, 1);
    let weight = session.answer(&playground::Query::Weights).numbers()[0];
    assert!(is_near(f64::from(weight), "0.42") && is_near(train_loss(&mut session), "0.146"));
    // Sizes.
    let parameters = |name: &str| run(name).status().parameters;
    assert_eq!(["optimisers/memory", "optimisers/newton", "over-fitting/by-heart"].map(parameters), [25, 17, 205]);
    let n_train = |name: &str| run(name).points().iter().filter(|point| !point.test).count();
    assert_eq!(["batch-size/counting", "over-fitting/by-heart"].map(n_train), [250, 40]);
    let mut session = run("batch-size/counting");
    session.train(Unit::Epoch, 1);
    assert_eq!(session.progress().step, 25);
}

#[test]
fn what_the_texts_say_of_optimisers_is_so() {
    let trained = |name: &str, partial: serde_json::Value, epochs: u32| {
        let mut session = run(name);
        session.apply(Command::Configure { partial }).unwrap();
        session.train(Unit::Epoch, epochs);
        train_loss(&mut session)
    };
    // “More than 2,000 epochs” by plain descent.
    assert!(trained("optimisers/momentum", serde_json::json!({}), 2000) > 0.1);
    assert!(trained("optimisers/momentum", serde_json::json!({ "optimiser": "momentum" }), 500) < 0.1);
    // “The spiral takes thousands of epochs” by plain descent.
    assert!(trained("optimisers/adam", serde_json::json!({}), 2000) > 0.1);
    // “About ten steps do what gradient descent needs a hundred for.”
    let newton = trained("optimisers/newton", serde_json::json!({ "optimiserParams": { "damping": 0.3 } }), 10);
    let descent = serde_json::json!({ "optimiser": "gradient-descent", "batchSize": "all" });
    let [fifty, two_hundred] = [50, 200].map(|epochs| trained("optimisers/newton", descent.clone(), epochs));
    assert!(two_hundred < newton && newton < fifty, "{two_hundred} {newton} {fifty}");
    // A step without a rule for stopping goes on and is not done.
    let step = step("over-fitting/early-stopping", 0);
    let mut session = run("over-fitting/early-stopping");
    session.train(Unit::Epoch, 40);
    let judge = playground::lesson::Judge::of(step).unwrap();
    assert!(!judge.is_reached(&playground::goal::Facts::of(&mut session), None));
}

#[test]
fn a_line_has_to_be_tilted_and_a_wave_needs_more_than_three_neurons() {
    let is_done = |name: &str, acts: serde_json::Value| {
        let acts: Vec<Act> = serde_json::from_value(acts).expect("acts");
        play(step(name, 0), &acts).expect("a stage").is_done
    };
    let line = |[x1, x2]: [f64; 2]| {
        let weights = serde_json::json!({ "1.1<1": x1, "1.1<2": x2, "1.1<b": 0 });
        is_done("logistic-regression/score", serde_json::json!([{ "weights": weights }]))
    };
    assert_eq!([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]].map(line), [false, false, true]);
    let wave = |n_neurons: u32| {
        let acts = serde_json::json!([{ "set": { "hiddenLayers": [n_neurons] } }, { "train": 600 }]);
        is_done("approximation/wave", acts)
    };
    assert_eq!([2, 3, 8].map(wave), [false, false, true]);
}

#[test]
fn a_number_is_found_only_whole() {
    assert!(has("it is 2.4.", "2.4") && has("1,000 is", "1,000") && has("(8, 7, 27)", "7"));
    assert!(!has("12.4", "2.4") && !has("2.41", "2.4") && !has("2.4", "2") && !has("3.2", "2"));
}

#[test]
fn what_the_texts_say_of_the_angle_of_a_batch_is_so() {
    let angle = |batch: serde_json::Value| {
        let config = step("batch-size/apart", 0).stage.config().unwrap();
        let mut session = Session::new(config.merged(&serde_json::json!({ "batchSize": batch })).unwrap()).unwrap();
        let inside = look_inside(&mut session, Wanted::default()).unwrap().finish();
        inside.step.unwrap().angle.unwrap()
    };
    let Aim::Number { answer, tolerance } = step("batch-size/apart", 0).aim else { panic!("a number is asked for") };
    assert!((angle(10.into()) - answer).abs() < tolerance);
    for (batch, written) in [(10, "50.2"), (40, "24.9")] {
        assert!(is_near(angle(batch.into()), written), "{batch}: {}", angle(batch.into()));
        assert!((0..LANGUAGES.len()).all(|language| has(&text_of(step("batch-size/apart", language)), written)));
    }
    // All points against all points: what is left is that one is computed in 32 bits.
    assert!(angle("all".into()) < 0.01, "{}", angle("all".into()));
}

#[test]
fn neurons_that_the_text_calls_dead_are_what_the_doctor_calls_dead() {
    let verdict = |partial: serde_json::Value| {
        let mut session = run("why-nonlinear/dead");
        session.apply(Command::Configure { partial }).unwrap();
        session.train(Unit::Epoch, 60);
        explain(&mut session).to_json()["verdict"].clone()
    };
    assert_eq!(verdict(serde_json::json!({})), "dead-neurons");
    assert_ne!(verdict(serde_json::json!({ "biasInit": 0 })), "dead-neurons");
    // Every weight is where it began.
    let mut session = run("why-nonlinear/dead");
    let dead = session.answer(&playground::Query::NeuronStates).numbers();
    assert!(dead.iter().take(6).all(|state| *state == playground::DEAD), "{dead:?}");
}
