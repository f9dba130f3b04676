//! A workbook in which the offices fill in the actual values: only the inputs may be changed,
//! and what may go into each is checked. `heng score --actuals` reads it back as it is.

use super::actual;
use super::declare::{goal_text, indicator_name};
use super::{Allowed, Cell, Content, Form, Shown, Style};
use crate::model::Declaration;
use crate::model::declaration::{Indicator, TextAttr};
use crate::plan::{Goal, Line, Method, Plan};
use crate::score::actuals::Actual;
use crate::score::show;
use crate::syntax::ast::TextKind;

/// What a fill-in workbook is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    /// One sheet per responsible office.
    pub by_owner: bool,
    /// In the middle of the year: also what is expected, how likely the target is, and why not.
    pub monitor: bool,
}

/// The columns that every sheet has.
const COLUMNS: [(&str, u16); 6] =
    [("一级指标", 16), ("二级指标", 20), ("三级指标", 34), ("年度指标值", 20), ("计量单位", 10), ("实际完成值", 18)];
const UNIT: u16 = 4;
const ACTUAL: u16 = 5;

/// How likely a target is, as the form for monitoring words it.
const LIKELY: [&str; 3] = ["确定能", "有可能", "完全不可能"];
/// Causes of a deviation, as the form for monitoring words them.
const CAUSES: [&str; 5] = ["经费保障", "制度保障", "人员保障", "硬件条件保障", "其他"];

/// Where a sheet puts what is not an indicator's.
const REST: &str = "预算和数据";
const NO_OWNER: &str = "没有写负责的";

/// The sheets of one declaration.
pub fn forms(plan: &Plan, declaration: &Declaration, wanted: Wanted) -> Vec<Form> {
    let columns = columns(plan, wanted);
    let writer = Writer { plan, declaration, columns: &columns };
    let all: Vec<usize> = (0..plan.lines.len()).collect();
    if !wanted.by_owner {
        return vec![writer.sheet("填报", &all, true)];
    }
    let mut owners: Vec<(String, Vec<usize>)> = Vec::new();
    for line in all {
        let owner = writer.owner(line).unwrap_or(NO_OWNER).to_owned();
        match owners.iter_mut().find(|(known, _)| *known == owner) {
            Some((_, lines)) => lines.push(line),
            None => owners.push((owner, vec![line])),
        }
    }
    let mut forms: Vec<Form> = owners.iter().map(|(owner, lines)| writer.sheet(owner, lines, false)).collect();
    if plan.framework.execution.is_some() || !plan.data.is_empty() {
        forms.push(writer.sheet(REST, &[], true));
    }
    forms
}

/// What a column behind the value is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extra {
    Score,
    Expected,
    Likely,
    Cause,
    Reason,
    Hint,
    Owner,
}

impl Extra {
    fn head(self) -> (&'static str, u16) {
        match self {
            // The reader takes 得分 of a judged line for the points a person gave.
            Extra::Score => ("得分（定性指标）", 18),
            Extra::Expected => ("全年预计完成情况", 18),
            Extra::Likely => ("完成目标可能性", 14),
            Extra::Cause => ("偏差类别", 14),
            Extra::Reason => ("偏差原因分析及改进措施", 36),
            Extra::Hint => ("填报说明", 40),
            Extra::Owner => ("负责", 24),
        }
    }
}

fn columns(plan: &Plan, wanted: Wanted) -> Vec<Extra> {
    let mut columns = Vec::new();
    if !wanted.monitor && plan.lines.iter().any(is_judged) {
        columns.push(Extra::Score);
    }
    if wanted.monitor {
        columns.extend([Extra::Expected, Extra::Likely, Extra::Cause]);
    }
    columns.extend([Extra::Reason, Extra::Hint, Extra::Owner]);
    columns
}

fn is_judged(line: &Line) -> bool {
    matches!(line.rule.method, Method::Judged(_)) && matches!(line.goal, Goal::Qualitative(_))
}

struct Writer<'a> {
    plan: &'a Plan,
    declaration: &'a Declaration,
    columns: &'a [Extra],
}

impl Writer<'_> {
    fn sheet(&self, name: &str, lines: &[usize], rest: bool) -> Form {
        let width = ACTUAL + 1 + u16::try_from(self.columns.len()).unwrap_or(0);
        let year = self.plan.year.map_or_else(String::new, |year| format!(" {year} 年"));
        let title = format!("{}{year}实际完成值填报表", self.plan.name);
        let told = "只填黄色的格子，其他格子锁定；单位照“计量单位”一列，格子里只填数；没有的留空，不要填 0";
        let heads = COLUMNS.into_iter().chain(self.columns.iter().map(|column| column.head()));
        let heads: Vec<(&str, u16)> = heads.collect();
        let mut rows = vec![
            vec![Cell::text(0, Style::Title, title).across(width)],
            vec![Cell::text(0, Style::Note, told).across(width)],
            (0..).zip(&heads).map(|(column, (name, _))| Cell::text(column, Style::Label, *name)).collect(),
        ];
        rows.extend(lines.iter().filter_map(|index| self.line(*index)));
        if rest {
            rows.extend(self.data());
            rows.extend(self.budget());
        }
        Form {
            sheet: name.to_owned(),
            widths: heads.iter().map(|(_, width)| *width).collect(),
            rows,
            printed: width,
            repeated: Some(2),
            landscape: true,
            protected: true,
            ..Form::default()
        }
    }

    fn line(&self, index: usize) -> Option<Vec<Cell>> {
        let (plan, line) = (self.plan, self.plan.lines.get(index)?);
        let indicator = self.indicator(line);
        let group = plan.groups.get(line.group);
        let parent = group.and_then(|group| plan.groups.get(group.parent?));
        let name = |group: Option<&crate::plan::Group>| group.map_or_else(String::new, |group| group.name.clone());
        let (level1, level2) =
            if parent.is_some() { (name(parent), name(group)) } else { (name(group), String::new()) };
        let terms = actual::terms(plan, line, &Actual::default());
        let unit = match terms.as_ref().map(|terms| &terms.shown) {
            Some(Shown::Percent) => "%",
            Some(Shown::Unit(unit)) => unit,
            Some(Shown::Money | Shown::Places(_) | Shown::Day) | None => "",
        };
        let open = line.formula.is_none() && !matches!(line.goal, Goal::NotApplicable(_));
        let without = actual::content(plan, line, &Actual::default());
        let shown = terms.as_ref().map_or(without, |terms| match &terms.shown {
            // The unit has a column of its own.
            Shown::Unit(_) => Content::Number(String::new(), Shown::Unit(String::new())),
            other => Content::Number(String::new(), other.clone()),
        });
        let value = match open {
            true => actual::checked(Cell::new(ACTUAL, Style::Input, shown), plan, line),
            false => Cell::text(ACTUAL, Style::Centre, ""),
        };
        let mut row = vec![
            Cell::text(0, Style::Centre, level1),
            Cell::text(1, Style::Centre, level2),
            Cell::text(2, Style::Text, indicator.map_or_else(|| line.name.to_string(), indicator_name)),
            Cell::text(3, Style::Centre, goal_text(&line.goal, &plan.units)),
            Cell::text(UNIT, Style::Centre, unit),
            value,
        ];
        for (column, extra) in (ACTUAL + 1..).zip(self.columns) {
            row.push(match extra {
                Extra::Score if is_judged(line) => {
                    let most = show::number(&line.weight);
                    Cell::text(column, Style::Input, "").checked(Allowed::Number, format!("评定的得分，不超过 {most}"))
                }
                Extra::Score => Cell::text(column, Style::Centre, ""),
                Extra::Expected => Cell::text(column, Style::Input, ""),
                Extra::Likely => choice(column, &LIKELY, "到年底能不能完成目标"),
                Extra::Cause => choice(column, &CAUSES, "偏差的主要原因属于哪一类"),
                Extra::Reason => Cell::text(column, Style::Input, "")
                    .checked(Allowed::Anything, "没有完成或明显超额时，写明原因和改进措施"),
                Extra::Hint => Cell::text(column, Style::Text, self.hint(line, indicator)),
                Extra::Owner => Cell::text(column, Style::Centre, self.owner(index).unwrap_or_default()),
            });
        }
        Some(row)
    }

    /// The indicator of a line: the one whose name stands at the same place.
    fn indicator(&self, line: &Line) -> Option<&Indicator> {
        self.declaration.indicators.iter().find(|indicator| indicator.name_span == line.place.span)
    }

    fn owner(&self, index: usize) -> Option<&str> {
        let indicator = self.plan.lines.get(index).and_then(|line| self.indicator(line));
        let own = indicator.and_then(|indicator| indicator.extras.as_deref());
        let own = own.and_then(|extras| text_of(&extras.texts, TextKind::Owner));
        own.or_else(|| text_of(&self.declaration.texts, TextKind::Owner))
    }

    /// What helps to fill in a value.
    fn hint(&self, line: &Line, indicator: Option<&Indicator>) -> String {
        let mut hints: Vec<String> = Vec::new();
        match &line.goal {
            Goal::NotApplicable(reason) => {
                hints.push(format!("不适用，不用填：{}", reason.as_deref().unwrap_or_default()));
            }
            Goal::Date { .. } => hints.push("填完成的日期".to_owned()),
            Goal::YesNo(_) | Goal::Qualitative(_) | Goal::Quantity { .. } | Goal::Range { .. } => {}
            Goal::Previous { .. } | Goal::Growth { .. } => hints.extend(
                line.previous
                    .map(|previous| format!("填本年的数，上年是 {}", show::quantity(previous, &self.plan.units))),
            ),
        }
        if line.formula.is_some() {
            hints.push("由数据算出，不用填".to_owned());
        }
        let texts = indicator.and_then(|indicator| indicator.extras.as_deref()).map(|extras| &extras.texts);
        for kind in [TextKind::Note, TextKind::Source, TextKind::Evidence] {
            let text = texts.and_then(|texts| text_of(texts, kind));
            hints.extend(text.map(|text| format!("{}：{text}", kind.word())));
        }
        hints.join("\n")
    }

    fn data(&self) -> Vec<Vec<Cell>> {
        let rows = self.plan.data.iter().map(|item| {
            let unit = show::unit(item.unit, &self.plan.units);
            let terms = actual::terms_of_unit(self.plan, item.unit);
            let shown = if terms.shown == Shown::Percent { terms.shown } else { Shown::Unit(String::new()) };
            self.figure("计算用的数据", &item.name, unit, shown)
        });
        rows.collect()
    }

    fn budget(&self) -> Vec<Vec<Cell>> {
        if self.plan.framework.execution.is_none() {
            return Vec::new();
        }
        ["全年预算数", "全年执行数"].map(|name| self.figure("预算执行", name, "万元", Shown::Money)).to_vec()
    }

    /// A row of a number that is not an indicator.
    fn figure(&self, group: &str, name: &str, unit: &str, shown: Shown) -> Vec<Cell> {
        let mut row = vec![
            Cell::text(0, Style::Centre, group),
            Cell::text(1, Style::Centre, ""),
            Cell::text(2, Style::Text, name),
            Cell::text(3, Style::Centre, ""),
            Cell::text(UNIT, Style::Centre, unit),
            Cell::new(ACTUAL, Style::Input, Content::Number(String::new(), shown))
                .checked(Allowed::Number, format!("填数字，单位是 {unit}，单位不用写")),
        ];
        row.extend((ACTUAL + 1..).zip(self.columns).map(|(column, _)| Cell::text(column, Style::Text, "")));
        row
    }
}

fn text_of(texts: &[TextAttr], kind: TextKind) -> Option<&str> {
    texts.iter().find(|text| text.kind == kind).map(|text| &*text.text)
}

fn choice(column: u16, words: &[&str], hint: &str) -> Cell {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    Cell::text(column, Style::Input, "").checked(Allowed::Words(words), hint)
}
