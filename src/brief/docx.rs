//! The report as a Word document: portrait pages to read, the official form on a landscape one.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BreakType, Docx, LineSpacing, PageMargin, PageOrientationType, PageSize, Paragraph, Run,
    SectionProperty, Shading, Style, StyleType, Table, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::blocks::{self, Block, account_lines, blocks, quoted};
use super::chart::AT_TARGET;
use super::{Bar, Bars, Brief};
use crate::forms::docx::{LONG_EDGE, MARGIN, SHORT_EDGE, fonts, table as form_table};
use crate::report::provenance::Provenance;

/// Half points: of the text, of what accompanies it, of a headline.
const TEXT: usize = 21;
const SMALL: usize = 17;
const HEADLINE: usize = 36;
/// Grey that stays legible on paper.
const SOFT: &str = "595959";
const BAND: &str = "F3F4F6";
/// Squares of a bar that reaches its target.
const SQUARES: i128 = 10;

/// The bytes of the document.
pub fn docx(briefs: &[Brief], provenance: &Provenance) -> Result<Vec<u8>, String> {
    let width = (SHORT_EDGE - 2 * MARGIN) as usize;
    let mut document = Docx::new().page_size(SHORT_EDGE, LONG_EDGE).page_margin(margins());
    for (at, (style, name, size)) in
        [("Title", "Title", 40), ("Heading1", "heading 1", 28), ("Heading2", "heading 2", 23)].into_iter().enumerate()
    {
        let style = Style::new(style, StyleType::Paragraph).name(name).bold().size(size).fonts(fonts("黑体"));
        document = document.add_style(if at > 0 { style.outline_lvl(at - 1) } else { style });
    }
    let mut fresh = true;
    for block in blocks(briefs, Some(provenance)) {
        document = match block {
            Block::Title(title) => {
                let title = styled("Title", &title).page_break_before(!fresh);
                document.add_paragraph(title)
            }
            Block::Heading("自评表") => document.add_paragraph(end_of_section(false)),
            Block::Heading(heading) => document
                .add_paragraph(styled("Heading1", heading).line_spacing(LineSpacing::new().before(280).after(80))),
            Block::Facts(facts) => document.add_table(headline(&facts, width)),
            Block::Text(text) => document.add_paragraph(line(&text, TEXT, None)),
            Block::Small(text) => document.add_paragraph(line(&text, SMALL, Some(SOFT))),
            Block::List { numbered, items } => items.iter().enumerate().fold(document, |document, (at, item)| {
                let mark = if numbered { format!("{}. ", at + 1) } else { "· ".to_owned() };
                let item = line(&format!("{mark}{item}"), TEXT, None);
                document.add_paragraph(item.indent(
                    Some(320),
                    Some(docx_rs::SpecialIndentType::Hanging(320)),
                    None,
                    None,
                ))
            }),
            Block::Table(table) => document.add_table(rows(&table, width)),
            Block::Bars(groups) => groups.iter().fold(document, |document, group| {
                document.add_paragraph(group_line(group)).add_table(bars(group, width))
            }),
            Block::Form(brief) => {
                let wide = (LONG_EDGE - 2 * MARGIN) as usize;
                let document = document.add_paragraph(styled("Heading1", "自评表"));
                document.add_table(form_table(&brief.form, wide)).add_paragraph(end_of_section(true))
            }
            Block::Account(account) => {
                let mark = account.verdict;
                let name =
                    format!("{}　{} {}　{} / {}", account.name, mark.sign, mark.word, account.score, account.weight);
                let head =
                    styled("Heading2", &name).keep_next(true).line_spacing(LineSpacing::new().before(160).after(20));
                let lines = account_lines(account);
                lines.iter().fold(document.add_paragraph(head), |document, text| {
                    document.add_paragraph(line(text, SMALL + 1, None))
                })
            }
        };
        fresh = false;
    }
    let mut bytes = Cursor::new(Vec::new());
    document.build().pack(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

fn margins() -> PageMargin {
    let margin = i32::try_from(MARGIN).unwrap_or_default();
    PageMargin { top: margin, left: margin, bottom: margin, right: margin, ..PageMargin::default() }
}

/// The end of what stands on pages of one kind.
fn end_of_section(landscape: bool) -> Paragraph {
    let (width, height) = if landscape { (LONG_EDGE, SHORT_EDGE) } else { (SHORT_EDGE, LONG_EDGE) };
    let section = SectionProperty::new().page_size(PageSize::new().size(width, height)).page_margin(margins());
    let section = if landscape { section.page_orient(PageOrientationType::Landscape) } else { section };
    Paragraph::new().section_property(section)
}

fn styled(style: &str, text: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(Run::new().add_text(text).fonts(fonts("黑体")))
}

fn run(text: &str, size: usize) -> Run {
    let mut run = Run::new().size(size).fonts(fonts("仿宋"));
    for (at, line) in quoted(text).lines().enumerate() {
        if at > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    run
}

fn line(text: &str, size: usize, colour: Option<&str>) -> Paragraph {
    let run = run(text, size);
    Paragraph::new().add_run(match colour {
        Some(colour) => run.color(colour),
        None => run,
    })
}

fn cell(paragraph: Paragraph, width: usize) -> TableCell {
    TableCell::new().add_paragraph(paragraph).width(width, WidthType::Dxa).vertical_align(VAlignType::Center)
}

fn laid_out(rows: Vec<TableRow>, grid: Vec<usize>) -> Table {
    let width = grid.iter().sum();
    Table::new(rows).set_grid(grid).layout(TableLayoutType::Fixed).width(width, WidthType::Dxa)
}

/// What, how much and a few words, side by side.
fn headline(facts: &[[String; 3]], width: usize) -> Table {
    let each = width / facts.len().max(1);
    let cells = facts.iter().map(|[what, value, words]| {
        let value = Paragraph::new().add_run(run(value, HEADLINE).bold());
        let cell = cell(line(what, SMALL, Some(SOFT)), each).add_paragraph(value);
        cell.add_paragraph(line(words, SMALL, Some(SOFT))).shading(Shading::new().fill(BAND))
    });
    let row = TableRow::new(cells.collect()).cant_split();
    laid_out(vec![row], vec![each; facts.len()])
}

fn rows(table: &blocks::Table, width: usize) -> Table {
    let parts: usize = table.heads.iter().map(|(_, part)| usize::from(*part)).sum();
    let grid: Vec<usize> = table.heads.iter().map(|(_, part)| usize::from(*part) * width / parts.max(1)).collect();
    let head = table.heads.iter().zip(&grid).map(|((head, _), width)| {
        cell(Paragraph::new().add_run(run(head, SMALL + 2).bold()), *width).shading(Shading::new().fill(BAND))
    });
    let mut rows = vec![TableRow::new(head.collect()).cant_split()];
    rows.extend(table.rows.iter().map(|row| {
        let cells = row.iter().zip(&grid).map(|(text, width)| cell(line(text, SMALL + 2, None), *width));
        TableRow::new(cells.collect()).cant_split()
    }));
    laid_out(rows, grid)
}

fn group_line(group: &Bars) -> Paragraph {
    let share = group.share.as_ref().map_or_else(String::new, |(_, share)| format!("，得分率 {share}"));
    let text = format!("{}　得 {} 分，共 {} 分{share}", group.name, group.score, group.weight);
    let spacing = LineSpacing::new().before(200).after(60);
    Paragraph::new().add_run(run(&text, TEXT).bold()).line_spacing(spacing).keep_next(true)
}

/// A row for each indicator: its name, its bar in squares, and in words.
fn bars(group: &Bars, width: usize) -> Table {
    let grid = vec![width * 36 / 100, width * 30 / 100, width * 34 / 100];
    let [name, middle, words] = [36, 30, 34].map(|part| width * part / 100);
    let row = |bar: &Bar| {
        let mark = bar.verdict;
        let said = format!("{} {} {}", mark.sign, mark.word, bar.attainment);
        let values = format!("{}，指标值 {}", bar.actual, bar.target);
        let cells = vec![
            cell(line(&bar.name, SMALL + 2, None), name),
            cell(squares(bar), middle),
            cell(line(said.trim_end(), SMALL + 2, Some(colour(bar))), words).add_paragraph(line(
                &values,
                SMALL,
                Some(SOFT),
            )),
        ];
        TableRow::new(cells).cant_split()
    };
    laid_out(group.bars.iter().map(row).collect(), grid)
}

fn colour(bar: &Bar) -> &'static str {
    match bar.verdict.class {
        "met" => "116329",
        "missed" => "A40E26",
        _ => SOFT,
    }
}

/// Ten squares are the target; what is short of it is empty.
fn squares(bar: &Bar) -> Paragraph {
    let Some(length) = bar.length else { return Paragraph::new() };
    let full = usize::try_from(length * SQUARES / AT_TARGET).unwrap_or(0);
    let target = usize::try_from(SQUARES).unwrap_or(0);
    let mut text = "■".repeat(full) + &"□".repeat(target.saturating_sub(full));
    if bar.beyond {
        text.push('→');
    }
    Paragraph::new().add_run(Run::new().add_text(text).size(SMALL).color(colour(bar))).align(AlignmentType::Left)
}
