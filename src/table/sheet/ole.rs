//! The old .xls container, read just far enough to know what it would unroll to.
//!
//! The workbook reader sizes its tables by figures in the file; these are checked first,
//! because running out of memory cannot be caught.

use super::MAX_CELLS;

/// What an OLE file turned out to be.
pub(super) enum Container {
    /// A workbook whose sheets are within bounds.
    Xls,
    /// A workbook with cells beyond [`MAX_CELLS`].
    TooManyCells,
    /// An encrypted .xlsx or .xls.
    Encrypted,
    /// Some other kind, in words.
    Other(&'static str),
    /// Damaged.
    Broken,
}

/// Ends of sector chains are above this.
const LAST_SECTOR: u32 = 0xffff_fffa;
/// Directory entries are this long.
const ENTRY_BYTES: usize = 128;
/// Sectors of the file table that the header itself names.
const HEADER_TABLE: usize = 109;

/// Columns of an .xls sheet; a cell beyond them is damage.
const XLS_COLUMNS: u16 = 256;

/// Looks into an OLE file.
pub(super) fn inspect(bytes: &[u8]) -> Container {
    let Some(file) = Compound::open(bytes) else { return Container::Broken };
    let names: Vec<&str> = file.entries.iter().map(|entry| entry.name.as_str()).collect();
    if names.iter().any(|name| *name == "EncryptedPackage" || *name == "EncryptionInfo") {
        return Container::Encrypted;
    }
    let Some(entry) = file.entries.iter().find(|entry| entry.name == "Workbook" || entry.name == "Book") else {
        return match names.contains(&"WordDocument") {
            true => Container::Other(" Word 文档（.doc）"),
            false => Container::Other("别的程序的文件"),
        };
    };
    match file.stream(entry).as_deref().and_then(check_records) {
        Some(verdict) => verdict,
        None => Container::Broken,
    }
}

struct Entry {
    name: String,
    start: u32,
    size: usize,
    is_root: bool,
}

struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
    mini_table: Vec<u32>,
    mini_cutoff: usize,
    entries: Vec<Entry>,
}

impl<'b> Compound<'b> {
    fn open(bytes: &'b [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 0x1e)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Compound {
            bytes,
            sector,
            table: Vec::new(),
            mini_table: Vec::new(),
            mini_cutoff: u32_at(bytes, 0x38)? as usize,
            entries: Vec::new(),
        };
        let mut tables: Vec<u32> = (0..HEADER_TABLE).filter_map(|at| u32_at(bytes, 0x4c + 4 * at)).collect();
        let mut next = u32_at(bytes, 0x44)?;
        let per_sector = sector / 4;
        for _ in 0..=bytes.len() / sector {
            if next >= LAST_SECTOR {
                break;
            }
            let list = words(file.sector_bytes(next)?);
            tables.extend(list.get(..per_sector - 1)?);
            next = *list.last()?;
        }
        for at in tables.into_iter().filter(|at| *at < LAST_SECTOR) {
            if file.table.len() > bytes.len() / sector + per_sector {
                break;
            }
            let list = words(file.sector_bytes(at)?);
            file.table.extend(list);
        }
        let directory = file.chain(u32_at(bytes, 0x30)?)?;
        file.entries = directory.chunks_exact(ENTRY_BYTES).filter_map(entry).collect();
        let mini = u32_at(bytes, 0x3c)?;
        if mini < LAST_SECTOR {
            file.mini_table = words(&file.chain(mini)?);
        }
        Some(file)
    }

    /// The bytes of a stream.
    fn stream(&self, entry: &Entry) -> Option<Vec<u8>> {
        if entry.size >= self.mini_cutoff {
            let mut bytes = self.chain(entry.start)?;
            bytes.truncate(entry.size);
            return Some(bytes);
        }
        let root = self.entries.iter().find(|entry| entry.is_root)?;
        let store = self.chain(root.start)?;
        let mut bytes = Vec::new();
        let mut next = entry.start;
        while next < LAST_SECTOR && bytes.len() < entry.size {
            let start = (next as usize).checked_mul(64)?;
            bytes.extend(store.get(start..start.checked_add(64)?)?);
            next = *self.mini_table.get(next as usize)?;
        }
        bytes.truncate(entry.size);
        Some(bytes)
    }

    /// The bytes of a chain of sectors; nothing for a chain that leaves the file or runs in a circle.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut next = start;
        while next < LAST_SECTOR {
            if bytes.len() > self.bytes.len() {
                return None;
            }
            bytes.extend(self.sector_bytes(next)?);
            next = *self.table.get(next as usize)?;
        }
        Some(bytes)
    }

    fn sector_bytes(&self, number: u32) -> Option<&'b [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        // The last sector of a file may be short.
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 0x40)?).min(64);
    let letters = bytes.get(..length.saturating_sub(2))?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0));
    let name = char::decode_utf16(letters).map(|letter| letter.unwrap_or('?')).collect();
    Some(Entry {
        name,
        start: u32_at(bytes, 0x74)?,
        size: u32_at(bytes, 0x78)? as usize,
        is_root: bytes.get(0x42) == Some(&5),
    })
}

/// Walks the records of a workbook and measures the sheets they would make.
fn check_records(stream: &[u8]) -> Option<Container> {
    let mut at = 0usize;
    let mut total = 0usize;
    let mut extent = Extent::default();
    while let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let data = stream.get(at + 4..at + 4 + usize::from(length))?;
        match kind {
            // Begin of a sheet.
            0x0809 => {
                total = total.saturating_add(extent.cells());
                extent = Extent::default();
            }
            // FilePass: the workbook is encrypted.
            0x002f if u16_at(data, 0).is_some_and(|method| method != 0) => return Some(Container::Encrypted),
            // Dimensions, by which the reader sets memory aside.
            0x0200 => {
                let (rows, columns) = match data.len() {
                    10 => (u32::from(u16_at(data, 2)?), u16_at(data, 6)?),
                    _ => (u32_at(data, 4)?, u16_at(data, 10)?),
                };
                if rows > 65_536 || columns > XLS_COLUMNS {
                    return None;
                }
            }
            // Cells: formula, number, label, boolean, rich text, label by index, RK, many RK.
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x00d6 | 0x00fd | 0x027e | 0x00bd => {
                let (row, mut column) = (u16_at(data, 0)?, u16_at(data, 2)?);
                if kind == 0x00bd {
                    column = column.max(u16_at(data, data.len().checked_sub(2)?)?);
                }
                if column >= XLS_COLUMNS {
                    return None;
                }
                extent.add(row, column);
            }
            _ => {}
        }
        at += 4 + usize::from(length);
    }
    total = total.saturating_add(extent.cells());
    Some(if total > MAX_CELLS { Container::TooManyCells } else { Container::Xls })
}

/// The smallest rectangle around the cells of a sheet.
#[derive(Default)]
struct Extent {
    corners: Option<(u16, u16, u16, u16)>,
}

impl Extent {
    fn add(&mut self, row: u16, column: u16) {
        let (top, left, bottom, right) = self.corners.unwrap_or((row, column, row, column));
        self.corners = Some((top.min(row), left.min(column), bottom.max(row), right.max(column)));
    }

    fn cells(&self) -> usize {
        let Some((top, left, bottom, right)) = self.corners else { return 0 };
        (usize::from(bottom - top) + 1) * (usize::from(right - left) + 1)
    }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|word| u32_at(word, 0)).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}
