//! Which clause may stand in which block: a table, and the message that reads it.

use crate::diag::{Diagnostic, Safety, suggest};
use crate::model::context::Context;
use crate::model::framework::read::EXECUTION;
use crate::model::target::text_without_keyword;
use crate::source::Span;
use crate::syntax::ast::{
    AmountKind, Attr, Block, Clause, DeclarationKind, Name, SectionKind, Stmt, Target, TextKind, Value, WordKind,
};

/// A kind of block, or of statement that takes attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Site {
    File,
    Declaration,
    Group,
    Indicator,
    Budget,
    Task,
    Data,
    DataItem,
    Framework,
    FrameworkGroup,
    Defaults,
    Grades,
    Lights,
    Rule,
    Actuals,
    Actual,
    ActualBudget,
    Test,
    Unit,
    /// Statements that take neither attributes nor a block.
    Plain,
}

impl Site {
    /// What messages call it.
    pub fn word(self) -> &'static str {
        match self {
            Site::File => "文件的顶层",
            Site::Declaration => "`部门`、`项目`",
            Site::Group => "一级、二级指标",
            Site::Indicator => "指标",
            Site::Budget => "`预算`",
            Site::Task => "`任务`",
            Site::Data => "`数据`",
            Site::DataItem => "数据项",
            Site::Framework => "`框架`",
            Site::FrameworkGroup => "`框架` 的指标类别",
            Site::Defaults => "`默认计分`",
            Site::Grades => "`等级`",
            Site::Lights => "`监控灯`",
            Site::Rule => "`计分` 的花括号",
            Site::Actuals => "`实际`",
            Site::Actual => "实际完成值",
            Site::ActualBudget => "`实际` 的 `预算`",
            Site::Test => "`测试`",
            Site::Unit => "`单位`",
            Site::Plain => "这一行",
        }
    }
}

/// The kinds of clauses that the table tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Entry,
    Item,
    Weight,
    Band,
    Declaration,
    Framework,
    Task,
    Budget,
    Data,
    Defaults,
    Grades,
    Lights,
    Year,
    Goal,
    Content,
    Aim,
    Source,
    Evidence,
    Note,
    Owner,
    Code,
    Basis,
    Reason,
    Adjustment,
    Funds,
    Full,
    Previous,
    Pass,
    Score,
    Cycle,
    Direction,
    Dimension,
    Remainder,
    Core,
    Scoring,
    NamedRule,
    Formula,
    Rounding,
    Over,
    Vacant,
    Import,
    Reconcile,
    HouseRule,
    Test,
    Expect,
    Actuals,
    Unit,
    Prefix,
    Broken,
}

struct Row {
    kind: Kind,
    word: &'static str,
    sites: &'static [Site],
}

const fn row(kind: Kind, word: &'static str, sites: &'static [Site]) -> Row {
    Row { kind, word, sites }
}

use Site as S;

/// One row a kind, in the order of [`Kind`].
const TABLE: [Row; 49] = [
    row(Kind::Entry, "带符号的指标值", &[S::Group, S::Grades, S::Lights, S::Actuals, S::Test, S::ActualBudget]),
    row(
        Kind::Item,
        "名称",
        &[
            S::Declaration,
            S::Group,
            S::Budget,
            S::Data,
            S::Framework,
            S::FrameworkGroup,
            S::Defaults,
            S::Grades,
            S::Lights,
            S::Rule,
            S::Actuals,
            S::ActualBudget,
            S::Test,
        ],
    ),
    row(Kind::Weight, "分值", &[S::Indicator, S::Group, S::FrameworkGroup]),
    row(Kind::Band, "得分档", &[S::Rule]),
    row(Kind::Declaration, "部门、项目", &[S::File, S::Declaration]),
    row(Kind::Framework, "框架", &[S::File, S::Declaration]),
    row(Kind::Task, "任务", &[S::Declaration]),
    row(Kind::Budget, "预算", &[S::Declaration, S::Actuals, S::Test]),
    row(Kind::Data, "数据", &[S::Declaration]),
    row(Kind::Defaults, "默认计分", &[S::Framework]),
    row(Kind::Grades, "等级", &[S::Framework]),
    row(Kind::Lights, "监控灯", &[S::Framework]),
    row(Kind::Year, "年度", &[S::Declaration]),
    row(Kind::Goal, "总体目标", &[S::Declaration]),
    row(Kind::Content, "内容", &[S::Task]),
    row(Kind::Aim, "目标", &[S::Task]),
    row(Kind::Source, "来源", &[S::Indicator, S::DataItem]),
    row(Kind::Evidence, "佐证", &[S::Indicator, S::Actual]),
    row(Kind::Note, "说明", &[S::Indicator, S::Declaration, S::Task, S::DataItem, S::Framework, S::Rule, S::Actual]),
    row(Kind::Owner, "负责", &[S::Indicator, S::Declaration, S::Task]),
    row(Kind::Code, "代码", &[S::Indicator, S::Declaration, S::Task]),
    row(Kind::Basis, "依据", &[S::Framework, S::Lights, S::Rule, S::Declaration]),
    row(Kind::Reason, "原因", &[S::Actual]),
    row(Kind::Adjustment, "调整", &[S::Indicator, S::Declaration]),
    row(Kind::Funds, "资金", &[S::Task]),
    row(Kind::Full, "满分", &[S::Framework]),
    row(Kind::Previous, "上年", &[S::Indicator]),
    row(Kind::Pass, "及格", &[S::Indicator, S::Rule]),
    row(Kind::Score, "得分", &[S::Actual]),
    row(Kind::Cycle, "周期", &[S::Indicator]),
    row(Kind::Direction, "方向", &[S::Indicator]),
    row(Kind::Dimension, "量纲", &[S::Unit]),
    row(Kind::Remainder, "零头", &[S::Indicator, S::Rule]),
    row(Kind::Core, "核心", &[S::Indicator]),
    row(Kind::Scoring, "计分", &[S::Indicator, S::FrameworkGroup]),
    row(Kind::NamedRule, "有名称的计分规则", &[S::File, S::Framework, S::Declaration]),
    row(Kind::Formula, "公式", &[S::Indicator]),
    row(Kind::Rounding, "舍入", &[S::Framework]),
    row(Kind::Over, "超额", &[S::Framework]),
    row(Kind::Vacant, "空缺", &[S::Framework, S::Declaration]),
    row(Kind::Import, "引用", &[S::File]),
    row(Kind::Reconcile, "核对", &[S::Declaration, S::File]),
    row(Kind::HouseRule, "检查", &[S::Declaration, S::File]),
    row(Kind::Test, "测试", &[S::Declaration, S::File]),
    row(Kind::Expect, "期望", &[S::Test]),
    row(Kind::Actuals, "实际", &[S::File]),
    row(Kind::Unit, "单位", &[S::File]),
    row(Kind::Prefix, "量级", &[S::File]),
    row(Kind::Broken, "", &[]),
];

/// The table as one bit set a kind, so that asking costs one look-up.
const SITES: [u32; TABLE.len()] = {
    let mut sets = [0u32; TABLE.len()];
    let mut at = 0;
    while at < TABLE.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, bounded by the loops")]
        {
            let sites = TABLE[at].sites;
            let mut site = 0;
            while site < sites.len() {
                sets[at] |= 1 << sites[site] as u32;
                site += 1;
            }
        }
        at += 1;
    }
    sets
};

/// The kind of a clause.
pub(crate) fn kind(clause: &Clause) -> Kind {
    match clause {
        Clause::Entry { .. } => Kind::Entry,
        Clause::Item { .. } => Kind::Item,
        Clause::Weight(_) => Kind::Weight,
        Clause::Band(_) => Kind::Band,
        Clause::Declaration { .. } => Kind::Declaration,
        Clause::Framework { .. } => Kind::Framework,
        Clause::Task { .. } => Kind::Task,
        Clause::Section { kind, .. } => match kind {
            SectionKind::Budget => Kind::Budget,
            SectionKind::Data => Kind::Data,
            SectionKind::Defaults => Kind::Defaults,
            SectionKind::Grades => Kind::Grades,
            SectionKind::Lights => Kind::Lights,
        },
        Clause::Year { .. } => Kind::Year,
        Clause::Text { kind, .. } => match kind {
            TextKind::Goal => Kind::Goal,
            TextKind::Content => Kind::Content,
            TextKind::Aim => Kind::Aim,
            TextKind::Source => Kind::Source,
            TextKind::Evidence => Kind::Evidence,
            TextKind::Note => Kind::Note,
            TextKind::Owner => Kind::Owner,
            TextKind::Code => Kind::Code,
            TextKind::Basis => Kind::Basis,
            TextKind::Reason => Kind::Reason,
            TextKind::Adjustment => Kind::Adjustment,
        },
        Clause::Amount { kind, .. } => match kind {
            AmountKind::Funds => Kind::Funds,
            AmountKind::Full => Kind::Full,
            AmountKind::Previous => Kind::Previous,
            AmountKind::Pass => Kind::Pass,
            AmountKind::Score => Kind::Score,
        },
        Clause::Cycle { .. } => Kind::Cycle,
        Clause::Word { kind, .. } => match kind {
            WordKind::Direction => Kind::Direction,
            WordKind::Dimension => Kind::Dimension,
            WordKind::Remainder => Kind::Remainder,
        },
        Clause::Core { .. } => Kind::Core,
        Clause::Scoring { name: None, .. } => Kind::Scoring,
        Clause::Scoring { name: Some(_), .. } => Kind::NamedRule,
        Clause::Formula { .. } => Kind::Formula,
        Clause::Rounding { .. } => Kind::Rounding,
        Clause::Over { .. } => Kind::Over,
        Clause::Vacant { .. } => Kind::Vacant,
        Clause::Import { .. } => Kind::Import,
        Clause::Reconcile { .. } => Kind::Reconcile,
        Clause::HouseRule { .. } => Kind::HouseRule,
        Clause::Test { .. } => Kind::Test,
        Clause::Expect { .. } => Kind::Expect,
        Clause::Actuals { .. } => Kind::Actuals,
        Clause::Unit { .. } => Kind::Unit,
        Clause::Prefix { .. } => Kind::Prefix,
        Clause::Broken => Kind::Broken,
    }
}

/// The smallest text that stands for a clause: its keyword, its name or its sign.
pub(crate) fn head(clause: &Clause) -> Option<Span> {
    match clause {
        Clause::Entry { name, .. } | Clause::Item { name, .. } => Some(name.span),
        Clause::Weight(quantity) => Some(quantity.span()),
        Clause::Band(band) => band.sign.map(|(_, span)| span).or(Some(band.points.span())),
        Clause::Declaration { keyword, .. }
        | Clause::Framework { keyword, .. }
        | Clause::Task { keyword, .. }
        | Clause::Section { keyword, .. }
        | Clause::Year { keyword, .. }
        | Clause::Text { keyword, .. }
        | Clause::Amount { keyword, .. }
        | Clause::Cycle { keyword, .. }
        | Clause::Word { keyword, .. }
        | Clause::Core { keyword }
        | Clause::Scoring { keyword, .. }
        | Clause::Formula { keyword, .. }
        | Clause::Rounding { keyword, .. }
        | Clause::Over { keyword, .. }
        | Clause::Vacant { keyword, .. }
        | Clause::Import { keyword, .. }
        | Clause::Reconcile { keyword, .. }
        | Clause::HouseRule { keyword, .. }
        | Clause::Test { keyword, .. }
        | Clause::Expect { keyword, .. }
        | Clause::Actuals { keyword, .. }
        | Clause::Unit { keyword, .. }
        | Clause::Prefix { keyword, .. } => Some(*keyword),
        Clause::Broken => None,
    }
}

/// The words that may begin a line or an attribute in a block; what has no keyword of its
/// own (names, weights, bands) is not among them.
pub(crate) fn keywords(site: Site) -> impl Iterator<Item = &'static str> {
    let own = |kind: Kind| !matches!(kind, Kind::Entry | Kind::Item | Kind::Weight | Kind::Band | Kind::Broken);
    let rows = TABLE.iter().filter(move |row| own(row.kind) && row.sites.contains(&site));
    rows.flat_map(|row| match row.kind {
        Kind::Declaration => DeclarationKind::ALL.map(DeclarationKind::word).to_vec(),
        Kind::NamedRule => vec!["计分"],
        _ => vec![row.word],
    })
}

fn may_stand(kind: Kind, site: Site) -> bool {
    SITES.get(kind as usize).is_some_and(|set| set & (1 << site as u32) != 0)
}

/// A clause with the statement it heads, when it does; an inline attribute has none.
pub(crate) type Part<'a> = (&'a Clause, Option<&'a Stmt>);

/// The parts of an item: its inline attributes, then the lines of its block with theirs.
/// Attributes of a line belong to the line when it is an item itself.
pub(crate) fn parts<'a>(attrs: &'a [Attr], block: Option<&'a Block>) -> impl Iterator<Item = Part<'a>> {
    let inline = attrs.iter().map(|attr| (&attr.clause, None));
    let lines = block.map_or(&[][..], |block| &block.stmts).iter().flat_map(|stmt| {
        let own = if is_item(&stmt.clause) { &[][..] } else { &stmt.attrs[..] };
        std::iter::once((&stmt.clause, Some(stmt))).chain(own.iter().map(|attr| (&attr.clause, None)))
    });
    inline.chain(lines)
}

fn is_item(clause: &Clause) -> bool {
    matches!(
        kind(clause),
        Kind::Entry
            | Kind::Item
            | Kind::Declaration
            | Kind::Task
            | Kind::NamedRule
            | Kind::Unit
            | Kind::Band
            | Kind::Framework
    )
}

/// Whether a block follows where none may, by the kind of the line.
fn takes_block(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Entry
            | Kind::Item
            | Kind::Declaration
            | Kind::Framework
            | Kind::Task
            | Kind::Budget
            | Kind::Data
            | Kind::Defaults
            | Kind::Grades
            | Kind::Lights
            | Kind::Scoring
            | Kind::NamedRule
            | Kind::Test
            | Kind::Actuals
            | Kind::Broken
    )
}

impl<'a> Context<'a> {
    /// Whether a part may stand here; reports it when not. A broken line may stand nowhere
    /// and is silent, because the parser has reported it.
    pub fn admits(&mut self, site: Site, (clause, stmt): Part<'_>) -> bool {
        let kind = kind(clause);
        if !may_stand(kind, site) {
            if kind != Kind::Broken {
                self.misplaced(site, clause, kind);
            }
            return false;
        }
        if stmt.is_none() && is_item(clause) {
            self.behind_a_comma(clause);
            return false;
        }
        if let Some(first) = stmt.and_then(|stmt| stmt.attrs.first())
            && self.stands_alone(site, clause)
        {
            self.behind_a_comma(&first.clause);
        }
        if let Some(stmt) = stmt
            && let Some(block) = &stmt.block
            && !takes_block(self::kind(stmt.last_clause()))
            && !takes_block(kind)
        {
            let message = format!("`{}` 后面不带花括号", self.head_text(clause));
            self.error("E0202", block.open, message);
        }
        true
    }

    /// Whether an item takes no attributes where it stands.
    fn stands_alone(&self, site: Site, clause: &Clause) -> bool {
        match site {
            Site::Grades | Site::Lights | Site::FrameworkGroup | Site::ActualBudget => is_item(clause),
            Site::Declaration => matches!(clause, Clause::Framework { .. }),
            Site::Framework => matches!(clause, Clause::Item { name, .. } if self.name(*name) != EXECUTION),
            _ => false,
        }
    }

    /// Reports what would be a line of its own and stands where attributes do.
    fn behind_a_comma(&mut self, clause: &Clause) {
        let Some(span) = head(clause) else { return };
        let quoted = matches!(clause, Clause::Item { name: Name { quoted: true, .. }, value: None, .. });
        let (message, help) = if quoted {
            ("逗号后面的文本没有关键字", "是同一段文本的，放进同一对引号；是别的内容的，前面写关键字，如 `说明 \"…\"`")
        } else {
            ("逗号后面应当是属性", "另一条语句另起一行")
        };
        let diagnostic = Diagnostic::error("E0201", self.place(span), message);
        self.report(diagnostic.help(help));
    }

    fn head_text(&self, clause: &Clause) -> &'a str {
        head(clause).map_or("", |span| self.slice(span))
    }

    /// Reports a keyword that was read as a name because too little stands behind it.
    pub fn unfinished(&mut self, name: Name, value: Option<&Value>) -> bool {
        let found = UNFINISHED.iter().find(|(word, _)| !name.quoted && *word == self.slice(name.span));
        let Some((word, example)) = found else { return false };
        let title = match value {
            Some(Value::Word { span, quantity: None }) if TITLED.contains(word) => Some(*span),
            _ => None,
        };
        let diagnostic = match title {
            Some(span) => {
                let diagnostic = Diagnostic::error("E0110", self.place(span), format!("`{word}` 后面的文本要加引号"));
                diagnostic.fix(Safety::Safe, span, format!("\"{}\"", self.slice(span)), "写成")
            }
            None => {
                let diagnostic = Diagnostic::error("E0113", self.place(name.span), format!("`{word}` 后面没有写完"));
                diagnostic.help(format!("如 `{word} {example}`"))
            }
        };
        self.report(diagnostic);
        true
    }

    /// A word in an indicator's braces that is none of its attributes.
    fn no_attribute(&mut self, span: Span) {
        let text = self.slice(span);
        let words = TABLE.iter().filter(|row| row.sites.contains(&Site::Indicator) && row.kind != Kind::Weight);
        let words: Vec<&str> = words.map(|row| row.word).collect();
        let help = if matches!(text, "分值" | "权重" | "分数") {
            "分值直接写，如 `10 分`".to_owned()
        } else {
            format!("分值直接写，如 `10 分`；其他属性有 `{}`", words.join("`、`"))
        };
        // `数据来源`, `负责科室`, `核心指标`.
        let part = words.iter().copied().find(|word| text.contains(word));
        let nearest = part.or_else(|| suggest::nearest(text, words.iter().copied()));
        self.unknown("E0201", span, format!("指标没有属性 `{text}`"), nearest, Some(help));
    }

    fn misplaced(&mut self, site: Site, clause: &Clause, kind: Kind) {
        let Some(span) = head(clause) else { return };
        let Some(row) = TABLE.get(kind as usize) else { return };
        let (place, text) = (self.place(span), self.slice(span));
        if let Clause::Entry { name: Name { quoted: false, .. }, target: Target::Compare { sign_span, value, .. } } =
            clause
            && TABLE.iter().any(|row| row.word == text && row.sites.contains(&site))
            && !matches!(value, Value::Method(_))
        {
            let message = format!("`{text}` 后面不写 `{}`", self.slice(*sign_span));
            let gap = self.slice(Span { start: sign_span.start, end: sign_span.end + 1 });
            let end = sign_span.end + u32::from(gap.ends_with(' '));
            let diagnostic = Diagnostic::error("E0201", self.place(*sign_span), message);
            let span = Span { start: sign_span.start, end };
            return self.report(diagnostic.help("删去它").fix(Safety::Unsafe, span, "", "删去"));
        }
        if let (
            Clause::Entry { name, target: Target::Compare { sign_span, value: Value::Quantity(value), .. } },
            S::Budget,
        ) = (clause, site)
        {
            let message = format!("预算的金额前面不写 `{}`", self.slice(*sign_span));
            let line = format!("{} {}", self.slice(name.span), self.slice(value.span()));
            let gap = Span { start: name.span.end, end: value.span().start };
            let diagnostic = Diagnostic::error("E0201", self.place(*sign_span), message);
            return self.report(diagnostic.help(format!("写成：`{line}`")).fix(Safety::Unsafe, gap, " ", "删去"));
        }
        if let (Clause::Weight(quantity), S::Task) = (clause, site)
            && quantity.unit.is_some_and(|unit| self.slice(unit).ends_with('元'))
        {
            let diagnostic = Diagnostic::error("E0201", place, format!("`{text}` 前面缺少 `资金`"));
            let start = Span { start: span.start, end: span.start };
            return self.report(diagnostic.help(format!("写成：`资金 {text}`")).fix(
                Safety::Unsafe,
                start,
                "资金 ",
                "补上",
            ));
        }
        if let (Clause::Weight(quantity), S::Declaration) = (clause, site)
            && quantity.unit.is_some_and(|unit| matches!(self.slice(unit), "年" | "年度"))
        {
            let diagnostic = Diagnostic::error("E0201", place, format!("年度写成 `年度 {}`", quantity.number));
            return self.report(diagnostic.fix(Safety::Unsafe, span, format!("年度 {}", quantity.number), "写成"));
        }
        if let (
            Clause::Entry { name, target: Target::Compare { sign_span, value: Value::Quantity(value), .. } },
            S::Declaration,
        ) = (clause, site)
            && value.unit.is_some_and(|unit| self.slice(unit) == "分")
            && text.ends_with("指标")
        {
            let message = format!("分值前面不写 `{}`", self.slice(*sign_span));
            let gap = Span { start: name.span.end, end: value.span().start };
            let diagnostic = Diagnostic::error("E0201", self.place(*sign_span), message);
            return self.report(diagnostic.fix(Safety::Unsafe, gap, " ", "删去"));
        }
        if (kind, site) == (Kind::Entry, Site::Declaration) {
            let message = format!("指标 `{text}` 没有写在一级指标、二级指标里");
            let help = format!("如 `产出指标 {{ 数量指标 {{ {text} … }} }}`");
            return self.report(Diagnostic::error("E0208", place, message).help(help));
        }
        if let (Clause::Item { value: Some(Value::Quantity(_)), .. } | Clause::Entry { .. }, S::Task) = (clause, site)
            && FUNDS.iter().any(|word| text.contains(word))
        {
            let diagnostic = Diagnostic::error("E0201", place, format!("任务的金额写在 `资金` 后面，不写 `{text}`"));
            let (span, with) = match clause {
                Clause::Entry { target: Target::Compare { sign_span, .. }, .. } => (span.to(*sign_span), "资金 "),
                _ => (span, "资金"),
            };
            return self.report(diagnostic.fix(Safety::Unsafe, span, with, "写成"));
        }
        if let Clause::Item { name, value: Some(Value::Text(_)), .. } = clause {
            return text_without_keyword(self, *name);
        }
        if let Clause::Item { name, value, .. } = clause
            && self.unfinished(*name, value.as_ref())
        {
            return;
        }
        if (kind, site) == (Kind::Item, Site::Indicator) {
            return self.no_attribute(span);
        }
        let word = match kind {
            Kind::Entry | Kind::Item => format!("`{text}`"),
            Kind::Weight | Kind::Band => format!("{} `{text}`", row.word),
            _ => format!("`{}`", row.word),
        };
        let message = match site {
            Site::Plain => format!("{word} 不能接在这一行后面"),
            _ => format!("{word} 不能写在{}里", spaced(site.word())),
        };
        let diagnostic = Diagnostic::error("E0201", place, message);
        // `资全 100 万元`, `工程 照明 {`: what may stand here is nearly that.
        let quoted = matches!(clause, Clause::Item { name: Name { quoted: true, .. }, .. });
        let words = TABLE.iter().filter(|row| row.sites.contains(&site)).map(|row| row.word);
        let words = words.filter(|word| UNFINISHED.iter().any(|(keyword, _)| keyword == word));
        let others = OTHER_TITLES.iter().find(|(word, _)| site == S::File && *word == text).map(|(_, meant)| *meant);
        let meant = others.or_else(|| suggest::nearest_keyword(text, words));
        self.report(match meant.filter(|_| kind == Kind::Item && !quoted) {
            Some(meant) => diagnostic.fix(Safety::Unsafe, span, meant, "是否要写"),
            None => diagnostic.help(home(row)),
        });
    }
}

/// What people call a project or a department.
const OTHER_TITLES: [(&str, &str); 5] =
    [("工程", "项目"), ("课题", "项目"), ("专项", "项目"), ("单位名称", "部门"), ("项目名称", "项目")];

/// What people call the funds of a task.
const FUNDS: [&str; 5] = ["预算", "金额", "资金", "经费", "投资"];

/// Keywords that need something behind them, with an example.
const UNFINISHED: [(&str, &str); 28] = [
    ("周期", ">= 1600 家"),
    ("上年", "385 家"),
    ("计分", "比例"),
    ("公式", "合格批次 / 抽检批次"),
    ("方向", "反向"),
    ("及格", "60%"),
    ("零头", "舍去"),
    ("引用", "\"公共/计分规则.heng\""),
    ("核对", "\"收支相等\" 预算.支出 = 预算.收入来源"),
    ("检查", "\"要有产出指标\" 个数(产出指标) >= 1"),
    ("测试", "\"全部完成得满分\" { … }"),
    ("期望", "总分 = 90 分"),
    ("部门", "某局 { … }"),
    ("项目", "道路改造 { … }"),
    ("实际", "道路改造 2024 { … }"),
    ("框架", "财政部2020"),
    ("任务", "试点建设 { … }"),
    ("年度", "2024"),
    ("单位", "灯杆"),
    ("量级", "十亿 = 1000000000"),
    ("资金", "16.80 万元"),
    ("内容", "\"…\""),
    ("目标", "\"…\""),
    ("代码", "\"CB-01\""),
    ("满分", "100 分"),
    ("舍入", "2 位"),
    ("超额", "130% 需说明"),
    ("空缺", "满意度指标 归 效益指标"),
];

/// Those of them that a title or a path in quotation marks follows.
const TITLED: [&str; 7] = ["引用", "核对", "检查", "测试", "内容", "目标", "代码"];

/// Where a clause belongs.
fn home(row: &Row) -> String {
    let homes = listed(row.sites);
    match row.kind {
        Kind::Entry => "指标写在 `部门` 或 `项目` 的一级指标、二级指标里".to_owned(),
        Kind::Item => "指标类别写在 `部门` 或 `项目` 里".to_owned(),
        Kind::Weight | Kind::Band | Kind::NamedRule => format!("{}写在{}里", row.word, spaced(&homes)),
        _ => format!("`{}` 写在{}里", row.word, spaced(&homes)),
    }
}

/// The names of places, with 或 between them.
fn listed(sites: &[Site]) -> String {
    let mut text = String::new();
    for site in sites {
        let word = site.word();
        if !text.is_empty() {
            let blank = |near: bool| if near { " " } else { "" };
            let (before, after) = (blank(text.ends_with('`')), blank(word.starts_with('`')));
            text = format!("{text}{before}或{after}");
        }
        text.push_str(word);
    }
    text
}

/// Words between Chinese, with a blank beside a backtick.
fn spaced(words: &str) -> String {
    let before = if words.starts_with('`') { " " } else { "" };
    let after = if words.ends_with('`') { " " } else { "" };
    format!("{before}{words}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_kinds() {
        for (at, row) in TABLE.iter().enumerate() {
            assert_eq!(row.kind as usize, at, "{:?}", row.kind);
        }
        assert!(may_stand(Kind::Funds, Site::Task));
        assert!(!may_stand(Kind::Task, Site::Task));
    }
}
