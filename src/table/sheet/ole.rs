//! The old .xls container, read just far enough to know what it would unroll to.
//!
//! The workbook reader sizes its tables by figures in the file; these are checked first,
//! because running out of memory cannot be caught.

use rustc_hash::FxHashSet;

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
/// Rows of an .xls sheet.
const XLS_ROWS: u32 = 65_536;

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

/// The cells that are formatted as percent, sheet by sheet in the order of the file; what cannot be
/// read is not percent.
pub(super) fn percent_cells(bytes: &[u8]) -> Vec<FxHashSet<(u32, u32)>> {
    let stream = || {
        let file = Compound::open(bytes)?;
        let entry = file.entries.iter().find(|entry| entry.name == "Workbook" || entry.name == "Book")?;
        file.stream(entry)
    };
    stream().map(|stream| percents(&stream)).unwrap_or_default()
}

fn percents(stream: &[u8]) -> Vec<FxHashSet<(u32, u32)>> {
    // 0% and 0.00% have numbers of their own.
    let mut formats: FxHashSet<u16> = FxHashSet::from_iter([9, 10]);
    let (mut styles, mut starts) = (Vec::new(), Vec::new());
    for (kind, data) in records(stream, 0).map_while(|record| record) {
        match kind {
            END => break,
            // A number format: its number, its length, and its letters in one byte or two.
            0x041e if data.get(5..).is_some_and(|letters| letters.contains(&b'%')) => formats.extend(u16_at(data, 0)),
            // A style: its font, its number format.
            0x00e0 => styles.push(u16_at(data, 2).unwrap_or_default()),
            0x0085 => starts.extend(u32_at(data, 0).map(|start| start as usize)),
            _ => {}
        }
    }
    let is_percent = |style: Option<u16>| {
        let format = style.and_then(|style| styles.get(usize::from(style)));
        format.is_some_and(|format| formats.contains(format))
    };
    let of_sheet = |start: usize| {
        let mut cells = FxHashSet::default();
        let (mut begun, mut depth) = (false, 0usize);
        for (kind, data) in records(stream, start).map_while(|record| record) {
            match kind {
                BEGIN if begun => depth += 1,
                BEGIN => begun = true,
                END if depth > 0 => depth -= 1,
                END => break,
                // Formula, number, RK.
                0x0006 | 0x0203 | 0x027e if depth == 0 && is_percent(u16_at(data, 4)) => {
                    cells.extend(
                        u16_at(data, 0).zip(u16_at(data, 2)).map(|(row, column)| (u32::from(row), u32::from(column))),
                    );
                }
                // Many RK: the first column, then a style and a number for each.
                0x00bd if depth == 0 => {
                    let Some((row, first)) = u16_at(data, 0).zip(u16_at(data, 2)) else { continue };
                    for at in 0..data.len().saturating_sub(6) / 6 {
                        if is_percent(u16_at(data, 4 + 6 * at)) {
                            cells.insert((u32::from(row), u32::from(first) + at as u32));
                        }
                    }
                }
                _ => {}
            }
        }
        cells
    };
    starts.into_iter().map(of_sheet).collect()
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

/// Walks the records of a workbook and of each of its sheets, as the reader will.
fn check_records(stream: &[u8]) -> Option<Container> {
    let mut starts = Vec::new();
    for record in records(stream, 0) {
        let (kind, data) = record?;
        match kind {
            END => break,
            // FilePass: the workbook is encrypted.
            0x002f if u16_at(data, 0).is_some_and(|method| method != 0) => return Some(Container::Encrypted),
            // BoundSheet: where a sheet starts.
            0x0085 => starts.push(u32_at(data, 0)? as usize),
            _ => {}
        }
    }
    let mut total = 0usize;
    for start in starts {
        total = total.saturating_add(sheet_cells(stream, start)?);
    }
    Some(if total > MAX_CELLS { Container::TooManyCells } else { Container::Xls })
}

/// Begin and end of a stream of records.
const BEGIN: u16 = 0x0809;
/// See [`BEGIN`].
const END: u16 = 0x000a;

/// The cells of the rectangle that a sheet will be unrolled to; nothing when it is damaged.
fn sheet_cells(stream: &[u8], start: usize) -> Option<usize> {
    let mut extent = Extent::default();
    let (mut begun, mut depth) = (false, 0usize);
    stream.get(start..)?;
    for record in records(stream, start) {
        let (kind, data) = record?;
        match kind {
            // Charts inside a sheet have cells of their own.
            BEGIN if begun => depth += 1,
            BEGIN => begun = true,
            END if depth > 0 => depth -= 1,
            END => break,
            _ if depth > 0 => {}
            // Dimensions, by which the reader sets memory aside.
            0x0200 => check_dimensions(data)?,
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
    }
    Some(extent.cells())
}

/// Whether a sheet's stated size is one an .xls sheet can have; its first row must not lie
/// past its last, or their difference runs round.
fn check_dimensions(data: &[u8]) -> Option<()> {
    let (top, bottom, left, right) = match data.len() {
        10 => (u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?), u16_at(data, 4)?, u16_at(data, 6)?),
        _ => (u32_at(data, 0)?, u32_at(data, 4)?, u16_at(data, 8)?, u16_at(data, 10)?),
    };
    (bottom <= XLS_ROWS && right <= XLS_COLUMNS && top <= bottom && left <= right).then_some(())
}

/// Kind and data of each record; nothing in place of one that leaves the stream.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = Option<(u16, &[u8])>> {
    let mut at = start;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let data = stream.get(at + 4..at + 4 + length);
        at += 4 + length;
        Some(data.map(|data| (kind, data)))
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend((data.len() as u16).to_le_bytes());
        bytes.extend(data);
        bytes
    }

    fn dimensions(top: u32, bottom: u32) -> Vec<u8> {
        let mut data = top.to_le_bytes().to_vec();
        data.extend(bottom.to_le_bytes());
        data.extend([0, 0, 3, 0, 0, 0]);
        record(0x0200, &data)
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        let mut data = row.to_le_bytes().to_vec();
        data.extend(column.to_le_bytes());
        record(0x0203, &data)
    }

    #[test]
    fn sheets_are_measured_where_the_reader_starts_them() {
        let sheet = |parts: &[Vec<u8>]| [record(BEGIN, &[]), parts.concat(), record(END, &[])].concat();
        let plain = sheet(&[dimensions(0, 3), cell(0, 0), cell(2, 2)]);
        assert_eq!(sheet_cells(&plain, 0), Some(9));
        // A chart's cells are not the sheet's.
        let chart = sheet(&[cell(0, 0), record(BEGIN, &[]), cell(60_000, 200), record(END, &[]), cell(1, 0)]);
        assert_eq!(sheet_cells(&chart, 0), Some(2));
        // What a damaged byte makes of it: first row past the last, a far column, a start past the end.
        assert_eq!(sheet_cells(&sheet(&[dimensions(9, 3)]), 0), None);
        assert_eq!(sheet_cells(&sheet(&[dimensions(0, u32::MAX)]), 0), None);
        assert_eq!(sheet_cells(&sheet(&[cell(0, 256)]), 0), None);
        assert_eq!(sheet_cells(&plain, plain.len() + 1), None);
    }

    #[test]
    fn a_lone_cell_far_out_is_too_many_cells() {
        let mut globals = record(0x0085, &24u32.to_le_bytes());
        globals.extend(record(END, &[]));
        globals.resize(24, 0);
        let stream = [globals, record(BEGIN, &[]), cell(0, 0), cell(65_535, 255), record(END, &[])].concat();
        assert!(matches!(check_records(&stream), Some(Container::TooManyCells)));
    }
}
