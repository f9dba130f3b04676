//! From a grid to forms: what each row belongs to, the head, the budget, the tasks or the
//! indicators.

use super::foot;
use super::form::{Budget, Form, Found, Fund, Kind, Task};
use super::grid::{Cell, Grid, Row};
use super::halves::{self, Medium};
use super::labels::{self, Fact, Goal, TaskColumn};
use super::repair::{Certainty, Repair};
use super::rows::{self, Header, Inherited, Outcome, is_number};
use crate::reading::normal::normalised;
use crate::table::columns::{self, Figure};

/// Where in a form the reader is.
enum Section {
    Head,
    Indicators(Box<(Header, Inherited)>),
    /// The columns, their unit, and what stands under the head of the amounts.
    Tasks(TaskColumns, Option<String>, Vec<(u32, String)>),
    Budget(Vec<Pair>),
    Funds(Vec<(FundColumn, u32)>, Option<String>),
    Goals(Vec<(Goal, u32)>),
}

/// The columns of the tasks, by place.
type TaskColumns = Vec<(TaskColumn, u32)>;

/// A label column and the amounts beside it.
struct Pair {
    label: u32,
    amount: u32,
    /// The index of the group in the form's budget.
    group: usize,
}

/// A column of 项目资金.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FundColumn {
    Figure(Figure),
    Weight,
    Rate,
    Score,
    /// 全年预计执行数.
    Expected,
}

/// Reads every form of a grid.
pub(super) fn forms(grid: &Grid, repairs: &mut Vec<Repair>) -> Vec<Form> {
    let mut reader = Reader {
        grid,
        done: Vec::new(),
        form: Form::default(),
        section: Section::Head,
        default_unit: None,
        order: None,
        medium: None,
        funds_of_medium: false,
        repairs,
    };
    reader.form.sheet.clone_from(&grid.sheet);
    let mut at = 0;
    while let Some(row) = grid.rows.get(at) {
        at += reader.row(at, row);
    }
    reader.finish()
}

struct Reader<'g> {
    grid: &'g Grid,
    done: Vec<Form>,
    form: Form,
    section: Section,
    /// `单位：万元` above the table.
    default_unit: Option<String>,
    /// 中期目标 and 年度目标 side by side, as the goals have them.
    order: Option<[Goal; 2]>,
    /// The half of the indicators that is not the annual one.
    medium: Option<Medium>,
    /// Whether the first amount of a row is one of the medium term.
    funds_of_medium: bool,
    repairs: &'g mut Vec<Repair>,
}

impl Reader<'_> {
    fn finish(mut self) -> Vec<Form> {
        self.settle();
        if !self.form.is_empty() {
            self.done.push(self.form);
        }
        self.done
    }

    fn settle(&mut self) {
        if let Some(medium) = self.medium.take() {
            medium.settle(&mut self.form, self.repairs);
        }
        (self.order, self.funds_of_medium) = (None, false);
    }

    /// Reads a row, and says how many rows that took.
    fn row(&mut self, at: usize, row: &Row) -> usize {
        if row.cells.len() <= 2 && row.cells.first().is_some_and(|cell| labels::is_title(&cell.text)) {
            self.title(row);
            return 1;
        }
        if !self.form.rows.is_empty() && foot::read(row, &mut self.form) {
            return 1;
        }
        // No header has a number or a target in it.
        if row.cells.iter().any(|cell| is_figure(&cell.text)) {
            if !self.in_section(row) {
                self.head(row);
            }
            return 1;
        }
        if let Some((mut header, rows)) = rows::header_at(&self.grid.rows, at, self.form.year) {
            self.repairs.extend(header.by_content.iter().map(|name| Repair::sure("列名", name, "指标符号")));
            if self.medium.is_none() {
                self.medium = self.order.and_then(|order| halves::part(row, &mut header, order));
            }
            // A page break repeats the header; the groups go on.
            let inherited = match &mut self.section {
                Section::Indicators(open) if open.0.labels == header.labels => std::mem::take(&mut open.1),
                _ => Inherited::default(),
            };
            self.section = Section::Indicators(Box::new((header, inherited)));
            return rows;
        }
        if let Some((columns, unit)) = task_header(row) {
            self.section = Section::Tasks(columns, unit, Vec::new());
            return 1;
        }
        if self.budget_header(row) {
            return 1;
        }
        if let Some(columns) = fund_header(row) {
            let labels = row.cells.iter().map(|cell| cell.text.as_str());
            let unit = labels.filter_map(columns::unit_in_brackets).next().or_else(|| self.default_unit.clone());
            self.section = Section::Funds(columns, unit);
            return 1;
        }
        if !self.in_section(row) {
            self.head(row);
        }
        1
    }

    /// A new title begins a new form when the one before has indicators.
    fn title(&mut self, row: &Row) {
        if !self.form.rows.is_empty() {
            self.settle();
            let next = Form { sheet: self.grid.sheet.clone(), ..Form::default() };
            self.done.push(std::mem::replace(&mut self.form, next));
        }
        self.section = Section::Head;
        for cell in &row.cells {
            let found = found(cell);
            let name = labels::plain(&found.text);
            if ["部门整体", "整体支出", "整体绩效", "部门(单位)整体", "单位整体"].iter().any(|word| name.contains(word))
            {
                self.form.kind = Kind::Department;
            }
            self.form.year = self.form.year.or_else(|| year_in(&found.text));
            match &self.form.title {
                None => self.form.title = Some(found),
                // A page and its table say it twice.
                Some(known) if known.text == found.text => {}
                Some(_) => self.form.others.push(("表头".to_owned(), found)),
            }
        }
    }

    /// Whether the row belongs to the section that is open.
    fn in_section(&mut self, row: &Row) -> bool {
        let starts_other = starts_other(row);
        match &mut self.section {
            Section::Head => false,
            Section::Indicators(table) => {
                let (header, inherited) = &mut **table;
                let is_group = row.cells.first().is_some_and(|cell| labels::level(&cell.text).is_some());
                if starts_other && !is_group || is_footnote(row) {
                    self.section = Section::Head;
                    return false;
                }
                let annual = self.medium.as_mut().map(|medium| medium.row(row, header, self.repairs));
                let row = annual.as_ref().unwrap_or(row);
                matches!(rows::read(row, header, inherited, &mut self.form, self.repairs), Outcome::Read)
            }
            Section::Tasks(columns, unit, heads) => {
                if starts_other {
                    self.section = Section::Head;
                    return false;
                }
                let get = |wanted: TaskColumn| {
                    let at = columns.iter().find(|(column, _)| *column == wanted)?.1;
                    row.get(at).map(found)
                };
                let Some(name) = get(TaskColumn::Name) else {
                    // 总额, 财政拨款, 其他资金 under the head of the amounts.
                    let is_head = row.cells.iter().all(|cell| is_fund_label(&cell.text));
                    if is_head {
                        *heads = row.cells.iter().map(|cell| (cell.column, cell.text.clone())).collect();
                    }
                    return is_head;
                };
                if columns::is_sum(&name.text) || labels::plain(&name.text) == "金额合计" {
                    self.form
                        .others
                        .push((format!("重点任务{}", name.text), get(TaskColumn::Funds).unwrap_or_default()));
                    let own = columns.iter().find(|(column, _)| *column == TaskColumn::Funds).map(|(_, at)| *at);
                    for cell in row.cells.iter().filter(|cell| is_number(&cell.text) && Some(cell.column) != own) {
                        self.form.others.push((format!("重点任务{}", name.text), found(cell)));
                    }
                    return true;
                }
                let known: Vec<u32> = columns.iter().map(|(_, at)| *at).collect();
                let beside =
                    row.cells.iter().filter(|cell| !known.contains(&cell.column) && !labels::is_margin(&cell.text));
                let label = |cell: &Cell| match heads.iter().find(|(at, _)| *at == cell.column) {
                    Some((_, head)) => format!("任务 {} {head}", name.text),
                    None => format!("任务 {}", name.text),
                };
                self.form.others.extend(beside.map(|cell| (label(cell), found(cell))));
                let (content, funds, aim) = (get(TaskColumn::Content), get(TaskColumn::Funds), get(TaskColumn::Aim));
                self.form.tasks.push(Task { name, content, funds, unit: unit.clone(), aim });
                true
            }
            Section::Budget(pairs) => {
                if starts_other {
                    self.section = Section::Head;
                    return false;
                }
                let mut any = false;
                for pair in pairs.iter() {
                    let (Some(label), amount) = (row.get(pair.label), row.get(pair.amount)) else { continue };
                    let line = Budget {
                        name: label_name(&label.text),
                        found: found(label),
                        amount: amount.map(found),
                        unit: None,
                        parts: Vec::new(),
                    };
                    if let Some(group) = self.form.budget.get_mut(pair.group) {
                        group.parts.push(line);
                        any = true;
                    }
                }
                let known =
                    |cell: &&Cell| !pairs.iter().any(|pair| pair.label == cell.column || pair.amount == cell.column);
                let beside: Vec<Found> =
                    row.cells.iter().filter(known).filter(|cell| !labels::is_margin(&cell.text)).map(found).collect();
                if any {
                    self.form.others.extend(beside.into_iter().map(|found| ("预算整体情况".to_owned(), found)));
                }
                any
            }
            Section::Funds(columns, unit) => {
                let label = row.cells.iter().find(|cell| is_fund_label(&cell.text));
                // A row of nothing but amounts is the whole.
                let unnamed = row.cells.first().filter(|_| row.cells.iter().all(|cell| is_amount(&cell.text)));
                let Some(label) = label.or(unnamed) else {
                    self.section = Section::Head;
                    return false;
                };
                let get = |wanted: FundColumn| {
                    let at = columns.iter().find(|(column, _)| *column == wanted)?.1;
                    row.get(at).map(found)
                };
                let known =
                    |cell: &&Cell| columns.iter().any(|(_, at)| *at == cell.column) || cell.column == label.column;
                let beside = row.cells.iter().filter(|cell| !known(cell) && !labels::is_margin(&cell.text)).map(found);
                let name = if is_fund_label(&label.text) {
                    found(label)
                } else {
                    Found { text: "年度资金总额".to_owned(), at: label.at.clone() }
                };
                if let Some(expected) = get(FundColumn::Expected) {
                    self.form.others.push((format!("全年预计执行数 {}", name.text), expected));
                }
                let what = format!("项目资金 {}", name.text);
                self.form.others.extend(beside.map(|found| (what.clone(), found)));
                self.form.funds.push(Fund {
                    name,
                    initial: get(FundColumn::Figure(Figure::Initial)),
                    budget: get(FundColumn::Figure(Figure::Budget)),
                    executed: get(FundColumn::Figure(Figure::Executed)),
                    weight: get(FundColumn::Weight),
                    rate: get(FundColumn::Rate),
                    score: get(FundColumn::Score),
                    unit: columns::unit_in_brackets(&label.text).or_else(|| unit.clone()),
                });
                true
            }
            Section::Goals(columns) => {
                let cells: Vec<&Cell> = row.cells.iter().filter(|cell| !labels::is_margin(&cell.text)).collect();
                let columns = std::mem::take(columns);
                self.section = Section::Head;
                if starts_other || cells.is_empty() {
                    return false;
                }
                for (at, (goal, place)) in columns.iter().enumerate() {
                    let under = cells
                        .iter()
                        .find(|cell| cell.column == *place)
                        .or_else(|| (cells.len() == columns.len()).then(|| cells.get(at)).flatten());
                    if let Some(cell) = under {
                        self.goal(*goal, found(cell));
                    }
                }
                true
            }
        }
    }

    fn goal(&mut self, goal: Goal, text: Found) {
        if text.is_blank() {
            return;
        }
        match goal {
            Goal::Annual if self.form.goal.is_none() => self.form.goal = Some(text),
            Goal::Annual => self.form.others.push(("年度目标".to_owned(), text)),
            Goal::Long => self.form.others.push(("中期目标".to_owned(), text)),
            Goal::Done => self.form.goal_done = Some(text),
        }
    }

    /// `部门预算支出 | 预算金额（万元） | 收入来源 | 预算金额（万元）`.
    fn budget_header(&mut self, row: &Row) -> bool {
        let amounts: Vec<usize> =
            row.cells.iter().enumerate().filter(|(_, cell)| is_amount_label(&cell.text)).map(|(at, _)| at).collect();
        let mut pairs = Vec::new();
        for at in amounts {
            let (Some(amount), Some(label)) = (row.cells.get(at), at.checked_sub(1).and_then(|at| row.cells.get(at)))
            else {
                continue;
            };
            let unit = columns::unit_in_brackets(&amount.text).or_else(|| self.default_unit.clone());
            let group =
                Budget { name: label_name(&label.text), found: found(label), amount: None, unit, parts: Vec::new() };
            self.form.budget.push(group);
            pairs.push(Pair { label: label.column, amount: amount.column, group: self.form.budget.len() - 1 });
        }
        let is_header = !pairs.is_empty();
        if is_header {
            self.section = Section::Budget(pairs);
        }
        is_header
    }

    /// Facts, goals and what nobody knows.
    fn head(&mut self, row: &Row) {
        if let [cell] = row.cells.as_slice()
            && !self.form.rows.is_empty()
            && let Some(framework) = named_framework(&cell.text)
        {
            self.form.framework = Some(Found { text: framework, at: cell.at.clone() });
            return;
        }
        if is_footnote(row) && !self.form.rows.is_empty() {
            self.form.others.extend(row.cells.iter().map(|cell| {
                let text = cell.text.trim_start_matches('注').trim_start_matches(['：', ':']).trim_start().to_owned();
                ("注".to_owned(), Found { text, at: cell.at.clone() })
            }));
            return;
        }
        let goals: Vec<(Goal, u32)> =
            row.cells.iter().filter_map(|cell| Some((labels::goal(&cell.text)?, cell.column))).collect();
        let texts: Vec<&Cell> = row
            .cells
            .iter()
            .filter(|cell| labels::goal(&cell.text).is_none() && !labels::is_margin(&cell.text))
            .collect();
        if texts.is_empty() && !goals.is_empty() {
            // 年度总体目标 in front of 预期目标 and 实际完成情况 is the label of the block.
            let first =
                usize::from(goals.len() > 2 || goals.len() == 2 && goals.iter().all(|(goal, _)| *goal == Goal::Annual));
            let goals: Vec<(Goal, u32)> = goals.into_iter().skip(first).collect();
            if let [(one, _), (two, _)] = goals.as_slice()
                && [*one, *two].contains(&Goal::Long)
                && [*one, *two].contains(&Goal::Annual)
            {
                self.order = Some([*one, *two]);
            }
            self.section = Section::Goals(goals);
            return;
        }
        if let Some((goal, _)) = goals.last()
            && goals.len() <= 2
            && let [text] = texts.as_slice()
        {
            self.goal(*goal, found(text));
            return;
        }
        let mut cells = row.cells.iter().peekable();
        while let Some(cell) = cells.next() {
            if let Some(unit) = columns::unit_in_brackets(&cell.text)
                && labels::plain(&cell.text).starts_with("单位")
            {
                self.default_unit = Some(unit);
                continue;
            }
            if let Some((label, text)) = cell.text.split_once(['：', ':'])
                && let Some(goal) = labels::goal(label)
                && !text.trim().is_empty()
            {
                self.goal(goal, Found { text: text.trim().to_owned(), at: cell.at.clone() });
                continue;
            }
            if let Some((label, text)) = split_label(&cell.text) {
                self.fact(&label, Found { text, at: cell.at.clone() });
                continue;
            }
            if labels::fact(&cell.text).is_some() {
                let value = cells.next_if(|next| labels::fact(&next.text).is_none());
                self.fact(&cell.text, value.map(found).unwrap_or_default());
                continue;
            }
            if is_fund_label(&cell.text)
                && let Some(amount) = cells.next_if(|next| is_amount(&next.text))
            {
                // 中期资金总额 and 年度资金总额 side by side, and so the rows below them.
                let is_first = row.cells.iter().find(|cell| is_fund_label(&cell.text)) == Some(cell);
                let is_pair = row.cells.iter().filter(|cell| is_amount(&cell.text)).count() == 2;
                self.funds_of_medium |= is_first && is_pair && labels::is_of_medium(&cell.text);
                if self.funds_of_medium && is_first && is_pair {
                    let name = label_name(&cell.text);
                    let name = if labels::is_of_medium(&name) { name } else { format!("中期资金 {name}") };
                    self.form.others.push((name, found(amount)));
                    continue;
                }
                let unit = columns::unit_in_brackets(&cell.text)
                    .or_else(|| row.cells.iter().filter_map(|cell| columns::unit_in_brackets(&cell.text)).next())
                    .or_else(|| self.default_unit.clone());
                self.form.funds.push(Fund { name: found(cell), initial: Some(found(amount)), unit, ..Fund::default() });
                continue;
            }
            if let Some((figure, unit)) = columns::figure(&cell.text)
                && let Some(amount) = cells.next_if(|next| is_amount(&next.text))
            {
                self.lone_figure(figure, unit, amount);
                continue;
            }
            if labels::is_margin(&cell.text) || labels::goal(&cell.text).is_some() {
                // 项目资金（万元） holds for the amounts beside it and below.
                self.default_unit = columns::unit_in_brackets(&cell.text).or(self.default_unit.take());
                continue;
            }
            self.other(cell);
        }
    }

    /// `年初预算数 | 30` without a table around it.
    fn lone_figure(&mut self, figure: Figure, unit: Option<String>, amount: &Cell) {
        if self.form.funds.is_empty() {
            let name = Found { text: "年度资金总额".to_owned(), at: amount.at.clone() };
            self.form.funds.push(Fund { name, unit: unit.or_else(|| self.default_unit.clone()), ..Fund::default() });
        }
        if let Some(fund) = self.form.funds.first_mut() {
            let slot = match figure {
                Figure::Initial => &mut fund.initial,
                Figure::Budget => &mut fund.budget,
                Figure::Executed => &mut fund.executed,
            };
            *slot = Some(found(amount));
        }
    }

    fn fact(&mut self, label: &str, value: Found) {
        if value.text.is_empty() {
            return;
        }
        let label = normalised(label).trim_end_matches(':').to_owned();
        match labels::fact(&label).unwrap_or(Fact::Other) {
            Fact::Department if self.form.name.is_none() || self.form.kind == Kind::Department => {
                if self.form.kind == Kind::Project && !label.contains("部门名称") {
                    self.form.others.push((label, value));
                } else {
                    self.form.kind = Kind::Department;
                    self.form.name = Some(value);
                }
            }
            Fact::Project => {
                self.form.kind = Kind::Project;
                let old = self.form.name.replace(value);
                self.form.others.extend(old.map(|old| ("部门名称".to_owned(), old)));
            }
            Fact::Code => self.form.code = Some(value),
            Fact::Owner if self.form.owner.is_none() => self.form.owner = Some(value),
            Fact::Year if year_in(&value.text).is_some() => self.form.year = year_in(&value.text),
            Fact::Department | Fact::Owner | Fact::Year | Fact::Other => self.form.others.push((label, value)),
        }
    }

    fn other(&mut self, cell: &Cell) {
        let found = found(cell);
        if self.form.year.is_none() && labels::plain(&found.text).chars().count() < 12 {
            self.form.year = year_in(&found.text);
            if self.form.year.is_some() {
                return;
            }
        }
        if found.is_blank() || labels::is_place_holder(&found.text) && !is_number(&found.text) {
            return;
        }
        let is_known = labels::plain(&found.text).starts_with("附件") || labels::plain(&found.text).starts_with("附表");
        if !is_known {
            let message = format!("`{}` 没有归入任何一栏，写进了说明", short(&found.text));
            let line = Repair::sure("其他文字", &found, "说明").because(Certainty::Kept, "E0805", message);
            self.repairs.push(line.help("看一遍说明，该是指标、目标或资金的，改到应在的地方"));
        }
        self.form.others.push(("其他文字".to_owned(), found));
    }
}

impl Form {
    /// Whether nothing of a form was found.
    fn is_empty(&self) -> bool {
        self.rows.is_empty()
            && self.groups.is_empty()
            && self.tasks.is_empty()
            && self.budget.is_empty()
            && self.funds.is_empty()
            && self.name.is_none()
            && self.title.is_none()
            && self.others.is_empty()
    }
}

/// `12`, `95%`, `≥20场`: what stands only in rows.
fn is_figure(text: &str) -> bool {
    let rest = text.trim_start_matches(['≥', '≤', '＞', '＜', '＝', '=', '>', '<']);
    let mut letters = rest.chars();
    if !letters.next().is_some_and(|first| first.is_ascii_digit()) {
        return false;
    }
    rest.len() < text.len() || letters.all(|letter| letter.is_ascii_digit() || ".,%％".contains(letter))
}

/// The head of a column of amounts.
pub(super) fn is_amount_label(text: &str) -> bool {
    matches!(&*labels::plain(text).replace("(万元)", "").replace("(元)", ""), "预算金额" | "金额")
}

/// A text with its cell.
pub(super) fn found(cell: &Cell) -> Found {
    Found { text: cell.text.clone(), at: cell.at.clone() }
}

/// The first words of a text.
pub(super) fn short(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.chars().count() <= 16 { text } else { text.chars().take(15).chain(['…']).collect() }
}

/// A label as a name: without its bracket and blanks.
fn label_name(label: &str) -> String {
    label.lines().map(str::trim).collect::<String>().trim_end_matches(['：', ':']).to_owned()
}

/// `项目名称：示例项目`.
fn split_label(text: &str) -> Option<(String, String)> {
    let (label, value) = text.split_once(['：', ':'])?;
    labels::fact(label)?;
    let value = value.trim();
    (!value.is_empty()).then(|| (label.trim().to_owned(), value.to_owned()))
}

/// A year of this century in a text: `（2031年度）`.
pub(super) fn year_in(text: &str) -> Option<i16> {
    let text = normalised(text);
    let digits = text.split(|letter: char| !letter.is_ascii_digit());
    digits.filter(|run| run.len() == 4 && run.starts_with("20")).find_map(|run| run.parse().ok())
}

/// Whether a row begins another part of the form.
fn starts_other(row: &Row) -> bool {
    let Some(first) = row.cells.first() else { return false };
    let mut texts = row.cells.iter().take(2).map(|cell| cell.text.as_str());
    let is_fact = |text: &str| labels::fact(text).is_some() && !columns::is_sum(text) || split_label(text).is_some();
    is_fact(&first.text)
        || labels::goal(&first.text).is_some()
        || (row.cells.len() == 1 && labels::is_margin(&first.text))
        || texts.any(|text| labels::plain(text).starts_with("其他需完成的任务"))
}

/// `框架 财政部2020，依据 财预〔2020〕10号` below a form of heng's own.
fn named_framework(text: &str) -> Option<String> {
    let name = text.strip_prefix("框架 ")?.split([',', '，', ' ']).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// `注：1.一级指标分值…`, `填表人：`.
fn is_footnote(row: &Row) -> bool {
    let Some(first) = row.cells.first() else { return false };
    let text = labels::plain(&first.text);
    let starts = ["注:", "注1", "备注:", "说明:", "填表说明", "注.", "1.", "填报人", "填表人"];
    row.cells.len() <= 2 && starts.iter().any(|start| text.starts_with(start)) && labels::level(&text).is_none()
}

fn task_header(row: &Row) -> Option<(TaskColumns, Option<String>)> {
    let mut found: Vec<(TaskColumn, u32)> = Vec::new();
    let mut unit = None;
    for cell in &row.cells {
        if let Some(column) = labels::task_column(&cell.text)
            && !found.iter().any(|(known, _)| *known == column)
        {
            found.push((column, cell.column));
            if column == TaskColumn::Funds {
                unit = columns::unit_in_brackets(&cell.text);
            }
        }
    }
    let has = |wanted| found.iter().any(|(column, _)| *column == wanted);
    (has(TaskColumn::Name) && has(TaskColumn::Content) && found.len() >= 3).then_some((found, unit))
}

fn fund_header(row: &Row) -> Option<Vec<(FundColumn, u32)>> {
    let mut found = Vec::new();
    for cell in &row.cells {
        if let Some((figure, _)) = columns::figure(&cell.text) {
            found.push((FundColumn::Figure(figure), cell.column));
            continue;
        }
        // 1-7月执行数 of a mid-year form.
        let name = labels::plain(&cell.text);
        let (name, _) = name.split_once('(').unwrap_or((&name, ""));
        if name.ends_with("月执行数") {
            found.push((FundColumn::Figure(Figure::Executed), cell.column));
            continue;
        }
        if name.ends_with("预计执行数") {
            found.push((FundColumn::Expected, cell.column));
            continue;
        }
        if name.ends_with("月执行率") {
            found.push((FundColumn::Rate, cell.column));
            continue;
        }
        match &*labels::plain(&cell.text) {
            "分值" | "分值(权重)" | "权重" => found.push((FundColumn::Weight, cell.column)),
            "执行率" | "预算执行率" | "执行率(%)" | "执行率(b/a)" => {
                found.push((FundColumn::Rate, cell.column))
            }
            "得分" => found.push((FundColumn::Score, cell.column)),
            _ => {}
        }
    }
    let figures = found.iter().filter(|(column, _)| matches!(column, FundColumn::Figure(_))).count();
    (figures >= 2).then_some(found)
}

const FUND_WORDS: &[&str] = &[
    "资金总额",
    "财政拨款",
    "财政资金",
    "其他资金",
    "结转资金",
    "自筹资金",
    "单位资金",
    "预算资金",
    "上年结转",
    "总额",
    "总投资",
    "一般公共预算",
    "政府性基金",
    "中央资金",
    "省级资金",
    "市级资金",
    "县级资金",
    "区级资金",
];

pub(super) fn is_fund_label(text: &str) -> bool {
    let name = labels::plain(text);
    let (bare, _) = name.split_once('(').unwrap_or((&name, ""));
    let bare = bare.trim_start_matches("其中:").trim_start_matches("其中");
    name.chars().count() < 24 && (FUND_WORDS.iter().any(|word| bare.contains(word)) || bare == "合计" || bare == "小计")
}

fn is_amount(text: &str) -> bool {
    let text = normalised(text);
    let bare = text.trim_end_matches(['元', '万', '亿']);
    is_number(bare)
}
