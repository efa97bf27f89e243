//! A module that notes which of its functions have run, to learn what a first visit needs. It changes nothing else.

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ExportKind, ExportSection, Function, Instruction, MemArg, MemArgTarget, MemorySection, MemoryType,
    Module, RawSection, SectionId,
};

use super::whole::Whole;

/// The exported memory with one byte for each function that is not imported, in their order: 1 if it has run.
pub(crate) const HITS: &str = "hits";

/// The module with a memory of its own for the notes.
pub(crate) fn count_hits(wasm: &[u8]) -> Result<Vec<u8>> {
    let whole = Whole::read(wasm)?;
    let mut same = RoundtripReencoder;
    let mut module = Module::new();
    for id in (1..=12).map(ordered) {
        match id {
            SectionId::Memory => {
                let mut memories = MemorySection::new();
                let memory = whole.memories.first().context("there must be a memory")?;
                memories.memory(same.memory_type(*memory)?);
                let pages = 1 + (whole.functions.len() >> 16) as u64;
                let notes = MemoryType {
                    minimum: pages,
                    maximum: Some(pages),
                    memory64: false,
                    shared: false,
                    page_size_log2: None,
                };
                module.section(memories.memory(notes));
            }
            SectionId::Export => {
                let mut exports = ExportSection::new();
                for export in &whole.exports {
                    exports.export(export.name, same.export_kind(export.kind)?, export.index);
                }
                module.section(exports.export(HITS, ExportKind::Memory, 1));
            }
            SectionId::Code => {
                let mut code = CodeSection::new();
                let bodies = whole.functions.iter().filter_map(|function| function.body.as_ref());
                for (idx, body) in (0..).zip(bodies) {
                    code.function(&noting(body, idx)?);
                }
                module.section(&code);
            }
            other => {
                if let Some(data) = whole.section(other.into()) {
                    module.section(&RawSection { id: other.into(), data });
                }
            }
        }
    }
    Ok(module.finish())
}

/// The order of a module's sections: that of their ids, but for the count of data, which precedes the code.
fn ordered(place: u8) -> SectionId {
    use SectionId::{Code, Data, DataCount, Element, Export, Function, Global, Import, Memory, Start, Table, Type};
    let order = [Type, Import, Function, Table, Memory, Global, Export, Start, Element, DataCount, Code, Data];
    order[usize::from(place) - 1]
}

fn noting(body: &wasmparser::FunctionBody<'_>, idx: u64) -> Result<Function> {
    let mut same = RoundtripReencoder;
    let mut function = same.new_function_with_parsed_locals(body)?;
    function.instruction(&Instruction::I32Const(0));
    function.instruction(&Instruction::I32Const(1));
    let note = MemArg { offset: idx, align: 0, target: MemArgTarget::Memory(1), ordering: None };
    function.instruction(&Instruction::I32Store8(note));
    for operator in body.get_operators_reader()? {
        function.instruction(&same.instruction(operator?)?);
    }
    Ok(function)
}
