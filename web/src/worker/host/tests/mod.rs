//! The host's duties on a clock that moves a little with every look at it.

mod checkpoints;
mod frames;
mod jobs;
mod replaying;

use std::cell::Cell;

use playground::Answer;
use serde_json::json;

use crate::protocol::message::Kept;
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

fn noisy() -> Request {
    change(Command::Configure { partial: json!({ "noise": 0.1 }) })
}

fn started() -> Host {
    let mut host = Host::new(1, clock, whole);
    let config = json!({ "count": 40 });
    assert!(matches!(
        ask(&mut host, Request::Start { config, kept: Kept::Nothing }),
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
