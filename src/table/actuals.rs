//! From the sheets of a file to actual values: finds the table by its column names, wherever
//! it starts and in whatever order, and reads its rows.
//!
//! Nothing is dropped in silence: a row is a value, a sum, an empty line of the form, or a finding.

use rust_decimal::Decimal;

use super::TableFinding;
use super::budget::Figures;
use super::cell::{self, CellContext, CellNote};
use super::columns::{self, Role};
use super::sheet::{self, Content, Row, Sheet, Workbook};
use crate::diag::Severity;
use crate::reading::normal;
use crate::reading::scan::{self, Cursor};
use crate::score::actuals::{Origin, RawActual, RawActuals, RawValue};

/// A header further down than this is not looked for; national forms have theirs by row 15.
const MAX_HEADER_ROWS: usize = 200;

/// Above a form the name of a project stands with one or two other things in a row, a code or
/// the department in charge; a row with more cells is one of a table.
const MAX_TITLE_CELLS: usize = 4;

/// What a file says, and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ActualsReading {
    /// The values of which the file does not say whose they are.
    pub actuals: RawActuals,
    /// Those of which it does, by the name of the department or project as the file has it.
    pub owned: Vec<(String, RawActuals)>,
    /// In the order of the file.
    pub findings: Vec<TableFinding>,
    /// The headers of the tables, from the top.
    pub(crate) heads: Vec<Head>,
}

/// A header, and where the columns of its table are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// The sheet.
    pub sheet: Option<String>,
    /// Its first row and its last.
    pub rows: (u32, u32),
    /// What each column holds.
    pub columns: Vec<(Role, u32)>,
}

/// Reads the bytes of a file. `file` is its name for messages, `year` the fiscal year, for
/// dates without one.
pub fn read(bytes: &[u8], file: &str, year: Option<i16>) -> ActualsReading {
    match sheet::read(bytes, file) {
        Ok(workbook) => from_workbook(&workbook, year, &[]),
        Err(finding) => ActualsReading {
            actuals: RawActuals { title: file.to_owned(), ..RawActuals::default() },
            findings: vec![finding],
            ..ActualsReading::default()
        },
    }
}

/// Reads the sheets of a file. `owners` are the departments and projects in question: a
/// sheet that is named after one of them is its own.
pub fn from_workbook(workbook: &Workbook, year: Option<i16>, owners: &[&str]) -> ActualsReading {
    let mut reading = ActualsReading {
        actuals: RawActuals { title: workbook.file.clone(), ..RawActuals::default() },
        findings: workbook.findings.clone(),
        ..ActualsReading::default()
    };
    let mut figures = Figures::default();
    let mut unused = Vec::new();
    let mut tables = 0;
    for sheet in &workbook.sheets {
        let named = sheet.name.as_deref().unwrap_or_default();
        let owner = owners.iter().find(|owner| same_name(owner, named)).map(|owner| (*owner).to_owned());
        figures.of(owner.as_ref());
        let before = figures.count();
        let mut reader = SheetReader {
            workbook,
            sheet,
            year,
            owners,
            owner,
            sums: Vec::new(),
            found_header: false,
            figures: &mut figures,
            into: &mut reading,
        };
        reader.read();
        if reader.found_header {
            tables += 1;
        } else if !sheet.rows.is_empty() && figures.count() == before {
            unused.push(sheet);
        }
    }
    if tables == 0 {
        reading.findings.push(no_header(workbook));
    } else if !unused.is_empty() {
        let names: Vec<String> =
            unused.iter().filter_map(|sheet| sheet.name.as_deref()).map(|name| format!("“{name}”")).collect();
        if !names.is_empty() {
            let message = format!("工作表{}没有指标表，没有用到", names.join(""));
            reading.findings.push(
                TableFinding::of_file("E0525", &workbook.file, message)
                    .help("要用的工作表，表头写上“三级指标”和“实际完成值”"),
            );
        }
    }
    reading.findings.extend(hidden_sheets(workbook));
    for (owner, budget) in figures.finish(&mut reading.findings) {
        reading.of(owner.as_ref()).budget = Some(budget);
    }
    reading
}

impl ActualsReading {
    /// The values of an owner.
    fn of(&mut self, owner: Option<&String>) -> &mut RawActuals {
        let Some(owner) = owner else { return &mut self.actuals };
        let at = self.owned.iter().position(|(known, _)| same_name(known, owner)).unwrap_or_else(|| {
            let actuals = RawActuals { title: self.actuals.title.clone(), ..RawActuals::default() };
            self.owned.push((owner.clone(), actuals));
            self.owned.len() - 1
        });
        match self.owned.get_mut(at) {
            Some((_, actuals)) => actuals,
            None => &mut self.actuals,
        }
    }
}

/// Whose a form is, where a row says so above it: `项目名称 | 社区食堂建设`.
fn titled(row: &Row, owners: &[&str]) -> Option<String> {
    let (head, name) = match row.cells.as_slice() {
        [(_, head), (_, name), ..] if row.cells.len() <= MAX_TITLE_CELLS => (head, name),
        _ => return None,
    };
    if owners.is_empty() || columns::role(&head.text()) != Some(Role::Owner) {
        return None;
    }
    let name = label(name);
    owners.iter().any(|known| same_name(known, &name)).then_some(name)
}

/// Whether two names of departments or projects are the same, however wide their letters are.
pub fn same_name(one: &str, other: &str) -> bool {
    normal::normalised(one) == normal::normalised(other)
}

/// The columns of a table.
#[derive(Debug, Clone, Default)]
struct Header {
    columns: Vec<(Role, u32)>,
    /// Whether the column of owners is called by a name that others use, too.
    any_name: bool,
    /// The unit that the heading of the actual values names.
    unit: Option<String>,
    /// The last column that is named.
    last: u32,
    /// Columns of budget figures, which JSON puts beside the indicators.
    figures: Vec<u32>,
}

impl Header {
    fn column(&self, role: Role) -> Option<u32> {
        self.columns.iter().find(|(known, _)| *known == role).map(|(_, column)| *column)
    }

    fn get<'r>(&self, row: &'r Row, role: Role) -> &'r Content {
        self.column(role).map_or(&Content::Empty, |column| row.get(column))
    }
}

struct SheetReader<'a> {
    workbook: &'a Workbook,
    sheet: &'a Sheet,
    year: Option<i16>,
    owners: &'a [&'a str],
    /// Whose the rows are, as far as the sheet or the column of the last row says.
    owner: Option<String>,
    /// Sums that were passed over: label and place.
    sums: Vec<(String, Origin)>,
    found_header: bool,
    figures: &'a mut Figures,
    into: &'a mut ActualsReading,
}

impl SheetReader<'_> {
    fn read(&mut self) {
        let mut header: Option<Header> = None;
        let mut group = [String::new(), String::new()];
        let mut at = 0;
        let owners = self.owners;
        let titles = |row: &Row| titled(row, owners);
        self.figures.block(self.workbook, self.sheet, self.year, &titles, &mut self.into.findings);
        self.figures.of(self.owner.as_ref());
        while let Some(row) = self.sheet.rows.get(at) {
            if let Some(owner) = titled(row, owners) {
                self.figures.of(Some(&owner));
                self.owner = Some(owner);
                // Another form begins, and its table has a header of its own.
                header = None;
                at += 1;
                continue;
            }
            if let Some((next, rows)) = self.header_at(at, header.as_ref()) {
                self.found_header = true;
                let columns = next.columns.clone();
                let last = self.sheet.rows.get(at + rows - 1).map_or(row.index, |row| row.index);
                self.into.heads.push(Head { sheet: self.sheet.name.clone(), rows: (row.index, last), columns });
                header = Some(next);
                group = Default::default();
                at += rows;
                continue;
            }
            match &header {
                Some(header) => self.row(row, header, &mut group),
                None => self.figures.free_row(self.workbook, self.sheet, row, self.year, &mut self.into.findings),
            }
            at += 1;
        }
        if let Some((_, origin)) = self.sums.first().cloned() {
            let labels: Vec<String> = self.sums.iter().map(|(label, _)| format!("“{label}”")).collect();
            let finding = TableFinding::at("E0526", origin, format!("{}不是指标，没有读", labels.join("")));
            self.into.findings.push(finding.help("合计和得分由 heng 重新计算"));
        }
    }

    /// The header that starts at a row, with the number of its rows.
    fn header_at(&mut self, at: usize, current: Option<&Header>) -> Option<(Header, usize)> {
        let row = self.sheet.rows.get(at)?;
        match current {
            None if at >= MAX_HEADER_ROWS && !self.found_header => return None,
            // Below a header only a row that names the name column again begins another.
            Some(header) if columns::role(&header.get(row, Role::Name).text()) != Some(Role::Name) => return None,
            None | Some(_) => {}
        }
        let one = claims(row, None);
        let below = self.sheet.rows.get(at + 1).filter(|below| below.index == row.index + 1);
        let two = below.filter(|below| continues_header(row, below)).map(|below| claims(row, Some(below)));
        let complete = |claims: &[Claim]| {
            let has = |role| claims.iter().any(|claim| claim.role == role);
            has(Role::Name) && has(Role::Actual)
        };
        let (claims, rows) = match two {
            Some(two) if complete(&two) => (two, 2),
            Some(_) | None if complete(&one) => (one, 1),
            Some(_) | None => return None,
        };
        let lower = below.filter(|_| rows == 2);
        let last = [Some(row), lower].into_iter().flatten().filter_map(|row| row.cells.last()).map(|(at, _)| *at).max();
        let header = self.header(row, claims);
        Some((Header { last: last.unwrap_or(0), ..header }, rows))
    }

    /// Gives each role to its surest column, and says so where two columns claim one.
    fn header(&mut self, row: &Row, mut claims: Vec<Claim>) -> Header {
        claims.sort_by_key(|claim| (claim.role, claim.rank, claim.column));
        let mut header = Header::default();
        for claim in &claims {
            let Some(first) = claims.iter().find(|first| first.role == claim.role) else { continue };
            if first.column == claim.column {
                header.any_name |= claim.role == Role::Owner && columns::is_any_name(&claim.label);
                header.columns.push((claim.role, claim.column));
                if claim.role == Role::Actual {
                    header.unit = columns::heading_unit(&claim.label);
                }
                continue;
            }
            let same = first.rank == claim.rank;
            let matters = match claim.role {
                Role::Actual => true,
                Role::Name | Role::Target | Role::Unit | Role::Score | Role::Reason => same,
                Role::Owner | Role::Level1 | Role::Level2 | Role::Sign | Role::Weight | Role::Aside => false,
            };
            if matters {
                let origin = self.workbook.origin(self.sheet, row.index, claim.column);
                let message = format!(
                    "“{}”和“{}”两列都像{}，用了前一个",
                    first.label,
                    claim.label,
                    columns::usual_name(claim.role)
                );
                self.into.findings.push(TableFinding::at("E0521", origin, message).help("只留一列，或把另一列改名"));
            }
        }
        let unread = row.cells.iter().find(|(column, cell)| {
            cell.text().contains("上年")
                && !header.columns.iter().any(|(role, at)| at == column && *role != Role::Aside)
        });
        if let Some((column, cell)) = unread {
            let origin = self.workbook.origin(self.sheet, row.index, *column);
            let message = format!("“{}”一列没有用到", shortened(&label(cell)));
            let found = TableFinding::at("E0525", origin, message);
            self.into.findings.push(found.help("上年值写在指标文件里：`上年 385 家`"));
        }
        header.figures = row
            .cells
            .iter()
            .filter(|(_, cell)| columns::figure(&cell.text()).is_some())
            .map(|(column, _)| *column)
            .collect();
        header
    }

    /// One row under a header.
    fn row(&mut self, row: &Row, header: &Header, group: &mut [String; 2]) {
        if let Some(column) = header.column(Role::Name)
            && *row.get(column) == Content::Uncalculated
        {
            let origin = self.workbook.origin(self.sheet, row.index, column);
            self.note(cell::uncalculated().notes, &origin);
            return;
        }
        let name = label(header.get(row, Role::Name));
        // A merged cell says whose its rows are in the first of them.
        let mut owner = label(header.get(row, Role::Owner));
        let unit = label(header.get(row, Role::Unit));
        if owner.is_empty() && self.is_owner(&unit) {
            // 单位 is the word for who does it, too.
            owner = unit;
        }
        if !owner.is_empty() && !columns::is_sum(&owner) {
            // 项目名称 may be the name of anything; a column of heng's own says whose a row is.
            self.owner = (self.is_owner(&owner) || !header.any_name).then_some(owner);
            self.figures.of(self.owner.as_ref());
        }
        for (level, role) in [(0, Role::Level1), (1, Role::Level2)] {
            let found = level_name(header.get(row, role));
            if !found.is_empty() && !columns::is_sum(&found) {
                if level == 0 {
                    *group = [found, String::new()];
                } else {
                    let [_, second] = group;
                    *second = found;
                }
            }
        }
        let own = row.cells.iter().find(|(column, _)| header.column(Role::Owner) != Some(*column));
        let first = own.map(|(_, cell)| label(cell)).unwrap_or_default();
        if let Some(sum) = [&name, &first].into_iter().find(|text| columns::is_sum(text)) {
            // A dotted line only says that the form goes on.
            if !sum.starts_with(['.', '…', '·']) {
                let column = row.cells.first().map_or(0, |(column, _)| *column);
                self.sums.push((sum.clone(), self.workbook.origin(self.sheet, row.index, column)));
            }
            return;
        }
        let Some(column) = header.column(Role::Actual) else { return };
        let (name, column) = match figure_beside(row, &name, &first, column) {
            Some((label, column)) => (label, column),
            None => (name, column),
        };
        let actual = row.get(column);
        let has_figures = header.figures.iter().any(|figure| !row.get(*figure).is_empty());
        if actual.is_empty()
            && (has_figures || is_aside(&name) || (is_template(&name) && header.get(row, Role::Target).is_empty()))
        {
            return;
        }
        let origin = self.workbook.origin(self.sheet, row.index, column);
        if name.is_empty() {
            if !actual.is_empty() {
                let finding =
                    TableFinding::at("E0537", origin, format!("实际值 `{}` 前面没有指标名称，没有用到", actual.text()));
                self.into.findings.push(finding.help("在这一行写上三级指标的名称"));
            }
            return;
        }
        let value = match self.in_too_many_cells(row, header, (actual, &origin)) {
            Some(cut) => cut,
            None => self.value(row, header, &name, actual, &origin),
        };
        let score = header.get(row, Role::Score);
        let reason = header.get(row, Role::Reason).text();
        let found = RawActual {
            group: if header.column(Role::Level1).or(header.column(Role::Level2)).is_some() {
                group.to_vec()
            } else {
                Vec::new()
            },
            value,
            text: actual.text(),
            heading_unit: header.unit.clone(),
            judged: score_of(score),
            reason: (!matches!(reason.as_str(), "" | "无" | "-" | "—" | "——" | "/")).then_some(reason),
            origin,
            name,
        };
        match columns::figure(&found.name) {
            Some((figure, unit)) => self.figures.add(figure, unit, found, &mut self.into.findings),
            None => self.into.of(self.owner.as_ref()).rows.push(found),
        }
    }

    /// A row of separated text with more cells than the header has names: a comma within a
    /// value has cut it. Gives the value where that is sure: `1,234公里`.
    fn in_too_many_cells(&mut self, row: &Row, header: &Header, at: (&Content, &Origin)) -> Option<RawValue> {
        let (actual, place) = at;
        let separated = self.sheet.name.is_none() && self.sheet.pointers.is_none();
        let (column, extra) = row.cells.iter().find(|(column, _)| separated && *column > header.last)?;
        let (origin, text) = (self.workbook.origin(self.sheet, row.index, *column), extra.text());
        let (head, tail) = (actual.text(), header.column(Role::Actual).map(|column| row.get(column + 1).text()));
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
        let tail = tail.unwrap_or_default();
        let cut = !head.is_empty() && head.len() <= 3 && digits(&head) == head.len() && digits(&tail) == 3;
        let finding = TableFinding::at("E0531", origin, format!("这一行比表头多出了 `{text}`，表头没有这一列"));
        if !cut {
            let help = "值里有逗号的，用引号括起来，例如 `\"1,234公里\"`；多余的格子删去";
            self.into.findings.push(finding.help(help));
            return None;
        }
        let whole = format!("{head},{tail}");
        let message = format!("这一行比表头多出了格子，`{whole}` 被逗号分成了两格，没有采用");
        let finding = TableFinding { severity: Severity::Error, message, origin: place.clone(), ..finding };
        self.into.findings.push(finding.help(format!("去掉逗号，写成 `{head}{tail}`，或用引号括起来：`\"{whole}\"`")));
        Some(RawValue::Unreadable(format!("`{whole}` 被逗号分成了两格")))
    }

    fn is_owner(&self, name: &str) -> bool {
        self.owners.iter().any(|known| same_name(known, name))
    }

    /// The value of a row: its cell, joined with the unit column.
    fn value(&mut self, row: &Row, header: &Header, name: &str, actual: &Content, origin: &Origin) -> RawValue {
        let reading = cell::read(actual, CellContext { name, year: self.year });
        let mut notes = reading.notes;
        let column_unit = unit_of(header.get(row, Role::Unit)).filter(|unit| !self.is_owner(unit));
        let value = match reading.value {
            RawValue::Number { number, unit: None, sign } => RawValue::Number { number, unit: column_unit, sign },
            RawValue::Number { number, unit: Some(unit), sign } => {
                if let Some(column) = column_unit.filter(|column| *column != unit) {
                    let message = format!("单元格的单位是 `{unit}`，单位列是 `{column}`，用了单元格的");
                    notes.push(CellNote::warning("E0529", message).help("两处的单位写成一样"));
                }
                RawValue::Number { number, unit: Some(unit), sign }
            }
            other => other,
        };
        self.note(notes, origin);
        value
    }

    fn note(&mut self, notes: Vec<CellNote>, origin: &Origin) {
        let at = |CellNote { code, severity, message, help }| TableFinding {
            code,
            severity,
            message,
            help,
            origin: origin.clone(),
        };
        self.into.findings.extend(notes.into_iter().map(at));
    }
}

/// A column that a header cell says holds a role.
#[derive(Debug, Clone)]
struct Claim {
    role: Role,
    rank: usize,
    column: u32,
    label: String,
}

/// The roles that a header row gives; `below` is its second row, when it has one.
fn claims(row: &Row, below: Option<&Row>) -> Vec<Claim> {
    let mut columns: Vec<u32> =
        row.cells.iter().chain(below.into_iter().flat_map(|below| &below.cells)).map(|(column, _)| *column).collect();
    columns.sort_unstable();
    columns.dedup();
    let claim = |column: u32| {
        let upper = row.get(column).text();
        let lower = below.map(|below| below.get(column).text()).unwrap_or_default();
        [lower.clone(), format!("{upper}{lower}"), upper].into_iter().find_map(|label| {
            let (role, rank) = columns::role_and_rank(&label)?;
            Some(Claim { role, rank, column, label: normal::normalised(&label) })
        })
    };
    columns.into_iter().filter_map(claim).collect()
}

/// Whether a row is the second row of a header: nothing but column names, two at least.
fn continues_header(row: &Row, below: &Row) -> bool {
    let named = below.cells.iter().filter(|(column, cell)| {
        let lower = cell.text();
        columns::role(&lower).is_some() || columns::role(&format!("{}{lower}", row.get(*column).text())).is_some()
    });
    below.cells.len() >= 2 && named.count() == below.cells.len()
}

/// A table that nobody sees may be the one that is missed.
fn hidden_sheets(workbook: &Workbook) -> Option<TableFinding> {
    let hidden = workbook.sheets.iter().filter(|sheet| sheet.hidden).filter_map(|sheet| sheet.name.as_deref());
    let names: String = hidden.map(|name| format!("“{name}”")).collect();
    let message = format!("工作表{names}是隐藏的，没有读");
    let finding = TableFinding::of_file("E0525", &workbook.file, message);
    (!names.is_empty()).then(|| finding.help("要用的工作表，取消隐藏后保存"))
}

/// What was found where a header was expected.
fn no_header(workbook: &Workbook) -> TableFinding {
    let rows =
        workbook.sheets.iter().flat_map(|sheet| sheet.rows.iter().take(MAX_HEADER_ROWS).map(move |row| (sheet, row)));
    let best = rows.max_by_key(|(_, row)| (claims(row, None).len(), std::cmp::Reverse(row.index)));
    let help = "表头要有“三级指标”（或“指标名称”“指标”）和“实际完成值”（或“实际值”“完成值”“全年实际值”）两列";
    let Some((sheet, row)) = best else {
        return TableFinding::of_file("E0520", &workbook.file, "没有找到表头：文件里没有内容").help(help);
    };
    let claims = claims(row, None);
    let origin = workbook.origin(sheet, row.index, row.cells.first().map_or(0, |(column, _)| *column));
    let shown: Vec<String> = if claims.is_empty() {
        row.cells.iter().take(6).map(|(_, cell)| format!("“{}”", shortened(&cell.text()))).collect()
    } else {
        claims.iter().map(|claim| format!("“{}”", claim.label)).collect()
    };
    let missing: Vec<&str> = [Role::Name, Role::Actual]
        .into_iter()
        .filter(|role| !claims.iter().any(|claim| claim.role == *role))
        .map(columns::usual_name)
        .collect();
    let message = format!("没有找到表头：最像的一行有{}，没有“{}”", shown.join(""), missing.join("”和“"));
    TableFinding::at("E0520", origin, message).help(help)
}

fn shortened(text: &str) -> String {
    let head: String = text.chars().take(12).collect();
    if head.len() < text.len() { format!("{head}…") } else { head }
}

/// A label on one line: line breaks inside Chinese words are only the cell's width.
fn label(content: &Content) -> String {
    let text = content.text();
    let mut joined = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let between = |joined: &str| {
            joined.ends_with(|letter: char| letter.is_ascii()) && line.starts_with(|letter: char| letter.is_ascii())
        };
        if between(&joined) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// `产出指标（50分）` is 产出指标.
fn level_name(content: &Content) -> String {
    let text: String = label(content).split_whitespace().collect();
    match text.find(['(', '（']) {
        Some(at) if text.ends_with(['分', ')', '）']) && text.contains('分') => {
            text.get(..at).unwrap_or_default().to_owned()
        }
        Some(_) | None => text,
    }
}

/// A budget figure among the indicators whose number stands in another column: the label, which may
/// be in the first one, and the column of the only number of the row.
fn figure_beside(row: &Row, name: &str, first: &str, actual: u32) -> Option<(String, u32)> {
    let label = [name, first].into_iter().find(|label| columns::figure(label).is_some())?;
    if !row.get(actual).is_empty() {
        return Some((label.to_owned(), actual));
    }
    let is_number =
        |content: &Content| matches!(cell::read(content, CellContext::default()).value, RawValue::Number { .. });
    let mut numbers = row.cells.iter().filter(|(_, content)| is_number(content)).map(|(column, _)| *column);
    match (numbers.next(), numbers.next()) {
        (Some(only), None) => Some((label.to_owned(), only)),
        _ => None,
    }
}

/// A line of the form that was left empty: `指标2：`.
fn is_template(name: &str) -> bool {
    let plain = normal::normalised(name);
    let rest = plain.strip_prefix("指标").unwrap_or("?").trim_end_matches([':', '.', '、']);
    name.is_empty() || rest.chars().all(|letter| letter.is_ascii_digit())
}

/// Lines under a table: 填报人, 注.
fn is_aside(name: &str) -> bool {
    let plain = normal::normalised(name);
    [
        "注:",
        "注1",
        "填报人",
        "填表人",
        "联系人",
        "联系电话",
        "审核人",
        "单位负责人",
        "负责人:",
        "制表",
        "说明:",
        "填报日期",
        "填报单位",
    ]
    .iter()
    .any(|word| plain.starts_with(word))
}

/// The unit of a unit column, in its one spelling.
fn unit_of(content: &Content) -> Option<String> {
    let text = normal::normalised(&content.text());
    let mut cursor = Cursor::new(&text);
    let unit = scan::unit(&mut cursor)?;
    Some(if cursor.is_done() { unit.text } else { text.clone() })
}

/// A score as a number: `9.5`, `9.5分`.
fn score_of(content: &Content) -> Option<Decimal> {
    match cell::read(content, CellContext::default()).value {
        RawValue::Number { number, .. } => Some(number),
        RawValue::Empty
        | RawValue::Date { .. }
        | RawValue::YesNo(_)
        | RawValue::Judgement(..)
        | RawValue::Text(_)
        | RawValue::Unreadable(_) => None,
    }
}

#[cfg(test)]
mod tests;
