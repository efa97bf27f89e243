//! Work in slices that somebody waits for: its order, its end, its progress.

use playground::insight::{Look, Looked, Wanted};
use playground::{Command, Pace, Unit};
use serde_json::json;

use super::{NOW_MS, ask, change, frame, noisy, said_at_once, started, worked};
use crate::protocol::message::{Sights, Ticket};
use crate::worker::host::*;

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
fn a_rule_that_ended_training_lets_the_next_start_train() {
    let mut host = started();
    ask(
        &mut host,
        change(Command::Configure { partial: json!({ "stop": { "accuracy": 0.01 }, "learningRate": 0.01 }) }),
    );
    let trained = |host: &mut Host| {
        ask(host, Request::Train { unit: Unit::Epoch, n: 30 });
        worked(host);
        let head = frame(host);
        (head.status.epoch, head.stopped.is_some())
    };
    assert_eq!([trained(&mut host), trained(&mut host)], [(1, true), (31, false)]);
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
    assert!(matches!(
        ask(&mut host, change(Command::LoadModel { model, skip_checks: false })),
        Some(Reply::Refused { .. })
    ));
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

#[test]
fn a_look_inside_shows_the_weights_of_its_moment_and_can_be_cancelled() {
    let mut host = started();
    assert!(ask(&mut host, Request::Look(Look::NextStep)).is_none());
    // Training meanwhile does not change what is looked at.
    ask(&mut host, Request::Train { unit: Unit::Batch, n: 1 });
    let shown = worked(&mut host).into_iter().find_map(|out| match out.reply {
        Reply::Answered { response: Response::Look(Looked::Json(shown)), .. } => Some(shown),
        _ => None,
    });
    let after = shown.expect("the look is answered")["after"].clone();
    let Some(Reply::Answered { response: Response::Model(model), .. }) = ask(&mut host, Request::Model) else {
        panic!("the model is answered at once")
    };
    assert_eq!(after[0]["weights"], model["layers"][0]["weights"]);

    ask(&mut host, Request::Look(Look::GradientCheck(json!({ "layer": 0, "unit": 0, "input": "bias" }))));
    assert!(matches!(
        said_at_once(
            &mut host,
            Envelope { ticket: 8, session: 1, in_turn: false, request: Request::Cancel { job: 7 } }
        )[..],
        [Reply::Refused { ticket: 7, .. }]
    ));
    assert!(matches!(
        ask(&mut host, Request::Look(Look::Trace(json!({ "point": 40 })))),
        Some(Reply::Refused { ticket: 7, .. })
    ));
}

#[test]
fn a_check_of_all_weights_tells_its_progress_keeps_no_other_look_waiting_and_can_be_cancelled() {
    let mut host = started();
    assert!(ask(&mut host, Request::Look(Look::CheckAll)).is_none());
    let inside =
        Envelope { ticket: 8, session: 1, in_turn: false, request: Request::Look(Look::Inside(Wanted::default())) };
    assert!(said_at_once(&mut host, inside).is_empty());
    let mut replies = Vec::new();
    let answered = |replies: &[Reply], of: Ticket| {
        replies.iter().position(|reply| matches!(reply, Reply::Answered { ticket, .. } if *ticket == of))
    };
    for _ in 0..100_000 {
        replies.extend(host.work(0.0).into_iter().map(|out| out.reply));
        if answered(&replies, 8).is_some() {
            break;
        }
    }
    assert!(answered(&replies, 8).is_some() && answered(&replies, 7).is_none(), "the short look comes first");
    let cancel = Envelope { ticket: 9, session: 1, in_turn: false, request: Request::Cancel { job: 7 } };
    assert!(matches!(said_at_once(&mut host, cancel)[..], [Reply::Refused { ticket: 7, .. }]));
}

#[test]
fn what_a_picture_shows_is_of_one_moment_and_an_export_says_of_which_step() {
    let mut host = started();
    ask(&mut host, Request::Train { unit: Unit::Batch, n: 5 });
    worked(&mut host);
    let sights = Sights::Plot { arrows: [true, false, false] };
    let Some(Reply::Answered { response: Response::Seen(seen), .. }) = ask(&mut host, Request::See(sights)) else {
        panic!("it is answered at once")
    };
    assert_eq!((seen.status.step, seen.points.len(), seen.numbers.len()), (5, 40, 4));
    assert!(seen.numbers[0].len() == 241 * 241 && seen.numbers[1].len() == 4 * 18 * 18 && seen.numbers[2].is_empty());
    let Some(Reply::Answered { response: Response::Seen(seen), .. }) = ask(&mut host, Request::See(Sights::Curve))
    else {
        panic!("it is answered at once")
    };
    assert!(seen.curve.entries.len() >= 2 && seen.numbers.is_empty());
    let export = |format: &str| Request::Export { format: format.into() };
    let Some(Reply::Answered { response: Response::Exported { file, step, .. }, .. }) = ask(&mut host, export("rust"))
    else {
        panic!("it is answered at once")
    };
    assert_eq!((file.as_str(), step), ("model.rs", 5));
    let Some(Reply::Refused { problem, .. }) = ask(&mut host, export("gif")) else { panic!("there is no such format") };
    assert!(problem.to_string().ends_with(", safetensors, png, svg, got gif"), "{problem}");
    ask(&mut host, change(Command::Configure { partial: json!({ "task": "curve" }) }));
    let Some(Reply::Answered { response: Response::Seen(seen), .. }) =
        ask(&mut host, Request::See(Sights::Plot { arrows: [true; 3] }))
    else {
        panic!("it is answered at once")
    };
    assert!(seen.numbers[0].len() == 241 * 241 && seen.numbers[1..].iter().all(Vec::is_empty), "a curve has no arrows");
}
