//! The host's duties on a clock that moves a little with every look at it.

use std::cell::Cell;

use playground::Command;
use serde_json::{Value, json};

use super::*;

thread_local!(static NOW_MS: Cell<f64> = const { Cell::new(0.0) });

fn clock() -> f64 {
    NOW_MS.with(|now| {
        now.set(now.get() + 0.01);
        now.get()
    })
}

fn ask(host: &mut Host, request: Request) -> Option<Reply> {
    host.receive(Envelope { ticket: 7, request })
}

fn started() -> Host {
    let mut host = Host::new(clock);
    let config = json!({ "count": 40 });
    assert!(matches!(
        ask(&mut host, Request::Start { config, model: Value::Null }),
        Some(Reply::Answered { ticket: 7, answer: Answer::Config(_) })
    ));
    host
}

/// Works until the host has nothing to do at once; what it said meanwhile.
fn worked(host: &mut Host) -> Vec<Outgoing> {
    let mut said = Vec::new();
    for _ in 0..10_000 {
        if host.wait() != Wait::Now {
            return said;
        }
        said.extend(host.work(8.0));
    }
    panic!("the host must come to rest, but still wants to work");
}

fn heads(said: Vec<Outgoing>) -> Vec<Head> {
    said.into_iter().filter_map(|out| if let Reply::Frame { head } = out.reply { Some(*head) } else { None }).collect()
}

fn frame(host: &mut Host) -> Head {
    ask(host, Request::Frame { view: Look { score: 8, ..Look::default() } });
    let mut heads = heads(worked(host));
    assert_eq!(heads.len(), 1, "one frame is answered by one picture");
    heads.remove(0)
}

#[test]
fn a_paused_host_rests_and_shows_what_is_there() {
    let mut host = started();
    assert_eq!(host.wait(), Wait::Request);
    let head = frame(&mut host);
    assert_eq!((head.status.step, head.playing), (0, false));
}

#[test]
fn playing_trains_as_many_epochs_as_the_pace_says_for_each_frame() {
    let mut host = started();
    ask(&mut host, Request::Run { play: true, turn: 1 });
    assert_eq!(frame(&mut host).status.epoch, 1);
    assert_eq!(frame(&mut host).status.epoch, 2);
    ask(&mut host, Request::Pace { pace: Pace::EpochsPerFrame(10) });
    let head = frame(&mut host);
    assert_eq!((head.status.epoch, head.turn), (12, 1));
}

#[test]
fn points_travel_only_when_they_changed() {
    let mut host = started();
    assert_eq!(frame(&mut host).points.map(|points| points.len()), Some(40));
    assert!(frame(&mut host).points.is_none());
    ask(&mut host, Request::Apply { command: Command::SetPoints { points: Vec::new() } });
    assert_eq!(frame(&mut host).points.map(|points| points.len()), Some(0));
}

#[test]
fn a_job_pauses_and_is_answered_when_it_is_done() {
    let mut host = started();
    ask(&mut host, Request::Run { play: true, turn: 1 });
    assert!(ask(&mut host, Request::Train { unit: Unit::Epoch, n: 30 }).is_none());
    let said = worked(&mut host);
    let answers: Vec<u64> = said
        .into_iter()
        .filter_map(|out| match out.reply {
            Reply::Answered { ticket: 7, answer: Answer::Status(status) } => Some(status.epoch),
            _ => None,
        })
        .collect();
    assert_eq!(answers, [30]);
    assert!(!frame(&mut host).playing);
}

#[test]
fn slow_paces_wait_for_their_time() {
    let mut host = started();
    ask(&mut host, Request::Pace { pace: Pace::StepsPerSecond(1.0) });
    ask(&mut host, Request::Run { play: true, turn: 1 });
    host.work(8.0);
    assert!(matches!(host.wait(), Wait::Ms(ms) if ms > 900.0));
    NOW_MS.with(|now| now.set(now.get() + 1000.0));
    host.work(8.0);
    assert_eq!(frame(&mut host).status.step, 2);
}

#[test]
fn a_hidden_page_is_trained_for_without_frames() {
    let mut host = started();
    ask(&mut host, Request::Run { play: true, turn: 1 });
    ask(&mut host, Request::Shown { shown: false });
    for _ in 0..5 {
        assert!(heads(host.work(8.0)).is_empty());
    }
    ask(&mut host, Request::Shown { shown: true });
    ask(&mut host, Request::Run { play: false, turn: 2 });
    assert_eq!(frame(&mut host).status.epoch, 5);
}

#[test]
fn what_is_wrong_is_refused_with_its_reason_and_changes_nothing() {
    let mut host = started();
    let command = Command::Configure { partial: json!({ "noise": 8 }) };
    let Some(Reply::Refused { problem, .. }) = ask(&mut host, Request::Apply { command }) else {
        panic!("noise 8 must be refused")
    };
    assert_eq!(problem.to_string(), "noise must be at most 3, got 8");
    assert_eq!(frame(&mut host).status.step, 0);
}

#[test]
fn a_run_without_points_ends_by_itself() {
    let mut host = started();
    ask(&mut host, Request::Apply { command: Command::SetPoints { points: Vec::new() } });
    ask(&mut host, Request::Run { play: true, turn: 1 });
    assert!(!frame(&mut host).playing);
}

#[test]
fn pausing_and_resetting_end_a_long_job_where_it_stands() {
    for reset in [false, true] {
        let mut host = started();
        // On this clock training takes next to no time, so slices are cut short by their budget instead.
        ask(&mut host, Request::Train { unit: Unit::Epoch, n: 1_000 });
        host.work(0.0);
        let request = match reset {
            true => Request::Apply { command: Command::Reset },
            false => Request::Run { play: false, turn: 1 },
        };
        host.receive(Envelope { ticket: 8, request });
        let said = worked(&mut host);
        let status = said.iter().find_map(|out| match &out.reply {
            Reply::Answered { ticket: 7, answer: Answer::Status(status) } => Some(status.step),
            _ => None,
        });
        let step = status.expect("the job is answered");
        assert!(step > 0);
        let Some(Reply::Answered { answer: Answer::Status(now), .. }) = ask(&mut host, Request::Status) else {
            panic!("the status is answered at once")
        };
        assert_eq!(now.step, if reset { 0 } else { step });
    }
}
