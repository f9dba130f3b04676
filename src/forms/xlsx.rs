//! Forms as a workbook: merged cells, borders, fonts, widths, A4 pages, checks of what is
//! filled in. The only file that names the workbook writer, and with [`number`] the only
//! place here where a decimal becomes a float.

use std::collections::HashMap;

use rust_xlsxwriter::{
    Chart as Drawing, ChartDataLabel, ChartType, Color, DataValidation, DataValidationErrorStyle, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};
use rustc_hash::FxBuildHasher;
use unicode_width::UnicodeWidthChar;

use super::assess::at;
use super::{Allowed, Cell, Chart, Check, Content, Form, Shown, Style, text};

/// Points of a line of text, and of the space around a cell's lines.
const LINE_POINTS: u32 = 15;
const PADDING_POINTS: u32 = 6;
/// The highest row that spreadsheets allow, in points.
const MAX_ROW_POINTS: u32 = 409;
/// The height of an empty row.
const ROW_PIXELS: u32 = 20;
/// The paper of official documents.
const A4: u8 = 9;
/// Its width and height in points, and the margins that spreadsheets leave.
const PAGE: (u32, u32) = (595, 842);
const SIDE_MARGIN: u32 = 50;
const TOP_MARGIN: u32 = 54;
/// Up to so much over a page a form is made smaller; more would be too small to read.
const JUST_OVER_PERCENT: u32 = 120;
/// Sheet names are no longer than this.
const MAX_SHEET_NAME: usize = 31;

/// The bytes of a workbook with one sheet a form; the same forms make the same bytes.
pub fn workbook(forms: &[Form]) -> Result<Vec<u8>, String> {
    write(forms).map_err(|error| error.to_string())
}

fn write(forms: &[Form]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The clock has no place in a file that is compared.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let mut formats = Formats::default();
    let mut names: Vec<String> = Vec::new();
    for form in forms {
        let name = unlike(&names, sheet_name(&form.sheet));
        sheet(workbook.add_worksheet(), form, &name, &mut formats)?;
        names.push(name);
    }
    workbook.save_to_buffer()
}

/// A name that a sheet may have.
pub fn sheet_name(wanted: &str) -> String {
    let plain = wanted.chars().filter(|letter| !"[]:*?/\\'".contains(*letter));
    plain.take(MAX_SHEET_NAME).collect()
}

/// The name, or one with a number where another sheet has it.
fn unlike(names: &[String], wanted: String) -> String {
    let wanted = if wanted.trim().is_empty() { "表".to_owned() } else { wanted };
    let taken = |name: &String| names.iter().any(|known| known.to_lowercase() == name.to_lowercase());
    let numbered = (2..).map(|number: u32| {
        let suffix = format!("~{number}");
        let room = MAX_SHEET_NAME.saturating_sub(suffix.len());
        wanted.chars().take(room).chain(suffix.chars()).collect::<String>()
    });
    std::iter::once(wanted.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

fn sheet(sheet: &mut Worksheet, form: &Form, name: &str, formats: &mut Formats) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    // A formula that comes to nothing shows nothing in programs that do not calculate, not 0.
    sheet.set_formula_result_default("");
    page(sheet, form)?;
    for (column, width) in (0..).zip(&form.widths) {
        sheet.set_column_width(column, *width)?;
    }
    for (row, cells) in (0..).zip(&form.rows) {
        for cell in cells {
            place(sheet, row, cell, formats.of(cell))?;
        }
    }
    for (row, points) in (0..).zip(heights(form)) {
        sheet.set_row_height(row, points)?;
    }
    if let Some(chart) = &form.chart {
        draw(sheet, name, chart)?;
    }
    if form.protected {
        sheet.protect();
    }
    Ok(())
}

/// Bars from top to bottom, as the rows stand.
fn draw(sheet: &mut Worksheet, name: &str, chart: &Chart) -> Result<(), XlsxError> {
    let mut drawing = Drawing::new(ChartType::Bar);
    let (first, last) = chart.rows;
    let (names, values) = chart.columns;
    drawing
        .add_series()
        .set_name(&chart.title)
        .set_categories((name, first, names, last, names))
        .set_values((name, first, values, last, values))
        .set_data_label(ChartDataLabel::new().show_value())
        .set_gap(60);
    drawing.title().set_name(&chart.title);
    drawing.legend().set_hidden();
    drawing.y_axis().set_reverse();
    drawing.x_axis().set_num_format("0%").set_min(0);
    drawing.set_width(560).set_height(chart_height(chart));
    sheet.insert_chart(chart.at.0, chart.at.1, &drawing)?;
    Ok(())
}

/// The height of a chart in pixels: so much a bar.
fn chart_height(chart: &Chart) -> u32 {
    let bars = chart.rows.1.saturating_sub(chart.rows.0) + 1;
    bars.saturating_mul(34).saturating_add(120)
}

fn page(sheet: &mut Worksheet, form: &Form) -> Result<(), XlsxError> {
    // A page more for a line or two is a page too many.
    let high = u16::from(just_over_a_page(form));
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, high).set_print_center_horizontally(true);
    sheet.set_footer("&C第 &P 页，共 &N 页");
    if form.landscape {
        sheet.set_landscape();
    }
    let rows = u32::try_from(form.rows.len()).unwrap_or(u32::MAX).saturating_sub(1);
    // A chart below the rows is printed with them.
    let last = form.chart.as_ref().map_or(rows, |chart| chart.at.0 + chart_height(chart) / ROW_PIXELS + 1);
    sheet.set_print_area(0, 0, last, form.printed.saturating_sub(1))?;
    if let Some(row) = form.repeated {
        sheet.set_repeat_rows(row, row)?;
    }
    if let Some(chart) = form.chart.as_ref().filter(|chart| cuts_its_chart(form, chart)) {
        sheet.set_page_breaks(&[chart.at.0])?;
    }
    Ok(())
}

/// Whether a form is a little higher than its page.
fn just_over_a_page(form: &Form) -> bool {
    let page = page_points(form);
    let own: u32 = heights(form).iter().sum();
    form.chart.is_none() && own > page && own <= page * JUST_OVER_PERCENT / 100
}

/// Whether a page ends within the chart, which would fit on the next.
fn cuts_its_chart(form: &Form, chart: &Chart) -> bool {
    let page = page_points(form);
    let above: u32 = heights(form).iter().take(chart.at.0 as usize).sum();
    let own = chart_height(chart) * 3 / 4;
    above % page + own > page && own <= page
}

/// The height of a page in the points of the form, which is made smaller to fit the width.
fn page_points(form: &Form) -> u32 {
    let (width, height) = if form.landscape { (PAGE.1, PAGE.0) } else { PAGE };
    let (width, height) = (width - 2 * SIDE_MARGIN, height - 2 * TOP_MARGIN);
    let columns = form.widths.iter().take(usize::from(form.printed));
    let own: u32 = columns.map(|column| (u32::from(*column) * 7 + 5) * 3 / 4).sum();
    height * own.max(width) / width
}

fn place(sheet: &mut Worksheet, row: u32, cell: &Cell, format: &Format) -> Result<(), XlsxError> {
    let column = cell.column;
    if cell.across > 1 || cell.down > 1 {
        let (last_row, last_column) = (row + cell.down.max(1) - 1, column + cell.across.max(1) - 1);
        sheet.merge_range(row, column, last_row, last_column, "", format)?;
    }
    match &cell.content {
        Content::Empty => sheet.write_blank(row, column, format)?,
        Content::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
        Content::Number(decimal, _) if decimal.is_empty() => sheet.write_blank(row, column, format)?,
        Content::Number(decimal, _) => match number(decimal) {
            Some(number) => sheet.write_number_with_format(row, column, number, format)?,
            None => sheet.write_string_with_format(row, column, decimal, format)?,
        },
        Content::Date(date) => {
            let (year, month, day) = (date.year().unsigned_abs(), date.month(), date.day());
            let day = ExcelDateTime::from_ymd(year, month.unsigned_abs(), day.unsigned_abs())?;
            sheet.write_datetime_with_format(row, column, day, format)?
        }
        Content::Live(formula, now) => {
            let formula = Formula::new(format!("={formula}")).set_result(cached(now));
            sheet.write_formula_with_format(row, column, formula, format)?
        }
    };
    if let Some(check) = &cell.check {
        sheet.add_data_validation(row, column, row, column, &validation(check, &at(row, column))?)?;
    }
    Ok(())
}

/// What a formula comes to, for programs that show it without calculating.
fn cached(now: &Content) -> String {
    match now {
        Content::Number(number, _) => number.clone(),
        Content::Date(date) => date.to_string(),
        Content::Empty | Content::Text(_) | Content::Live(..) => text::text(now),
    }
}

/// The float nearest to a decimal.
fn number(decimal: &str) -> Option<f64> {
    decimal.parse().ok()
}

fn validation(check: &Check, at: &str) -> Result<DataValidation, XlsxError> {
    let rule = DataValidation::new();
    let style = match check.allowed {
        Allowed::Percent => DataValidationErrorStyle::Warning,
        Allowed::Anything | Allowed::Number | Allowed::Date | Allowed::Words(_) => DataValidationErrorStyle::Stop,
    };
    let rule = match &check.allowed {
        Allowed::Anything => rule.allow_any_value(),
        Allowed::Number => rule.allow_custom(Formula::new(format!("=ISNUMBER({at})"))),
        // Whoever types 97.2 where 97.2% is meant is asked.
        Allowed::Percent => rule.allow_custom(Formula::new(format!("=AND(ISNUMBER({at}),ABS({at})<=10)"))),
        Allowed::Date => {
            let (first, last) = ("DATE(2000,1,1)", "DATE(2099,12,31)");
            rule.allow_custom(Formula::new(format!("=AND(ISNUMBER({at}),{at}>={first},{at}<={last})")))
        }
        Allowed::Words(words) => rule.allow_list_strings(words)?,
    };
    let rule = rule.set_input_message(&check.hint)?.set_error_style(style);
    rule.set_error_title("填得不对")?.set_error_message(&check.hint)
}

/// The height of each row in points: as many lines as its fullest cell needs.
fn heights(form: &Form) -> Vec<u32> {
    let width = |cell: &Cell| -> usize {
        let columns = form.widths.iter().skip(usize::from(cell.column)).take(usize::from(cell.across.max(1)));
        columns.map(|width| usize::from(*width)).sum()
    };
    let needed = |cell: &Cell| {
        let room = width(cell).saturating_sub(4).max(2);
        let text = text::text(&cell.content);
        let lines: usize = text.lines().map(|line| lines_of(line, room)).sum();
        let lines = u32::try_from(lines).unwrap_or(u32::MAX).max(1);
        let line = if cell.style == Style::Title { LINE_POINTS * 2 } else { LINE_POINTS };
        lines.saturating_mul(line).saturating_add(PADDING_POINTS)
    };
    let mut heights: Vec<u32> = form
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .filter(|cell| cell.down <= 1 && cell.column < form.printed)
                .map(needed)
                .max()
                .unwrap_or(LINE_POINTS + PADDING_POINTS)
        })
        .collect();
    // What a cell over several rows lacks, its last row gives.
    for (row, cells) in form.rows.iter().enumerate() {
        for cell in cells.iter().filter(|cell| cell.down > 1) {
            let rows = heights.iter().skip(row).take(cell.down as usize);
            let lacks = needed(cell).saturating_sub(rows.sum());
            if let Some(last) = heights.get_mut(row + cell.down as usize - 1) {
                *last += lacks;
            }
        }
    }
    heights.into_iter().map(|points| points.min(MAX_ROW_POINTS)).collect()
}

/// How many lines a text takes: Chinese breaks anywhere, a Latin word or a path only where it has to.
fn lines_of(text: &str, room: usize) -> usize {
    let (mut lines, mut used) = (1, 0);
    let mut word = 0;
    let mut place = |width: usize| {
        if used > 0 && used + width > room {
            lines += 1;
            used = 0;
        }
        lines += width.saturating_sub(1) / room;
        used += if width > room { width % room } else { width };
    };
    for letter in text.chars() {
        let width = letter.width().unwrap_or(0);
        if letter.is_ascii() && letter != ' ' {
            word += width;
            continue;
        }
        if word > 0 {
            place(word);
            word = 0;
        }
        place(width);
    }
    if word > 0 {
        place(word);
    }
    lines
}

/// The formats in use; a workbook with one format a cell would be slow to open.
#[derive(Default)]
struct Formats(HashMap<(Style, Option<String>), Format, FxBuildHasher>);

impl Formats {
    fn of(&mut self, cell: &Cell) -> &Format {
        let code = number_format(&cell.content);
        self.0.entry((cell.style, code.clone())).or_insert_with(|| format(cell.style, code))
    }
}

fn number_format(content: &Content) -> Option<String> {
    match content {
        Content::Empty | Content::Text(_) => None,
        Content::Date(_) => Some("yyyy-mm-dd".to_owned()),
        Content::Live(_, now) => number_format(now),
        Content::Number(_, shown) => Some(match shown {
            Shown::Unit(unit) if unit.is_empty() => "General".to_owned(),
            Shown::Unit(unit) => format!("General\"{}\"", unit.replace('"', "")),
            Shown::Day => "yyyy-mm-dd".to_owned(),
            Shown::Money => "#,##0.00".to_owned(),
            Shown::Places(0) => "0".to_owned(),
            Shown::Places(places) => format!("0.{}", "0".repeat(*places as usize)),
            Shown::Percent => "0.00%".to_owned(),
        }),
    }
}

fn format(style: Style, code: Option<String>) -> Format {
    let base = Format::new().set_font_name("仿宋").set_font_size(11).set_align(FormatAlign::VerticalCenter);
    let boxed = |format: Format| format.set_border(FormatBorder::Thin).set_text_wrap();
    let format = match style {
        Style::Title => base.set_font_name("宋体").set_font_size(18).set_bold().set_align(FormatAlign::Center),
        Style::Note => base.set_align(FormatAlign::Center).set_text_wrap(),
        Style::Label => boxed(base.set_font_name("宋体").set_bold().set_align(FormatAlign::Center)),
        Style::Text => boxed(base.set_align(FormatAlign::Left).set_indent(1)),
        Style::Centre => boxed(base.set_align(FormatAlign::Center)),
        Style::Amount => boxed(base.set_align(FormatAlign::Right).set_indent(1)),
        Style::Input => {
            let tinted = base.set_background_color(Color::RGB(0x00FF_F9E5)).set_unlocked();
            boxed(tinted.set_align(FormatAlign::Center))
        }
        Style::Aside => base.set_font_size(9).set_font_color(Color::Gray).set_align(FormatAlign::Center),
    };
    match code {
        Some(code) => format.set_num_format(code),
        None => format,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_of_their_own() {
        let long = "广州开发区知识产权局知识产权促进处商标与地理标志科（含派出机构）";
        let mut names = Vec::new();
        for wanted in ["促进处", "促进处", "a/b", "A[b]", "", long, long] {
            names.push(unlike(&names, sheet_name(wanted)));
        }
        assert_eq!(&names[..5], ["促进处", "促进处~2", "ab", "Ab~2", "表"]);
        assert!(names[6].ends_with("~2") && names.iter().all(|name| name.chars().count() <= MAX_SHEET_NAME));
    }

    #[test]
    fn rows_are_as_high_as_their_fullest_cell() {
        let text = "字".repeat(40);
        let cell = |down| Cell::text(0, Style::Text, text.clone()).down(down);
        let form = |down, rows: usize| {
            let mut all = vec![Vec::new(); rows];
            all[0] = vec![cell(down)];
            Form { widths: vec![24], rows: all, printed: 1, ..Form::default() }
        };
        // Forty letters of two columns in twenty columns are four lines.
        assert_eq!(heights(&form(1, 1)), [4 * LINE_POINTS + PADDING_POINTS]);
        let over = heights(&form(3, 3));
        assert_eq!(over.iter().sum::<u32>(), 4 * LINE_POINTS + PADDING_POINTS);
    }

    #[test]
    fn rows_are_as_high_as_their_texts() {
        for (text, room, lines) in [
            ("", 10, 1),
            ("一二三四五", 10, 1),
            ("一二三四五六", 10, 2),
            ("甲 abcdefgh", 10, 2),
            ("abcdefghijklmnopqrstuvwxy", 10, 3),
            ("一二 /a/b/c/d/e/f/g.csv!C3", 12, 3),
        ] {
            assert_eq!(lines_of(text, room), lines, "{text}");
        }
    }
}
