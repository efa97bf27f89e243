//! That another host can take a host's place.

use playground::{Command, Unit};
use serde_json::json;

use super::{NOW_MS, ask, change, clock, frame, noisy, started, worked};
use crate::protocol::message::Kept;
use crate::worker::host::*;
use crate::worker::saving::whole;

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
    ask(&mut other, Request::Start { config, kept: Kept::AfterCrash(checkpoint) });
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
        ask(&mut other, Request::Start { config, kept: Kept::AfterCrash(checkpoint) })
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
fn a_run_that_plays_is_safe_within_a_second_and_where_it_is_paused_exactly() {
    let mut host = started();
    ask(&mut host, Request::Run { play: true, turn: 1 });
    let mut n = 0;
    for _ in 0..100 {
        frame(&mut host);
        NOW_MS.with(|now| now.set(now.get() + 50.0));
        n += checkpoints(host.work(8.0)).len();
    }
    assert!((5..9).contains(&n), "{n} checkpoints within five seconds");
    ask(&mut host, Request::Run { play: false, turn: 2 });
    let last = checkpoints(worked(&mut host).into_iter().chain(host.work(8.0)).collect()).pop();
    let mut other = Host::new(1, clock, whole);
    let config = json!({ "count": 40 });
    ask(&mut other, Request::Start { config, kept: Kept::AfterVisit(last.expect("a pause is an act")) });
    assert_eq!(frame(&mut other).status.checksum, frame(&mut host).status.checksum);
}

#[test]
fn a_kept_run_holds_only_whole_and_for_its_own_configuration() {
    let mut host = started();
    ask(&mut host, Request::Train { unit: Unit::Epoch, n: 2 });
    let said = worked(&mut host).into_iter().chain(host.work(8.0)).collect();
    let packed = checkpoints(said).pop().expect("a step is an act");
    let resumed = |packed: &[u8], config: serde_json::Value| {
        let mut other = Host::new(1, clock, whole);
        let start = Request::Start { config, kept: Kept::AfterVisit(packed.to_vec()) };
        match ask(&mut other, start) {
            Some(Reply::Answered { response: Response::Applied(applied), .. }) => {
                (applied.resumed, applied.status.step)
            }
            other => panic!("{other:?}"),
        }
    };
    let same = json!({ "count": 40 });
    assert_eq!(resumed(&packed, same.clone()), (Resumed::Run, host_step(&mut host)));
    assert_eq!(resumed(&packed, json!({ "count": 40, "learningRate": 0.5 })), (Resumed::Nothing, 0));
    for at in 0..packed.len() {
        let mut damaged = packed.clone();
        damaged[at] ^= 16;
        assert_eq!(resumed(&damaged, same.clone()), (Resumed::Unreadable, 0), "byte {at}");
        if at % 97 == 0 {
            assert_eq!(resumed(&packed[..at], same.clone()), (Resumed::Unreadable, 0), "cut off at {at}");
        }
    }
}

fn host_step(host: &mut Host) -> u64 {
    frame(host).status.step
}

#[test]
fn each_act_is_safe_soon_even_in_a_paused_run() {
    let mut host = started();
    ask(&mut host, noisy());
    assert_eq!(checkpoints(host.work(8.0)).len(), 1);
    assert_eq!(host.wait(), Wait::Request);
}

#[test]
fn a_kept_run_can_still_be_made_again_from_its_beginning() {
    let mut host = started();
    ask(&mut host, Request::Train { unit: Unit::Epoch, n: 2 });
    worked(&mut host);
    ask(&mut host, change(Command::Configure { partial: json!({ "learningRate": 0.1 }) }));
    ask(&mut host, Request::Train { unit: Unit::Epoch, n: 1 });
    let said = worked(&mut host).into_iter().chain(host.work(8.0)).collect();
    let packed = checkpoints(said).pop().expect("a step is an act");
    let mut other = Host::new(1, clock, whole);
    let config = json!({ "count": 40, "learningRate": 0.1 });
    ask(&mut other, Request::Start { config, kept: Kept::AfterVisit(packed) });
    let link = |host: &mut Host| match ask(host, Request::ReplayLink) {
        Some(Reply::Answered { response: Response::ReplayLink { link, .. }, .. }) => link,
        other => panic!("{other:?}"),
    };
    assert_eq!(link(&mut other), link(&mut host));
    for host in [&mut host, &mut other] {
        ask(host, change(Command::Undo));
        ask(host, Request::Train { unit: Unit::Epoch, n: 1 });
        worked(host);
    }
    assert_eq!(link(&mut other), link(&mut host));
}
