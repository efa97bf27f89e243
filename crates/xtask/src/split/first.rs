//! Writes the first part: everything but the moved functions, with a stub for each that may be called from here.

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, ImportSection, Instruction, Module, RawSection, SectionId, StartSection, TableSection, TableType,
};
use wasmparser::Operator;

use super::names::Names;
use super::places::Places;
use super::whole::Whole;

/// The part's bytes.
pub(crate) fn encode(whole: &Whole<'_>, places: &Places, names: &Names) -> Result<Vec<u8>> {
    let new_index = new_indices(whole, places);
    let mut module = Module::new();
    let mut same = RoundtripReencoder;
    let raw = |module: &mut Module, id: SectionId| {
        if let Some(data) = whole.section(id.into()) {
            module.section(&RawSection { id: id.into(), data });
        }
    };
    raw(&mut module, SectionId::Type);
    let mut imports = ImportSection::new();
    for ((from, name), function) in whole.imports.iter().zip(&whole.functions) {
        imports.import(names.short(from), names.short(name), EntityType::Function(function.ty));
    }
    module.section(&imports);
    let mut functions = FunctionSection::new();
    for (function, _) in staying(whole, places) {
        functions.function(function.ty);
    }
    for &entry in places.entries.keys() {
        functions.function(whole.functions[entry as usize].ty);
    }
    module.section(&functions);
    let mut tables = TableSection::new();
    for (idx, table) in whole.tables.iter().enumerate() {
        let mut table: TableType = same.table_type(*table)?;
        if idx == 0 {
            (table.minimum, table.maximum) = (places.n_slots.into(), Some(places.n_slots.into()));
        }
        tables.table(table);
    }
    module.section(&tables);
    raw(&mut module, SectionId::Memory);
    raw(&mut module, SectionId::Global);
    module.section(&exports(whole, places, &new_index, &mut same)?);
    if let Some(start) = whole.start {
        module.section(&StartSection { function_index: new_index[start as usize] });
    }
    let mut elements = ElementSection::new();
    let added = places.entries.iter().flat_map(|(f, slots)| slots.iter().map(|slot| (*slot, *f)));
    let staying_slots = whole.slots.iter().copied().filter(|(_, f)| !places.is_moved[*f as usize]);
    let mut slots: Vec<(u32, u32)> = staying_slots.chain(added).collect();
    slots.sort_unstable();
    in_runs(&slots, &mut elements, |function| new_index[function as usize]);
    module.section(&elements);
    let mut code = CodeSection::new();
    for (_, body) in staying(whole, places) {
        code.function(&shortened(body, whole, places, &new_index)?);
    }
    for (&entry, slots) in &places.entries {
        code.function(&stub(whole, places, entry, slots[0])?);
    }
    module.section(&code);
    module.section(&data_section(whole, |address| !places.moves(address)));
    Ok(module.finish())
}

/// Writes slots of table 0 as active segments, one for each run of neighbours.
pub(crate) fn in_runs(slots: &[(u32, u32)], into: &mut ElementSection, index: impl Fn(u32) -> u32) {
    for run in slots.chunk_by(|a, b| a.0 + 1 == b.0) {
        let functions: Vec<u32> = run.iter().map(|(_, function)| index(*function)).collect();
        let offset = ConstExpr::i32_const(run[0].0.cast_signed());
        into.active(None, &offset, Elements::Functions(functions.into()));
    }
}

/// The data at the addresses that `is_here` takes, and no byte elsewhere, without the zeros that memory holds anyway.
pub(crate) fn data_section(whole: &Whole<'_>, is_here: impl Fn(u32) -> bool) -> DataSection {
    let mut section = DataSection::new();
    for &(address, bytes) in &whole.data {
        let bytes: Vec<(u32, u8)> = (address..).zip(bytes.iter().copied()).collect();
        for here in bytes.split(|(address, _)| !is_here(*address)) {
            for (start, run) in without_gaps(here) {
                section.active(0, &ConstExpr::i32_const(start.cast_signed()), run);
            }
        }
    }
    section
}

/// Runs that begin and end with another byte than 0, apart where zeros cost more than another segment.
fn without_gaps(bytes: &[(u32, u8)]) -> Vec<(u32, Vec<u8>)> {
    const GAP: usize = 8;
    let mut runs: Vec<(u32, Vec<u8>)> = Vec::new();
    for &(address, byte) in bytes.iter().filter(|(_, byte)| *byte != 0) {
        match runs.last_mut() {
            Some((start, run)) if (address - *start) as usize <= run.len() + GAP => {
                run.resize((address - *start) as usize, 0);
                run.push(byte);
            }
            _ => runs.push((address, vec![byte])),
        }
    }
    runs
}

type Staying<'w, 'a> = (&'w super::whole::Function<'a>, &'w wasmparser::FunctionBody<'a>);

fn staying<'w, 'a>(whole: &'w Whole<'a>, places: &'w Places) -> impl Iterator<Item = Staying<'w, 'a>> {
    let all = whole.functions.iter().zip(&places.is_moved);
    all.filter(|(_, moved)| !**moved).filter_map(|(function, _)| Some((function, function.body.as_ref()?)))
}

/// Each function's index in the first part: a moved one's is its stub's.
fn new_indices(whole: &Whole<'_>, places: &Places) -> Vec<u32> {
    let mut index: Vec<u32> = vec![u32::MAX; whole.functions.len()];
    let staying = (0..).zip(&places.is_moved).filter(|(_, moved)| !**moved).map(|(function, _)| function);
    for (new, old) in (0..).zip(staying.chain(places.entries.keys().copied())) {
        index[old as usize] = new;
    }
    index
}

fn exports(
    whole: &Whole<'_>,
    places: &Places,
    new_index: &[u32],
    same: &mut RoundtripReencoder,
) -> Result<ExportSection> {
    let mut exports = ExportSection::new();
    for export in &whole.exports {
        let kind = same.export_kind(export.kind)?;
        let index = if kind == ExportKind::Func { new_index[export.index as usize] } else { export.index };
        exports.export(export.name, kind, index);
    }
    for (&function, place) in &places.imports {
        exports.export(&place.to_string(), ExportKind::Func, new_index[function as usize]);
    }
    exports.export("m", ExportKind::Memory, 0);
    exports.export("t", ExportKind::Table, 0);
    for global in 0..u32::try_from(whole.globals.len())? {
        exports.export(&format!("g{global}"), ExportKind::Global, global);
    }
    Ok(exports)
}

/// A function that stays; what it calls in the rest, it calls through the table.
fn shortened(
    body: &wasmparser::FunctionBody<'_>,
    whole: &Whole<'_>,
    places: &Places,
    new_index: &[u32],
) -> Result<Function> {
    let mut same = RoundtripReencoder;
    let mut function = same.new_function_with_parsed_locals(body)?;
    for operator in body.get_operators_reader()? {
        match operator? {
            Operator::Call { function_index } if places.is_moved[function_index as usize] => {
                let slots = places.entries.get(&function_index).context("what is called has a slot")?;
                call_slot(&mut function, whole.functions[function_index as usize].ty, slots[0]);
            }
            Operator::Call { function_index } => {
                function.instruction(&Instruction::Call(new_index[function_index as usize]));
            }
            other => {
                function.instruction(&same.instruction(other)?);
            }
        }
    }
    Ok(function)
}

/// Lets the rest come, and calls what has then taken the stub's place.
fn stub(whole: &Whole<'_>, places: &Places, entry: u32, slot: u32) -> Result<Function> {
    let ty = whole.functions[entry as usize].ty;
    let n_params = whole.types.get(ty as usize).context("a function has a type")?.params().len();
    let mut function = Function::new([]);
    function.instruction(&Instruction::Call(places.loader));
    for param in 0..u32::try_from(n_params)? {
        function.instruction(&Instruction::LocalGet(param));
    }
    call_slot(&mut function, ty, slot);
    function.instruction(&Instruction::End);
    Ok(function)
}

fn call_slot(function: &mut Function, type_index: u32, slot: u32) {
    function.instruction(&Instruction::I32Const(slot.cast_signed()));
    function.instruction(&Instruction::CallIndirect { type_index, table_index: 0 });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What lies in memory after the sections were put there, one after the other.
    fn memory(whole: &Whole<'_>, is_here: impl Fn(u32) -> bool, memory: &mut [u8; 64]) {
        let mut module = Module::new();
        module.section(&data_section(whole, is_here));
        let bytes = module.finish();
        for (address, data) in Whole::read(&bytes).unwrap().data {
            memory[address as usize..][..data.len()].copy_from_slice(data);
        }
    }

    #[test]
    fn neither_part_writes_where_the_other_has_its_data() {
        let content = [1, 0, 0, 4, 5, 0, 0, 0, 9, 10, 0, 12, 13, 14, 0, 0, 17];
        let mut whole = Whole::default();
        whole.data.push((8, &content));
        let is_rest = |address: u32| [(9, 12), (16, 18), (20, 22)].iter().any(|(a, b)| (*a..*b).contains(&address));
        for order in [[false, true], [true, false]] {
            let mut found = [0; 64];
            for rest in order {
                memory(&whole, |address| is_rest(address) == rest, &mut found);
            }
            assert_eq!(found[8..8 + content.len()], content);
        }
    }
}
