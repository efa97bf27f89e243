//! From what is brought to points, step by step: text, table, meaning of its columns, points. A choice repeats only the steps behind it.

use std::rc::Rc;

use playground::keys::MAX_POINTS;
use playground::problem::Problem;
use playground::table::{Imported, Mapping, Reading, Table, import};
use yew::prelude::*;

use super::choices::{Choices, Roles};
use super::encoding::Encoding;
use super::source::{self, Raw, Source};

/// What every step made.
#[derive(Clone)]
pub(super) struct Work {
    pub(super) roles: Roles,
    /// How the characters were read; none of a text.
    pub(super) encoding: Option<Encoding>,
    /// The table to train, and the one to test if there are two.
    pub(super) tables: Same<Result<Vec<Table>, Rc<Problem>>>,
    pub(super) mapping: Same<Result<Mapping, Rc<Problem>>>,
    pub(super) imported: Same<Result<Imported, Rc<Problem>>>,
}

/// What is the same only if it was made once.
pub(super) struct Same<T>(pub(super) Rc<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Same(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Makes what is not made already.
#[hook]
pub(super) fn use_work(sources: &Same<Vec<Source>>, choices: &Choices, seed: u32) -> Work {
    let roles = choices.files.unwrap_or_else(|| source::roles(&sources.0));
    let texts = use_memo((sources.clone(), roles, choices.encoding), |(sources, roles, chosen)| {
        texts(&sources.0, *roles, *chosen)
    });
    let tables = use_memo((Same(Rc::clone(&texts)), choices.reading), |(texts, reading)| {
        tables(&texts.0.0, *reading).map_err(Rc::new)
    });
    let tables = Same(tables);
    let mapping = use_memo((tables.clone(), choices.columns.clone()), |(tables, columns)| match &*tables.0 {
        Ok(tables) => columns.mapping(tables).map_err(Rc::new),
        Err(problem) => Err(Rc::clone(problem)),
    });
    let mapping = Same(mapping);
    let imported = use_memo((tables.clone(), mapping.clone(), seed), |(tables, mapping, seed)| {
        let (tables, mapping) = (tables.0.as_ref().as_ref(), mapping.0.as_ref().as_ref());
        let (tables, mapping) = (tables.map_err(Rc::clone)?, mapping.map_err(Rc::clone)?);
        import(&tables.iter().collect::<Vec<_>>(), mapping, *seed, MAX_POINTS).map_err(Rc::new)
    });
    Work { roles, encoding: texts.1, tables, mapping, imported: Same(imported) }
}

/// The points in these files, with nothing chosen.
pub(super) fn made(sources: &[Source], seed: u32) -> Result<Imported, Problem> {
    let tables = tables(&texts(sources, source::roles(sources), None).0, Reading::default())?;
    import(&tables.iter().collect::<Vec<_>>(), &Mapping::guess(&tables[0])?, seed, MAX_POINTS)
}

/// The texts, and how their characters were read: as the first file's probably are, unless it was chosen.
fn texts(sources: &[Source], roles: Roles, chosen: Option<Encoding>) -> (Vec<Rc<str>>, Option<Encoding>) {
    let mut encoding = None;
    let text = |source: &Source| match &source.raw {
        Raw::Text(text) => Rc::clone(text),
        Raw::Bytes(bytes) => {
            let read_as = chosen.or(encoding).unwrap_or_else(|| Encoding::of(bytes));
            encoding = Some(read_as);
            read_as.text(bytes).into()
        }
    };
    let texts = roles.in_order().filter_map(|at| sources.get(at)).map(text).collect();
    (texts, encoding)
}

/// The tables in these texts; the one to test is read as the other is.
fn tables(texts: &[Rc<str>], reading: Reading) -> Result<Vec<Table>, Problem> {
    let mut tables: Vec<Table> = Vec::new();
    for text in texts {
        let like_first = tables.first().map(Table::read_as);
        let separator = reading.separator.or(like_first.map(|first| first.separator));
        let decimal = reading.decimal.or(like_first.map(|first| first.decimal));
        tables.push(Table::read(text, Reading { separator, decimal, ..reading })?);
    }
    Ok(tables)
}
