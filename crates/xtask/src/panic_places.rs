//! Where a panic says that it happened: file, line and column, 16 bytes for each place in the program. File and line find it; the
//! column is taken out, because numbers that follow no rule are what compresses least.

use anyhow::Result;
use wasmparser::{DataKind, Operator, Parser, Payload};

/// Above these, four numbers that look like a place are something else.
const MOST: [u32; 2] = [20_000, 1_000];

/// The program with column 0 in the place of every panic.
pub(crate) fn without_columns(mut wasm: Vec<u8>) -> Result<Vec<u8>> {
    let segments = segments(&wasm)?;
    let mut columns = Vec::new();
    for segment in &segments {
        let unaligned = segment.address.wrapping_neg() as usize % 4;
        for at in (segment.start + unaligned..(segment.start + segment.len).saturating_sub(15)).step_by(4) {
            let [file, len, line, column] = [0, 4, 8, 12].map(|offset| number(&wasm, at + offset));
            if line <= MOST[0] && column <= MOST[1] && text(&wasm, &segments, file, len).ends_with(b".rs") {
                columns.push(at + 12);
            }
        }
    }
    for column in columns {
        wasm[column..column + 4].fill(0);
    }
    Ok(wasm)
}

/// A piece of the program's memory: its address there, and where it stands in the file.
struct Segment {
    address: u32,
    start: usize,
    len: usize,
}

fn segments(wasm: &[u8]) -> Result<Vec<Segment>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::DataSection(section) = payload? else { continue };
        for data in section {
            let data = data?;
            let DataKind::Active { offset_expr, .. } = &data.kind else { continue };
            if let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? {
                let start = data.range.end as usize - data.data.len();
                found.push(Segment { address: value.cast_unsigned(), start, len: data.data.len() });
            }
        }
    }
    Ok(found)
}

fn number(wasm: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([0, 1, 2, 3].map(|byte| wasm[at + byte]))
}

/// The bytes at an address, or none where the program has no data.
fn text<'a>(wasm: &'a [u8], segments: &[Segment], address: u32, len: u32) -> &'a [u8] {
    let holds = |segment: &&Segment| {
        address.checked_sub(segment.address).is_some_and(|from| (from as usize + len as usize) <= segment.len)
    };
    segments.iter().find(holds).map_or(&[], |segment| {
        let start = segment.start + (address - segment.address) as usize;
        &wasm[start..start + len as usize]
    })
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{ConstExpr, DataSection, MemorySection, MemoryType, Module};

    use super::*;

    /// A program whose memory has a file's name at address 1,000, then these numbers.
    fn program(numbers: &[u32]) -> Vec<u8> {
        let mut memory = b"src/a.rs".to_vec();
        memory.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        let (mut memories, mut data) = (MemorySection::new(), DataSection::new());
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        data.active(0, &ConstExpr::i32_const(1000), memory);
        Module::new().section(&memories).section(&data).clone().finish()
    }

    #[test]
    fn a_place_loses_its_column_and_other_numbers_stay() -> Result<()> {
        let [place, without] = [7, 0].map(|column| program(&[5, 1000, 8, 12, column, 9]));
        assert_eq!(without_columns(place)?, without);
        for other in [[5, 1000, 7, 12, 7, 9], [5, 1001, 8, 12, 7, 9], [5, 1000, 8, 12, 70_000, 9], [5, 0, 8, 12, 7, 9]]
        {
            assert_eq!(without_columns(program(&other))?, program(&other), "{other:?}");
        }
        Ok(())
    }
}
