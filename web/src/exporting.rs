//! How the run is exported, for a person and for a program: what is wanted, what is asked of the session, and what comes of it. Text and
//! bytes come from the worker, pictures are made here of what it tells.

use std::rc::Rc;

use playground::Problem;
use playground::problem::{Chunk, Found, Rule};

use crate::chunks::Missing;
use crate::exported::{Kind, Taken, Wanted};
use crate::popovers::export::EXPORTS;
use crate::protocol::message::{Request, Response};
use crate::store::Store;
use crate::store::state::State;

impl Wanted {
    /// What is asked of the session, while the page is in this state.
    pub(crate) fn request(&self, state: &State) -> Request {
        match Kind::of(&self.format) {
            Some(_) => Request::See(self.options.of.sights(state)),
            None => Request::Export { format: self.format.clone() },
        }
    }

    /// Makes of the response what was wanted.
    pub(crate) fn take(
        self,
        response: &Response,
        store: &Rc<Store>,
        then: impl FnOnce(Result<Taken, Problem>) + 'static,
    ) {
        match response {
            Response::Exported { exported, file, step } => {
                then(Ok(Taken { exported: exported.clone(), file: file.clone(), step: *step }));
            }
            Response::Seen(seen) => {
                let (seen, store) = (seen.clone(), Rc::clone(store));
                EXPORTS.with(move |exports| {
                    let missing = || Problem::new("export", Rule::Loaded(Chunk::Exports), Found::NoAnswer);
                    let Wanted { format, options } = self;
                    let exported = exports.map_err(|Missing| missing()).and_then(|exports| {
                        let kind = Kind::of(&format).unwrap_or(Kind::Svg);
                        (exports.picture)(&seen, kind, options, &store.state()).ok_or_else(missing)
                    });
                    let file = format!("gradient-playground-{}.{format}", options.of.name());
                    then(exported.map(|exported| Taken { exported, file, step: seen.status.step }));
                });
            }
            _ => {}
        }
    }
}
