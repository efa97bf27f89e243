//! The module as it was built: sections as they are, functions with what they call. It decides nothing.

use anyhow::{Context, Result, bail, ensure};
use wasmparser::{
    ConstExpr, Data, DataKind, ElementItems, ElementKind, Export, FuncType, FunctionBody, GlobalType, KnownCustom,
    MemoryType, Name, NameSectionReader, Operator, Parser, Payload, TableType, TypeRef,
};

/// A function.
#[derive(Default)]
pub(crate) struct Function<'a> {
    /// Index of its type.
    pub(crate) ty: u32,
    /// Its name with crates and generic arguments, without the compiler's hash; empty if it has none.
    pub(crate) name: String,
    /// Its code; none if it is imported.
    pub(crate) body: Option<FunctionBody<'a>>,
    /// The functions it calls by their index.
    pub(crate) calls: Vec<u32>,
    /// Whether it does what only the module that owns tables and data can do.
    pub(crate) is_bound: bool,
}

/// A module in pieces.
#[derive(Default)]
pub(crate) struct Whole<'a> {
    /// Sections that both parts, or the first, take over unchanged: id and content.
    sections: Vec<(u8, &'a [u8])>,
    pub(crate) types: Vec<FuncType>,
    /// Imported functions come first.
    pub(crate) functions: Vec<Function<'a>>,
    pub(crate) n_imported: usize,
    /// The modules and names of what is imported.
    pub(crate) imports: Vec<(&'a str, &'a str)>,
    /// Index of the imported function that loads the rest.
    pub(crate) loader: Option<u32>,
    pub(crate) tables: Vec<TableType>,
    pub(crate) memories: Vec<MemoryType>,
    pub(crate) globals: Vec<GlobalType>,
    pub(crate) exports: Vec<Export<'a>>,
    pub(crate) start: Option<u32>,
    /// Segments of data: address and content.
    pub(crate) data: Vec<(u32, &'a [u8])>,
    /// What stands in the function table, table 0: slot and function.
    pub(crate) slots: Vec<(u32, u32)>,
}

impl<'a> Whole<'a> {
    /// Takes a module apart.
    pub(crate) fn read(wasm: &'a [u8]) -> Result<Whole<'a>> {
        let mut whole = Whole::default();
        let mut next_body = 0;
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            if let Some((id, range)) = payload.as_section() {
                let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                whole.sections.push((id, &wasm[range]));
            }
            match payload {
                Payload::CodeSectionStart { .. } => next_body = whole.n_imported,
                Payload::CodeSectionEntry(body) => {
                    let function = whole.functions.get_mut(next_body).context("each body must have a type")?;
                    function.read(body)?;
                    next_body += 1;
                }
                other => whole.read_section(other)?,
            }
        }
        Ok(whole)
    }

    /// A section's content as it was, or nothing if there is none.
    pub(crate) fn section(&self, id: u8) -> Option<&'a [u8]> {
        self.sections.iter().find(|(found, _)| *found == id).map(|(_, content)| *content)
    }

    /// Names of the functions that are not imported, in their order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.functions[self.n_imported..].iter().map(|function| function.name.as_str())
    }

    fn read_section(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::TypeSection(types) => {
                for ty in types.into_iter_err_on_gc_types() {
                    self.types.push(ty?);
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    let TypeRef::Func(ty) = import.ty else { bail!("only functions may be imported, got {import:?}") };
                    if import.name.contains(super::LOADER) {
                        self.loader = u32::try_from(self.functions.len()).ok();
                    }
                    self.imports.push((import.module, import.name));
                    self.functions.push(Function { ty, ..Function::default() });
                }
                self.n_imported = self.functions.len();
            }
            Payload::FunctionSection(types) => {
                for ty in types {
                    self.functions.push(Function { ty: ty?, ..Function::default() });
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(memories) => self.memories = memories.into_iter().collect::<Result<_, _>>()?,
            Payload::GlobalSection(globals) => {
                for global in globals {
                    self.globals.push(global?.ty);
                }
            }
            Payload::ExportSection(exports) => self.exports = exports.into_iter().collect::<Result<_, _>>()?,
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(elements) => {
                for element in elements {
                    let element = element?;
                    self.read_slots(&element.kind, element.items)?;
                }
            }
            Payload::DataSection(data) => {
                for segment in data {
                    let segment = segment?;
                    self.data.push((address(&segment)?, segment.data));
                }
            }
            Payload::CustomSection(custom) => {
                if let KnownCustom::Name(names) = custom.as_known() {
                    for (index, name) in function_names(names)? {
                        self.functions.get_mut(index as usize).context("a name must be a function's")?.name = name;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn read_slots(&mut self, kind: &ElementKind<'a>, items: ElementItems<'a>) -> Result<()> {
        let ElementKind::Active { table_index: None | Some(0), offset_expr } = kind else {
            bail!("elements must be active ones of table 0");
        };
        let ElementItems::Functions(functions) = items else { bail!("elements must be functions") };
        for (slot, function) in (constant(offset_expr)?..).zip(functions) {
            self.slots.push((slot, function?));
        }
        Ok(())
    }
}

/// Where a segment of data lies.
pub(crate) fn address(segment: &Data<'_>) -> Result<u32> {
    match &segment.kind {
        DataKind::Active { memory_index: 0, offset_expr } => constant(offset_expr),
        _ => bail!("data must be active"),
    }
}

/// The functions that have names, and their names as people read them.
pub(crate) fn function_names(section: NameSectionReader<'_>) -> Result<Vec<(u32, String)>> {
    let mut found = Vec::new();
    for kind in section {
        if let Name::Function(names) = kind? {
            for naming in names {
                let naming = naming?;
                found.push((naming.index, plain_name(naming.name)));
            }
        }
    }
    Ok(found)
}

/// The value of an expression that is a constant, as addresses and slots are.
fn constant(expression: &ConstExpr<'_>) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        other => bail!("places must be constant, got {other:?}"),
    }
}

impl<'a> Function<'a> {
    fn read(&mut self, body: FunctionBody<'a>) -> Result<()> {
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } => self.calls.push(function_index),
                Operator::CallIndirect { table_index, .. } => {
                    ensure!(table_index == 0, "calls must go through table 0")
                }
                Operator::ReturnCall { .. } | Operator::ReturnCallIndirect { .. } | Operator::RefFunc { .. } => {
                    bail!("tail calls and references to functions are not expected in {}", self.name)
                }
                Operator::TableGet { .. }
                | Operator::TableSet { .. }
                | Operator::TableGrow { .. }
                | Operator::TableSize { .. }
                | Operator::TableFill { .. }
                | Operator::TableCopy { .. }
                | Operator::TableInit { .. }
                | Operator::ElemDrop { .. }
                | Operator::MemoryInit { .. }
                | Operator::DataDrop { .. } => self.is_bound = true,
                _ => {}
            }
        }
        self.body = Some(body);
        Ok(())
    }
}

/// A name as people read it, without hashes as in `a[0123456789abcdef]::b`, which other builds of the same code do not share.
fn plain_name(name: &str) -> String {
    let name = rustc_demangle::demangle(name).to_string();
    let name = name.as_str();
    let mut kept = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        kept.push_str(before);
        match after.split_once(']') {
            Some((hash, after)) if !hash.is_empty() && hash.bytes().all(|b| b.is_ascii_hexdigit()) => rest = after,
            _ => {
                kept.push('[');
                rest = after;
            }
        }
    }
    kept + rest
}
