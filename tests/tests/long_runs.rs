//! Runs of ten thousand updates that are edited on their way and diverge in the middle, as files (`tests/runs`): what was done, and the
//! replay link. They end in the same bits here, by `cargo xtask replay`, and in every browser (`tests/e2e/replay.mjs`).

use std::path::{Path, PathBuf};
use std::process::Command as Process;

use playground::{Command, Config, Session, Unit, ViewSettings, link};
use serde_json::Value;

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runs");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("it can be read").path()).collect();
    files.sort();
    files
}

/// How a run is led: units of training in one call.
fn end_of(run: &Value, slice: u32) -> Session {
    let mut session =
        Session::new(Config::default().merged(&run["config"]).expect("it is valid")).expect("it is valid");
    let (mut n_diverged, mut n_updates) = (0, 0);
    for act in run["acts"].as_array().expect("acts are a list") {
        let number = |at: usize| act[at].as_u64().unwrap_or_else(|| panic!("{act}[{at}] is a number")) as usize;
        let points = |at: usize| serde_json::from_value(act[at].clone()).expect("they are points");
        let command = match act[0].as_str().expect("an act has a name") {
            word @ ("train" | "diverge") => {
                let before = session.status().step;
                let mut left = act[1].as_u64().and_then(|n| u32::try_from(n).ok()).expect("a number of updates");
                while left > 0 && session.diverged().is_none() {
                    let n = left.min(slice);
                    session.train(Unit::Batch, n);
                    left -= n;
                }
                n_updates += session.status().step - before;
                assert_eq!(session.diverged().is_some(), word == "diverge", "{act}");
                n_diverged += u32::from(word == "diverge");
                continue;
            }
            "weight" => Command::SetParameter {
                layer: number(1),
                unit: number(2),
                input: act[3].as_u64().map(|input| input as usize),
                value: act[4].as_f64().expect("it is a number") as f32,
            },
            "add" => Command::AddPoints { points: points(1) },
            "put" => Command::PutPoint {
                index: number(1),
                point: serde_json::from_value(act[2].clone()).expect("it is a point"),
            },
            "remove" => Command::RemovePoints {
                indices: act[1]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|n| n.as_u64().expect("it is a number") as usize)
                    .collect(),
            },
            "neuron" => Command::RemoveNeuron { layer: number(1), unit: number(2) },
            "undo" => Command::Undo,
            "reset" => Command::Reset,
            _ => Command::Configure { partial: act[1].clone() },
        };
        session.apply(command).unwrap_or_else(|problem| panic!("{act}: {problem}"));
    }
    assert!(n_diverged == 1 && n_updates >= 10_000, "{n_diverged} divergences, {n_updates} updates");
    session
}

fn link_of(session: &Session) -> String {
    link::write_replay(&session.log(), &ViewSettings::default()).unwrap_or_else(|problem| panic!("{problem}"))
}

#[test]
fn runs_of_ten_thousand_updates_end_in_the_bits_of_their_links() {
    let files = files();
    assert_eq!(files.len(), 3, "{files:?}");
    for file in files {
        let run: Value =
            serde_json::from_str(&std::fs::read_to_string(&file).expect("it can be read")).expect("it is JSON");
        let link = run["link"].as_str().expect("it is text");
        let (_, checksum) = link.split_once("&checksum=").expect("it is a replay link");
        let checksum = &checksum[..16];
        for slice in [u32::MAX, 37] {
            let mut session = end_of(&run, slice);
            assert_eq!(link_of(&session), link, "{file:?} in slices of {slice}");
            assert_eq!(session.status().checksum, checksum);
        }
        let output = Process::new(env!("CARGO_BIN_EXE_replay")).arg(link).output().expect("the command starts");
        let said = String::from_utf8(output.stdout).expect("it writes text");
        assert_eq!(output.status.code(), Some(0), "{file:?}: {said}");
        assert_eq!(said.matches(&format!("checksum {checksum}\n")).count(), 2, "{file:?}: {said}");
    }
}
