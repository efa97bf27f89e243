//! The same configuration, seed and commands give the same bits: natively, in wasm under Node, and
//! (by the browser tests, which read the same file) in Chromium and Firefox.

use playground::{Command, Config, Session, Status, Unit};
use serde_json::{Value, json};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test;

const GOLDEN: &str = include_str!("../e2e/golden.json");

fn golden() -> Value {
    serde_json::from_str(GOLDEN).expect("golden.json is JSON")
}

fn session(partial: &Value) -> Session {
    let config = Config::default().merged(partial).unwrap_or_else(|problem| panic!("{partial}: {problem}"));
    Session::new(config).expect("the configuration is valid")
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn the_golden_run_ends_in_its_checksum() {
    let golden = golden();
    let mut session = session(&golden["config"]);
    let epochs = golden["epochs"].as_u64().and_then(|n| u32::try_from(n).ok()).expect("epochs is a number");
    assert_eq!(session.train(Unit::Epoch, epochs).stopped, None);
    assert_eq!(json!(session.status().checksum), golden["checksum"]);
}

/// One short run per entry of each catalog and per dataset, whose bits must not differ either.
#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn every_catalog_entry_has_its_checksum() {
    let mut partials: Vec<Value> = Vec::new();
    partials.extend(nn::activation::listed().iter().map(|a| json!({ "activation": a.name })));
    partials.extend(nn::initialiser::listed().iter().map(|i| json!({ "initialisation": i.name })));
    partials.extend(nn::schedule::listed().iter().map(|s| json!({ "schedule": s.name })));
    partials.extend(nn::penalty::listed().iter().map(|p| json!({ "penalty": p.name, "penaltyRate": 0.01 })));
    let newton = |name: &str| if name == "newton" { json!("all") } else { json!(10) };
    partials
        .extend(nn::optimiser::listed().iter().map(|o| json!({ "optimiser": o.name, "batchSize": newton(o.name) })));
    for (task, classes) in [("classification", 2), ("classification", 4), ("regression", 2), ("curve", 2)] {
        let base = json!({ "task": task, "classes": classes });
        let known = Config::default().merged(&base).expect("every task has defaults");
        for loss in playground::losses(known.task, classes) {
            partials.push(json!({ "task": task, "classes": classes, "loss": loss }));
        }
        for dataset in playground::data::all().filter(|d| d.suits(known.task, classes) && !d.is_own()) {
            partials.push(json!({ "task": task, "classes": classes, "dataset": dataset.name, "noise": 0.2 }));
        }
    }
    partials.push(json!({ "dropout": 0.3, "clip": 0.1, "rateFollowsBatch": true, "batchSize": 33 }));
    let mut checksums = Vec::new();
    for partial in &partials {
        let mut session = session(partial);
        session.apply(Command::Configure { partial: json!({ "count": 60 }) }).expect("60 points are valid");
        session.train(Unit::Epoch, 3);
        checksums.push((partial.to_string(), session.status().checksum));
    }
    let together = checksums.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, (_, checksum)| {
        checksum.bytes().fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    });
    let each = || checksums.iter().map(|(partial, checksum)| format!("{checksum} {partial}\n")).collect::<String>();
    assert_eq!(json!(format!("{together:016x}")), golden()["everyEntry"], "\n{}", each());
}

const RUNS: &str = include_str!("../e2e/golden_runs.json");

/// Runs that are changed on their way, some of which diverge: their bits are the same however training is cut into calls.
#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn golden_runs_end_in_their_checksums_in_any_slices() {
    let runs: Vec<Value> = serde_json::from_str(RUNS).expect("golden_runs.json is JSON");
    let mut n_diverged = 0;
    for (number, run) in runs.iter().enumerate() {
        for slices in [&[u32::MAX][..], &[1], &[7, 1, 64]] {
            let status = end_of(run, slices);
            assert_eq!(json!(status.checksum), run["checksum"], "run {number}, slices of {slices:?}");
            n_diverged += u32::from(status.diverged.is_some());
        }
    }
    assert_eq!(n_diverged, 6, "two of the runs diverge");
}

fn end_of(run: &Value, slices: &[u32]) -> Status {
    let mut session = session(&run["config"]);
    for act in run["acts"].as_array().expect("acts are a list") {
        match act[0].as_str().expect("an act has a name") {
            "step" => {
                let name = act[1].as_str().expect("a unit is a word");
                let unit = Unit::ALL.into_iter().find(|unit| unit.name() == name).expect("it is a unit");
                let mut left = act[2].as_u64().and_then(|n| u32::try_from(n).ok()).expect("a number of units");
                for slice in slices.iter().cycle() {
                    let n = left.min(*slice);
                    session.train(unit, n);
                    left -= n;
                    if left == 0 {
                        break;
                    }
                }
            }
            "setPoints" => {
                let points = serde_json::from_value(act[1].clone()).expect("they are points");
                session.apply(Command::SetPoints { points }).expect("the points are valid");
            }
            "reset" => session.apply(Command::Reset).expect("a run can begin again"),
            _ => session.apply(Command::Configure { partial: act[1].clone() }).expect("the change is valid"),
        }
    }
    session.status()
}
