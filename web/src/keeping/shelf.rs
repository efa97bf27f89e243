//! What is kept in this browser, in its database: about each entry a few words, and apart from them its bytes, so that entries can be
//! listed without them. Bounded: the oldest go.

use js_sys::{Array, Date, Function, Object, Promise, Reflect, Uint8Array};
use playground::Keyframe;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode};

use super::experiments::{Experiment, MOST, MOST_MB, NoRoom};
use super::{Blocked, Held};
use crate::browser::clock::set_timeout;

const NAME: &str = "gradient-playground";
const VERSION: u32 = 1;
const ABOUT: &str = "about";
const BYTES: &str = "bytes";
/// A browser that does not open its database within so long is not waited for.
const OPENS_WITHIN_MS: f64 = 1500.0;

/// So many runs of tabs are kept, and so many bytes of them.
const MOST_RUNS: usize = 8;
const MOST_BYTES: f64 = 48e6;

impl From<JsValue> for Blocked {
    fn from(_: JsValue) -> Blocked {
        Blocked
    }
}

/// What there is of this tab's run.
pub(super) async fn read(tab: String) -> Held {
    match found(&run(&tab)).await {
        Ok(Some((form, packed))) if form == Keyframe::FORM && !packed.is_empty() => Held::Checkpoint(packed),
        Ok(Some(_)) => Held::Unreadable,
        Ok(None) | Err(Blocked) => Held::Nothing,
    }
}

/// Keeps this tab's checkpoint instead of the last one, and lets the oldest go; an empty one is forgotten.
pub(super) async fn write(tab: String, packed: Vec<u8>) -> Result<(), Blocked> {
    let id = run(&tab);
    let stores = Stores::open(IdbTransactionMode::Readwrite).await?;
    if packed.is_empty() {
        stores.remove(&id)?;
        return stores.completed().await;
    }
    let facts: [(&str, JsValue); 4] = [
        ("id", id.as_str().into()),
        ("at", Date::now().into()),
        ("size", (packed.len() as f64).into()),
        ("form", Keyframe::FORM.into()),
    ];
    stores.put_about(&id, &facts)?;
    stores.bytes.put_with_key(&Uint8Array::from(packed.as_slice()), &id.as_str().into())?;
    let entry = |about: &JsValue| (number(about, "at"), number(about, "size"), word(about, "id"));
    let mut others: Vec<(f64, f64, String)> = stores.all(&run("")).await?.iter().map(entry).collect();
    others.retain(|other| other.2 != id);
    others.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut n, mut bytes) = (1, packed.len() as f64);
    for (_, size, other) in others {
        (n, bytes) = (n + 1, bytes + size);
        if n > MOST_RUNS || bytes > MOST_BYTES {
            stores.remove(&other)?;
        }
    }
    stores.completed().await
}

/// Every experiment, the newest first.
pub(super) async fn list() -> Result<Vec<Experiment>, Blocked> {
    let stores = Stores::open(IdbTransactionMode::Readonly).await?;
    let mut all: Vec<Experiment> = stores.experiments().await?;
    all.sort_by(|a, b| b.at.total_cmp(&a.at));
    Ok(all)
}

/// Keeps an experiment, if there is room for it.
pub(super) async fn keep(about: Experiment, text: String) -> Result<(), NoRoom> {
    let (size, most) = (text.len() as f64, MOST_MB as f64 * 1e6);
    if size > most {
        return Err(NoRoom::TooLarge);
    }
    let stores = Stores::open(IdbTransactionMode::Readwrite).await?;
    let others = stores.experiments().await?;
    if others.len() >= MOST || size + others.iter().map(|other| other.size).sum::<f64>() > most {
        return Err(NoRoom::Full);
    }
    let id = format!("{EXPERIMENT}{:x}-{:x}", Date::now() as u64, (js_sys::Math::random() * 2.0_f64.powi(32)) as u64);
    stores.describe(&Experiment { id: id.clone(), at: Date::now(), size, ..about })?;
    stores.bytes.put_with_key(&text.into(), &id.into()).map_err(Blocked::from)?;
    stores.completed().await?;
    Ok(())
}

/// The text of an experiment, if it is there.
pub(super) async fn open(id: String) -> Result<Option<String>, Blocked> {
    let stores = Stores::open(IdbTransactionMode::Readonly).await?;
    Ok(done(&stores.bytes.get(&id.into())?).await?.as_string())
}

/// Gives an experiment another name.
pub(super) async fn rename(id: String, name: String) -> Result<(), Blocked> {
    let stores = Stores::open(IdbTransactionMode::Readwrite).await?;
    if let Some(about) = stores.experiments().await?.into_iter().find(|about| about.id == id) {
        stores.describe(&Experiment { name, ..about })?;
    }
    stores.completed().await
}

/// Forgets an experiment.
pub(super) async fn delete(id: String) -> Result<(), Blocked> {
    let stores = Stores::open(IdbTransactionMode::Readwrite).await?;
    stores.remove(&id)?;
    stores.completed().await
}

/// What the ids of experiments begin with.
const EXPERIMENT: &str = "experiment/";

impl From<Blocked> for NoRoom {
    fn from(_: Blocked) -> NoRoom {
        NoRoom::Blocked
    }
}

fn run(tab: &str) -> String {
    format!("run/{tab}")
}

/// The form and the bytes of an entry, if there is one.
async fn found(id: &str) -> Result<Option<(String, Vec<u8>)>, Blocked> {
    let stores = Stores::open(IdbTransactionMode::Readonly).await?;
    let about = done(&stores.about.get(&id.into())?);
    let bytes = done(&stores.bytes.get(&id.into())?);
    let (about, bytes) = (about.await?, bytes.await?);
    if about.is_undefined() && bytes.is_undefined() {
        return Ok(None);
    }
    // What somebody has put there in place of it stands for nothing.
    let packed = bytes.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default();
    Ok(Some((word(&about, "form"), packed)))
}

fn word(about: &JsValue, name: &str) -> String {
    Reflect::get(about, &name.into()).ok().and_then(|fact| fact.as_string()).unwrap_or_default()
}

fn number(about: &JsValue, name: &str) -> f64 {
    Reflect::get(about, &name.into()).ok().and_then(|fact| fact.as_f64()).unwrap_or_default()
}

/// The database within one transaction.
struct Stores {
    about: IdbObjectStore,
    bytes: IdbObjectStore,
    transaction: IdbTransaction,
}

impl Stores {
    async fn open(mode: IdbTransactionMode) -> Result<Stores, Blocked> {
        let database = database().await?;
        let names = Array::of2(&ABOUT.into(), &BYTES.into());
        let transaction = database.transaction_with_str_sequence_and_mode(&names, mode)?;
        let (about, bytes) = (transaction.object_store(ABOUT)?, transaction.object_store(BYTES)?);
        Ok(Stores { about, bytes, transaction })
    }

    fn remove(&self, id: &str) -> Result<(), Blocked> {
        self.about.delete(&id.into())?;
        self.bytes.delete(&id.into())?;
        Ok(())
    }

    /// What there is about each entry whose id begins so.
    async fn all(&self, begin: &str) -> Result<Vec<JsValue>, Blocked> {
        let entries: Array = done(&self.about.get_all()?).await?.dyn_into()?;
        Ok(entries.iter().filter(|about| word(about, "id").starts_with(begin)).collect())
    }

    async fn experiments(&self) -> Result<Vec<Experiment>, Blocked> {
        let experiment = |about: &JsValue| Experiment {
            id: word(about, "id"),
            name: word(about, "name"),
            at: number(about, "at"),
            size: number(about, "size"),
            epoch: number(about, "epoch"),
            loss: number(about, "loss"),
        };
        Ok(self.all(EXPERIMENT).await?.iter().map(experiment).collect())
    }

    fn describe(&self, it: &Experiment) -> Result<(), Blocked> {
        let facts: [(&str, JsValue); 6] = [
            ("id", it.id.as_str().into()),
            ("name", it.name.as_str().into()),
            ("at", it.at.into()),
            ("size", it.size.into()),
            ("epoch", it.epoch.into()),
            ("loss", it.loss.into()),
        ];
        self.put_about(&it.id, &facts)
    }

    fn put_about(&self, id: &str, facts: &[(&str, JsValue)]) -> Result<(), Blocked> {
        let about = Object::new();
        for (name, fact) in facts {
            Reflect::set(&about, &(*name).into(), fact)?;
        }
        self.about.put_with_key(&about, &id.into())?;
        Ok(())
    }

    /// Waits until all of it is stored.
    async fn completed(self) -> Result<(), Blocked> {
        let promise = Promise::new(&mut |resolve, reject| {
            self.transaction.set_oncomplete(Some(&resolve));
            self.transaction.set_onabort(Some(&reject));
        });
        JsFuture::from(promise).await?;
        Ok(())
    }
}

thread_local! {
    /// The open database.
    static DATABASE: std::cell::RefCell<Option<IdbDatabase>> = const { std::cell::RefCell::new(None) };
}

async fn database() -> Result<IdbDatabase, Blocked> {
    if let Some(open) = DATABASE.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten()).ok_or(Blocked)?;
    let request: IdbOpenDbRequest = factory.open_with_u32(NAME, VERSION)?;
    let made = request.clone();
    let upgrade = Closure::once_into_js(move || {
        if let Ok(database) = made.result().and_then(JsCast::dyn_into::<IdbDatabase>) {
            // A new database takes stores of any name.
            [ABOUT, BYTES].iter().for_each(|name| drop(database.create_object_store(name)));
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref::<Function>()));
    let late = Promise::new(&mut |_, reject| {
        set_timeout(&reject, OPENS_WITHIN_MS);
    });
    let database: IdbDatabase =
        JsFuture::from(Promise::race(&Array::of2(&promised(&request), &late))).await?.dyn_into()?;
    DATABASE.set(Some(database.clone()));
    Ok(database)
}

/// The result of a request.
fn done(request: &IdbRequest) -> JsFuture {
    JsFuture::from(promised(request))
}

fn promised(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let asked = request.clone();
        let succeeded = Closure::once_into_js(move || {
            resolve.call1(&JsValue::NULL, &asked.result().unwrap_or_default()).ok();
        });
        request.set_onsuccess(Some(succeeded.unchecked_ref()));
        request.set_onerror(Some(&reject));
    })
}
