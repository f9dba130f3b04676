//! The outline of a file and what can be folded.

use std::collections::BTreeMap;

use super::Analysis;
use crate::model::declaration::Origin;
use crate::model::print;
use crate::model::unit::Units;
use crate::model::value::Goal;
use crate::score::show;
use crate::source::Span;
use crate::syntax::Parsed;
use crate::syntax::ast::{Clause, DeclarationKind, Stmt};

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// 部门.
    Department,
    /// 项目.
    Project,
    /// A level-1 or level-2 group, 预算, 数据 and the like.
    Group,
    /// An indicator, a budget line, an actual value.
    Line,
    /// 任务.
    Task,
    /// 框架.
    Framework,
    /// A named 计分.
    Rule,
    /// 测试, 核对, 检查.
    Check,
    /// 实际.
    Actuals,
    /// 单位, 量级.
    Unit,
}

/// A symbol of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// What stands behind it: the target of an indicator.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The whole statement.
    pub span: Span,
    /// Its name.
    pub name_span: Span,
    /// What it holds.
    pub children: Vec<Symbol>,
}

/// The outline of a file.
pub fn symbols(analysis: &Analysis) -> Vec<Symbol> {
    let Some(parsed) = analysis.parsed() else { return Vec::new() };
    let own = analysis.model.declarations.iter().filter(|declaration| declaration.place.file == parsed.file);
    let indicators = own.flat_map(|declaration| &declaration.indicators);
    let goals = indicators.filter_map(|indicator| Some((indicator.span, indicator.goal.as_ref()?))).collect();
    let mut details = BTreeMap::new();
    let units = &analysis.model.units;
    let own = analysis.model.declarations.iter().filter(|declaration| declaration.place.file == parsed.file);
    for declaration in own {
        let groups = declaration.groups.iter().filter(|group| !matches!(group.weight.origin, Origin::Nothing));
        details.extend(groups.map(|group| (group.span, format!("{} 分", show::number(&group.weight.value)))));
        let funds =
            declaration.tasks.iter().filter_map(|task| Some((task.span, print::quantity(units, task.funds?.0))));
        details.extend(funds);
        details.extend(declaration.data.iter().map(|item| (item.span, units.get(item.unit).text.to_string())));
        let lines = declaration.budget.iter();
        details.extend(lines.filter_map(|line| Some((line.span, print::quantity(units, line.amount?)))));
    }
    all(&Told { parsed, units, goals, details }, &parsed.stmts)
}

/// What is known of a file.
struct Told<'a> {
    parsed: &'a Parsed,
    units: &'a Units,
    /// The targets of indicators by their statements: a file may have tens of thousands.
    goals: BTreeMap<Span, &'a Goal>,
    /// What is known of groups, tasks, data items and budget lines, by their names.
    details: BTreeMap<Span, String>,
}

fn all(told: &Told<'_>, stmts: &[Stmt]) -> Vec<Symbol> {
    stmts.iter().filter_map(|stmt| symbol(told, stmt)).collect()
}

fn symbol(told: &Told<'_>, stmt: &Stmt) -> Option<Symbol> {
    let parsed = told.parsed;
    let name = |name: crate::syntax::ast::Name| (parsed.name(name).to_owned(), name.span);
    let word = |span: Span| (parsed.slice(span).to_owned(), span);
    let ((text, name_span), kind) = match &stmt.clause {
        Clause::Declaration { kind: DeclarationKind::Department, name: own, .. } => {
            (name(*own), SymbolKind::Department)
        }
        Clause::Declaration { name: own, .. } => (name(*own), SymbolKind::Project),
        Clause::Item { name: own, .. } if stmt.block.is_some() => (name(*own), SymbolKind::Group),
        Clause::Item { name: own, .. } => (name(*own), SymbolKind::Line),
        Clause::Entry { name: own, .. } => (name(*own), SymbolKind::Line),
        Clause::Task { name: own, .. } => (name(*own), SymbolKind::Task),
        Clause::Framework { name: own, .. } if stmt.block.is_some() => (name(*own), SymbolKind::Framework),
        Clause::Scoring { name: Some(own), .. } => (name(*own), SymbolKind::Rule),
        Clause::Section { keyword, .. } => (word(*keyword), SymbolKind::Group),
        Clause::Test { title, .. } | Clause::Reconcile { title, .. } | Clause::HouseRule { title, .. } => {
            ((parsed.text(*title), title.span), SymbolKind::Check)
        }
        Clause::Actuals { name: own, .. } => (name(*own), SymbolKind::Actuals),
        Clause::Unit { name: own, .. } | Clause::Prefix { name: own, .. } => (word(*own), SymbolKind::Unit),
        _ => return None,
    };
    if text.is_empty() {
        return None;
    }
    let detail = match (told.goals.get(&stmt.span), told.details.get(&name_span)) {
        (Some(goal), _) => print::goal(told.units, goal),
        (None, Some(detail)) => detail.clone(),
        (None, None) => String::new(),
    };
    Some(Symbol { name: text, detail, kind, span: stmt.span, name_span, children: all(told, stmt.children()) })
}

/// A part that can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// From the end of its first line to the end of its last.
    pub span: Span,
    /// Whether it is a run of comments.
    pub comment: bool,
}

/// What can be folded: blocks, texts over several lines, runs of comments.
pub fn folds(analysis: &Analysis) -> Vec<Fold> {
    let Some(parsed) = analysis.parsed() else { return Vec::new() };
    let mut found = Vec::new();
    blocks(&parsed.stmts, &mut found);
    let mut run: Option<Span> = None;
    for comment in &parsed.comments {
        run = match run {
            Some(before) if adjacent(parsed, before, comment.span) => Some(before.to(comment.span)),
            Some(before) => {
                found.push(Fold { span: before, comment: true });
                Some(comment.span)
            }
            None => Some(comment.span),
        };
    }
    found.extend(run.map(|span| Fold { span, comment: true }));
    found.retain(|fold| parsed.slice(fold.span).contains('\n'));
    found.sort_by_key(|fold| fold.span);
    found
}

fn adjacent(parsed: &Parsed, before: Span, after: Span) -> bool {
    let between = Span { start: before.end, end: after.start };
    let between = parsed.slice(between);
    between.trim().is_empty() && between.matches('\n').count() == 1
}

fn blocks(stmts: &[Stmt], found: &mut Vec<Fold>) {
    for stmt in stmts {
        if let Some(block) = &stmt.block {
            let close = block.close.map_or(stmt.span.end, |close| close.end);
            found.push(Fold { span: Span { start: block.open.start, end: close }, comment: false });
            blocks(&block.stmts, found);
        } else {
            found.push(Fold { span: stmt.span, comment: false });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    #[test]
    fn the_outline_follows_the_form() {
        let (analysis, _) = at_cursor(&project("专利授权量 >= 100 件‸"));
        let top = symbols(&analysis);
        let first = top.first().unwrap();
        assert_eq!((first.name.as_str(), first.kind), ("示例", SymbolKind::Project));
        let group = first.children.first().unwrap();
        assert_eq!((group.name.as_str(), group.detail.as_str()), ("产出指标", "50 分"));
        let line = group.children.first().unwrap().children.first().unwrap();
        assert_eq!((line.name.as_str(), line.detail.as_str()), ("专利授权量", ">= 100 件"));
    }

    #[test]
    fn what_has_an_amount_or_a_unit_says_so() {
        let (analysis, _) = at_cursor(
            "部门 甲 {\n年度 2024\n预算 {\n支出 30 万元\n}\n任务 修路 {\n资金 3 万元\n内容 \"修\"\n}\n数据 {\n人口 万人\n}\n}\n‸",
        );
        let top = symbols(&analysis);
        let children = &top.first().unwrap().children;
        let inside = children.iter().flat_map(|child| std::iter::once(child).chain(&child.children));
        let shown: Vec<_> = inside.map(|one| (one.name.as_str(), one.detail.as_str())).collect();
        for wanted in [("支出", "30 万元"), ("修路", "3 万元"), ("人口", "万人")] {
            assert!(shown.contains(&wanted), "{wanted:?} in {shown:?}");
        }
    }

    #[test]
    fn blocks_texts_and_comments_fold() {
        let (analysis, _) = at_cursor("# 一\n# 二\n项目 甲 {\n总体目标 \"\"\"\n做好\n\"\"\"\n}\n‸");
        let shown: Vec<_> = folds(&analysis)
            .iter()
            .map(|fold| (analysis.parsed().unwrap().slice(fold.span).lines().count(), fold.comment))
            .collect();
        assert_eq!(shown, [(2, true), (5, false), (3, false)]);
    }
}
