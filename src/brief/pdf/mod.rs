//! The report as a PDF: A4 pages with the fonts that the caller found.
//!
//! Pages are laid out in hundredths of a point, in whole numbers; [`paper`] alone draws.

mod face;
mod grid;
mod paper;

use super::blocks::{Block, account_lines, blocks, quoted};
use super::chart::{AT_TARGET, LONGEST};
use super::{Account, Bar, Bars, Brief};
use crate::forms::{Form, Style, printed_text};
use crate::report::provenance::Provenance;
pub use face::Face;
use face::{Align, Measured};
use grid::{Cell, draw, lay_out};

/// A4 in hundredths of a point, and the margins of 15 mm.
const SHORT_EDGE: i64 = 59_528;
const LONG_EDGE: i64 = 84_189;
const MARGIN: i64 = 4_252;
/// Sizes of letters.
const TITLE: i64 = 2_000;
const HEADING: i64 = 1_350;
const HEADLINE: i64 = 1_900;
const TEXT: i64 = 1_000;
const SMALL: i64 = 850;
const FORM: i64 = 800;
/// Colours as red, green and blue; they stand out from paper as on the page for the screen.
const INK: [u8; 3] = [0, 0, 0];
const SOFT: [u8; 3] = [0x44, 0x44, 0x44];
const BAND: [u8; 3] = [0xF3, 0xF4, 0xF6];
const TRACK: [u8; 3] = [0xE4, 0xE8, 0xED];
const LINE: [u8; 3] = [0x80, 0x80, 0x80];
const MET: [u8; 3] = [0x11, 0x63, 0x29];
const MISSED: [u8; 3] = [0xA4, 0x0E, 0x26];
const OPEN: [u8; 3] = [0x7D, 0x4E, 0x00];

/// The fonts of a document.
#[derive(Debug, Clone)]
pub struct Faces {
    /// For text.
    pub regular: Face,
    /// For headings; the same again where there is no other.
    pub bold: Face,
}

/// What is drawn.
#[derive(Debug, Clone)]
enum Mark {
    /// A line of text from its left end; `y` is its base line.
    Text { x: i64, y: i64, size: i64, bold: bool, colour: [u8; 3], text: String },
    /// A box, filled or drawn around.
    Box { x: i64, y: i64, width: i64, height: i64, colour: [u8; 3], filled: bool },
}

/// One page.
#[derive(Debug, Clone)]
struct Sheet {
    width: i64,
    height: i64,
    marks: Vec<Mark>,
}

/// The bytes of the document; why not, where a font cannot be used.
pub fn pdf(briefs: &[Brief], provenance: &Provenance, faces: &Faces) -> Result<Vec<u8>, String> {
    let measured = Measured::new(faces)?;
    let mut layout = Layout { measured, sheets: Vec::new(), y: 0, landscape: false };
    for block in blocks(briefs, Some(provenance)) {
        layout.block(&block);
    }
    layout.number();
    let title = briefs.first().map_or("", |brief| &brief.title);
    paper::drawn(&layout.sheets, faces, &layout.measured, title, &provenance.version)
}

/// The pages so far, and where the last one goes on.
struct Layout<'a> {
    measured: Measured<'a>,
    sheets: Vec<Sheet>,
    y: i64,
    landscape: bool,
}

impl Layout<'_> {
    fn block(&mut self, block: &Block<'_>) {
        match block {
            Block::Title(title) => {
                self.turn(false);
                self.text(title, TITLE, true, INK);
                self.y += 300;
            }
            Block::Heading("自评表") => {
                self.turn(true);
                self.heading("自评表");
            }
            Block::Heading(heading) => self.heading(heading),
            Block::Facts(facts) => self.facts(facts),
            Block::Text(text) => self.text(text, TEXT, false, INK),
            Block::Small(text) => self.text(text, SMALL, false, SOFT),
            Block::List { numbered, items } => {
                for (at, item) in items.iter().enumerate() {
                    let mark = if *numbered { format!("{}.", at + 1) } else { "·".to_owned() };
                    self.item(&mark, item);
                }
            }
            Block::Table(table) => self.table(table),
            Block::Bars(groups) => groups.iter().for_each(|group| self.group(group)),
            Block::Form(brief) => {
                self.form(&brief.form);
                self.turn(false);
            }
            Block::Account(account) => self.account(account),
        }
    }

    fn page(&self) -> (i64, i64) {
        if self.landscape { (LONG_EDGE, SHORT_EDGE) } else { (SHORT_EDGE, LONG_EDGE) }
    }

    fn width(&self) -> i64 {
        self.page().0 - 2 * MARGIN
    }

    /// Where a page ends, with room for its number.
    fn bottom(&self) -> i64 {
        self.page().1 - MARGIN - 600
    }

    fn turn(&mut self, landscape: bool) {
        self.landscape = landscape;
        let (width, height) = self.page();
        // A page that was turned to and stayed empty is used.
        if self.sheets.last().is_some_and(|sheet| sheet.marks.is_empty()) {
            self.sheets.pop();
        }
        self.sheets.push(Sheet { width, height, marks: Vec::new() });
        self.y = MARGIN;
    }

    /// Goes on to the next page unless there is so much room left.
    fn room(&mut self, height: i64) {
        if self.sheets.is_empty() || (self.y + height > self.bottom() && self.y > MARGIN) {
            self.turn(self.landscape);
        }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.marks.push(mark);
        }
    }

    fn words(&mut self, x: i64, y: i64, text: &str, (size, bold, colour): (i64, bool, [u8; 3])) {
        self.mark(Mark::Text { x, y, size, bold, colour, text: text.to_owned() });
    }

    fn text(&mut self, text: &str, size: i64, bold: bool, colour: [u8; 3]) {
        self.indented(text, 0, (size, bold, colour));
    }

    fn indented(&mut self, text: &str, indent: i64, (size, bold, colour): (i64, bool, [u8; 3])) {
        for line in self.measured.wrap(&quoted(text), size, bold, self.width() - indent) {
            self.room(leading(size));
            self.words(MARGIN + indent, self.y + size, &line, (size, bold, colour));
            self.y += leading(size);
        }
    }

    fn heading(&mut self, heading: &str) {
        // A heading stays with what it is above.
        self.room(HEADING * 6);
        if self.y > MARGIN {
            self.y += HEADING;
        }
        self.text(heading, HEADING, true, INK);
        self.y += 250;
    }

    fn item(&mut self, mark: &str, item: &str) {
        let indent = TEXT * 3 / 2;
        self.room(leading(TEXT));
        self.words(MARGIN, self.y + TEXT, mark, (TEXT, false, INK));
        self.indented(item, indent, (TEXT, false, INK));
    }

    /// The headline: what, how much and a few words, side by side.
    fn facts(&mut self, facts: &[[String; 3]]) {
        let each = self.width() / i64::try_from(facts.len()).unwrap_or(1).max(1);
        let inside = each - 1_200;
        let said: Vec<[Vec<String>; 2]> = facts
            .iter()
            .map(|[_, value, words]| {
                [
                    self.measured.wrap(value, HEADLINE, true, inside),
                    self.measured.wrap(&quoted(words), SMALL, false, inside),
                ]
            })
            .collect();
        let height = |[value, words]: &[Vec<String>; 2]| {
            count(value) * leading(HEADLINE) + count(words) * leading(SMALL) + leading(SMALL) + 900
        };
        let tallest = said.iter().map(height).max().unwrap_or(0);
        self.y += 500;
        self.room(tallest);
        let (top, width) = (self.y, self.width());
        self.mark(Mark::Box { x: MARGIN, y: top, width, height: tallest, colour: BAND, filled: true });
        for (at, ([what, ..], [value, words])) in (0..).zip(facts.iter().zip(&said)) {
            let x = MARGIN + at * each + 600;
            let mut y = top + 450;
            self.words(x, y + SMALL, what, (SMALL, false, SOFT));
            y += leading(SMALL);
            for line in value {
                self.words(x, y + HEADLINE, line, (HEADLINE, true, INK));
                y += leading(HEADLINE);
            }
            for line in words {
                self.words(x, y + SMALL, line, (SMALL, false, SOFT));
                y += leading(SMALL);
            }
        }
        self.y = top + tallest;
    }

    fn table(&mut self, table: &super::blocks::Table) {
        let parts: i64 = table.heads.iter().map(|(_, part)| i64::from(*part)).sum();
        let widths: Vec<i64> =
            table.heads.iter().map(|(_, part)| i64::from(*part) * self.width() / parts.max(1)).collect();
        let plain = |row: usize, column: usize, text: &str| Cell { text: quoted(text), ..Cell::at(row, column) };
        let heads = table.heads.iter().enumerate();
        let heads = heads.map(|(column, (head, _))| Cell { bold: true, band: true, ..plain(0, column, head) });
        let mut cells: Vec<Cell> = heads.collect();
        for (row, texts) in table.rows.iter().enumerate() {
            cells.extend(texts.iter().enumerate().map(|(column, text)| plain(row + 1, column, text)));
        }
        self.grid(cells, &widths, SMALL, Some(0));
    }

    fn form(&mut self, form: &Form) {
        let columns = usize::from(form.printed);
        let parts: i64 = form.widths.iter().take(columns).map(|part| i64::from(*part)).sum();
        let widths = form.widths.iter().take(columns).map(|part| i64::from(*part) * self.width() / parts.max(1));
        let widths: Vec<i64> = widths.collect();
        let mut cells = Vec::new();
        for (row, texts) in form.rows.iter().enumerate() {
            for cell in texts.iter().filter(|cell| cell.column < form.printed) {
                let label = cell.style == Style::Label;
                cells.push(Cell {
                    across: usize::from(cell.across.max(1)),
                    down: cell.down.max(1) as usize,
                    text: printed_text(&cell.content),
                    bold: label || cell.style == Style::Title,
                    band: label,
                    bare: matches!(cell.style, Style::Title | Style::Note),
                    align: match cell.style {
                        Style::Text => Align::Left,
                        Style::Amount => Align::Right,
                        Style::Title | Style::Note | Style::Label => Align::Centre,
                        Style::Centre | Style::Input | Style::Aside => Align::Centre,
                    },
                    ..Cell::at(row, usize::from(cell.column))
                });
            }
        }
        self.grid(cells, &widths, FORM, form.repeated.map(|row| row as usize));
    }

    fn grid(&mut self, cells: Vec<Cell>, widths: &[i64], size: i64, head: Option<usize>) {
        let laid = lay_out(cells, widths, size, &self.measured, self.bottom() - MARGIN);
        draw(self, &laid, widths, size, head);
        self.y += 400;
    }

    fn group(&mut self, group: &Bars) {
        self.room(leading(TEXT) * 5);
        self.y += 500;
        let share = group.share.as_ref().map_or_else(String::new, |(_, share)| format!("，得分率 {share}"));
        let text = format!("{}　得 {} 分，共 {} 分{share}", group.name, group.score, group.weight);
        self.text(&text, TEXT, true, INK);
        let (y, width) = (self.y, self.width());
        self.mark(Mark::Box { x: MARGIN, y, width, height: 40, colour: LINE, filled: true });
        self.y += 250;
        for bar in &group.bars {
            self.bar(bar);
        }
    }

    /// An indicator: its name, its bar, and in words.
    fn bar(&mut self, bar: &Bar) {
        let [name, length, words] = [36, 30, 34].map(|part| self.width() * part / 100);
        let gap = 600;
        let names = self.measured.wrap(&bar.name, SMALL + 50, false, name - gap);
        let mark = bar.verdict;
        let colour = match mark.class {
            "met" => MET,
            "missed" => MISSED,
            "open" => OPEN,
            _ => SOFT,
        };
        let said = format!("{} {} {}", mark.sign, mark.word, bar.attainment);
        let values = format!("{}，指标值 {}", bar.actual, bar.target);
        let values = self.measured.wrap(&values, SMALL - 50, false, words - gap);
        let height = (count(&names) * leading(SMALL)).max((count(&values) + 1) * leading(SMALL)) + 250;
        self.room(height);
        let top = self.y;
        for (at, line) in (0..).zip(&names) {
            self.words(MARGIN, top + at * leading(SMALL) + SMALL, line, (SMALL + 50, false, INK));
        }
        let x = MARGIN + name + length + gap;
        self.words(x, top + SMALL, said.trim_end(), (SMALL, false, colour));
        for (at, line) in (1..).zip(&values) {
            self.words(x, top + at * leading(SMALL) + SMALL, line, (SMALL - 50, false, SOFT));
        }
        if let Some(share) = bar.length {
            let (left, thick) = (MARGIN + name, 800);
            let y = top + 350;
            let fill = |x, width, colour| Mark::Box { x, y, width, height: thick, colour, filled: true };
            self.mark(fill(left, length, TRACK));
            let share = i64::try_from(length_of(share, length)).unwrap_or(0);
            self.mark(fill(left, share, colour));
            let aim = left + i64::try_from(length_of(AT_TARGET, length)).unwrap_or(0);
            self.mark(Mark::Box { x: aim, y: y - 150, width: 80, height: thick + 300, colour: INK, filled: true });
            if bar.beyond {
                self.words(left + length + 60, y + thick - 100, "→", (SMALL, false, colour));
            }
        }
        self.y = top + height;
    }

    fn account(&mut self, account: &Account) {
        let mark = account.verdict;
        let head = format!("{}　{} {}　{} / {}", account.name, mark.sign, mark.word, account.score, account.weight);
        self.room(leading(TEXT) + 3 * leading(SMALL));
        self.y += 350;
        self.text(&head, TEXT, true, INK);
        for line in account_lines(account) {
            self.text(&line, SMALL, false, INK);
        }
    }

    /// `3 / 9` at the foot of every page.
    fn number(&mut self) {
        if self.sheets.last().is_some_and(|sheet| sheet.marks.is_empty()) {
            self.sheets.pop();
        }
        let pages = self.sheets.len();
        for (at, sheet) in self.sheets.iter_mut().enumerate() {
            let text = format!("{} / {pages}", at + 1);
            let x = sheet.width - MARGIN - self.measured.width(&text, SMALL, false);
            let y = sheet.height - MARGIN + 300;
            sheet.marks.push(Mark::Text { x, y, size: SMALL, bold: false, colour: SOFT, text });
        }
    }
}

fn length_of(share: i128, width: i64) -> i128 {
    share * i128::from(width) / LONGEST
}

fn count(lines: &[String]) -> i64 {
    i64::try_from(lines.len()).unwrap_or(0)
}

/// From one line to the next.
fn leading(size: i64) -> i64 {
    size * 3 / 2
}
