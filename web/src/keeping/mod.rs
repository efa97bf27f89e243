//! What this browser keeps of runs, beyond the few words in `browser::storage`: the last checkpoint of each tab, for a reload, a tab
//! that the browser had dropped, Back, and the next visit; and the experiments that a visitor has named. Invariants: an embed keeps nothing; two tabs never write the same
//! entry; where nothing can be kept the page says so, once, and works without. How it is stored comes in a chunk.

pub(crate) mod experiments;
mod shelf;
mod tab;

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::wasm_split;

use self::experiments::{Experiment, NoRoom};
use crate::browser::storage::{self, Once};
use crate::chunks::{Chunk, Missing};
use crate::client::session::SessionClient;
use crate::protocol::message::{Kept, Resumed};
use crate::store::Store;
use crate::store::action::Action;
use crate::store::state::Recalled;
use crate::url_sync::{Arrival, Start};

/// What is being done with the storage.
type Soon<T> = Pin<Box<dyn Future<Output = T>>>;

/// What the storage holds of a tab's run.
enum Held {
    Nothing,
    /// It is damaged, or of another form.
    Unreadable,
    Checkpoint(Vec<u8>),
}

/// Something could not be stored or read.
pub(crate) struct Blocked;

/// What is in the chunk.
pub(crate) struct Shelf {
    /// The id of this tab, given the one that it may be a duplicate of.
    claim: fn(Option<String>) -> Soon<String>,
    read: fn(String) -> Soon<Held>,
    /// Keeps this tab's checkpoint, or forgets it if it is empty.
    write: fn(String, Vec<u8>) -> Soon<Result<(), Blocked>>,
    pub(crate) list: fn() -> Soon<Result<Vec<Experiment>, Blocked>>,
    keep: fn(Experiment, String) -> Soon<Result<(), NoRoom>>,
    open: fn(String) -> Soon<Result<Option<String>, Blocked>>,
    pub(crate) rename: fn(String, String) -> Soon<Result<(), Blocked>>,
    pub(crate) delete: fn(String) -> Soon<Result<(), Blocked>>,
}

/// The chunk.
pub(crate) static SHELF: Chunk<Shelf> = Chunk::new(|| Box::pin(shelf()));

#[wasm_split(shelf, fallible)]
fn shelf() -> Result<&'static Shelf, Missing> {
    Ok(&Shelf {
        claim: |known| Box::pin(tab::claimed(known)),
        read: |tab| Box::pin(shelf::read(tab)),
        write: |tab, packed| Box::pin(shelf::write(tab, packed)),
        list: || Box::pin(shelf::list()),
        keep: |about, text| Box::pin(shelf::keep(about, text)),
        open: |id| Box::pin(shelf::open(id)),
        rename: |id, name| Box::pin(shelf::rename(id, name)),
        delete: |id| Box::pin(shelf::delete(id)),
    })
}

/// Checkpoints from this size on are not kept: eight layers of 256 neurons with Adam are some 14 MB.
const LARGEST_BYTES: usize = 24_000_000;

/// What was found of an earlier run.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) kept: Kept,
    /// The id of this tab, if it has one.
    tab: Option<String>,
    is_unreadable: bool,
}

/// Looks for the run with which to go on: this tab's own after a reload, that of the last visit where the address says nothing.
pub(crate) async fn look(start: &Start) -> Found {
    let known = match start.arrival {
        Arrival::Back => storage::tab(),
        Arrival::Again => storage::run(),
        Arrival::First | Arrival::ByLink => None,
    };
    let Some(known) = known else { return Found::default() };
    let Ok(shelf) = SHELF.fetched().await else { return Found::default() };
    let tab = (shelf.claim)(storage::tab()).await;
    storage::save_tab(&tab);
    let (kept, is_unreadable) = match (shelf.read)(known).await {
        Held::Nothing => (Kept::Nothing, false),
        Held::Unreadable => (Kept::Nothing, true),
        Held::Checkpoint(packed) => (Kept::AfterVisit(packed), false),
    };
    Found { kept, tab: Some(tab), is_unreadable }
}

/// Keeps the run of one page.
pub(crate) struct Keeper {
    store: Rc<Store>,
    tab: RefCell<Option<String>>,
    arrival: Arrival,
    was_unreadable: bool,
    /// What is to be written next.
    waiting: RefCell<Option<Vec<u8>>>,
    is_writing: Cell<bool>,
    /// Nothing can be kept.
    is_off: Cell<bool>,
    /// It was said why. A browser that stores nothing does not even store that.
    has_told: Cell<bool>,
}

impl Keeper {
    /// Keeps what comes from `client`, and tells what became of what was found.
    pub(crate) fn watch(client: &SessionClient, store: &Rc<Store>, start: &Start, found: &Found) {
        if start.embedded {
            return;
        }
        let keeper = Rc::new(Keeper {
            store: Rc::clone(store),
            tab: RefCell::new(found.tab.clone()),
            arrival: start.arrival,
            was_unreadable: found.is_unreadable,
            waiting: RefCell::default(),
            is_writing: Cell::new(false),
            is_off: Cell::new(false),
            has_told: Cell::new(false),
        });
        let me = Rc::clone(&keeper);
        client.on_checkpoint(move |packed| me.keep(packed));
        let has_told = Cell::new(false);
        store.follow(move |action, _| {
            if let Action::Started(applied) = action
                && !has_told.replace(true)
            {
                keeper.tell_of_start(applied.resumed, applied.status.step);
            }
        });
    }

    fn tell_of_start(&self, resumed: Resumed, step: u64) {
        let is_again = self.arrival == Arrival::Again;
        let has_settings = self.store.state().link != link_of_defaults();
        let recalled = match resumed {
            Resumed::Unreadable => Some(Recalled::Unreadable),
            Resumed::Nothing if self.was_unreadable => Some(Recalled::Unreadable),
            Resumed::Run if is_again && step > 0 => Some(Recalled::Run),
            Resumed::Run | Resumed::Nothing if is_again && has_settings => Some(Recalled::Settings),
            Resumed::Run | Resumed::Nothing => None,
        };
        if recalled.is_some() {
            self.store.dispatch(Action::Recalled(recalled));
        }
    }

    fn keep(self: &Rc<Self>, packed: &[u8]) {
        if self.is_off.get() {
            return;
        }
        *self.waiting.borrow_mut() = Some(packed.to_vec());
        if self.is_writing.replace(true) {
            return;
        }
        let me = Rc::clone(self);
        spawn_local(async move {
            // A name of its own: the guard of a `while let` would live on.
            loop {
                let next = me.waiting.take();
                let Some(packed) = next else { break };
                if let Err(why) = me.write(packed).await {
                    me.tell(why);
                }
            }
            me.is_writing.set(false);
        });
    }

    async fn write(&self, packed: Vec<u8>) -> Result<(), Recalled> {
        let shelf = SHELF.fetched().await.map_err(|_| Recalled::Blocked)?;
        let known = self.tab.borrow().clone();
        let tab = match known {
            Some(tab) => tab,
            None => {
                let tab = (shelf.claim)(storage::tab()).await;
                storage::save_tab(&tab);
                *self.tab.borrow_mut() = Some(tab.clone());
                tab
            }
        };
        let is_too_large = packed.len() > LARGEST_BYTES;
        let packed = if is_too_large { Vec::new() } else { packed };
        (shelf.write)(tab.clone(), packed).await.map_err(|Blocked| Recalled::Blocked)?;
        // Whoever only looks at a link has not chosen it instead of what was saved; nor does a tab that trains on in the background.
        let link = self.store.state().link;
        if self.arrival == Arrival::First && !link.is_empty() && storage::saved().is_none() {
            storage::save(&link);
        }
        if storage::saved().as_deref() == Some(&*link) {
            storage::save_run(&tab);
        }
        if is_too_large { Err(Recalled::TooLarge) } else { Ok(()) }
    }

    fn tell(&self, why: Recalled) {
        self.is_off.set(why == Recalled::Blocked);
        if !self.has_told.replace(true) && !Once::NotKept.is_noted() {
            Once::NotKept.note();
            self.store.dispatch(Action::Recalled(Some(why)));
        }
    }
}

fn link_of_defaults() -> String {
    playground::link::write(&playground::Config::default(), &playground::ViewSettings::default())
}
