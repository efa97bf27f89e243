//! Writes the rest: the moved functions, which take memory, table, globals and the first part's functions from its exports, and
//! put themselves into the table's slots.

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ElementSection, EntityType, Function, FunctionSection, ImportSection, Instruction, Module, RawSection,
    SectionId, TableType,
};
use wasmparser::Operator;

use super::places::Places;
use super::whole::Whole;

/// The name of the namespace that holds the first part's exports.
const FIRST: &str = "a";

/// The part's bytes.
pub(crate) fn encode(whole: &Whole<'_>, places: &Places) -> Result<Vec<u8>> {
    let mut same = RoundtripReencoder;
    let mut module = Module::new();
    let types = whole.section(SectionId::Type.into()).context("there must be types")?;
    module.section(&RawSection { id: SectionId::Type.into(), data: types });
    let mut imports = ImportSection::new();
    for (&function, place) in &places.imports {
        let ty = EntityType::Function(whole.functions[function as usize].ty);
        imports.import(FIRST, &place.to_string(), ty);
    }
    let memory = whole.memories.first().context("there must be a memory")?;
    imports.import(FIRST, "m", EntityType::Memory(same.memory_type(*memory)?));
    let table: TableType = same.table_type(whole.tables[0])?;
    let n_slots = places.n_slots.into();
    imports.import(FIRST, "t", EntityType::Table(TableType { minimum: n_slots, maximum: Some(n_slots), ..table }));
    for (idx, global) in whole.globals.iter().enumerate() {
        imports.import(FIRST, &format!("g{idx}"), EntityType::Global(same.global_type(*global)?));
    }
    module.section(&imports);
    let moved = || (0..).zip(&whole.functions).filter(|(index, _): &(u32, _)| places.is_moved[*index as usize]);
    let mut index: Vec<Option<u32>> = vec![None; whole.functions.len()];
    for (&function, &place) in &places.imports {
        index[function as usize] = Some(place);
    }
    let mut functions = FunctionSection::new();
    for (new, (old, function)) in (u32::try_from(places.imports.len())?..).zip(moved()) {
        index[old as usize] = Some(new);
        functions.function(function.ty);
    }
    module.section(&functions);
    let mut slots: Vec<(u32, u32)> =
        places.entries.iter().flat_map(|(f, slots)| slots.iter().map(|slot| (*slot, *f))).collect();
    slots.sort_unstable();
    let mut elements = ElementSection::new();
    super::first::in_runs(&slots, &mut elements, |function| index[function as usize].unwrap_or(u32::MAX));
    module.section(&elements);
    let mut code = CodeSection::new();
    for (_, function) in moved() {
        let body = function.body.as_ref().context("what has moved has a body")?;
        code.function(&renumbered(body, &index)?);
    }
    module.section(&code);
    module.section(&super::first::data_section(whole, |address| places.moves(address)));
    Ok(module.finish())
}

fn renumbered(body: &wasmparser::FunctionBody<'_>, index: &[Option<u32>]) -> Result<Function> {
    let mut same = RoundtripReencoder;
    let mut function = same.new_function_with_parsed_locals(body)?;
    for operator in body.get_operators_reader()? {
        match operator? {
            Operator::Call { function_index } => {
                let called = index[function_index as usize].context("what the rest calls is imported or in it")?;
                function.instruction(&Instruction::Call(called));
            }
            other => {
                function.instruction(&same.instruction(other)?);
            }
        }
    }
    Ok(function)
}
