//! Text from outside, valid at first and then altered: no promise of `playground_tests::hostile` is broken, and no more memory is taken
//! than it states. `cargo xtask hostile` tries a million of each kind.

use std::cell::Cell;
use std::panic::{catch_unwind, resume_unwind};
use std::path::Path;
use std::time::Instant;

use playground_tests::hostile::{TARGETS, Target, target};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{RngAlgorithm, RngSeed, TestError, TestRunner};

/// What is done to a text.
#[derive(Clone, Debug)]
enum Change {
    /// Some letters go.
    Remove(Index, usize),
    /// A piece comes.
    Insert(Index, String),
    /// Some letters come once more, elsewhere.
    Repeat(Index, usize, Index),
    /// The rest goes.
    Cut(Index),
    /// Some letters come very often.
    Many(Index, usize, usize),
}

fn change(target: &Target) -> impl Strategy<Value = Change> + use<> {
    let piece = prop_oneof![6 => select(target.pieces).prop_map(str::to_owned), 1 => ".{1,3}", 1 => "[ -~]"];
    prop_oneof![
        3 => (any::<Index>(), 1_usize..9).prop_map(|(at, n)| Change::Remove(at, n)),
        5 => (any::<Index>(), piece).prop_map(|(at, piece)| Change::Insert(at, piece)),
        2 => (any::<Index>(), 1_usize..30, any::<Index>()).prop_map(|(at, n, to)| Change::Repeat(at, n, to)),
        1 => any::<Index>().prop_map(Change::Cut),
        1 => (any::<Index>(), 1_usize..4, 1_usize..40).prop_map(|(at, n, times)| Change::Many(at, n, times)),
    ]
}

/// A text of the kind: one that makes sense with a few changes, or pieces in any order, or anything.
fn text(target: &Target) -> impl Strategy<Value = String> + use<> {
    let longest = target.longest;
    let changed = (select((target.seeds)()), vec(change(target), 0..6)).prop_map(|(seed, changes)| {
        changes.into_iter().fold(seed.chars().collect::<Vec<char>>(), altered).into_iter().collect::<String>()
    });
    let pieces = vec(select(target.pieces), 0..25).prop_map(|pieces| pieces.concat());
    prop_oneof![12 => changed, 6 => pieces, 1 => ".{0,40}"].prop_map(move |text| {
        let end = (0..=text.len().min(longest)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        text[..end].to_owned()
    })
}

fn altered(mut letters: Vec<char>, change: Change) -> Vec<char> {
    let n_letters = letters.len();
    let span = |at: Index, n: usize| {
        let from = at.index(n_letters + 1);
        from..(from + n).min(n_letters)
    };
    match change {
        Change::Remove(at, n) => drop(letters.drain(span(at, n))),
        Change::Insert(at, piece) => drop(letters.splice(span(at, 0), piece.chars())),
        Change::Repeat(at, n, to) => {
            let again: Vec<char> = letters[span(at, n)].to_vec();
            letters.splice(span(to, 0), again);
        }
        Change::Cut(at) => letters.truncate(at.index(n_letters + 1)),
        Change::Many(at, n, times) => {
            let again = letters[span(at, n)].repeat(times);
            letters.splice(span(at, 0), again);
        }
    }
    letters
}

/// Reads a text; the memory that it took at once.
fn used(target: &Target, text: &str) -> u64 {
    let mut outcome = Ok(());
    // A panic that left the measurement half done would hide itself as soon as a few like it were tried.
    let used = allocation_counter::measure(|| outcome = catch_unwind(|| (target.read)(text)));
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
    used.bytes_max
}

/// How many texts of each kind are tried: `HOSTILE_CASES`, or few.
fn cases() -> u32 {
    std::env::var("HOSTILE_CASES").map_or(2_000, |n| n.parse().expect("HOSTILE_CASES is a whole number"))
}

fn tried(name: &str) {
    let target = target(name).expect("there is such a kind");
    let config = ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(u64::from(cases())),
        ..ProptestConfig::default()
    };
    let (most, begin) = (Cell::new(0.0_f64), Instant::now());
    let outcome = TestRunner::new(config).run(&text(target), |text| {
        let (used, limit) = (used(target, &text), target.limit(text.len()));
        most.set(most.get().max(used as f64 / limit as f64));
        prop_assert!(used <= limit, "{} bytes at once, the limit is {}", used, limit);
        Ok(())
    });
    println!(
        "{name}: {} texts in {:.0?}, at most {:.3} of the memory that is allowed",
        cases(),
        begin.elapsed(),
        most.get()
    );
    match outcome {
        Err(TestError::Fail(reason, text)) => panic!("{name}: {reason}\n{text:?}"),
        outcome => outcome.expect("nothing is rejected"),
    }
}

macro_rules! tests {
    ($($kind:ident)*) => {
        mod no_promise_is_broken_by {
            $(
                #[test]
                fn $kind() {
                    super::tried(stringify!($kind));
                }
            )*
        }
    };
}
playground_tests::for_kinds!(tests);

#[test]
fn every_kind_has_its_fuzz_target_and_no_other_has() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).expect("it can be read");
    let (_, bins) = manifest.split_once("[[bin]]").expect("there are targets");
    let quoted = |line: &str, key: &str| Some(line.strip_prefix(key)?.trim_matches('"').to_owned());
    let mut named: Vec<String> = bins.lines().filter_map(|line| quoted(line, "name = ")).collect();
    let mut paths: Vec<String> = bins.lines().filter_map(|line| quoted(line, "path = ")).collect();
    let mut kinds: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    named.sort();
    paths.sort();
    kinds.sort_unstable();
    assert_eq!(named, kinds);
    assert_eq!(paths, kinds.iter().map(|kind| format!("fuzz_targets/{kind}.rs")).collect::<Vec<_>>());
    for kind in kinds {
        let text = std::fs::read_to_string(fuzz.join(format!("fuzz_targets/{kind}.rs"))).expect("it can be read");
        assert!(text.contains(&format!("fuzz::read(\"{kind}\", text)")), "{text}");
    }
}

#[test]
fn what_once_broke_a_promise_does_not_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("hostile");
    for target in TARGETS {
        for seed in (target.seeds)() {
            assert!(seed.len() <= target.longest, "{}: {} bytes", target.name, seed.len());
            assert!(used(target, &seed) <= target.limit(seed.len()), "{}: {seed}", target.name);
        }
        let found = std::fs::read_dir(folder.join(target.name)).into_iter().flatten();
        for file in found.map(|entry| entry.expect("it can be read").path()) {
            let bytes = std::fs::read(&file).expect("it can be read");
            let text = String::from_utf8_lossy(&bytes);
            assert!(used(target, &text) <= target.limit(text.len()), "{}", file.display());
        }
    }
}
