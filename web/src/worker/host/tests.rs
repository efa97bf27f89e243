//! The host's duties on a clock that moves a little with every look at it.

use std::cell::Cell;

use playground::{Answer, Command, Pace, Unit};
use serde_json::json;

use crate::protocol::message::Ticket;
use crate::worker::host::*;
use crate::worker::saving::whole;

thread_local!(static NOW_MS: Cell<f64> = const { Cell::new(0.0) });

fn clock() -> f64 {
    NOW_MS.with(|now| {
        now.set(now.get() + 0.01);
        now.get()
    })
}

fn ask(host: &mut Host, request: Request) -> Option<Reply> {
    said_at_once(host, Envelope { ticket: 7, session: 1, in_turn: false, request }).pop()
}

fn said_at_once(host: &mut Host, envelope: Envelope) -> Vec<Reply> {
    host.receive(envelope).into_iter().map(|out| out.reply).collect()
}

fn change(command: Command) -> Request {
    Request::Apply { command, gesture: None }
}

fn started() -> Host {
    let mut host = Host::new(1, clock, whole);
    let config = json!({ "count": 40 });
    assert!(matches!(
        ask(&mut host, Request::Start { config, checkpoint: Vec::new() }),
        Some(Reply::Answered { ticket: 7, response: Response::Applied(_) })
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

/// What a frame brings of the points, to somebody who knows this version.
fn points(host: &mut Host, known: u64) -> Option<playground::Points> {
    ask(host, Request::Frame { queries: vec![Query::Points { known }], old_losses: false });
    let mut frames = worked(host).into_iter().filter(|out| matches!(out.reply, Reply::Frame { .. }));
    match frames.next().map(|frame| frame.answers) {
        Some(answers) => match answers.into_iter().next() {
            Some(Answer::Points(points)) => points,
            other => panic!("{other:?}"),
        },
        None => panic!("a frame is due"),
    }
}

fn heads(said: Vec<Outgoing>) -> Vec<Head> {
    said.into_iter().filter_map(|out| if let Reply::Frame { head } = out.reply { Some(*head) } else { None }).collect()
}

fn frame(host: &mut Host) -> Head {
    ask(host, Request::Frame { queries: vec![Query::Scores { side: 8 }], old_losses: false });
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
fn a_job_pauses_and_is_answered_when_it_is_done() {
    let mut host = started();
    ask(&mut host, Request::Run { play: true, turn: 1 });
    assert!(ask(&mut host, Request::Train { unit: Unit::Epoch, n: 30 }).is_none());
    let said = worked(&mut host);
    let answers: Vec<u64> = said
        .into_iter()
        .filter_map(|out| match out.reply {
            Reply::Answered { ticket: 7, response: Response::Status(status) } => Some(status.epoch),
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
fn pausing_and_resetting_end_a_long_job_where_it_stands() {
    for reset in [false, true] {
        let mut host = started();
        // On this clock training takes next to no time, so slices are cut short by their budget instead.
        ask(&mut host, Request::Train { unit: Unit::Epoch, n: 1_000 });
        host.work(0.0);
        let request = match reset {
            true => change(Command::Reset),
            false => Request::Run { play: false, turn: 1 },
        };
        let said = said_at_once(&mut host, Envelope { ticket: 8, session: 1, in_turn: false, request });
        let status = said.iter().find_map(|reply| match reply {
            Reply::Answered { ticket: 7, response: Response::Status(status) } => Some(status.step),
            _ => None,
        });
        let step = status.expect("the job is answered");
        assert!(step > 0);
        let Some(Reply::Answered { response: Response::Status(now), .. }) = ask(&mut host, Request::Status) else {
            panic!("the status is answered at once")
        };
        assert_eq!(now.step, if reset { 0 } else { step });
    }
}

#[test]
fn who_asks_whether_anybody_is_there_is_answered_in_the_middle_of_a_step() {
    let mut host = started();
    ask(&mut host, Request::Train { unit: Unit::Epoch, n: 1_000_000 });
    host.work(0.0);
    assert!(matches!(ask(&mut host, Request::Ping), Some(Reply::Ready)));
}

#[test]
fn a_model_that_is_refused_ends_no_job() {
    let mut host = started();
    ask(&mut host, Request::Train { unit: Unit::Batch, n: 1_000 });
    host.work(0.0);
    let model = json!({ "format": "another" });
    assert!(matches!(ask(&mut host, change(Command::LoadModel { model })), Some(Reply::Refused { .. })));
    assert_eq!(answered(&worked(&mut host)), [(7, 1_000)]);
}

/// What was answered so far, by ticket, with the step it was answered at (or 0 where the answer has none).
fn answered(said: &[Outgoing]) -> Vec<(Ticket, u64)> {
    let answer = |out: &Outgoing| match &out.reply {
        Reply::Answered { ticket, response: Response::Status(status) } => Some((*ticket, status.step)),
        Reply::Answered { ticket, response: Response::Applied(applied) } => Some((*ticket, applied.status.step)),
        _ => None,
    };
    said.iter().filter_map(answer).collect()
}

fn noisy() -> Request {
    change(Command::Configure { partial: json!({ "noise": 0.1 }) })
}

#[test]
fn what_a_program_asks_is_done_in_its_order() {
    let mut host = started();
    let mut said = Vec::new();
    let step = |n| Request::Train { unit: Unit::Batch, n };
    for (ticket, request) in [step(300), noisy(), step(200), Request::Status].into_iter().enumerate() {
        said.extend(host.receive(Envelope { ticket: ticket as Ticket, session: 1, in_turn: true, request }));
    }
    said.extend(worked(&mut host));
    assert_eq!(answered(&said), [(0, 300), (1, 300), (2, 500), (3, 500)]);
}

#[test]
fn what_a_person_does_takes_effect_in_the_middle_of_a_step() {
    let mut host = started();
    ask(&mut host, Request::Train { unit: Unit::Batch, n: 5_000 });
    let mut said = host.work(0.0);
    said.extend(host.receive(Envelope { ticket: 8, session: 1, in_turn: false, request: noisy() }));
    said.extend(worked(&mut host));
    let answers = answered(&said);
    assert!(matches!(answers[..], [(8, step), (7, 5_000)] if step < 5_000), "{answers:?}");
}

#[test]
fn a_long_step_can_be_watched() {
    let mut host = started();
    ask(&mut host, Request::Train { unit: Unit::Batch, n: 5_000 });
    host.work(0.0);
    let said = said_at_once(&mut host, Envelope { ticket: 8, session: 1, in_turn: true, request: Request::Status });
    assert!(matches!(&said[..], [Reply::Answered { ticket: 8, .. }]));
}

#[test]
fn pausing_does_what_waits_and_trains_no_further() {
    let mut host = started();
    let step = || Request::Train { unit: Unit::Epoch, n: 1_000 };
    for (ticket, request) in [step(), noisy(), step()].into_iter().enumerate() {
        host.receive(Envelope { ticket: ticket as Ticket, session: 1, in_turn: true, request });
    }
    host.work(0.0);
    let said = host.receive(Envelope {
        ticket: 0,
        session: 1,
        in_turn: false,
        request: Request::Run { play: false, turn: 1 },
    });
    let answers = answered(&said);
    let tickets: Vec<Ticket> = answers.iter().map(|(ticket, _)| *ticket).collect();
    assert_eq!(tickets, [0, 1, 2]);
    assert_eq!(answers[0].1, answers[2].1, "the second step must not begin");
    assert_eq!(frame(&mut host).status.step, answers[0].1);
}

#[test]
fn playing_waits_for_the_steps_before_it() {
    let mut host = started();
    ask(&mut host, Request::Train { unit: Unit::Batch, n: 5_000 });
    host.receive(Envelope {
        ticket: 8,
        session: 1,
        in_turn: true,
        request: Request::Train { unit: Unit::Batch, n: 10 },
    });
    ask(&mut host, Request::Run { play: true, turn: 3 });
    worked(&mut host);
    let head = frame(&mut host);
    assert!(head.playing && head.turn == 3 && head.status.step > 5_010);
}

fn checkpoints(said: Vec<Outgoing>) -> Vec<Vec<u8>> {
    let packed = |out: Outgoing| if let Reply::Checkpoint { packed } = out.reply { Some(packed) } else { None };
    said.into_iter().filter_map(packed).collect()
}

#[test]
fn another_host_goes_on_from_a_checkpoint_with_what_was_changed_since() {
    let mut host = started();
    ask(&mut host, Request::Train { unit: Unit::Epoch, n: 5 });
    let mut said = worked(&mut host);
    NOW_MS.with(|now| now.set(now.get() + 1000.0));
    said.extend(host.work(8.0));
    let checkpoint = checkpoints(said).pop().expect("a checkpoint is due after a second");
    let before = frame(&mut host).status;
    let config = json!({ "count": 40, "learningRate": 0.5 });
    let mut other = Host::new(1, clock, whole);
    ask(&mut other, Request::Start { config, checkpoint });
    assert_eq!(frame(&mut other).status.checksum, before.checksum);
    let Some(Reply::Answered { response: Response::Config(config), .. }) = ask(&mut other, Request::Config) else {
        panic!("the configuration is answered at once")
    };
    assert_eq!(config.learning_rate, 0.5);
}

#[test]
fn another_host_undoes_and_resets_like_the_one_whose_place_it_takes() {
    let mut host = started();
    let initial = frame(&mut host).status.checksum;
    ask(&mut host, Request::Train { unit: Unit::Epoch, n: 2 });
    worked(&mut host);
    ask(&mut host, change(Command::RemoveNeuron { layer: 0, unit: 1 }));
    ask(&mut host, Request::Train { unit: Unit::Epoch, n: 2 });
    let mut said = worked(&mut host);
    NOW_MS.with(|now| now.set(now.get() + 1000.0));
    said.extend(host.work(8.0));
    let checkpoint = checkpoints(said).pop().expect("a checkpoint is due after a second");
    let mut other = Host::new(1, clock, whole);
    let config = json!({ "count": 40, "hiddenLayers": [3, 2] });
    let Some(Reply::Answered { response: Response::Applied(applied), .. }) =
        ask(&mut other, Request::Start { config, checkpoint })
    else {
        panic!("a start is answered by what is there")
    };
    assert!(applied.can_undo && !applied.can_redo);
    for host in [&mut host, &mut other] {
        ask(host, change(Command::Undo));
    }
    assert_eq!(frame(&mut other).status, frame(&mut host).status);
    ask(&mut other, change(Command::Reset));
    assert_eq!(frame(&mut other).status.checksum, initial, "initial weights are not the saved ones");
}

#[test]
fn each_act_is_safe_soon_even_in_a_paused_run() {
    let mut host = started();
    ask(&mut host, noisy());
    assert_eq!(checkpoints(host.work(8.0)).len(), 1);
    assert_eq!(host.wait(), Wait::Request);
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

fn positions(n: usize) -> Vec<[f32; 2]> {
    (0..n).map(|k| [(k % 100) as f32 / 10.0, 1.0]).collect()
}

#[test]
fn many_predictions_are_made_in_slices_at_the_weights_of_one_moment_while_training_goes_on() {
    let mut host = started();
    let expected = host.session.as_ref().map(|session| session.predict(&positions(90_000)));
    assert!(ask(&mut host, Request::Predict { points: positions(90_000) }).is_none());
    ask(&mut host, Request::Run { play: true, turn: 1 });
    ask(&mut host, Request::Pace { pace: Pace::Unlimited });
    let (mut n_slices, mut told) = (0, 0);
    let rows = loop {
        let said = host.work(0.0);
        n_slices += 1;
        told += said.iter().filter(|out| matches!(out.reply, Reply::Progress { .. })).count();
        let rows = said.into_iter().find_map(|out| match out.reply {
            Reply::Answered { response: Response::Prediction(rows), .. } => Some(rows),
            _ => None,
        });
        if let Some(rows) = rows {
            break rows;
        }
    };
    assert_eq!(Some(rows), expected);
    assert!(n_slices > 3 && host.session.as_ref().is_some_and(|session| session.progress().epoch > 0), "{n_slices}");
    assert_eq!(told, 0, "the clock has hardly moved");
}

#[test]
fn a_job_tells_how_far_it_is_and_can_be_cancelled() {
    let mut host = started();
    ask(&mut host, Request::Train { unit: Unit::Epoch, n: 1_000_000 });
    NOW_MS.with(|now| now.set(now.get() + 1000.0));
    let said = host.work(0.02);
    let progress = said.iter().find_map(|out| match out.reply {
        Reply::Progress { ticket, done, of } => Some((ticket, done, of)),
        _ => None,
    });
    assert!(matches!(progress, Some((7, 1.., 1_000_000))), "{progress:?}");
    let ended = ask(&mut host, Request::Cancel { job: 7 });
    assert!(matches!(ended, Some(Reply::Answered { ticket: 7, response: Response::Status(_) })), "{ended:?}");
    ask(&mut host, Request::Predict { points: positions(90_000) });
    host.work(0.0);
    let ended = ask(&mut host, Request::Cancel { job: 7 });
    assert!(matches!(ended, Some(Reply::Refused { ticket: 7, .. })), "{ended:?}");
    assert_ne!(host.wait(), Wait::Now, "nothing is left to do at once");
}
