//! Separates the data segments of a WebAssembly module from the rest. wasm2js writes the data as
//! base64, which compresses worse than the text that most of it is.

use anyhow::{Context, Result, bail, ensure};
use wasmparser::{ConstExpr, DataKind, ExternalKind, Operator, Parser, Payload};

/// A module without its data.
#[derive(Debug, Default)]
pub struct Separated {
    /// The module.
    pub module: Vec<u8>,
    /// The data that its memory must contain before a function is called.
    pub segments: Vec<Segment>,
    /// The name of the exported memory.
    pub memory: String,
}

/// Bytes of the memory.
#[derive(Debug, PartialEq, Eq)]
pub struct Segment {
    /// Their offset in the memory.
    pub offset: u32,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Removes the data from a module. Fails for data that is not copied when the module is
/// instantiated, and for a start function, which would run before the data is there.
pub fn separate(module: &[u8]) -> Result<Separated> {
    let mut separated = Separated::default();
    // Each section starts where the one before it ends.
    let mut end = 0;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let section = match &payload {
            Payload::Version { range, .. } => Some(range.clone()),
            other => other.as_section().map(|(_, range)| range),
        };
        let Some(section) = section else { continue };
        let bytes = module.get(end..section.end).context("a section is cut")?;
        end = section.end;
        match payload {
            Payload::DataCountSection { .. } => continue,
            Payload::DataSection(segments) => {
                for segment in segments {
                    let segment = segment?;
                    let DataKind::Active {
                        memory_index: 0,
                        offset_expr,
                    } = segment.kind
                    else {
                        bail!("a data segment is not active, or not in the first memory");
                    };
                    separated.segments.push(Segment {
                        offset: constant(&offset_expr)?,
                        bytes: segment.data.to_vec(),
                    });
                }
                continue;
            }
            Payload::StartSection { .. } => bail!("the module has a start function"),
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Memory {
                        export.name.clone_into(&mut separated.memory);
                    }
                }
            }
            _ => {}
        }
        separated.module.extend_from_slice(bytes);
    }
    ensure!(!separated.memory.is_empty(), "the module exports no memory");
    Ok(separated)
}

fn constant(expression: &ConstExpr<'_>) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(u32::try_from(value)?),
        _ => bail!("the offset of a data segment is not a constant"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Segment, separate};

    /// A section: its number, its length, its content.
    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        let mut section = vec![id, u8::try_from(content.len()).unwrap()];
        section.extend_from_slice(content);
        section
    }

    fn module(sections: &[Vec<u8>]) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend(sections.concat());
        module
    }

    /// One page of memory, exported as `m`.
    fn memory() -> [Vec<u8>; 2] {
        [section(5, &[1, 0, 1]), section(7, &[1, 1, b'm', 2, 0])]
    }

    #[test]
    fn the_data_is_separated_from_the_rest_of_the_module() {
        let [memory, exports] = memory();
        // Two active segments: "hi" at 16, "!" at 32.
        let data = section(
            11,
            &[
                2, 0, 0x41, 16, 0x0B, 2, b'h', b'i', 0, 0x41, 32, 0x0B, 1, b'!',
            ],
        );
        let with_data = module(&[memory.clone(), exports.clone(), data]);
        let separated = separate(&with_data).unwrap();
        assert_eq!(separated.module, module(&[memory, exports]));
        assert_eq!(separated.memory, "m");
        let segment = |offset, bytes: &[u8]| Segment {
            offset,
            bytes: bytes.to_vec(),
        };
        assert_eq!(separated.segments, [segment(16, b"hi"), segment(32, b"!")]);
    }

    #[test]
    fn data_that_is_not_copied_at_once_is_refused() {
        let [memory, exports] = memory();
        let passive = section(11, &[1, 1, 1, b'!']);
        let refusal = separate(&module(&[memory, exports, passive])).unwrap_err();
        assert!(refusal.to_string().contains("not active"), "{refusal}");
    }

    #[test]
    fn a_module_that_runs_before_its_data_is_there_is_refused() {
        let [memory, exports] = memory();
        let start = section(8, &[0]);
        let refusal = separate(&module(&[memory, exports, start])).unwrap_err();
        assert!(refusal.to_string().contains("start function"), "{refusal}");
    }

    #[test]
    fn a_module_without_an_exported_memory_is_refused() {
        assert!(separate(&module(&[])).is_err());
    }
}
