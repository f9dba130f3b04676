//! From the cells of a flattened text to a form: no columns are left, only the order of cells
//! and the words among them.
//!
//! Which cell belongs to which column is the alignment that makes the most sense of the cells
//! between two names.

use super::form::{Form, Found, Fund, Kind, Row};
use super::labels::{self, Column, Fact, Level};
use super::repair::{Certainty, Repair};
use super::rows::{self, Inherited, is_number, plausible};
use super::sheet::{short, year_in};
use super::tokens::{self, Cut, Token};
use crate::table::columns::{self, Figure};

/// Words without a place are told together up to this many bytes.
const LONGEST_REMNANT: usize = 400;

/// The columns behind the name where a form does not say: those of the national form.
const USUAL: &[Column] = &[Column::Target, Column::Actual, Column::Weight, Column::Score, Column::Reason];

/// Reads the form in a text; nothing when the text has no indicator.
pub(super) fn form(text: &str, repairs: &mut Vec<Repair>) -> Option<Form> {
    let (tokens, cut) = tokens::tokens(text);
    let mut reader = Reader {
        tokens: &tokens,
        cut,
        columns: USUAL.to_vec(),
        unknown: Vec::new(),
        inherited: Inherited::default(),
        pending: Vec::new(),
        form: Form::default(),
        in_body: false,
        unit: None,
        repairs,
    };
    let mut at = 0;
    while at < tokens.len() {
        at += reader.step(at).max(1);
    }
    reader.pending_alone();
    let mut form = reader.form;
    super::settle::shares(&mut form, repairs);
    (!form.rows.is_empty()).then_some(form)
}

struct Reader<'t> {
    tokens: &'t [Token],
    cut: Cut,
    /// The columns behind the name.
    columns: Vec<Column>,
    /// Names of columns that say nothing known, where there is no column of targets.
    unknown: Vec<String>,
    inherited: Inherited,
    /// Names whose values stand further on.
    pending: Vec<Row>,
    form: Form,
    in_body: bool,
    /// The unit of the amounts.
    unit: Option<String>,
    repairs: &'t mut Vec<Repair>,
}

impl<'t> Reader<'t> {
    fn text(&self, at: usize) -> &'t str {
        let tokens: &'t [Token] = self.tokens;
        tokens.get(at).map_or("", |token| token.text.as_str())
    }

    fn found(&self, at: usize) -> Found {
        let token = self.tokens.get(at);
        Found {
            text: token.map(|token| token.text.clone()).unwrap_or_default(),
            at: token.map(|token| format!("第 {} 行", token.line)).unwrap_or_default(),
        }
    }

    /// Reads what begins at a token, and says how many tokens that took.
    fn step(&mut self, at: usize) -> usize {
        let text = self.text(at);
        if text.is_empty() {
            return 1;
        }
        if let Some(inline) = rows::inline(text) {
            self.inline(at, inline);
            return 1;
        }
        if let Some((label, goal)) = text.split_once(['：', ':'])
            && labels::goal(label) == Some(labels::Goal::Annual)
            && !goal.trim().is_empty()
            && self.form.goal.is_none()
        {
            self.form.goal = Some(Found { text: goal.trim().to_owned(), at: self.found(at).at });
            return 1;
        }
        if let Some(taken) = self.header(at) {
            return taken;
        }
        if let Some(level) = labels::level(text).filter(|_| !self.is_value_of_fact(at)) {
            self.level(at, &level);
            return 1;
        }
        if labels::is_title(text) {
            return self.title(at);
        }
        if labels::plain(text).starts_with("注:") || labels::plain(text).starts_with("备注:") {
            let found = self.found(at);
            self.form.others.push(("注".to_owned(), found));
            return 1;
        }
        if columns::is_sum(text) && labels::fact(text).is_none() {
            return self.sum(at);
        }
        if let Some(taken) = self.fact(at) {
            return taken;
        }
        if labels::is_place_holder(text) && !is_number(text) || labels::is_margin(text) || labels::goal(text).is_some()
        {
            self.unit = columns::unit_in_brackets(text).or(self.unit.take());
            return 1;
        }
        if is_garbled(text) {
            self.other(at);
            return 1;
        }
        let numbered = text.starts_with("指标") && !labels::is_place_holder(text);
        if (self.in_body || numbered) && !tokens::is_value(text) {
            self.in_body = true;
            return self.indicator(at);
        }
        self.other(at);
        1
    }

    /// A run of column names.
    fn header(&mut self, at: usize) -> Option<usize> {
        let is_column = |text: &str| {
            labels::column(text).is_some() && labels::level(text).is_none()
                || labels::is_margin(text)
                || columns::figure(text).is_some()
        };
        let mut end = at;
        let mut found: Vec<(Column, usize, String)> = Vec::new();
        let mut figures: Vec<FundSlot> = Vec::new();
        while end < self.tokens.len() {
            let text = self.text(end).to_owned();
            if !text.is_empty() && !is_column(&text) && labels::plain(&text) != "执行率" {
                break;
            }
            if text.is_empty() && found.is_empty() && figures.is_empty() {
                break;
            }
            if let Some((figure, unit)) = columns::figure(&text) {
                figures.push(FundSlot::Figure(figure));
                self.unit = unit.or(self.unit.take());
            } else if labels::is_margin(&text) && labels::column(&text).is_none_or(|(column, _)| column == Column::Name)
            {
                self.unit = columns::unit_in_brackets(&text).or(self.unit.take());
            } else if let Some((column, _)) = labels::column(&text) {
                match column {
                    Column::Weight => figures.push(FundSlot::Weight),
                    Column::Score => figures.push(FundSlot::Score),
                    Column::Ignored => figures.push(FundSlot::Rate),
                    _ => {}
                }
                found.push((column, end, text));
            }
            end += 1;
        }
        if figures.iter().filter(|slot| matches!(slot, FundSlot::Figure(_))).count() >= 2 {
            // The columns of the indicators may follow at once; they begin with their first name.
            let stop = found
                .iter()
                .find(|(column, ..)| matches!(column, Column::Level1 | Column::Level2 | Column::Name | Column::Target))
                .map_or(end, |(_, place, _)| *place);
            return Some(stop - at + self.funds(stop, &figures));
        }
        let has = |wanted: Column| found.iter().any(|(column, ..)| *column == wanted);
        if found.len() >= 3 && (has(Column::Name) || has(Column::Level1) && has(Column::Target)) {
            self.set_columns(&found);
            let extra = self.unknown_columns(end);
            self.in_body = true;
            return Some(end - at + extra);
        }
        if found.len() >= 3 && !self.pending.is_empty() {
            let roles: Vec<(Column, String)> = found.into_iter().map(|(column, _, label)| (column, label)).collect();
            return Some(end - at + self.late_values(end, &roles));
        }
        None
    }

    fn set_columns(&mut self, found: &[(Column, usize, String)]) {
        let order: Vec<Column> = found.iter().map(|(column, ..)| *column).collect();
        let first = order
            .iter()
            .position(|column| matches!(column, Column::Level1 | Column::Level2 | Column::Name))
            .unwrap_or_default();
        let (before, after) = order.split_at_checked(first).unwrap_or((&[], &order));
        let mut columns: Vec<Column> = Vec::new();
        for column in after.iter().chain(before) {
            let is_level = matches!(column, Column::Level1 | Column::Level2 | Column::Name);
            if !is_level && !columns.contains(column) {
                columns.push(*column);
            }
        }
        // A header of levels alone says nothing of the columns behind the name.
        if !columns.is_empty() {
            self.columns = columns;
        }
        self.unknown = Vec::new();
    }

    /// Names of columns that nobody knows stand between the header and the first level name,
    /// where no column holds the target.
    fn unknown_columns(&mut self, end: usize) -> usize {
        if self.columns.contains(&Column::Target) {
            return 0;
        }
        let mut names = Vec::new();
        let mut at = end;
        while at < self.tokens.len() && labels::level(self.text(at)).is_none() {
            let text = self.text(at);
            if !text.is_empty() {
                if tokens::is_value(text) || names.len() > 30 {
                    return 0;
                }
                names.push(text.to_owned());
            }
            at += 1;
        }
        if at >= self.tokens.len() {
            return 0;
        }
        self.unknown = names;
        at - end
    }

    fn level(&mut self, at: usize, level: &labels::LevelName) {
        self.in_body = true;
        let next = (at + 1..self.tokens.len()).find(|at| !self.text(*at).is_empty()).map(|at| self.text(at).to_owned());
        let goes_on = next.and_then(|next| labels::level(&next)).is_some_and(|next| next.two && !next.one);
        let one = self.inherited.one().map(str::to_owned);
        let here = match (level.one, level.two) {
            (true, false) => Level::One,
            (false, _) => Level::Two,
            (true, true) if goes_on || level.weight.is_some() => Level::One,
            (true, true) => {
                let inside = match level.name.as_str() {
                    "成本指标" => one.is_none() || one.as_deref() == Some("产出指标"),
                    "可持续影响指标" => one.as_deref() == Some("效益指标"),
                    name => one.as_deref() == Some(name),
                };
                if inside { Level::Two } else { Level::One }
            }
        };
        let found = self.found(at);
        if here == Level::Two
            && one.is_none()
            && let Some(parent) = labels::parent(&level.name)
        {
            let supposed = Found { text: parent.to_owned(), at: found.at.clone() };
            let message = format!("`{}` 前面没有一级指标，按名称归入 `{parent}`", level.name);
            self.repairs.push(Repair::sure("一级指标", &found, parent).because(Certainty::Supposed, "E0818", message));
            self.inherited.enter(Level::One, supposed);
        }
        self.inherited.enter(here, found);
        self.inherited.index(&mut self.form);
    }

    fn title(&mut self, at: usize) -> usize {
        let found = self.found(at);
        let name = labels::plain(&found.text);
        if ["部门整体", "整体支出", "整体绩效"].iter().any(|word| name.contains(word)) {
            self.form.kind = Kind::Department;
        }
        self.form.year = self.form.year.or_else(|| year_in(&found.text));
        if self.form.title.is_none() {
            self.form.title = Some(found);
        } else {
            self.form.others.push(("表头".to_owned(), found));
        }
        1
    }

    fn sum(&mut self, at: usize) -> usize {
        if self.text(at).starts_with(['.', '…', '·']) {
            return 1;
        }
        let numbers: Vec<usize> = (at + 1..self.tokens.len())
            .take_while(|at| self.text(*at).is_empty() || is_number(self.text(*at)))
            .collect();
        let filled: Vec<usize> = numbers.iter().copied().filter(|at| !self.text(*at).is_empty()).collect();
        let found = match filled.as_slice() {
            // `10096.5`: the 100 of the weights in front of the score.
            [one] => {
                let whole = self.found(*one);
                match whole.text.strip_prefix("100").filter(|rest| !rest.is_empty() && self.cut == Cut::Glued) {
                    Some(rest) => [
                        Some(Found { text: "100".to_owned(), at: whole.at.clone() }),
                        Some(Found { text: rest.to_owned(), at: whole.at.clone() }),
                    ],
                    None => [Some(whole), None],
                }
            }
            [first, second, ..] => [Some(self.found(*first)), Some(self.found(*second))],
            [] => return 1,
        };
        self.form.total = Some(found);
        let after = at + 1 + numbers.len();
        let is_grade = ["优", "良", "中", "差", "优秀", "良好"].contains(&self.text(after));
        if is_grade {
            let grade = self.found(after);
            self.form.others.push(("自评等级".to_owned(), grade));
        }
        1 + numbers.len() + usize::from(is_grade)
    }

    /// `项目名称` and its value, `部门:示例中学`.
    fn fact(&mut self, at: usize) -> Option<usize> {
        let text = self.text(at).to_owned();
        let own = text.split_once(['：', ':']).filter(|(label, _)| labels::fact(label).is_some());
        if let Some((label, value)) = own.filter(|(_, value)| !value.trim().is_empty()) {
            let value = Found { text: value.trim().to_owned(), at: self.found(at).at };
            self.enter_fact(label, value);
            return Some(1);
        }
        labels::fact(&text)?;
        if self.in_body
            && matches!(labels::fact(&text), Some(Fact::Other | Fact::Owner))
            && labels::column(&text).is_some()
        {
            return None;
        }
        let next = (at + 1..self.tokens.len()).find(|at| !self.text(*at).is_empty());
        let next = next.filter(|next| !tokens::is_label(self.text(*next)) && !labels::is_title(self.text(*next)));
        let Some(next) = next else { return Some(1) };
        let value = self.found(next);
        self.enter_fact(&text, value);
        Some(next - at + 1)
    }

    fn is_value_of_fact(&self, at: usize) -> bool {
        at.checked_sub(1)
            .is_some_and(|before| matches!(labels::fact(self.text(before)), Some(Fact::Project | Fact::Department)))
    }

    fn enter_fact(&mut self, label: &str, value: Found) {
        match labels::fact(label).unwrap_or(Fact::Other) {
            Fact::Project => {
                self.form.kind = Kind::Project;
                self.form.name = Some(value);
            }
            Fact::Department if labels::plain(label) == "部门名称" && self.form.name.is_none() => {
                self.form.kind = Kind::Department;
                self.form.name = Some(value);
            }
            Fact::Code => self.form.code = Some(value),
            Fact::Year if year_in(&value.text).is_some() => self.form.year = year_in(&value.text),
            Fact::Owner if self.form.owner.is_none() => self.form.owner = Some(value),
            Fact::Department | Fact::Owner | Fact::Year | Fact::Other => {
                self.form.others.push((label.trim_end_matches(['：', ':']).to_owned(), value));
            }
        }
    }

    /// The rows of 项目资金 behind their header.
    fn funds(&mut self, start: usize, slots: &[FundSlot]) -> usize {
        let mut at = start;
        while at < self.tokens.len() {
            let label = self.text(at).to_owned();
            if label.is_empty() || label == "—" {
                at += 1;
                continue;
            }
            if !super::sheet::is_fund_label(&label) {
                break;
            }
            let values: Vec<usize> = (at + 1..self.tokens.len())
                .take(slots.len())
                .take_while(|at| self.text(*at).is_empty() || is_number(self.text(*at)) || self.found(*at).is_blank())
                .collect();
            let mut fund = Fund {
                name: self.found(at),
                unit: columns::unit_in_brackets(&label).or(self.unit.clone()),
                ..Fund::default()
            };
            self.fill_fund(&mut fund, slots, &values);
            at += 1 + values.len();
            self.form.funds.push(fund);
        }
        at - start
    }

    /// Cells that were lost make the first figures the uncertain ones: what is there is the
    /// end of the row.
    fn fill_fund(&mut self, fund: &mut Fund, slots: &[FundSlot], values: &[usize]) {
        // Amounts with nothing but dashes behind them are the last of the amounts.
        let figures = slots.iter().filter(|slot| matches!(slot, FundSlot::Figure(_))).count();
        let filled = values.iter().take_while(|at| !self.found(**at).is_blank()).count();
        let blank = values.iter().skip(filled).all(|at| self.found(*at).is_blank());
        let is_amounts = (1..=figures).contains(&filled) && blank && filled < values.len();
        let missing = match slots.len().saturating_sub(values.len()) {
            0 => 0,
            _ if is_amounts => figures - filled,
            missing => missing,
        };
        for (at, slot) in values.iter().zip(slots.iter().skip(missing)) {
            let found = self.found(*at);
            if found.is_blank() {
                continue;
            }
            let place = match slot {
                FundSlot::Figure(Figure::Initial) => &mut fund.initial,
                FundSlot::Figure(Figure::Budget) => &mut fund.budget,
                FundSlot::Figure(Figure::Executed) => &mut fund.executed,
                FundSlot::Weight => &mut fund.weight,
                FundSlot::Rate => &mut fund.rate,
                FundSlot::Score => &mut fund.score,
            };
            *place = Some(found);
        }
    }

    /// A name and the cells behind it.
    fn indicator(&mut self, at: usize) -> usize {
        let mut row = Row { group: self.inherited.index(&mut self.form), ..Row::default() };
        rows::fill(&mut row, Column::Name, self.found(at), "");
        let most = self.columns.len() + self.unknown.len();
        let mut end = at + 1;
        while end < self.tokens.len() && end - at <= most && !self.ends_row(end) {
            end += 1;
        }
        let window: Vec<Found> = (at + 1..end).map(|at| self.found(at)).collect();
        if window.iter().all(|found| found.text.is_empty()) {
            let skipped = window.len();
            // Empty cells belong to a row without values; without any the values stand apart.
            if skipped > 0 {
                self.push(row, Vec::new())
            } else {
                self.pending.push(row)
            }
            return 1 + skipped + if skipped == 0 { self.apart(end) } else { 0 };
        }
        self.pending_alone();
        let mut roles: Vec<Option<Column>> = Vec::new();
        for column in &self.columns {
            roles.push(Some(*column));
        }
        if !self.unknown.is_empty() {
            roles.extend(self.unknown.iter().map(|_| None));
        }
        let next = self.text(at + 1 + window.len()).to_owned();
        let (taken, places) = align(&window, &roles, &next);
        let mut targets = Vec::new();
        for (found, place) in window.into_iter().zip(places).filter(|(found, _)| !found.text.is_empty()) {
            match roles.get(place) {
                Some(Some(column)) => rows::fill(&mut row, *column, found, ""),
                Some(None) => {
                    let label = place.checked_sub(self.columns.len()).and_then(|at| self.unknown.get(at));
                    targets.push((label.cloned().unwrap_or_default(), found));
                }
                None => {}
            }
        }
        self.push(row, targets);
        1 + taken
    }

    /// `【产出指标-数量指标】 指标1：养护座数(≥12座)`: everything in one text.
    fn inline(&mut self, at: usize, inline: rows::Inline) {
        let found = self.found(at);
        let part = |text: String| Found { text, at: found.at.clone() };
        self.inherited.enter(Level::One, part(inline.one));
        if let Some(two) = inline.two {
            self.inherited.enter(Level::Two, part(two));
        }
        let mut row = Row { group: self.inherited.index(&mut self.form), ..Row::default() };
        rows::fill(&mut row, Column::Name, part(inline.name), "");
        row.target = inline.target.map(part);
        self.push(row, Vec::new());
    }

    fn ends_row(&self, at: usize) -> bool {
        let text = self.text(at);
        if rows::inline(text).is_some() {
            return true;
        }
        let is_label = labels::level(text).is_some()
            || columns::is_sum(text) && !text.is_empty()
            || labels::is_title(text)
            || labels::plain(text).starts_with("注:")
            || matches!(labels::fact(text), Some(Fact::Project | Fact::Code))
            || labels::column(text).is_some()
            || matches!(text, "年度" | "实际");
        is_label
            || is_garbled(text)
            || text.starts_with("指标") && text.chars().nth(2).is_some_and(|letter| letter.is_ascii_digit())
    }

    /// Names that stood together, then all their targets, then the other values row by row.
    fn apart(&mut self, start: usize) -> usize {
        let mut values = Vec::new();
        let mut end = start;
        while end < self.tokens.len() {
            let text = self.text(end);
            let numbered =
                text.starts_with("指标") && text.chars().nth(2).is_some_and(|letter| letter.is_ascii_digit());
            if numbered || labels::level(text).is_some() || columns::is_sum(text) {
                break;
            }
            let is_header = tokens::is_label(text) || matches!(text, "年度" | "实际");
            if !text.is_empty() && !is_header {
                values.push(self.found(end));
            }
            end += 1;
        }
        let count = self.pending.len();
        let width = [4, 5, 3].into_iter().find(|width| count > 1 && values.len() == count * width);
        let Some(width) = width else { return 0 };
        let columns = [Column::Target, Column::Actual, Column::Weight, Column::Score, Column::Reason];
        let names = std::mem::take(&mut self.pending);
        for (at, mut row) in names.into_iter().enumerate() {
            let target = values.get(at).cloned();
            row.target = target;
            let rest = values.get(count + at * (width - 1)..count + (at + 1) * (width - 1)).unwrap_or_default();
            for (found, column) in rest.iter().zip(columns.iter().skip(1)) {
                rows::fill(&mut row, *column, found.clone(), "");
            }
            self.glued(&row);
            rows::push(row, Vec::new(), &mut self.form, self.repairs);
        }
        end - start
    }

    /// Values behind a header that came after the name.
    fn late_values(&mut self, start: usize, roles: &[(Column, String)]) -> usize {
        let Some(mut row) = self.pending.pop() else { return 0 };
        let mut end = start;
        while end < self.tokens.len() && end - start < roles.len() && !self.ends_row(end) {
            end += 1;
        }
        let window: Vec<Found> = (start..end).map(|at| self.found(at)).collect();
        let filled = window.len();
        for (found, (column, label)) in window.into_iter().zip(roles).filter(|(found, _)| !found.text.is_empty()) {
            rows::fill(&mut row, *column, found, label);
        }
        self.push(row, Vec::new());
        filled
    }

    /// Names whose values never came.
    fn pending_alone(&mut self) {
        for row in std::mem::take(&mut self.pending) {
            self.push(row, Vec::new());
        }
    }

    fn push(&mut self, row: Row, targets: Vec<(String, Found)>) {
        if self.cut == Cut::Glued {
            self.glued(&row);
        }
        rows::push(row, targets, &mut self.form, self.repairs);
    }

    fn glued(&mut self, row: &Row) {
        let values = [&row.weight, &row.sign, &row.target, &row.actual, &row.score, &row.reason];
        let texts: Vec<&str> = values.into_iter().flatten().map(|found| found.text.as_str()).collect();
        let message = format!("粘在一起的文字拆成 `{}` 和 {}，请核对", short(&row.name.text), texts.join("、"));
        let line = Repair::sure("整行", &row.name, texts.join(" ")).because(Certainty::Doubtful, "E0811", message);
        self.repairs.push(line.help("照原表核对指标值、实际完成值、分值和得分"));
    }

    fn other(&mut self, at: usize) {
        let found = self.found(at);
        let text = labels::plain(&found.text);
        if self.form.year.is_none() && text.chars().count() < 14 && year_in(&text).is_some() {
            self.form.year = year_in(&text);
            return;
        }
        if found.is_blank() {
            return;
        }
        if text.starts_with("附件") || text.starts_with("附表") {
            self.form.others.push(("表头".to_owned(), found));
            return;
        }
        // What follows on the same line belongs to the same remnant.
        if let (Some((label, before)), Some(line)) = (self.form.others.last_mut(), self.repairs.last_mut())
            && label == "其他文字"
            && before.at == found.at
            && before.text.len() < LONGEST_REMNANT
            && line.code == Some("E0805")
            && line.cell == found.at
        {
            before.text = format!("{} {}", before.text, found.text);
            line.found.clone_from(&before.text);
            line.message = Some(format!("`{}` 没有归入任何一栏，写进了说明", short(&before.text)));
            return;
        }
        let message = format!("`{}` 没有归入任何一栏，写进了说明", short(&found.text));
        let line = Repair::sure("其他文字", &found, "说明").because(Certainty::Kept, "E0805", message);
        self.repairs.push(line.help("看一遍说明，该是指标、目标或资金的，改到应在的地方"));
        self.form.others.push(("其他文字".to_owned(), found));
    }
}

/// What a damaged font left of a text, or of several cells.
fn is_garbled(text: &str) -> bool {
    text.contains("???") || text.matches('|').count() > 1
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FundSlot {
    Figure(Figure),
    Weight,
    Rate,
    Score,
}

/// Gives the first cells of a window to columns in their order, as many as makes the most
/// sense: how many cells were taken, and the column of each.
fn align(window: &[Found], roles: &[Option<Column>], next: &str) -> (usize, Vec<usize>) {
    // best[r]: the best value with the cells so far, the last of them in a role before r.
    let value = |found: &Found, role: &Option<Column>| match role {
        _ if found.text.is_empty() => 0,
        Some(column) => plausible(*column, &found.text),
        None if tokens::is_value(&found.text) => 2,
        None => -1,
    };
    let mut best: Vec<Option<(i64, Vec<usize>)>> = vec![Some((0, Vec::new())); roles.len() + 1];
    let mut chosen: (i64, Vec<usize>) = (i64::MIN, Vec::new());
    for taken in 0..=window.len() {
        // What is left begins the next row, if a value stands behind it.
        let follows = match (window.get(taken), window.get(taken + 1)) {
            (Some(tail), Some(after)) if tokens::is_value(&after.text) => plausible(Column::Name, &tail.text),
            (Some(tail), None) if tokens::is_value(next) => plausible(Column::Name, &tail.text),
            (Some(tail), _) if !tail.text.is_empty() => -1,
            (Some(_) | None, _) => 0,
        };
        if let Some(Some((score, places))) = best.last()
            && score + follows >= chosen.0
        {
            chosen = (score + follows, places.clone());
        }
        let Some(found) = window.get(taken) else { break };
        let mut after: Vec<Option<(i64, Vec<usize>)>> = vec![None];
        for (at, role) in roles.iter().enumerate() {
            let here = best.get(at).cloned().flatten().map(|(score, mut places)| {
                places.push(at);
                (score + value(found, role), places)
            });
            let before = after.last().cloned().flatten();
            // Of equals the earlier column has it.
            let better = match (before, here) {
                (Some(before), Some(here)) => Some(if here.0 > before.0 { here } else { before }),
                (before, here) => before.or(here),
            };
            after.push(better);
        }
        best = after;
    }
    let (_, places) = chosen;
    (places.len(), places)
}
