//! The table of indicators: its header, and its rows with what they inherit and how far they
//! were shifted.

use super::form::{Form, Found, Group, Row};
use super::grid;
use super::labels::{self, Column, Level};
use super::repair::{Certainty, Repair};
use crate::reading::scan::{self, Cursor};
use crate::reading::{self, TargetKind, normal};
use crate::table::columns;

/// How far a row may have slipped, in columns.
const MAX_SHIFT: i64 = 3;

/// The most rows that a column is judged by.
const MAX_SAMPLE: usize = 200;

/// What it costs a shift to take a text for a level whose name nobody knows.
const STRANGE_LEVEL: i64 = -4;

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Header {
    /// What each column holds, from the left.
    pub columns: Vec<(Column, u32)>,
    /// Columns whose names say nothing known.
    pub unknown: Vec<(u32, String)>,
    /// Labels by column, for notes.
    pub labels: Vec<(u32, String)>,
    /// The name of the column of signs, where only its cells tell that it is one.
    pub by_content: Option<Found>,
}

impl Header {
    pub(super) fn has(&self, wanted: Column) -> bool {
        self.columns.iter().any(|(column, _)| *column == wanted)
    }

    fn place(&self, wanted: Column) -> Option<u32> {
        self.columns.iter().find(|(column, _)| *column == wanted).map(|(_, at)| *at)
    }

    fn at(&self, place: u32) -> Option<Column> {
        self.columns.iter().find(|(_, at)| *at == place).map(|(column, _)| *column)
    }

    /// A column of which every cell is a sign is the column of signs, whatever it is called.
    fn sign_by_content(&mut self, rows: &[grid::Row]) -> Option<u32> {
        if self.has(Column::Sign) || self.has(Column::Direction) {
            return None;
        }
        let name = self.place(Column::Name)?;
        let all_signs = |place: u32| {
            let cells = || {
                let rows = rows.iter().take(MAX_SAMPLE).filter(|row| row.get(name).is_some());
                rows.filter_map(|row| row.get(place)).map(|cell| cell.text.as_str())
            };
            cells().any(is_sign) && cells().all(|text| is_sign(text) || is_open(text) || text.starts_with("定性"))
        };
        let at = self.unknown.iter().position(|(place, _)| all_signs(*place))?;
        let (place, _) = self.unknown.remove(at);
        self.columns.push((Column::Sign, place));
        self.columns.sort_by_key(|(_, place)| *place);
        Some(place)
    }

    fn label(&self, place: u32) -> &str {
        self.labels.iter().find(|(at, _)| *at == place).map_or("", |(_, label)| label)
    }
}

/// The header that begins at a row, with the number of its rows. `year` is that of the form, for columns
/// that name a year.
pub(super) fn header_at(rows: &[grid::Row], at: usize, year: Option<i16>) -> Option<(Header, usize)> {
    let row = rows.get(at)?;
    let below = rows.get(at + 1).filter(|below| below.index == row.index + 1 && is_all_labels(below));
    let is_label = |cell: &grid::Cell| labels::column(&cell.text).is_some() || labels::is_margin(&cell.text);
    let two = below.filter(|_| row.cells.iter().all(is_label)).and_then(|below| header_of(&[row, below], year));
    let (mut header, taken) = match two {
        Some(header) => (header, 2),
        None => (header_of(&[row], year)?, 1),
    };
    let place = header.sign_by_content(rows.get(at + taken..).unwrap_or_default());
    let names = rows.iter().skip(at).take(taken).rev();
    let name = place.and_then(|place| names.into_iter().find_map(|row| row.get(place)));
    header.by_content = name.map(|cell| Found { text: cell.text.clone(), at: cell.at.clone() });
    Some((header, taken))
}

/// Whether the cells are names of columns, two at least; one or two may be of names unknown.
fn is_all_labels(row: &grid::Row) -> bool {
    let known = row.cells.iter().filter(|cell| labels::column(&cell.text).is_some()).count();
    let is_other = |cell: &grid::Cell| {
        labels::level(&cell.text).is_some() || is_number(&cell.text) || has_sign(&cell.text) || is_value(&cell.text)
    };
    known >= 2 && (row.cells.len() - known) * 3 < row.cells.len() && !row.cells.iter().any(is_other)
}

fn header_of(rows: &[&grid::Row], year: Option<i16>) -> Option<Header> {
    let mut places: Vec<u32> = rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.column)).collect();
    places.sort_unstable();
    places.dedup();
    let mut claims: Vec<(Column, usize, u32)> = Vec::new();
    let mut header = Header::default();
    for place in places {
        let texts: Vec<&str> =
            rows.iter().rev().filter_map(|row| row.get(place)).map(|cell| cell.text.as_str()).collect();
        let label = normal::normalised(texts.first().copied().unwrap_or_default());
        let of_year = year.and_then(|year| texts.iter().find_map(|text| labels::column_of_year(text, year)));
        match of_year.map(|column| (column, 0)).or_else(|| texts.iter().find_map(|text| labels::column(text))) {
            Some((column, rank)) => claims.push((column, rank, place)),
            None => header.unknown.push((place, label.clone())),
        }
        header.labels.push((place, label));
    }
    weights_of_levels(&mut claims);
    claims.sort_by_key(|(column, rank, place)| (*column, *rank, *place));
    for (column, _, place) in claims {
        if !header.has(column) || matches!(column, Column::Note(_) | Column::Ignored) {
            header.columns.push((column, place));
        }
    }
    header.columns.sort_by_key(|(_, place)| *place);
    let known = header.columns.iter().filter(|(column, _)| !matches!(column, Column::Ignored)).count();
    let beside = [Column::Level1, Column::Level2, Column::Target, Column::Actual, Column::Weight];
    let is_header =
        header.has(Column::Name) && known >= 3 && beside.into_iter().filter(|one| header.has(*one)).count() >= 2
            || header.has(Column::Name) && header.has(Column::Target);
    is_header.then_some(header)
}

/// `一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值`: of several columns of points, one in front of the name is
/// of the level to the left of it.
fn weights_of_levels(claims: &mut [(Column, usize, u32)]) {
    let place_of = |wanted: Column| claims.iter().filter(|(column, ..)| *column == wanted).map(|(.., at)| *at).min();
    let Some(name) = place_of(Column::Name) else { return };
    let levels = [(Level::One, place_of(Column::Level1)), (Level::Two, place_of(Column::Level2))];
    if !claims.iter().any(|(column, _, at)| *column == Column::Weight && *at > name) {
        return;
    }
    for (column, _, at) in claims.iter_mut().filter(|(column, _, at)| *column == Column::Weight && *at < name) {
        let left = levels.iter().filter_map(|(level, place)| Some(((*place)?, *level)));
        if let Some((_, level)) = left.filter(|(place, _)| place < at).max() {
            *column = Column::GroupWeight(level);
        }
    }
}

/// The groups that the next row inherits.
#[derive(Debug, Clone, Default)]
pub(super) struct Inherited {
    one: Option<Group>,
    two: Option<Group>,
}

impl Inherited {
    /// Enters a level name that stands at a level.
    pub(super) fn enter(&mut self, level: Level, found: Found) {
        let known = labels::level_in_column(&found.text, level).or_else(|| labels::level(&found.text));
        let name = match &known {
            Some(known) => labels::full_name(known, level),
            None => {
                let joined = found.text.replace(['\n', '\r', ' '], "");
                labels::without_weight(labels::unnumbered(&joined)).0.to_owned()
            }
        };
        let weight = known.and_then(|known| known.weight);
        let group = Group { name, found, weight, own: [None, None] };
        match level {
            Level::One => {
                self.one = Some(group);
                self.two = None;
            }
            Level::Two => self.two = Some(group),
        }
    }

    /// Weight and score of the group that was entered last, which has a row of its own.
    fn of_its_own(&mut self, weight: Option<Found>, score: Option<Found>) {
        let Some(group) = self.two.as_mut().or(self.one.as_mut()) else { return };
        let number = weight.as_ref().and_then(|weight| super::text::number(&weight.text));
        group.weight = number.map(|(_, value, _)| value.normalize().to_string()).or(group.weight.take());
        group.own = [weight, score];
    }

    /// The points of a group, which stand beside its name.
    fn weigh(&mut self, level: Level, weight: Found) {
        let group = match level {
            Level::One => self.one.as_mut(),
            Level::Two => self.two.as_mut(),
        };
        let Some(group) = group else { return };
        let number = super::text::number(&weight.text);
        group.weight = number.map(|(_, value, _)| value.normalize().to_string()).or(group.weight.take());
        let [own, _] = &mut group.own;
        *own = Some(weight);
    }

    pub(super) fn one(&self) -> Option<&str> {
        self.one.as_ref().map(|group| &*group.name)
    }

    /// The index of the groups in the form, entered when they are new.
    pub(super) fn index(&self, form: &mut Form) -> Option<usize> {
        if self.one.is_none() && self.two.is_none() {
            return None;
        }
        let same = |known: &[Option<Group>; 2]| {
            let [one, two] = known;
            let name = |group: &Option<Group>| group.as_ref().map(|group| group.name.clone());
            name(one) == name(&self.one) && name(two) == name(&self.two)
        };
        if let Some(at) = form.groups.iter().position(same) {
            return Some(at);
        }
        form.groups.push([self.one.clone(), self.two.clone()]);
        Some(form.groups.len() - 1)
    }
}

/// What became of a row.
pub(super) enum Outcome {
    /// It is an indicator, a group or a sum.
    Read,
    /// It is none of the table's.
    Other,
}

/// Reads one row under a header.
pub(super) fn read(
    row: &grid::Row,
    header: &Header,
    inherited: &mut Inherited,
    form: &mut Form,
    repairs: &mut Vec<Repair>,
) -> Outcome {
    if sum(row, header, form) {
        return Outcome::Read;
    }
    let shift = shift(row, header);
    let name_at = header.place(Column::Name).unwrap_or_default();
    let get = |place: u32| {
        let place = u32::try_from(i64::from(place) + shift).ok()?;
        row.get(place).map(|cell| Found { text: cell.text.clone(), at: cell.at.clone() })
    };
    let mut read = Row::default();
    let mut any_level = false;
    let mut rest: Vec<(Column, u32, Found)> = Vec::new();
    for (column, place) in &header.columns {
        let Some(found) = get(*place) else { continue };
        match column {
            Column::Level1 if !is_margin_of(&found, row, header) => {
                inherited.enter(Level::One, found);
                any_level = true;
            }
            Column::Level2 => {
                inherited.enter(Level::Two, found);
                any_level = true;
            }
            Column::Level1 => {}
            Column::GroupWeight(level) if any_level && is_number(&found.text) => inherited.weigh(*level, found),
            Column::Ignored => form.passed.push(found.at),
            Column::Core => {
                form.passed.push(found.at.clone());
                rest.push((*column, *place, found));
            }
            _ => rest.push((*column, *place, found)),
        }
    }
    let beside = cells_beside(row, header, shift);
    if rest.is_empty() && !any_level {
        return Outcome::Other;
    }
    if shift != 0 {
        let cell = row.cells.first().map(|cell| Found { text: cell.text.clone(), at: cell.at.clone() });
        let found = cell.unwrap_or_default();
        let side = if shift < 0 { "左" } else { "右" };
        let message = format!("整行向{side}错了 {} 列，按各列的内容对齐", shift.abs());
        repairs.push(Repair::sure("整行", &found, "对齐").because(Certainty::Supposed, "E0804", message));
    }
    let has_name = rest.iter().any(|(column, _, found)| *column == Column::Name && !found.is_blank());
    if any_level && !has_name {
        let of = |wanted: Column| rest.iter().find(|(column, ..)| *column == wanted).map(|(.., found)| found.clone());
        let (weight, score) = (of(Column::Weight), of(Column::Score));
        let is_sum = |found: &Option<Found>| found.as_ref().is_some_and(|found| is_number(&found.text));
        let is_value = |column: &Column| matches!(column, Column::Target | Column::Actual);
        if (is_sum(&weight) || is_sum(&score)) && !rest.iter().any(|(column, ..)| is_value(column)) {
            inherited.of_its_own(weight, score);
        }
    }
    let index = inherited.index(form);
    read.group = index;
    for (column, place, found) in rest {
        fill(&mut read, column, found, header.label(place));
    }
    let targets: Vec<(String, Found)> = if header.has(Column::Target) {
        Vec::new()
    } else {
        header
            .unknown
            .iter()
            .filter(|(place, _)| *place > name_at)
            .filter_map(|(place, label)| Some((label.clone(), get(*place)?)))
            .collect()
    };
    for found in beside {
        if targets.iter().any(|(_, target)| target.at == found.at) {
            continue;
        }
        if !labels::is_margin(&found.text) && labels::goal(&found.text).is_none() {
            let place = row.cells.iter().find(|cell| cell.at == found.at).map(|cell| i64::from(cell.column) - shift);
            let place = place.and_then(|place| u32::try_from(place).ok());
            // 三级指标 over two columns: a number, and the name.
            let next = header.columns.iter().map(|(_, at)| *at).filter(|at| *at > name_at).min();
            if place.is_some_and(|place| place > name_at && next.is_none_or(|next| place < next))
                && (read.name.text.is_empty() || labels::is_place_holder(&read.name.text))
            {
                fill(&mut read, Column::Name, found, "");
                continue;
            }
            let label = place.map_or("", |place| header.label(place));
            let label = if label.is_empty() { "没有列名的一格" } else { label };
            read.notes.push((label.to_owned(), found));
        }
    }
    push(read, targets, form, repairs);
    Outcome::Read
}

/// The label of a block that stands where level 1 would be.
fn is_margin_of(found: &Found, row: &grid::Row, header: &Header) -> bool {
    labels::is_margin(&found.text)
        && labels::level(&found.text).is_none()
        && row.cells.len() > 1
        && header.has(Column::Name)
}

/// Puts a text into the field of its column.
pub(super) fn fill(row: &mut Row, column: Column, found: Found, label: &str) {
    let slot = match column {
        Column::Name => {
            let (name, core) = name_of(&found.text);
            row.core |= core;
            row.name = Found { text: name, at: found.at };
            return;
        }
        // The names of these two swap between provinces; the text says which it is.
        Column::Sign | Column::Direction => {
            if is_direction(&found.text) {
                &mut row.direction
            } else {
                &mut row.sign
            }
        }
        Column::Core => {
            row.core |= ["是", "√", "核心", "y", "✓"].contains(&labels::plain(&found.text).as_str());
            return;
        }
        Column::Previous => &mut row.previous,
        Column::Cycle => &mut row.cycle,
        Column::Target => &mut row.target,
        Column::Unit => &mut row.unit,
        Column::Actual => &mut row.actual,
        Column::Weight => &mut row.weight,
        Column::Score => &mut row.score,
        Column::Reason => &mut row.reason,
        Column::Note(what) => {
            if !found.is_blank() {
                row.notes.push((if label.is_empty() { what } else { label }.to_owned(), found));
            }
            return;
        }
        Column::Table => {
            row.table = Some(found.text);
            return;
        }
        // Beside no name of a level it is nobody's.
        Column::GroupWeight(_) => {
            if !found.is_blank() {
                row.notes.push((label.to_owned(), found));
            }
            return;
        }
        Column::Level1 | Column::Level2 | Column::Ignored => return,
    };
    *slot = Some(found);
}

/// Enters a row into the form, or what is left of one.
pub(super) fn push(read: Row, targets: Vec<(String, Found)>, form: &mut Form, repairs: &mut Vec<Repair>) {
    let nothing = |found: &Option<Found>| found.as_ref().is_none_or(Found::is_blank);
    let is_empty = nothing(&read.target) && nothing(&read.actual) && nothing(&read.weight) && targets.is_empty();
    if read.name.text.is_empty() || (labels::is_place_holder(&read.name.text) && is_empty) {
        for found in [&read.target, &read.actual].into_iter().flatten().filter(|found| !found.is_blank()) {
            repairs.push(
                Repair::sure("指标值", found, "")
                    .because(Certainty::Kept, "E0813", format!("`{}` 前面没有指标名称，没有写进指标", found.text))
                    .help("在原表补上三级指标的名称，再导入一次"),
            );
            form.others.push(("没有名称的一行".to_owned(), found.clone()));
        }
        return;
    }
    if targets.is_empty() {
        form.rows.push(read);
        return;
    }
    for (label, target) in targets {
        let mut one = read.clone();
        let message = format!("一行有几个指标值，`{label}` 的一个单独写成一条指标");
        let name = format!("{}（{label}）", read.name.text);
        repairs.push(Repair::sure("指标值", &target, &name).because(Certainty::Supposed, "E0812", message));
        one.name.text = name;
        one.target = Some(target);
        form.rows.push(one);
    }
}

/// Cells of a row under no column of the header.
fn cells_beside(row: &grid::Row, header: &Header, shift: i64) -> Vec<Found> {
    let beside = row.cells.iter().filter(|cell| {
        let place = u32::try_from(i64::from(cell.column) - shift).ok();
        place.and_then(|place| header.at(place)).is_none()
    });
    beside.map(|cell| Found { text: cell.text.clone(), at: cell.at.clone() }).collect()
}

/// 合计, 总分: what stands under 分值 and 得分.
fn sum(row: &grid::Row, header: &Header, form: &mut Form) -> bool {
    let is_sum =
        row.cells.iter().take(2).any(|cell| columns::is_sum(&cell.text) && labels::level(&cell.text).is_none());
    if !is_sum {
        return false;
    }
    let get = |column| {
        let cell = header.place(column).and_then(|place| row.get(place));
        cell.map(|cell| Found { text: cell.text.clone(), at: cell.at.clone() })
    };
    let (mut weight, mut score) = (get(Column::Weight), get(Column::Score));
    if weight.is_none() && score.is_none() {
        let mut numbers = row.cells.iter().filter(|cell| is_number(&cell.text));
        let found = |cell: &grid::Cell| Found { text: cell.text.clone(), at: cell.at.clone() };
        weight = numbers.next().map(found);
        score = numbers.next().map(found);
    }
    let grades = ["优", "良", "中", "差", "优秀", "良好", "合格", "不合格"];
    let is_grade = |cell: &&grid::Cell| grades.contains(&cell.text.as_str());
    let grade = row.cells.iter().find(is_grade).filter(|_| weight.is_some() || score.is_some());
    form.others
        .extend(grade.map(|cell| ("自评等级".to_owned(), Found { text: cell.text.clone(), at: cell.at.clone() })));
    if weight.is_some() || score.is_some() {
        form.total = Some([weight, score]);
    } else if let Some(last) = row.cells.get(1) {
        let label = row.cells.first().map(|cell| normal::normalised(&cell.text)).unwrap_or_default();
        form.others.push((label, Found { text: last.text.clone(), at: last.at.clone() }));
    }
    true
}

/// How many columns a row has slipped to the right: the shift under which its cells make the
/// most sense.
fn shift(row: &grid::Row, header: &Header) -> i64 {
    let fit = |shift: i64| -> i64 {
        let fits = header.columns.iter().map(|(column, place)| {
            let place = u32::try_from(i64::from(*place) + shift).ok();
            let text = place.and_then(|place| row.get(place)).map(|cell| cell.text.as_str());
            let strange = |text: &str| {
                // Nothing but the name of a level is worth moving a row for.
                let is_level = matches!(column, Column::Level1 | Column::Level2);
                if shift != 0 && is_level && labels::level(text).is_none() { STRANGE_LEVEL } else { 0 }
            };
            text.map_or(0, |text| plausible(*column, text) + strange(text))
        });
        let lost: i64 =
            cells_beside(row, header, shift).iter().filter(|found| !labels::is_margin(&found.text)).count() as i64;
        fits.sum::<i64>() - lost
    };
    // Most rows stand where they should; only what looks wrong there is tried elsewhere.
    let is_wrong =
        |(column, place): &(Column, u32)| row.get(*place).is_some_and(|cell| plausible(*column, &cell.text) < 0);
    let is_stray = |found: &Found| labels::level(&found.text).is_some();
    if !header.columns.iter().any(is_wrong) && !cells_beside(row, header, 0).iter().any(is_stray) {
        return 0;
    }
    let candidates = (1..=MAX_SHIFT).flat_map(|by| [-by, by]);
    let still = fit(0);
    let (best, by) = candidates.fold((still, 0), |(best, by), shift| {
        let found = fit(shift);
        if found > best + 2 { (found, shift) } else { (best, by) }
    });
    if best > still { by } else { 0 }
}

/// How well a text sits in a column.
pub(super) fn plausible(column: Column, text: &str) -> i64 {
    let level = labels::level(text);
    match column {
        Column::Level1 => match level {
            Some(level) if level.one => 4,
            Some(_) => -2,
            None if is_number(text) || labels::is_margin(text) => -3,
            None => 0,
        },
        Column::Level2 => match level {
            Some(level) if level.two => 4,
            Some(_) => -2,
            None if is_number(text) => -3,
            None => 0,
        },
        Column::Name => match level {
            Some(_) => -4,
            None if is_number(text) || is_sign(text) || has_sign(text) => -4,
            None => 1,
        },
        Column::Sign | Column::Direction => {
            if is_sign(text) || is_direction(text) || text == "定性" {
                3
            } else {
                -3
            }
        }
        Column::Unit => {
            let unit = normal::normalised(text);
            if scan::is_known_unit(&unit) {
                3
            } else if is_number(text) || unit.chars().count() > 6 {
                -4
            } else {
                0
            }
        }
        Column::Weight | Column::GroupWeight(_) | Column::Score => {
            if is_number(text) {
                2
            } else if is_open(text) {
                0
            } else {
                -3
            }
        }
        Column::Core => 0,
        Column::Target | Column::Cycle | Column::Previous => match level {
            Some(_) => -3,
            None if has_sign(text) => 3,
            None if is_value(text) => 2,
            None => 0,
        },
        Column::Actual => match level {
            Some(_) => -3,
            None if is_value(text) || has_sign(text) => 2,
            None => 0,
        },
        Column::Reason | Column::Note(_) => {
            if is_number(text) {
                -2
            } else {
                0
            }
        }
        Column::Table | Column::Ignored => 0,
    }
}

/// `10`, `9.5`, `95%`, `1,425`, `20分`.
pub(super) fn is_number(text: &str) -> bool {
    let text = normal::normalised(text);
    let text = text.trim_end_matches('分').trim_end_matches('%');
    !text.is_empty()
        && text.chars().all(|letter| letter.is_ascii_digit() || ".,-".contains(letter))
        && text.contains(|letter: char| letter.is_ascii_digit())
}

/// A dash, or a word for what is still to come.
pub(super) fn is_open(text: &str) -> bool {
    ["待定", "待评", "未评", "待填"].contains(&text) || Found { text: text.to_owned(), at: String::new() }.is_blank()
}

/// A sign and nothing else.
pub(super) fn is_sign(text: &str) -> bool {
    let text = normal::normalised(text);
    let mut cursor = Cursor::new(&text);
    scan::sign(&mut cursor).is_some() && cursor.is_done()
}

/// A sign and something behind it.
pub(super) fn has_sign(text: &str) -> bool {
    let text = normal::normalised(text);
    let mut cursor = Cursor::new(&text);
    scan::sign(&mut cursor).is_some() && cursor.peek().is_some_and(|next| next.is_ascii_digit())
}

/// 正向, 反向指标.
pub(super) fn is_direction(text: &str) -> bool {
    let text = labels::plain(text);
    let bare = text.trim_end_matches("指标");
    ["正向", "反向", "逆向", "负向"].contains(&bare)
}

/// A number with a unit, a date: what only a value column holds.
pub(super) fn is_value(text: &str) -> bool {
    let kind = reading::read(text, None, None).kind;
    matches!(kind, TargetKind::Quantity | TargetKind::Range | TargetKind::Date | TargetKind::YesNo | TargetKind::Ratio)
}

/// An indicator that stands in one text, with its groups in front and its target behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inline {
    pub one: String,
    pub two: Option<String>,
    pub name: String,
    pub target: Option<String>,
}

/// `【产出指标-数量指标】 指标1：养护座数(≥12座)；指标2：…` as one text for each indicator; any other text as
/// it is.
pub(super) fn inlines(text: &str) -> Vec<String> {
    let Some((groups, rest)) = inline(text).and_then(|_| text.split_once(['】', ']', '〕'])) else {
        return vec![text.to_owned()];
    };
    let numbered = |part: &str| {
        part.trim_start()
            .strip_prefix("指标")
            .is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
    };
    let mut parts: Vec<String> = Vec::new();
    for part in rest.split_inclusive(['；', ';']) {
        match parts.last_mut() {
            Some(last) if !numbered(part) => last.push_str(part),
            Some(_) | None => parts.push(part.to_owned()),
        }
    }
    parts.iter().map(|part| format!("{groups}】{}", part.trim_end_matches(['；', ';']))).collect()
}

/// Reads `【产出指标-数量指标】 指标1：养护座数(≥12座)`.
pub(super) fn inline(text: &str) -> Option<Inline> {
    let rest = text.trim().strip_prefix(['【', '[', '〔'])?;
    let (groups, rest) = rest.split_once(['】', ']', '〕'])?;
    let mut parts = groups.split(['-', '－', '—', '/', '·']).map(str::trim).filter(|part| !part.is_empty());
    let (one, two) = (parts.next()?.to_owned(), parts.next().map(str::to_owned));
    labels::level(&one)?;
    let (name, _) = name_of(rest.trim());
    let is_words = |text: &str| reading::read(text, None, None).kind == TargetKind::Qualitative;
    let is_target = |text: &str| has_sign(text) || is_value(text) || is_words(text);
    let bracketed = name.trim_end().strip_suffix([')', '）']).and_then(|rest| {
        let at = rest.rfind(['(', '（'])?;
        let (name, target) = rest.split_at_checked(at)?;
        Some((name.to_owned(), target.trim_start_matches(['(', '（']).to_owned()))
    });
    let split = || name.rsplit_once(['：', ':']).map(|(name, target)| (name.to_owned(), target.trim().to_owned()));
    match bracketed.filter(|(_, target)| is_target(target)).or_else(split) {
        Some((name, target)) if !name.is_empty() => Some(Inline { one, two, name, target: Some(target) }),
        Some(_) | None => Some(Inline { one, two, name, target: None }),
    }
}

/// Marks of a core indicator.
const STARS: &[char] = &['★', '☆', '*', '＊', '▲', '△', '※', '●'];

/// A name without its number and its stars, and whether it had any.
pub(super) fn name_of(text: &str) -> (String, bool) {
    let joined: String = text.lines().map(str::trim).collect();
    let core = joined.starts_with(STARS) || joined.ends_with(STARS);
    let bare = joined.trim_matches(STARS).trim();
    let (bare, core) = match bare.strip_suffix("（核心）").or_else(|| bare.strip_suffix("(核心)")) {
        Some(rest) => (rest, true),
        None => (bare, core),
    };
    let numbered = bare.strip_prefix("指标").map(str::trim_start).and_then(|rest| {
        let after =
            rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || "０１２３４５６７８９".contains(letter));
        (after.len() < rest.len()).then(|| after.trim_start_matches([':', '：', '.', '、', ' ', '．']))
    });
    let name = numbered.filter(|rest| !rest.is_empty()).unwrap_or(bare);
    // `1. 名称`, `（1）名称`: a number of the form, not of the name.
    let after = name.trim_start_matches(['（', '(']).trim_start_matches(|letter: char| letter.is_ascii_digit());
    let listed = after
        .strip_prefix(['、', '．'])
        .or_else(|| after.strip_prefix(". "))
        .or_else(|| (name.starts_with(['（', '('])).then(|| after.strip_prefix(['）', ')'])).flatten());
    let name = match listed {
        Some(rest) if after.len() < name.len() && !rest.is_empty() => rest,
        Some(_) | None => name,
    };
    (name.trim_matches(STARS).trim().to_owned(), core)
}
