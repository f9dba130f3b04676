//! What to say about text that could not be read: the smallest span, what was found, what
//! was expected, and the text to paste.
//!
//! Each function looks at the few characters where reading stopped. The table of causes is
//! tried from the most specific to the general; no guess is better than a bad guess.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};

use super::ast::{Clause, ExprKind, Method, Name, Quantity, Stmt, Target, TextKind, Value};
use super::grammar::{HengParser, Rule};
use super::literal::NumberProblem;
use super::lower::place;
use super::quoting::{
    closes, is_name_mark, is_quote, missing_text, open_quote, spaced_name, text_part, text_without_keyword,
    unquoted_name, unquoted_text,
};
use super::{copied, habits, slips};
use crate::diag::{Diagnostic, Safety, suggest};
use crate::source::{FileId, Span};
use crate::terms::Sign;

/// How much of a wrong text a message repeats; the underline shows the rest.
const SHOWN_CHARS: usize = 16;

/// Bytes beyond which a text is not a name that somebody forgot to quote.
pub(super) const LONGEST_NAME: usize = 600;

/// Characters that begin a sign in one of its spellings.
pub(super) const SIGN_CHARS: &str = "><=≥≤≧≦⩾⩽＞＜＝═﹦《》〈〉≠";

/// Words that a statement can begin with and that take a text.
pub(super) const TEXT_WORDS: [&str; 4] = ["引用", "核对", "检查", "测试"];

/// Words whose statement the grammar alone can explain: a name that is one of them is a
/// keyword whose rest was not understood.
pub(super) const OTHER_KEYWORDS: [&str; 19] = [
    "部门", "项目", "框架", "任务", "年度", "舍入", "超额", "空缺", "引用", "核对", "检查", "测试", "期望", "实际",
    "单位", "量级", "计分", "公式", "周期",
];

/// A line of which nothing was understood.
pub(super) fn broken_line(text: &str, file: FileId, span: Span) -> Diagnostic {
    let line = slice(text, span);
    if let Some(found) = invisible(line, span) {
        return invisible_character(file, found);
    }
    let first = line.chars().next().unwrap_or(' ');
    if line.chars().all(|c| matches!(c, ',' | '，' | '、' | '。')) {
        let found = Diagnostic::error("E0101", place(file, span), format!("多余的 `{line}`"));
        return found.fix(Safety::Safe, span, "", "删去");
    }
    if let Some(found) = habits::comment(text, file, span).or_else(|| habits::single_quoted(text, file, span)) {
        return found;
    }
    if is_quote(first) && !closes(line) {
        return open_quote(text, file, span);
    }
    if let Some(found) = habits::band_without_worth(text, file, span) {
        return found;
    }
    if let Some(found) = habits::titled_name(text, file, span).or_else(|| copied::name(text, file, span)) {
        return found;
    }
    if SIGN_CHARS.contains(first) {
        return Diagnostic::error("E0101", place(file, span), format!("`{}` 前面缺少指标名称", shown(line)))
            .label("这里只有指标值")
            .help("写成一整句，例如 `PCT国际专利申请量 >= 800 件`");
    }
    Diagnostic::error("E0101", place(file, span), format!("看不懂 `{}`", shown(line)))
        .label("应当是一条语句")
        .help("一条语句以名称或关键字开头，例如 `年度专利授权量 >= 18000 件`；注释以 `#` 开头")
}

/// What is left of a line whose beginning is `stmt`.
pub(super) fn junk(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Diagnostic {
    let rest = slice(text, span);
    let first = rest.chars().next().unwrap_or(' ');
    if let Some(found) = invisible(rest, span) {
        return invisible_character(file, found);
    }
    let adjacent = stmt.span.end == span.start;
    if let Clause::Item { name, value: None, .. } = &stmt.clause
        && takes_text(slice(text, name.span))
        && matches!(rest, ":" | "：")
    {
        return missing_text(text, file, *name);
    }
    if copied::may_be(text, stmt)
        && let Some(found) = copied::name(text, file, stmt.span.to(span))
    {
        return found;
    }
    let special = slips::junk(text, file, stmt, span).or_else(|| habits::junk(text, file, stmt, span));
    if let Some(found) = special {
        return found;
    }
    if let Clause::Item { name, value: None | Some(Value::Word { quantity: None, .. }), .. } = stmt.last_clause()
        && let Some(found) = spaced_name(text, file, *name, span)
    {
        return found;
    }
    match stmt.last_clause() {
        Clause::Scoring { method, .. }
            if matches!(&**method, Method::Named { name, .. } if slice(text, name.span) == "扣分")
                && expected(text, stmt.span.to(span)).is_none_or(|(at, _)| at.is_empty() || at.start <= span.start) =>
        {
            let found = Diagnostic::error("E0113", place(file, span), format!("看不懂怎样扣分：`{}`", shown(rest)));
            found.label("应当是每差多少、扣多少分").help("写成 `计分 扣分 每低 1 个百分点 扣 0.5 分`")
        }
        Clause::Item { value: Some(Value::Word { span: word, quantity: None }), .. }
            if matches!(slice(text, *word), "定性" | "不适用") && !is_quote(first) && first != ',' && first != '，' =>
        {
            let value = Span { start: span.start, end: span.start + text_part(rest).len() as u32 };
            let word = Name { span: *word, quoted: false };
            unquoted_text(text, file, word, value)
        }
        _ if matches!(first, ',' | '，') => after_comma(file, rest, span),
        Clause::Entry { name, target: Target::Compare { sign_span, .. } }
            if !name.quoted && FORMULA_WORDS.contains(&slice(text, name.span)) =>
        {
            sign_after_keyword(text, file, *name, *sign_span)
        }
        Clause::Entry {
            target: Target::Compare { value: Value::Quantity(Quantity { unit: None, .. }), .. }, ..
        } if matches!(first, '/' | '／') && rest.chars().nth(1).is_some_and(|next| !next.is_ascii_digit()) => {
            Diagnostic::error("E0113", place(file, span), format!("`{}` 前面缺少单位", shown(rest)))
                .label("单位的分子没有写")
                .help(format!("写全单位，例如 `元{}`", shown(rest)))
        }
        Clause::HouseRule { severity: None, expr, .. }
            if matches!(&expr.kind, ExprKind::Path(names) if names.len() == 1) && !adjacent =>
        {
            unknown_severity(text, file, expr.span)
        }
        Clause::Item { name, value: None | Some(Value::Word { .. }), .. }
            if takes_text(slice(text, name.span)) && !adjacent_to(*name, span) && !is_quote(first) =>
        {
            let start = match stmt.last_clause() {
                Clause::Item { value: Some(Value::Word { span: word, .. }), .. } => *word,
                _ => span,
            };
            unquoted_text(text, file, *name, start.to(span))
        }
        Clause::Item { name, value, .. } if TITLED.contains(&slice(text, name.span)) => {
            title(text, file, *name, value.as_ref(), span)
        }
        Clause::Item { name, .. } if OTHER_KEYWORDS.contains(&slice(text, name.span)) => {
            leftover(text, file, stmt, span)
        }
        Clause::Item { name, value: None, .. } if is_quote(first) => text_without_keyword(text, file, *name, span),
        Clause::Item { name, value, .. } if SIGN_CHARS.contains(first) => {
            missing_value(text, file, stmt, *name, value.as_ref(), span)
        }
        Clause::Item { name, value: None, .. } if adjacent && !name.quoted => {
            unquoted_name(text, file, name.span, span)
        }
        Clause::Item { name, value: None, .. } if is_name_mark(first) && !name.quoted => {
            unquoted_name(text, file, name.span, span)
        }
        Clause::Entry { .. } | Clause::Cycle { .. } | Clause::Band(_) | Clause::Item { .. } if adjacent => {
            date_or_range(text, file, stmt, span).unwrap_or_else(|| leftover(text, file, stmt, span))
        }
        _ if is_quote(first) && !closes(rest) => open_quote(text, file, span),
        _ => date_or_range(text, file, stmt, span).unwrap_or_else(|| leftover(text, file, stmt, span)),
    }
}

/// Whether a line is one statement that can be read.
pub(super) fn reads(line: &str) -> bool {
    HengParser::parse(Rule::only, line).is_ok()
}

/// Whether a text is an attribute with a keyword or points, and nothing else.
pub(super) fn reads_attribute(text: &str) -> bool {
    attribute(text).is_some()
}

/// Which attribute with a keyword, or points, a text is and nothing else.
fn attribute(text: &str) -> Option<Rule> {
    let pair = HengParser::parse(Rule::attribute, text).ok()?.last()?;
    let whole = pair.as_str().trim_end().len() == text.trim_end().len();
    let rule = pair.as_rule();
    (whole && !matches!(rule, Rule::entry | Rule::item_clause)).then_some(rule)
}

/// Whether a text follows a word and nothing else may.
pub(super) fn takes_text(word: &str) -> bool {
    word == "引用" || TextKind::ALL.into_iter().any(|kind| kind.word() == word)
}

fn adjacent_to(name: Name, span: Span) -> bool {
    name.span.end == span.start
}

/// Whether a clause means something else when text follows that was not understood.
pub(super) fn is_cut_short(text: &str, clause: &Clause, junk: Span) -> bool {
    match clause {
        Clause::Weight(_) => slice(text, junk).contains(|c| c == '得' || SIGN_CHARS.contains(c)),
        Clause::Framework { .. } => slice(text, junk).starts_with(|c: char| c.is_ascii_digit()),
        Clause::Item { .. }
        | Clause::Formula { .. }
        | Clause::Reconcile { .. }
        | Clause::HouseRule { .. }
        | Clause::Expect { .. } => true,
        Clause::Scoring { method, .. } => match &**method {
            Method::Named { name, .. } => slice(text, name.span) == "扣分",
            Method::Formula { .. } => true,
            Method::Deduct { .. } => false,
        },
        Clause::Entry { target: Target::Compare { value: Value::Word { .. }, .. }, .. } => true,
        Clause::Entry {
            target: Target::Compare { value: Value::Quantity(Quantity { unit: Some(unit), .. }), .. },
            ..
        } if habits::is_digits_in_letters(slice(text, *unit)) => true,
        // A range, a ratio or a date of which only the first number was read.
        Clause::Entry { target: Target::Compare { .. }, .. }
            if slice(text, junk)
                .starts_with(['-', '－', '–', '—', ':', '：', '/', '.', '．', '。', '、', '（', '(']) =>
        {
            true
        }
        Clause::Entry { name, .. } => !name.quoted && FORMULA_WORDS.contains(&slice(text, name.span)),
        _ => false,
    }
}

/// Keywords before an expression, after which people write `=`.
const FORMULA_WORDS: [&str; 2] = ["公式", "计分"];

fn leftover(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Diagnostic {
    let rest = slice(text, span);
    let keyword = !matches!(stmt.last_clause(), Clause::Entry { .. } | Clause::Weight(_));
    if let Some(found) = missing_comma(text, file, stmt, span).filter(|_| keyword) {
        return found;
    }
    // What may follow any name is no help: 又名, a number, a unit.
    let anything = match stmt.last_clause() {
        Clause::Item { name, .. } => name.quoted || !OTHER_KEYWORDS.contains(&slice(text, name.span)),
        _ => false,
    };
    if !anything
        && let Some((at, expected)) = expected(text, Span { start: stmt.span.start, end: span.end })
        && at.start > stmt.span.start
    {
        let found = slice(text, at);
        let message =
            if found.is_empty() { "这一行没有写完".to_owned() } else { format!("看不懂 `{}`", shown(found)) };
        let blank = if expected.starts_with('`') { " " } else { "" };
        return Diagnostic::error("E0113", place(file, at), message).label(format!("这里应当是{blank}{expected}"));
    }
    if let Some(found) = needless_word(text, file, stmt, span).or_else(|| missing_comma(text, file, stmt, span)) {
        return found;
    }
    Diagnostic::error("E0113", place(file, span), format!("语句后面多出 `{}`", shown(rest)))
        .label("前面已经是完整的语句")
        .help("属性之间用 `,` 分隔；另一条语句另起一行")
}

/// `95%以上`, `2024年12月31日前`: words for what the sign says already.
fn needless_word(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let rest = slice(text, span);
    let word =
        habits::NEEDLESS.into_iter().find(|word| rest.strip_prefix(word).is_some_and(|more| more.trim().is_empty()))?;
    let found = Diagnostic::error("E0113", place(file, span), format!("指标值后面不写 `{word}`"));
    if matches!(stmt.last_clause(), Clause::Item { .. }) {
        return Some(found.help("写符号和一个确切的数，如 `>= 350 户`、`同比 >= 5%`"));
    }
    Some(found.label("由符号表示，如 `>=`、`<=`").fix(Safety::Unsafe, span, "", format!("删去 `{word}`")))
}

/// `办件量 >= 5 件 10 分`.
fn missing_comma(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let rest = slice(text, span);
    if rest.len() > LONGEST_NAME || matches!(stmt.last_clause(), Clause::Item { .. } | Clause::Band(_) | Clause::Broken)
    {
        return None;
    }
    const OPEN: [char; 5] = ['(', '（', '【', '[', '〔'];
    let inner =
        rest.strip_prefix(OPEN).and_then(|inner| inner.strip_suffix([')', '）', '】', ']', '〕'])).unwrap_or(rest);
    // `2 小时 30 分钟` is no target with points.
    if attribute(inner)? == Rule::weight && !inner.trim_end().ends_with('分') {
        return None;
    }
    let gap = Span { start: stmt.span.end, end: span.end };
    let found = Diagnostic::error("E0113", place(file, span), format!("`{}` 前面缺少 `,`", shown(inner)));
    Some(found.fix(Safety::Safe, gap, format!(", {inner}"), "写成"))
}

/// `公式 = a / b`.
fn sign_after_keyword(text: &str, file: FileId, name: Name, sign: Span) -> Diagnostic {
    let (word, written) = (slice(text, name.span), slice(text, sign));
    let gap = Span {
        start: sign.start,
        end: sign.end + u32::from(text.get(sign.end as usize..).is_some_and(|rest| rest.starts_with(' '))),
    };
    Diagnostic::error("E0113", place(file, sign), format!("`{word}` 后面不写 `{written}`")).help("删去它").fix(
        Safety::Unsafe,
        gap,
        "",
        "删去",
    )
}

/// `检查 "…" 警高 个数(产出指标) >= 3`.
fn unknown_severity(text: &str, file: FileId, word: Span) -> Diagnostic {
    let found = slice(text, word);
    let severities = ["错误", "警告", "提示"];
    let diagnostic = Diagnostic::error("E0113", place(file, word), format!("不认识级别 `{found}`"))
        .label("应当是 `错误`、`警告` 或 `提示`");
    match suggest::nearest_keyword(found, severities) {
        Some(meant) => diagnostic.fix(Safety::Unsafe, word, meant, "是否要写"),
        None => diagnostic.help("级别写在题目后面，也可以不写"),
    }
}

/// Keywords before a title and an expression.
const TITLED: [&str; 2] = ["核对", "检查"];

/// `核对 收支平衡 预算.支出 = …` and `检查 个数(产出指标) >= 3`.
fn title(text: &str, file: FileId, name: Name, value: Option<&Value>, rest: Span) -> Diagnostic {
    let word = slice(text, name.span);
    let example = format!("如 `{word} \"题目\" 个数(产出指标) >= 3`");
    if let Some(Value::Word { span, quantity: None }) = value
        && span.end < rest.start
        && !slice(text, rest).starts_with(|c: char| SIGN_CHARS.contains(c))
    {
        let found = slice(text, *span);
        return Diagnostic::error("E0110", place(file, *span), format!("`{word}` 的题目要加引号"))
            .label(format!("应当是 `{word} \"…\"`"))
            .fix(Safety::Safe, *span, format!("\"{found}\""), "写成");
    }
    Diagnostic::error("E0110", place(file, name.span), format!("`{word}` 后面缺少题目")).help(example)
}

fn after_comma(file: FileId, rest: &str, span: Span) -> Diagnostic {
    let tail = rest.trim_start_matches([',', '，']).trim_start();
    if tail.is_empty() {
        let comma = Span { start: span.start, end: span.start + first_len(rest) };
        return Diagnostic::error("E0113", place(file, comma), "`,` 后面没有属性").label("多出的 `,`").fix(
            Safety::Safe,
            comma,
            "",
            "删去 `,`",
        );
    }
    let tail_span = Span { start: span.end - tail.len() as u32, end: span.end };
    Diagnostic::error("E0113", place(file, tail_span), format!("看不懂属性 `{}`", shown(tail)))
        .label("应当是 `10 分`、`计分 比例`、`来源 \"…\"` 这样的属性")
}

fn missing_value(text: &str, file: FileId, stmt: &Stmt, name: Name, value: Option<&Value>, span: Span) -> Diagnostic {
    let rest = slice(text, span);
    let tail = rest.trim_start_matches(|c: char| SIGN_CHARS.contains(c)).trim_start();
    let name_text = slice(text, name.span);
    if value.is_some() {
        return leftover(text, file, stmt, span);
    }
    if let Some(mark) = tail.chars().next().filter(|c| matches!(c, '￥' | '¥' | '$' | '＄')) {
        let at =
            Span { start: span.end - tail.len() as u32, end: span.end - tail.len() as u32 + mark.len_utf8() as u32 };
        let found = Diagnostic::error("E0107", place(file, at), format!("金额前面不写 `{mark}`"));
        return found.label("由单位表示").fix(Safety::Unsafe, at, "", format!("删去 `{mark}`，单位写 `元` 或 `万元`"));
    }
    let sign_end = span.start + (rest.len() - rest.trim_start_matches(|c: char| SIGN_CHARS.contains(c)).len()) as u32;
    let sign_span = Span { start: span.start, end: sign_end };
    let sign = slice(text, sign_span);
    let run = rest.len() - rest.trim_start_matches(|c: char| SIGN_CHARS.contains(c) || c == ' ').len();
    let signs = slice(text, Span { start: span.start, end: span.start + run as u32 }).trim_end();
    if !tail.is_empty() && rest.len() > run && signs.chars().count() > 1 {
        return bad_sign(file, Span { start: span.start, end: span.start + signs.len() as u32 }, signs);
    }
    if tail.is_empty() {
        return Diagnostic::error("E0107", place(file, sign_span), format!("`{sign}` 后面缺少指标值"))
            .label("后面应当是数量、日期、`是` 或 `上年`")
            .help(format!("补上数和单位，例如 `{} {sign} 800 件`", shown(name_text)));
    }
    let tail_span = Span { start: span.end - tail.len() as u32, end: span.end };
    let found = Diagnostic::error("E0107", place(file, tail_span), format!("看不懂指标值 `{}`", shown(tail)))
        .label("应当是数量、日期、`是`、`否` 或 `上年`");
    if tail.starts_with(|c: char| "零〇一二两三四五六七八九十百千".contains(c)) {
        return found.help("数用阿拉伯数字写，例如 `800 件`、`25 万人次`");
    }
    found.help("例如 `>= 800 件`、`<= 2024-12-31`、`= 100 ~ 120 人次`、`= 是`、`>= 上年 * 105%`")
}

/// `> =`, `≥≥`.
fn bad_sign(file: FileId, span: Span, signs: &str) -> Diagnostic {
    let has = |marks: &str| signs.contains(|c: char| marks.contains(c));
    let equal = if has("=＝═﹦≥≧⩾≤≦⩽") { "=" } else { "" };
    let meant = match (has(">＞》〉≥≧⩾"), has("<＜《〈≤≦⩽")) {
        (true, false) => format!(">{equal}"),
        (false, true) => format!("<{equal}"),
        _ => equal.to_owned(),
    };
    let found = Diagnostic::error("E0107", place(file, span), format!("看不懂符号 `{signs}`"))
        .label("应当是 `>=`、`>`、`=`、`<`、`<=` 之一");
    if meant.is_empty() { found } else { found.fix(Safety::Unsafe, span, meant, "写成") }
}

/// Where a line stops making sense and what the grammar expects there, in users' words.
///
/// Only asked for statements that begin with a keyword: there the grammar knows what has to
/// follow. `None` when it would accept half the language.
fn expected(text: &str, line: Span) -> Option<(Span, String)> {
    /// More alternatives than this are no help.
    const MOST: usize = 4;
    let written = slice(text, line);
    // Long lines are noise; one look at them is enough.
    if written.len() > 4096 {
        return None;
    }
    let error = HengParser::parse(Rule::only, written).err()?;
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return None };
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let mut names: Vec<&str> = positives.iter().map(|rule| rule.describe()).filter(|name| !name.is_empty()).collect();
    names.dedup();
    let place = Span { start: line.start + at as u32, end: line.end };
    if names.len() > MOST && place.is_empty() {
        return Some((place, "一个名称或值".to_owned()));
    }
    if names.is_empty() || names.len() > MOST {
        return None;
    }
    Some((place, names.join("、")))
}

/// What forms call the texts that stand behind a keyword.
const OTHER_NAMES: [(&str, &str); 29] = [
    ("总体绩效目标", "总体目标"),
    ("年度总体目标", "总体目标"),
    ("项目总体目标", "总体目标"),
    ("部门总体目标", "总体目标"),
    ("整体绩效目标", "总体目标"),
    ("年度绩效目标", "总体目标"),
    ("项目绩效目标", "总体目标"),
    ("绩效目标", "总体目标"),
    ("年度目标", "总体目标"),
    ("项目目标", "总体目标"),
    ("任务内容", "内容"),
    ("主要内容", "内容"),
    ("工作内容", "内容"),
    ("任务目标", "目标"),
    ("数据来源", "来源"),
    ("指标来源", "来源"),
    ("佐证材料", "佐证"),
    ("证明材料", "佐证"),
    ("备注", "说明"),
    ("指标说明", "说明"),
    ("责任部门", "负责"),
    ("责任单位", "负责"),
    ("责任科室", "负责"),
    ("责任人", "负责"),
    ("负责人", "负责"),
    ("立项依据", "依据"),
    ("政策依据", "依据"),
    ("偏差原因", "原因"),
    ("项目代码", "代码"),
];

/// The keyword before a text that a word was likely meant to be.
pub(super) fn meant_keyword(word: &str) -> Option<&'static str> {
    let words = TextKind::ALL.into_iter().map(TextKind::word).chain(TEXT_WORDS).chain(["定性", "不适用"]);
    suggest::nearest_keyword(word, words)
}

/// The keyword that a form calls by this name; in a 任务 its own.
pub(crate) fn other_name(text: &str, name: Span) -> Option<&'static str> {
    let word = slice(text, name);
    match OTHER_NAMES.iter().find(|(other, _)| *other == word)?.1 {
        "总体目标" if inside_task(text, name.start) => Some("目标"),
        meant => Some(meant),
    }
}

/// Whether the block around a place is that of a 任务; the lines above tell.
fn inside_task(text: &str, at: u32) -> bool {
    /// Tasks have some texts and no blocks inside.
    const LINES: usize = 40;
    let head = text.get(..at as usize).unwrap_or_default();
    let opener = head.lines().rev().take(LINES).find(|line| line.contains(['{', '｛', '}', '｝']));
    opener.is_some_and(|line| line.trim_start().starts_with("任务") && line.trim_end().ends_with(['{', '｛']))
}

/// Whether a name is a keyword, or looks like one, so that its statement is no indicator.
pub(super) fn is_misspelt_keyword(text: &str, name: &Span) -> bool {
    let word = slice(text, *name);
    OTHER_KEYWORDS.contains(&word) || TEXT_WORDS.contains(&word) || meant_keyword(word).is_some()
}

/// `2024/12/31`, `2024.12.31` and `100-120 件`, behind the number that was read.
fn date_or_range(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let rest = slice(text, span);
    let first = rest.chars().next()?;
    let after = rest.get(first.len_utf8()..)?.trim_start();
    let first = if first == '。' { '.' } else { crate::source::half_width(first) };
    if !after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let head = slice(text, Span { start: stmt.span.start, end: span.start });
    let number_start = head
        .trim_end()
        .rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '．')))
        .map_or(0, |at| at + head.get(at..).and_then(|tail| tail.chars().next()).map_or(1, char::len_utf8));
    let number = head.get(number_start..)?.trim();
    let from = stmt.span.start + number_start as u32;
    // `95%-98%`: the low end has a unit too.
    let (number, from) = match &stmt.clause {
        Clause::Entry { target: Target::Compare { value: Value::Quantity(low), .. }, .. }
            if number.is_empty() && stmt.attrs.is_empty() =>
        {
            (slice(text, low.span()), low.number_span.start)
        }
        _ => (number, from),
    };
    if matches!(first, '/' | '.' | '-') && number.len() >= 4 {
        let written = format!("{number}{rest}").replace(['。', '．'], ".");
        let parts: Vec<&str> = written.split(['/', '.', '-']).map(str::trim).collect();
        if let [year, month, day] = parts.as_slice()
            && year.len() == 4
            && let (Ok(month), Ok(day)) = (month.parse::<u8>(), day.parse::<u8>())
        {
            let whole = Span { start: from, end: span.end };
            return Some(
                Diagnostic::error("E0116", place(file, whole), format!("日期 `{}` 的写法不对", shown(&written)))
                    .label("日期写作 `年-月-日`")
                    .fix(Safety::Safe, whole, format!("{year}-{month:02}-{day:02}"), "写成"),
            );
        }
    }
    if matches!(first, '-' | '－' | '–') && !number.is_empty() {
        let range = format!("{number} ~ {after}");
        // A range takes no other sign than `=`.
        let (start, range, safety) = match &stmt.clause {
            Clause::Entry { target: Target::Compare { sign, sign_span, .. }, .. } if *sign != Sign::Eq => {
                (sign_span.start, format!("= {range}"), Safety::Unsafe)
            }
            _ => (from, range, Safety::Safe),
        };
        let whole = Span { start: from, end: span.end };
        return Some(
            Diagnostic::error("E0117", place(file, whole), format!("范围 `{}` 的写法不对", shown(slice(text, whole))))
                .label("范围的两端之间用 `~`")
                .fix(safety, Span { start, end: span.end }, range, "写成"),
        );
    }
    None
}

fn invisible_character(file: FileId, found: Span) -> Diagnostic {
    Diagnostic::error("E0114", place(file, found), "这里有看不见的字符")
        .label("不是文字，也不是空格")
        .help("删去它；如果整个文件都是这样，它不是文本文件")
}

/// A number that cannot be held exactly, or with misplaced separators.
pub(super) fn bad_number(file: FileId, span: Span, text: &str, problem: NumberProblem) -> Diagnostic {
    match problem {
        NumberProblem::TooLong => {
            Diagnostic::error("E0106", place(file, span), format!("数 `{}` 太长", shown(text))).label("最多 28 位")
        }
        NumberProblem::Grouping => {
            let plain: String = text.chars().filter(|c| !matches!(c, ',' | '，')).collect();
            Diagnostic::error("E0111", place(file, span), format!("数 `{}` 的千分位分隔不对", shown(text)))
                .label("每三位一个 `,`")
                .fix(Safety::Unsafe, span, plain, "去掉分隔")
        }
    }
}

/// `1,2000 人次`, of which `2000 人次` was read as a weight: the whole number.
pub(super) fn split_number(text: &str, stmt: &Stmt, attr: &Clause) -> Option<Span> {
    let Clause::Weight(quantity) = attr else { return None };
    let head = text.get(stmt.span.start as usize..quantity.number_span.start as usize)?;
    let before = head.strip_suffix([',', '，'])?;
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',').len();
    let points = quantity.unit.is_some_and(|unit| slice(text, unit) == "分");
    let start = stmt.span.start + (before.len() - digits) as u32;
    (digits > 0 && !points).then_some(Span { start, end: quantity.number_span.end })
}

fn invisible(text: &str, span: Span) -> Option<Span> {
    let is_invisible = |c: char| {
        c.is_control() && !matches!(c, '\t' | '\r' | '\n') || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}')
    };
    let (at, c) = text.char_indices().take(SHOWN_CHARS).find(|&(_, c)| is_invisible(c))?;
    let start = span.start + at as u32;
    Some(Span { start, end: start + c.len_utf8() as u32 })
}

pub(super) fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

fn first_len(text: &str) -> u32 {
    text.chars().next().map_or(0, char::len_utf8) as u32
}

/// The beginning of a wrong text, short enough for a message.
pub(super) fn shown(text: &str) -> String {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(SHOWN_CHARS).collect();
    if chars.next().is_some() { format!("{head}…") } else { head }
}
