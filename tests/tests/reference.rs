//! Checks all reference numbers, and that the runner notices a wrong one.

use std::fs;
use std::path::{Path, PathBuf};

use playground_tests::reference::{Totals, run};
use serde_json::Value;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("reference")
}

fn run_quietly(folder: &Path) -> (Totals, String) {
    let mut lines = Vec::new();
    let totals = run(folder, &mut lines).expect("the folder holds fixtures");
    (totals, String::from_utf8(lines).expect("the report is text"))
}

#[test]
fn every_reference_case_passes_or_is_listed_with_its_reason() {
    let (totals, report) = run_quietly(&fixtures());
    assert_eq!((totals.failed, totals.cases()), (0, 344), "{report}");
    let is_allowed = |line: &&str| {
        let by_kink = line.starts_with("listed activations") && line.contains("at the kink");
        by_kink || line.contains("edge_torch_clamp") || line.contains("max_ties") || line.contains("_optax")
    };
    let listed: Vec<&str> = report.lines().filter(|line| line.starts_with("listed ")).collect();
    assert_eq!(listed.iter().filter(|line| is_allowed(line)).count(), totals.listed, "{report}");
}

/// The position of one number in a fixture file: the file, the case, and a path below it.
const ALTERED: [(&str, usize, &str); 10] = [
    ("activations", 9, "/d2/11"),
    ("losses", 40, "/grad/0/0"),
    ("autodiff", 5, "/hessian/0/1"),
    ("autodiff", 70, "/jvp"),
    ("mlp_gradients", 8, "/hvp/3"),
    ("mlp_gradients", 5, "/grads/layers/0/W/0/0"),
    ("optimizers", 31, "/params/5/0"),
    ("training", 2, "/loss_full/4"),
    ("initialisers", 5, "/std"),
    ("optima", 4, "/loss"),
];

#[test]
fn a_reference_value_that_is_off_by_a_millionth_fails() {
    for (file, case, pointer) in ALTERED {
        let name = format!("{file}.json");
        let content = fs::read_to_string(fixtures().join(&name)).expect("the fixture is there");
        let mut fixture: Value = serde_json::from_str(&content).expect("the fixture is JSON");
        let mut cases = vec![fixture["cases"][case].take()];
        let number = cases[0].pointer_mut(pointer).expect("the case has such a field");
        let value = number.as_f64().expect("the field is a number");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("altered-{file}-{case}"));
        fs::create_dir_all(&folder).expect("the build folder can be written");

        for (factor, failed) in [(0.0, 0), (1e-6, 1)] {
            let number = cases[0].pointer_mut(pointer).expect("the case has such a field");
            *number = Value::from(value + factor * value.abs().max(1.0));
            fixture["cases"] = Value::Array(std::mem::take(&mut cases));
            fs::write(folder.join(&name), fixture.to_string()).expect("the build folder can be written");
            let (totals, report) = run_quietly(&folder);
            assert_eq!((totals.failed, totals.cases()), (failed, 1), "{file} {case} {pointer}: {report}");
            cases = fixture["cases"].as_array_mut().map(std::mem::take).expect("it was put there");
        }
    }
}

#[test]
fn a_folder_without_fixtures_is_refused() {
    let error = run(Path::new(env!("CARGO_MANIFEST_DIR")), &mut Vec::new()).expect_err("there is no fixture here");
    assert!(error.contains("found none"), "{error}");
}
