//! Declarations (部门, 项目) as the model holds them: plain data with places.

use std::sync::Arc;

use crate::exact::Exact;
use crate::model::expr::Expr;
use crate::model::rule::Rule;
use crate::model::unit::UnitId;
use crate::model::value::{Goal, Quantity};
use crate::source::{Place, Span};
use crate::syntax::ast::{DeclarationKind, TextKind};
use crate::terms::Direction;

/// A department or project. Everything in it stands in one file, so that spans suffice.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// 部门 or 项目.
    pub kind: DeclarationKind,
    /// Its name.
    pub name: Box<str>,
    /// Where its name stands.
    pub place: Place,
    /// From its keyword to its closing brace.
    pub span: Span,
    /// The department that holds it, an index into the model's declarations.
    pub parent: Option<usize>,
    /// 年度, its own or that of its department.
    pub year: Option<i16>,
    /// Its framework, an index into the model's frameworks; none when the prelude lacks it.
    pub framework: Option<usize>,
    /// Where 框架 is written; none when it was assumed.
    pub framework_span: Option<Span>,
    /// The weight of 预算执行率 when the declaration writes its own.
    pub execution: Option<(Exact, Span)>,
    /// 总体目标, 说明, 负责, 代码, 依据, 调整.
    pub texts: Vec<TextAttr>,
    /// Budget lines, each after its parent.
    pub budget: Vec<BudgetLine>,
    /// 年度重点工作任务.
    pub tasks: Vec<Task>,
    /// Level-1 and level-2 groups, each after its parent.
    pub groups: Vec<Group>,
    /// Indicators in the order of the file.
    pub indicators: Vec<Indicator>,
    /// What formulas are computed from.
    pub data: Vec<DataItem>,
}

/// A text attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextAttr {
    /// Which.
    pub kind: TextKind,
    /// Its content.
    pub text: Box<str>,
    /// Where the text stands, with its quotation marks.
    pub span: Span,
}

/// A line of 预算.
#[derive(Debug, Clone)]
pub struct BudgetLine {
    /// Its name.
    pub name: Box<str>,
    /// Where its name stands.
    pub span: Span,
    /// The line it is part of, an index into [`Declaration::budget`].
    pub parent: Option<usize>,
    /// The amount as written; a line with parts need not write one.
    pub amount: Option<Quantity>,
}

/// A task.
#[derive(Debug, Clone)]
pub struct Task {
    /// Its name.
    pub name: Box<str>,
    /// Where its name stands.
    pub span: Span,
    /// 资金.
    pub funds: Option<(Quantity, Span)>,
    /// 内容, 目标 and the rest.
    pub texts: Vec<TextAttr>,
}

/// A level-1 or level-2 group that the declaration has.
#[derive(Debug, Clone)]
pub struct Group {
    /// As the file writes it.
    pub name: Box<str>,
    /// Where its name stands.
    pub span: Span,
    /// 1 or 2.
    pub level: u8,
    /// Its level-1 group, an index into [`Declaration::groups`].
    pub parent: Option<usize>,
    /// Which of the framework's groups it is: of the level-1 groups, or of the parent's children.
    pub of_framework: Option<usize>,
    /// Its weight.
    pub weight: Weight,
    /// Whether something in it was reported, so that sums say nothing.
    pub broken: bool,
}

/// An indicator.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its name.
    pub name: Box<str>,
    /// Where its name stands.
    pub name_span: Span,
    /// The whole statement.
    pub span: Span,
    /// Its innermost group, an index into [`Declaration::groups`].
    pub group: u32,
    /// 核心.
    pub core: bool,
    /// Whether more is better.
    pub direction: Option<Direction>,
    /// Its weight.
    pub weight: Weight,
    /// What it is held to; none when the target was reported.
    pub goal: Option<Goal>,
    /// How it is scored.
    pub rule: Arc<Rule>,
    /// What few indicators have.
    pub extras: Option<Box<Extras>>,
}

/// What few indicators have.
#[derive(Debug, Clone, Default)]
pub struct Extras {
    /// 周期: the target of the whole implementation period.
    pub cycle: Option<Goal>,
    /// 上年: last year's value.
    pub previous: Option<Quantity>,
    /// 公式: how the actual value follows from data items.
    pub formula: Option<Arc<Expr>>,
    /// 来源, 佐证, 说明, 负责, 代码.
    pub texts: Vec<TextAttr>,
    /// 计分, when the indicator writes its own.
    pub rule_span: Option<Span>,
}

/// A data item.
#[derive(Debug, Clone)]
pub struct DataItem {
    /// Its name.
    pub name: Box<str>,
    /// Where its name stands.
    pub span: Span,
    /// Its unit.
    pub unit: UnitId,
    /// 来源, 说明.
    pub texts: Vec<TextAttr>,
}

/// A weight and where it comes from.
#[derive(Debug, Clone)]
pub struct Weight {
    /// Points.
    pub value: Exact,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a weight comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Written, at this span.
    Written(Span),
    /// The sum of the written weights in the group.
    Sum,
    /// What the framework says.
    Framework,
    /// What the framework says and the weight of vacant groups.
    Received,
    /// Shared equally from the level above among so many; `last` took the remainder.
    Shared {
        /// Among how many.
        among: u32,
        /// Whether it took the remainder.
        last: bool,
    },
    /// Not assessed (不适用), or nothing in the group is.
    Nothing,
}

impl Weight {
    /// No weight yet, or none at all.
    pub const NOTHING: Weight = Weight { value: Exact::ZERO, origin: Origin::Nothing };

    /// The weight when it was written.
    pub fn written(&self) -> Option<&Exact> {
        matches!(self.origin, Origin::Written(_)).then_some(&self.value)
    }

    /// Whether it was shared out rather than written.
    pub fn is_shared(&self) -> bool {
        !matches!(self.origin, Origin::Written(_))
    }
}

impl Declaration {
    /// A place in the declaration's file.
    pub fn at(&self, span: Span) -> Place {
        Place { file: self.place.file, span }
    }

    /// The level-1 group an indicator belongs to.
    pub fn level1_of(&self, indicator: &Indicator) -> Option<&Group> {
        let group = self.groups.get(indicator.group as usize)?;
        match group.parent {
            Some(parent) => self.groups.get(parent),
            None => Some(group),
        }
    }

    /// The budget lines directly under a line, or the topmost ones.
    pub fn budget_under(&self, parent: Option<usize>) -> impl Iterator<Item = (usize, &BudgetLine)> {
        self.budget.iter().enumerate().filter(move |(_, line)| line.parent == parent)
    }
}
