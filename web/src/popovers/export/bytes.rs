//! What stands in files of bytes, for who does not read bytes: names of operators and tensors. What cannot be read has none.

/// Names with what else is to be said of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Contents {
    pub(super) operators: Vec<String>,
    pub(super) tensors: Vec<String>,
}

/// What stands in a file of safetensors: its head is JSON behind its length.
pub(super) fn safetensors(bytes: &[u8]) -> Option<Contents> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let head = rest.get(..usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    let head: serde_json::Value = serde_json::from_slice(head).ok()?;
    let tensor = |(name, tensor): (&String, &serde_json::Value)| {
        let shape: Vec<String> = tensor["shape"].as_array()?.iter().map(ToString::to_string).collect();
        Some(format!("{name} ({})", shape.join(" × ")))
    };
    Some(Contents { operators: Vec::new(), tensors: head.as_object()?.iter().filter_map(tensor).collect() })
}

/// What stands in an ONNX file: nodes of its graph with their names, and its tensors.
pub(super) fn onnx(bytes: &[u8]) -> Option<Contents> {
    let mut contents = Contents::default();
    for graph in Fields(bytes).all(7) {
        for node in Fields(graph).all(1) {
            let text = |number| Fields(node).all(number).next().map(|text| String::from_utf8_lossy(text).into_owned());
            let name = text(3).filter(|name| !name.is_empty()).map_or_else(String::new, |name| format!(" ({name})"));
            contents.operators.push(text(4)? + &name);
        }
        contents.tensors.extend(
            Fields(graph).all(5).filter_map(|tensor| {
                Fields(tensor).all(8).next().map(|name| String::from_utf8_lossy(name).into_owned())
            }),
        );
    }
    Some(contents)
}

/// The fields of a message in protobuf's encoding.
#[derive(Clone, Copy)]
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// Every field with this number that has a length; where the bytes make no sense there is nothing more.
    fn all(self, wanted: u64) -> impl Iterator<Item = &'a [u8]> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            loop {
                let key = varint(&mut rest)?;
                let value = match key & 7 {
                    0 => {
                        varint(&mut rest)?;
                        &rest[..0]
                    }
                    1 => taken(&mut rest, 8)?,
                    2 => {
                        let length = varint(&mut rest)?;
                        taken(&mut rest, length)?
                    }
                    5 => taken(&mut rest, 4)?,
                    _ => return None,
                };
                if key >> 3 == wanted && key & 7 == 2 {
                    return Some(value);
                }
            }
        })
    }
}

fn taken<'a>(rest: &mut &'a [u8], length: u64) -> Option<&'a [u8]> {
    let (value, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *rest = after;
    Some(value)
}

fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use playground::{Config, Exported, Model, Session};

    use super::*;

    fn bytes(format: &str) -> Vec<u8> {
        let model = Model::of(&Session::new(Config::default()).unwrap());
        let Ok(Exported::Bytes(bytes)) = model.export(format) else { panic!("{format} is bytes") };
        bytes
    }

    #[test]
    fn the_tensors_and_operators_of_a_file_are_found() {
        let contents = safetensors(&bytes("safetensors")).unwrap();
        assert!(
            contents.tensors.len() >= 6 && contents.tensors.iter().any(|name| name.ends_with("(4 × 2)")),
            "{contents:?}"
        );
        let contents = onnx(&bytes("onnx")).unwrap();
        assert!(contents.operators.iter().any(|name| name.starts_with("Tanh")), "{contents:?}");
        assert!(contents.tensors.len() >= 6, "{contents:?}");
    }

    #[test]
    fn bytes_without_sense_have_nothing_in_them() {
        for end in 0..200 {
            let (one, other) = (bytes("safetensors"), bytes("onnx"));
            assert!(safetensors(&one[..end.min(60)]).is_none());
            let _: Option<Contents> = onnx(&other[..end]);
        }
        assert_eq!(onnx(&[0xff; 40]), Some(Contents::default()));
    }
}
