//! Forms as a Word document: each a title and a table over the width of an A4 page.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BreakType, Docx, PageMargin, PageOrientationType, Paragraph, Run, RunFonts, Table, TableCell,
    TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};

use super::{Cell, Form, Style, text};

/// A4 in twentieths of a point.
pub(crate) const SHORT_EDGE: u32 = 11_906;
pub(crate) const LONG_EDGE: u32 = 16_838;
/// Margins of 20 mm.
pub(crate) const MARGIN: u32 = 1_134;
/// Half points: 9 pt for the table, 18 pt for the title.
const TEXT_SIZE: usize = 18;
const TITLE_SIZE: usize = 36;

/// The bytes of a document with the forms below each other.
pub fn docx(forms: &[Form]) -> Result<Vec<u8>, String> {
    let landscape = forms.iter().any(|form| form.landscape);
    let (width, height) = if landscape { (LONG_EDGE, SHORT_EDGE) } else { (SHORT_EDGE, LONG_EDGE) };
    let margin = i32::try_from(MARGIN).unwrap_or_default();
    let margins = PageMargin { top: margin, left: margin, bottom: margin, right: margin, ..PageMargin::default() };
    let mut document = Docx::new().page_size(width, height).page_margin(margins);
    if landscape {
        document = document.page_orient(PageOrientationType::Landscape);
    }
    for (at, form) in forms.iter().enumerate() {
        for cell in form.rows.iter().flatten().filter(|cell| cell.style == Style::Title) {
            let title = Run::new().add_text(text::text(&cell.content)).size(TITLE_SIZE).bold().fonts(fonts("宋体"));
            let paragraph = Paragraph::new().add_run(title).align(AlignmentType::Center);
            document = document.add_paragraph(if at > 0 { paragraph.page_break_before(true) } else { paragraph });
        }
        document = document.add_table(table(form, (width - 2 * MARGIN) as usize));
    }
    let mut bytes = Cursor::new(Vec::new());
    document.build().pack(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

/// Chinese in one font, the rest in Times.
pub(crate) fn fonts(name: &str) -> RunFonts {
    RunFonts::new().east_asia(name).ascii("Times New Roman").hi_ansi("Times New Roman")
}

/// A cell that goes on in the rows below.
struct Open {
    column: u16,
    across: u16,
    rows: u32,
}

/// The table of a form, without its title, over so many twentieths of a point.
pub(crate) fn table(form: &Form, width: usize) -> Table {
    let columns = usize::from(form.printed);
    let total: usize = form.widths.iter().take(columns).map(|width| usize::from(*width)).sum();
    let grid: Vec<usize> =
        form.widths.iter().take(columns).map(|column| usize::from(*column) * width / total.max(1)).collect();
    let mut open: Vec<Open> = Vec::new();
    let rows = form.rows.iter().filter(|row| !row.iter().any(|cell| cell.style == Style::Title));
    let rows: Vec<TableRow> = rows.map(|row| table_row(row, form.printed, &grid, &mut open)).collect();
    Table::new(rows).set_grid(grid).layout(TableLayoutType::Fixed).width(width, WidthType::Dxa)
}

/// A row: its own cells, the lower parts of those above, and nothing where neither is.
fn table_row(row: &[Cell], columns: u16, grid: &[usize], open: &mut Vec<Open>) -> TableRow {
    let mut cells = Vec::new();
    let mut column = 0;
    let mut begun = Vec::new();
    while column < columns {
        if let Some(above) = open.iter_mut().find(|open| open.column == column) {
            above.rows -= 1;
            cells.push(
                sized(TableCell::new().add_paragraph(Paragraph::new()), grid, column, above.across)
                    .vertical_merge(VMergeType::Continue),
            );
            column += above.across;
        } else if let Some(cell) = row.iter().find(|cell| cell.column == column) {
            let mut own = sized(filled(cell), grid, column, cell.across.max(1));
            if cell.down > 1 {
                own = own.vertical_merge(VMergeType::Restart);
                begun.push(Open { column, across: cell.across.max(1), rows: cell.down - 1 });
            }
            cells.push(own);
            column += cell.across.max(1);
        } else {
            cells.push(sized(TableCell::new().add_paragraph(Paragraph::new()), grid, column, 1));
            column += 1;
        }
    }
    open.retain(|open| open.rows > 0);
    open.extend(begun);
    TableRow::new(cells).cant_split()
}

fn sized(cell: TableCell, grid: &[usize], column: u16, across: u16) -> TableCell {
    let width: usize = grid.iter().skip(usize::from(column)).take(usize::from(across)).sum();
    let cell = cell.width(width, WidthType::Dxa).vertical_align(VAlignType::Center);
    if across > 1 { cell.grid_span(usize::from(across)) } else { cell }
}

fn filled(cell: &Cell) -> TableCell {
    let label = cell.style == Style::Label;
    let mut run = Run::new().size(TEXT_SIZE).fonts(fonts(if label { "宋体" } else { "仿宋" }));
    if label {
        run = run.bold();
    }
    for (at, line) in text::text(&cell.content).lines().enumerate() {
        if at > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    let align = match cell.style {
        Style::Text => AlignmentType::Left,
        Style::Amount => AlignmentType::Right,
        Style::Title | Style::Note | Style::Label | Style::Centre | Style::Input | Style::Aside => {
            AlignmentType::Center
        }
    };
    let filled = TableCell::new().add_paragraph(Paragraph::new().add_run(run).align(align));
    if cell.style == Style::Note { filled.clear_all_border() } else { filled }
}
