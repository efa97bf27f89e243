//! What is seen of a session, paused, in training and while nobody looks.

use playground::{Command, Pace, Unit};
use serde_json::json;

use super::{NOW_MS, ask, change, frame, heads, points, started, worked};
use crate::worker::host::*;

#[test]
fn a_paused_host_rests_and_shows_what_is_there() {
    let mut host = started();
    assert_eq!(host.wait(), Wait::Request);
    let head = frame(&mut host);
    assert_eq!((head.status.step, head.playing), (0, false));
}

#[test]
fn an_answer_brings_the_points_that_became_the_visitors_own() {
    let mut host = started();
    let own_points = |reply: Option<Reply>| match reply {
        Some(Reply::Answered { response: Response::Applied(applied), .. }) => applied.own_points,
        other => panic!("{other:?}"),
    };
    let mut brought = |partial: Value| match own_points(ask(&mut host, change(Command::Configure { partial }))) {
        OwnPoints::New(points) => Some(points.len()),
        _ => None,
    };
    let point = json!({ "x": 1, "y": 2, "label": 1 });
    assert_eq!(brought(json!({ "dataset": "own", "points": [point] })), Some(1));
    assert_eq!(brought(json!({ "learningRate": 0.1 })), None, "they are known");
    assert_eq!(brought(json!({ "dataset": "circle" })), None, "a frame brings those that are generated");
    let add = Command::AddPoints { points: vec![playground::Point { x: 1.0, y: 1.0, label: 1.0, test: false }] };
    let edit = Request::Apply { command: add, gesture: Some(1) };
    assert_eq!(own_points(ask(&mut host, edit)), OwnPoints::Edited, "the page has edited them itself");
}

#[test]
fn a_picture_without_text_brings_old_losses_until_training_rests() {
    let mut host = started();
    let silent = |host: &mut Host| {
        ask(host, Request::Frame { queries: vec![Query::Scores { side: 8 }], old_losses: true });
        heads(worked(host)).remove(0).status
    };
    // From here on the curve has an entry every second epoch, for which losses are measured in any case.
    ask(&mut host, Request::Train { unit: Unit::Epoch, n: 2000 });
    worked(&mut host);
    let first = frame(&mut host).status;
    ask(&mut host, Request::Run { play: true, turn: 1 });
    let second = silent(&mut host);
    assert_eq!((second.epoch, second.train_loss, second.checksum.as_str()), (2001, first.train_loss, ""));
    ask(&mut host, Request::Run { play: false, turn: 2 });
    let rests = silent(&mut host);
    assert!(rests.train_loss != first.train_loss && !rests.checksum.is_empty(), "{rests:?}");
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
    let first = points(&mut host, 0).expect("the page has none");
    assert_eq!((first.points.len(), points(&mut host, first.version)), (40, None));
    ask(&mut host, change(Command::SetPoints { points: Vec::new() }));
    assert_eq!(points(&mut host, first.version).map(|points| points.points.len()), Some(0));
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
    ask(&mut host, Request::Seen { sight: Sight::Hidden });
    for _ in 0..5 {
        assert!(heads(host.work(8.0)).is_empty());
    }
    ask(&mut host, Request::Seen { sight: Sight::Seen });
    ask(&mut host, Request::Run { play: false, turn: 2 });
    assert_eq!(frame(&mut host).status.epoch, 5);
}

#[test]
fn a_frame_that_is_scrolled_away_rests_and_goes_on_when_it_is_seen() {
    for pace in [Pace::Unlimited, Pace::EpochsPerFrame(1), Pace::EpochsPerSecond(1e3), Pace::StepsPerSecond(1e3)] {
        let mut host = started();
        let step = |host: &mut Host, sight: Sight| {
            ask(host, Request::Seen { sight });
            ask(host, Request::Frame { queries: Vec::new(), old_losses: false });
            for _ in 0..5 {
                host.work(0.1);
            }
            match ask(host, Request::Status) {
                Some(Reply::Answered { response: Response::Status(status), .. }) => status.step,
                other => panic!("{other:?}"),
            }
        };
        ask(&mut host, Request::Pace { pace });
        ask(&mut host, Request::Run { play: true, turn: 1 });
        assert_eq!(step(&mut host, Sight::Away), 0, "{pace:?}");
        assert_ne!(host.wait(), Wait::Now, "{pace:?}");
        assert!(step(&mut host, Sight::Seen) > 0, "{pace:?}");
    }
}

#[test]
fn what_is_wrong_is_refused_with_its_reason_and_changes_nothing() {
    let mut host = started();
    let command = Command::Configure { partial: json!({ "noise": 8 }) };
    let Some(Reply::Refused { problem, .. }) = ask(&mut host, change(command)) else {
        panic!("noise 8 must be refused")
    };
    assert_eq!(problem.to_string(), "noise must be at most 3, got 8");
    assert_eq!(frame(&mut host).status.step, 0);
}

#[test]
fn a_run_without_points_ends_by_itself() {
    let mut host = started();
    ask(&mut host, change(Command::SetPoints { points: Vec::new() }));
    ask(&mut host, Request::Run { play: true, turn: 1 });
    assert!(!frame(&mut host).playing);
}

#[test]
fn points_that_were_refused_are_told_again_as_they_are() {
    let mut host = started();
    frame(&mut host);
    let far = playground::Point { x: 1e9, y: 0.0, label: 1.0, test: false };
    assert!(matches!(ask(&mut host, change(Command::AddPoints { points: vec![far] })), Some(Reply::Refused { .. })));
    assert_eq!(points(&mut host, 0).map(|points| points.points.len()), Some(40));
}

#[test]
fn a_picture_does_not_wait_for_a_slice_and_training_not_for_pictures() {
    let mut host = started();
    ask(&mut host, Request::Pace { pace: Pace::Unlimited });
    ask(&mut host, Request::Run { play: true, turn: 1 });
    host.work(0.0);
    let wanted = |host: &mut Host| {
        ask(host, Request::Frame { queries: Vec::new(), old_losses: false });
        let heads = heads(host.work(0.0));
        assert_eq!(heads.len(), 1, "one call makes the picture");
        heads[0].status.step
    };
    let first = wanted(&mut host);
    let second = wanted(&mut host);
    assert!(second > first, "pictures one after the other must not stop training");
    host.work(0.0);
    let Some(Reply::Answered { response: Response::Status(trained), .. }) = ask(&mut host, Request::Status) else {
        panic!("the status is answered at once")
    };
    assert_eq!(wanted(&mut host), trained.step, "a picture is made of what was trained before it was wanted");
}
