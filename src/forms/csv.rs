//! A form as CSV for Excel and WPS: UTF-8 with a byte order mark. A merged cell stands in
//! its first place.

use super::{Form, text};

/// Excel takes a CSV file for GBK unless it begins with this.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// All forms below each other, an empty line between two.
pub fn csv(forms: &[Form]) -> String {
    let mut writer =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for (at, form) in forms.iter().enumerate() {
        if at > 0 {
            // Writing into memory cannot fail.
            let _ = writer.write_record([""]);
        }
        for row in &form.rows {
            let _ = writer.write_record(record(row, form.printed));
        }
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("{BYTE_ORDER_MARK}{}", String::from_utf8_lossy(&bytes))
}

fn record(row: &[super::Cell], columns: u16) -> Vec<String> {
    let cell = |column| row.iter().find(|cell| cell.column == column);
    (0..columns)
        .map(|column| cell(column).map_or_else(String::new, |cell| harmless(text::text(&cell.content))))
        .collect()
}

/// A cell that begins like a formula is not run by the program that opens it. A number
/// with its sign is left alone.
fn harmless(cell: String) -> String {
    let formula = cell.starts_with(['=', '@', '\t'])
        || (cell.starts_with(['+', '-']) && !cell.chars().nth(1).is_some_and(|c| c.is_ascii_digit()));
    if formula { format!("'{cell}") } else { cell }
}
