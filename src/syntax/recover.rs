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
use super::{habits, phrase};
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
const TEXT_WORDS: [&str; 4] = ["引用", "核对", "检查", "测试"];

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
    if is_quote(first) && !closes(line) {
        return open_quote(file, span);
    }
    if let Some(found) = habits::band_without_worth(text, file, span) {
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
    let special = habits::junk(text, file, stmt, span);
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
            let value = Span { start: span.start, end: span.start + phrase::part(rest).len() as u32 };
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
        _ if is_quote(first) && !closes(rest) => open_quote(file, span),
        _ => date_or_range(text, file, stmt, span).unwrap_or_else(|| leftover(text, file, stmt, span)),
    }
}

/// Whether a line is one statement that can be read.
pub(super) fn reads(line: &str) -> bool {
    HengParser::parse(Rule::only, line).is_ok()
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
        // A range, a ratio or a date of which only the first number was read.
        Clause::Entry { target: Target::Compare { .. }, .. }
            if slice(text, junk).starts_with(['-', '－', '–', '—', ':', '：', '/', '.']) =>
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
    if let Some(found) = needless_word(file, rest, span).or_else(|| missing_comma(text, file, stmt, span)) {
        return found;
    }
    Diagnostic::error("E0113", place(file, span), format!("语句后面多出 `{}`", shown(rest)))
        .label("前面已经是完整的语句")
        .help("属性之间用 `,` 分隔；另一条语句另起一行")
}

/// `95%以上`, `2024年12月31日前`: words for what the sign says already.
fn needless_word(file: FileId, rest: &str, span: Span) -> Option<Diagnostic> {
    let word =
        habits::NEEDLESS.into_iter().find(|word| rest.strip_prefix(word).is_some_and(|more| more.trim().is_empty()))?;
    let found = Diagnostic::error("E0113", place(file, span), format!("指标值后面不写 `{word}`"));
    Some(found.label("由符号表示，如 `>=`、`<=`").fix(Safety::Unsafe, span, "", format!("删去 `{word}`")))
}

/// `办件量 >= 5 件 10 分`.
fn missing_comma(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let rest = slice(text, span);
    if rest.len() > LONGEST_NAME || !matches!(stmt.last_clause(), Clause::Entry { .. } | Clause::Weight(_)) {
        return None;
    }
    let inner = rest.strip_prefix(['(', '（']).and_then(|inner| inner.strip_suffix([')', '）'])).unwrap_or(rest);
    let pairs = HengParser::parse(Rule::attribute, inner).ok()?;
    let pair = pairs.last()?;
    let whole = pair.as_str().trim_end().len() == inner.trim_end().len();
    if !whole || matches!(pair.as_rule(), Rule::entry | Rule::item_clause) {
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

/// A name with characters that need quotation marks: `满意度（%） >= 95%`.
fn unquoted_name(text: &str, file: FileId, name: Span, junk: Span) -> Diagnostic {
    let rest = slice(text, junk);
    let mark = rest.chars().next().unwrap_or(' ');
    let mark_span = Span { start: junk.start, end: junk.start + mark.len_utf8() as u32 };
    let name_end = rest.find(|c: char| SIGN_CHARS.contains(c)).unwrap_or(rest.len());
    let tail = rest.get(..name_end).unwrap_or_default().trim_end();
    let whole = Span { start: name.start, end: junk.start + tail.len() as u32 };
    let after = rest.trim_start_matches([':', '：', ' ', '\u{3000}']);
    if matches!(mark, ':' | '：') && after.starts_with(|c: char| SIGN_CHARS.contains(c) || c.is_ascii_digit()) {
        let found = Diagnostic::error("E0113", place(file, mark_span), format!("名称后面不写 `{mark}`"));
        let gap = Span { start: junk.start, end: junk.end - after.len() as u32 };
        let signed = after.starts_with(|c: char| SIGN_CHARS.contains(c));
        let line = format!("{}{} {after}", slice(text, name), if signed { "" } else { " >=" });
        let comes = if signed { " " } else { " >= " };
        return found.help(format!("写成 `{line}`")).fix(Safety::Unsafe, gap, comes, "改写");
    }
    let found = Diagnostic::error("E0108", place(file, mark_span), format!("名称里有 `{mark}`，要加引号"))
        .label("不加引号的名称只含文字、数字、`_` 和 `·`");
    if whole.len() > LONGEST_NAME {
        return found;
    }
    let quoted = format!("\"{}\"", slice(text, whole));
    if quoted.matches('"').count() > 2 {
        return found.help("名称里有英文引号时，外面用中文引号 `“…”`");
    }
    found.fix(Safety::Safe, whole, quoted, "给整个名称加引号")
}

/// A mark that closes a text whose opening mark is missing, with the keyword of the text:
/// the last one before it on the line.
pub(super) fn quote_without_start(text: &str, file: FileId, stmt: &Stmt, junk: Span) -> Option<(Span, Diagnostic)> {
    let mark = slice(text, junk);
    if !mark.starts_with(is_quote) || mark.chars().count() > 1 {
        return None;
    }
    let head = slice(text, Span { start: stmt.span.start, end: junk.start });
    let words = TextKind::ALL.into_iter().map(TextKind::word).chain(TEXT_WORDS);
    let begins = |at: usize| {
        head.get(..at).is_some_and(|before| before.trim_end().is_empty() || before.trim_end().ends_with([',', '，']))
    };
    let found = words.filter_map(|word| {
        let at = head.rfind(word).filter(|at| begins(*at))?;
        head.get(at + word.len()..)?.starts_with([' ', '\u{3000}']).then_some((at, word))
    });
    let (at, word) = found.max_by_key(|(at, _)| *at)?;
    let start = stmt.span.start + at as u32;
    let keyword = Span { start, end: start + word.len() as u32 };
    let after = slice(text, Span { start: keyword.end, end: junk.start });
    if after.contains(is_quote) {
        return None;
    }
    let first = keyword.end + (after.len() - after.trim_start().len()) as u32;
    let whole = Span { start: first, end: junk.end };
    let diagnostic = Diagnostic::error("E0105", place(file, whole), "引号没有开头")
        .label("这段文本只有后面的引号")
        .help("在文本前面补上 `\"`")
        .fix(Safety::Safe, Span { start: first, end: first }, "\"", "补上 `\"`");
    Some((keyword, diagnostic))
}

/// `群众 满意度 >= 90%`: a name with a blank in it, up to its sign.
fn spaced_name(text: &str, file: FileId, name: Name, junk: Span) -> Option<Diagnostic> {
    let rest = text.get(name.span.end as usize..junk.end as usize)?;
    let second = rest.trim_start();
    let sign = second.find(|c: char| SIGN_CHARS.contains(c)).filter(|at| *at > 0)?;
    let word = second.get(..sign)?.trim_end();
    let plain = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '·' | ' '));
    let keyword = OTHER_KEYWORDS.contains(&slice(text, name.span)) || takes_text(slice(text, name.span));
    if rest.len() == second.len() || name.quoted || !plain || keyword || rest.len() > LONGEST_NAME {
        return None;
    }
    let end = name.span.end + (rest.len() - second.len() + word.len()) as u32;
    let whole = Span { start: name.span.start, end };
    let gap = Span { start: name.span.end, end: junk.end - second.len() as u32 };
    let found = Diagnostic::error("E0108", place(file, gap), "名称里有空格，要加引号");
    Some(found.label("空格").fix(Safety::Safe, whole, format!("\"{}\"", slice(text, whole)), "给整个名称加引号"))
}

/// A text behind a word that takes none: a mistyped keyword, or an open quotation mark.
fn text_without_keyword(text: &str, file: FileId, name: Name, span: Span) -> Diagnostic {
    let rest = slice(text, span);
    if !closes(rest) {
        return open_quote(file, span);
    }
    let word = slice(text, name.span);
    let found = Diagnostic::error("E0118", place(file, name.span), format!("`{}` 不是带文本的关键字", shown(word)))
        .label("文本前面应当是 `来源`、`说明`、`负责` 等关键字");
    match meant_keyword(word) {
        Some(meant) => found.fix(Safety::Unsafe, name.span, meant, "是否要写"),
        None => found,
    }
}

/// The keyword before a text that a word was likely meant to be.
fn meant_keyword(word: &str) -> Option<&'static str> {
    let words = TextKind::ALL.into_iter().map(TextKind::word).chain(TEXT_WORDS).chain(["定性", "不适用"]);
    suggest::nearest_keyword(word, words)
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
    if !after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let head = slice(text, Span { start: stmt.span.start, end: span.start });
    let number_start = head
        .trim_end()
        .rfind(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map_or(0, |at| at + head.get(at..).and_then(|tail| tail.chars().next()).map_or(1, char::len_utf8));
    let number = head.get(number_start..)?.trim();
    let from = stmt.span.start + number_start as u32;
    if matches!(first, '/' | '.' | '-') && number.len() >= 4 {
        let written = format!("{number}{rest}");
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

fn open_quote(file: FileId, span: Span) -> Diagnostic {
    Diagnostic::error("E0105", place(file, span), "引号没有闭合")
        .label("从这里开始")
        .help("在同一行补上 `\"`；几行的文本用 `\"\"\"…\"\"\"`")
}

fn invisible_character(file: FileId, found: Span) -> Diagnostic {
    Diagnostic::error("E0114", place(file, found), "这里有看不见的字符")
        .label("不是文字，也不是空格")
        .help("删去它；如果整个文件都是这样，它不是文本文件")
}

/// A brace that is never closed.
pub(super) fn open_brace(file: FileId, brace: Span, meant: Option<Span>) -> Diagnostic {
    let found = Diagnostic::error("E0102", place(file, brace), "`{` 没有闭合").label("这里打开");
    let found = match meant {
        Some(close) => found.related(place(file, close), "按缩进看，这个 `}` 闭合的是更外层"),
        None => found,
    };
    found.help("在这一块的末尾另起一行补上 `}`")
}

/// A brace that closes nothing.
pub(super) fn extra_brace(file: FileId, brace: Span) -> Diagnostic {
    Diagnostic::error("E0103", place(file, brace), "多余的 `}`").label("没有与它对应的 `{`").fix(
        Safety::Unsafe,
        brace,
        "",
        "删去 `}`",
    )
}

/// A brace without a statement in front.
pub(super) fn stray_brace(file: FileId, brace: Span) -> Diagnostic {
    Diagnostic::error("E0109", place(file, brace), "`{` 前面没有语句")
        .label("块属于它前面的语句")
        .help("例如 `产出指标 {`")
}

/// Blocks or parentheses nested beyond the limit.
pub(super) fn too_deep(file: FileId, span: Span) -> Diagnostic {
    Diagnostic::error("E0112", place(file, span), "嵌套太深").label("从这里起超过了上限")
}

/// A line beyond the limit.
pub(super) fn too_long(text: &str, file: FileId, span: Span, most: usize) -> Diagnostic {
    let line = slice(text, span);
    Diagnostic::error("E0101", place(file, span), format!("这一行太长，没有读：`{}`", shown(line)))
        .label(format!("一行最多 {} KB", most / 1024))
        .help("一条语句写一行；先检查它是不是指标文件（`*.heng`，UTF-8 文本）")
}

/// Lines beyond the limit.
pub(super) fn too_many_lines(file: FileId, end: Span, most: usize) -> Diagnostic {
    Diagnostic::error("E0115", place(file, end), format!("文件超过 {} 万行，后面的没有读", most / 10_000))
        .label("从这里起没有读")
        .help("先检查它是不是指标文件（`*.heng`，UTF-8 文本）；是的话分成几个文件，用 `引用` 连起来")
}

/// A `"""` that is never closed.
pub(super) fn open_text(file: FileId, mark: Span) -> Diagnostic {
    Diagnostic::error("E0104", place(file, mark), "`\"\"\"` 没有闭合")
        .label("从这里打开")
        .help("在文本的末尾另起一行补上 `\"\"\"`")
}

/// More mistakes than anyone reads.
pub(super) fn too_many(file: FileId, span: Span, shown: usize, left: usize) -> Diagnostic {
    Diagnostic::error("E0115", place(file, span), format!("错误太多：只列出前 {shown} 处，其余 {left} 处未列出"))
        .label("从这里起不再列出")
        .help("先检查它是不是指标文件（`*.heng`，UTF-8 文本）")
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

/// An item that is a keyword with an unquoted text behind: `来源 政策系统`.
pub(super) fn unquoted_text(text: &str, file: FileId, name: Name, value: Span) -> Diagnostic {
    let (word, found) = (slice(text, name.span), slice(text, value));
    Diagnostic::error("E0110", place(file, value), format!("`{word}` 后面的文本要加引号"))
        .label(format!("应当是 `{word} \"…\"`"))
        .fix(Safety::Safe, value, format!("\"{found}\""), "写成")
}

/// Whether a quotation mark follows on the line: one that is not closed is reported as such.
pub(super) fn quote_follows(text: &str, word: Span) -> bool {
    text.get(word.end as usize..)
        .is_some_and(|rest| rest.trim_start_matches([' ', '\t', '\u{3000}']).starts_with(is_quote))
}

/// A keyword that takes a text and has none.
pub(super) fn missing_text(text: &str, file: FileId, name: Name) -> Diagnostic {
    let word = slice(text, name.span);
    Diagnostic::error("E0110", place(file, name.span), format!("`{word}` 后面缺少文本"))
        .help(format!("写成 `{word} \"…\"`；几行的文本用 `\"\"\"…\"\"\"`，与 `{word}` 同一行开始"))
}

/// The place of the mark in a text that is never closed.
pub(super) fn text_mark(text: &str, span: Span) -> Span {
    let swallowed = slice(text, span);
    let at = swallowed.find(['"', '“', '”']).unwrap_or(0) as u32;
    let tail = slice(text, Span { start: span.start + at, end: span.end });
    let len: usize = tail.chars().take(3).map(char::len_utf8).sum();
    Span { start: span.start + at, end: span.start + at + len as u32 }
}

fn invisible(text: &str, span: Span) -> Option<Span> {
    let is_invisible = |c: char| c.is_control() && c != '\t' || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}');
    let (at, c) = text.char_indices().take(SHOWN_CHARS).find(|&(_, c)| is_invisible(c))?;
    let start = span.start + at as u32;
    Some(Span { start, end: start + c.len_utf8() as u32 })
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '＂' | '「')
}

/// Whether a text that begins with a quotation mark is closed on its line.
fn closes(text: &str) -> bool {
    let mut chars = text.chars();
    let close = match chars.next() {
        Some('“' | '”') => '”',
        Some('「') => '」',
        Some(mark) => mark,
        None => return true,
    };
    chars.any(|c| c == close)
}

/// Marks that names of real indicators contain.
fn is_name_mark(c: char) -> bool {
    matches!(
        c,
        '（' | '(' | '、' | '-' | '—' | '–' | '/' | '+' | '&' | '《' | '【' | '[' | '：' | ':' | '★' | '．' | '.'
    )
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
