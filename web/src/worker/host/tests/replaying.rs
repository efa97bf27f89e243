//! Making a run of a link again: in slices, beside the session that is there, until something else is wanted.

use playground::link::{self, Recording};
use playground::{Config, Unit, ViewSettings};

use super::*;

/// A run of three epochs and a change, as a link has it.
fn shared() -> (Config, Recording, String) {
    let config = Config::default().merged(&json!({ "count": 60, "dataset": "xor" })).expect("it is valid");
    let mut session = Session::new(config).expect("it is valid");
    session.train(Unit::Epoch, 3);
    session.apply(Command::Configure { partial: json!({ "learningRate": 0.3 }) }).expect("it is valid");
    session.train(Unit::Epoch, 3);
    let opened = link::read(&link::write_replay(&session.log(), &ViewSettings::default()).expect("it is short"));
    (opened.config, opened.replay.expect("it holds a run"), session.status().checksum)
}

fn begun(host: &mut Host) -> String {
    let (config, recording, checksum) = shared();
    assert!(ask(host, Request::Replay { config: Box::new(config), recording }).is_none());
    checksum
}

#[test]
fn the_session_becomes_the_run_when_it_is_done_and_not_before() {
    let mut host = started();
    let version = points(&mut host, 0).expect("there are points").version;
    let checksum = begun(&mut host);
    host.work(0.0);
    assert_eq!(host.session.as_ref().map(|session| session.config().count), Some(40));
    let applied = worked(&mut host).into_iter().find_map(|out| match out.reply {
        Reply::Answered { response: Response::Applied(applied), .. } => Some(applied),
        _ => None,
    });
    let applied = applied.expect("it is told");
    assert_eq!((applied.status.checksum, applied.config.learning_rate, applied.can_undo), (checksum, 0.3, true));
    let other = points(&mut host, version).expect("the points are others");
    assert_eq!(other.points.len(), 60);
}

#[test]
fn whoever_wants_something_else_does_not_wait_for_it() {
    for request in [Request::Run { play: false, turn: 2 }, noisy(), Request::Train { unit: Unit::Batch, n: 1 }] {
        let mut host = started();
        begun(&mut host);
        host.work(0.0);
        let envelope = Envelope { ticket: 8, session: 1, in_turn: false, request };
        let said = said_at_once(&mut host, envelope);
        assert!(matches!(said.first(), Some(Reply::Refused { ticket: 7, .. })), "{said:?}");
        worked(&mut host);
        assert_eq!(host.session.as_ref().map(|session| session.config().count), Some(40));
    }
}

#[test]
fn what_is_no_run_is_refused_and_reading_costs_it_nothing() {
    let mut host = started();
    let (config, _, _) = shared();
    let fragment = format!("v=1&engine={}&checksum=0123456789abcdef&replay=AAAA", playground::ENGINE);
    let recording = link::read(&fragment).replay.expect("it is read when it is wanted");
    let reply = ask(&mut host, Request::Replay { config: Box::new(config), recording });
    assert!(matches!(reply, Some(Reply::Refused { ticket: 7, .. })), "{reply:?}");
    begun(&mut host);
    assert!(matches!(ask(&mut host, Request::Status), Some(Reply::Answered { .. })));
    assert!(worked(&mut host).iter().any(|out| matches!(out.reply, Reply::Answered { .. })));
}
