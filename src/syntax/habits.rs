//! What people write by habit, and what to say to it: targets and conditions in words, the
//! form's columns side by side, quotation marks inside others. Each function knows one habit
//! and is silent about everything else; [`super::recover`] says what is left.

use rust_decimal::Decimal;

use super::ast::{Clause, DeclarationKind, Name, Stmt, Target, Value};
use super::lower::place;
use super::phrase::{self, Known};
use super::quoting::is_quote;
use super::recover::{LONGEST_NAME, OTHER_KEYWORDS, SIGN_CHARS, reads, reads_attribute, shown, slice, takes_text};
use crate::diag::{Diagnostic, Safety, suggest};
use crate::source::{FileId, Span};

/// What is left of a line whose beginning is `stmt`, when it is a known habit.
pub(super) fn junk(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let needless = is_needless(slice(text, span)) && !matches!(stmt.clause, Clause::Item { .. });
    last_full_stop(text, file, stmt, span)
        .or_else(|| spaced_framework(text, file, stmt, span))
        .or_else(|| comment(text, file, span))
        .or_else(|| unit_in_brackets(text, file, stmt, span))
        .or_else(|| direction(text, file, stmt, span))
        .or_else(|| half_quoted(text, file, stmt, span))
        .or_else(|| band_in_words(text, file, stmt, span))
        .or_else(|| nested_quotes(text, file, stmt, span))
        .or_else(|| second_target(text, file, stmt, span))
        .or_else(|| letters_for_digits(text, file, stmt, span))
        .or_else(|| glued(text, file, stmt, span))
        .or_else(|| full_stop(text, file, stmt, span))
        .or_else(|| square_unit(text, file, stmt, span))
        .or_else(|| previous_without_times(text, file, stmt, span))
        .or_else(|| second_amount(text, file, stmt, span))
        .or_else(|| ratio(text, file, stmt, span))
        .or_else(|| number_in_name(text, file, stmt, span))
        .or_else(|| unquoted_title(text, file, stmt, span))
        .or_else(|| struck_out(text, file, stmt, span))
        .or_else(|| in_words(text, file, stmt, span).filter(|_| !needless))
}

/// `数量指标：` above lines that stand deeper: a colon, and perhaps no brace.
pub(super) fn colon_for_brace(text: &str, file: FileId, stmt: &Stmt, junk: Span) -> Option<Diagnostic> {
    let Clause::Item { name, value: None | Some(Value::Quantity(_)), aliases } = &stmt.clause else { return None };
    let plain = stmt.attrs.is_empty() && aliases.is_empty() && !takes_text(slice(text, name.span));
    let mark = Some(slice(text, junk)).filter(|mark| plain && matches!(*mark, ":" | "："))?;
    let head = text.get(..stmt.span.start as usize)?;
    let own = head.rsplit('\n').next()?;
    let below = text.get(junk.end as usize..)?.lines().skip(1).find(|line| !line.trim().is_empty())?;
    let depth = below.len() - below.trim_start().len();
    if !own.trim().is_empty() || depth <= own.len() && !below.trim_start().starts_with(['{', '｛']) {
        return None;
    }
    let found = Diagnostic::error("E0113", place(file, junk), format!("名称后面不写 `{mark}`"));
    Some(found.fix(Safety::Safe, Span { start: stmt.span.end, end: junk.end }, "", "删去"))
}

/// Words that people write for 其余.
const REST_WORDS: [&str; 8] = ["其他", "其它", "其余情况", "其他情况", "否则", "剩余", "余下", "其馀"];

/// `其他 得 0%`: what stands before 得 is no condition.
pub(super) fn not_a_band(text: &str, file: FileId, head: Span) -> Diagnostic {
    let found = slice(text, head);
    if REST_WORDS.contains(&found) {
        return Diagnostic::error("E0411", place(file, head), format!("没有 `{found}`，是不是 `其余`")).fix(
            Safety::Unsafe,
            head,
            "其余",
            "写成",
        );
    }
    Diagnostic::error("E0411", place(file, head), format!("看不懂得分档 `{}`", shown(found)))
        .label("`得` 前面应当是条件")
        .help("条件如 `>= 90%`、`完成率 >= 90%`；最后一档写 `其余 得 0%`")
}

/// `>= 95% 得 满分`.
pub(super) fn band_without_worth(text: &str, file: FileId, span: Span) -> Option<Diagnostic> {
    let line = slice(text, span);
    let (bound, worth) = line.split_once('得').filter(|_| line.starts_with(|c: char| SIGN_CHARS.contains(c)))?;
    if !bound.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let worth = worth.trim();
    let at = Span { start: span.end - worth.len() as u32, end: span.end };
    let message = match worth {
        "" => "`得` 后面没有写得多少".to_owned(),
        _ => format!("`得` 后面写比例或分数，这里写的是 `{}`", shown(worth)),
    };
    let found = Diagnostic::error("E0411", place(file, at), message);
    Some(match worth {
        "满分" | "全分" | "全部分值" => found.fix(Safety::Unsafe, at, "100%", "写成"),
        "零分" | "不得分" => found.fix(Safety::Unsafe, at, "0%", "写成"),
        _ => found.help("如 `得 80%`、`得 8 分`"),
    })
}

/// `90%至95% 得 8分`, `90%以上 得 8 分`: a condition in words.
fn band_in_words(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Weight(bound) = stmt.last_clause() else { return None };
    let (words, worth) = slice(text, span).split_once('得')?;
    let (bound, worth) = (slice(text, bound.span()), worth.trim());
    let sign = if words.contains(['下', '低', '少']) { "<" } else { ">=" };
    let whole = Span { start: stmt.span.start, end: span.end };
    let written = shown(slice(text, whole));
    let found =
        Diagnostic::error("E0411", place(file, whole), format!("得分档的条件写成 `{sign} {bound}`：`{written}`"));
    let found = found.label("自上而下第一个成立的一档，所以只写一端");
    Some(found.fix(Safety::Unsafe, whole, format!("{sign} {bound} 得 {worth}"), "写成"))
}

/// `内容 “……“行政调解”模式……”`: quotation marks inside quotation marks.
fn nested_quotes(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let opened = match stmt.last_clause() {
        Clause::Text { text, .. }
        | Clause::Entry { target: Target::Qualitative { text, .. }, .. }
        | Clause::Import { path: text, .. } => text.span,
        Clause::Item { value: Some(Value::Text(text)), .. } => text.span,
        _ => return None,
    };
    let rest = slice(text, span);
    let last = rest.rfind('”').filter(|_| slice(text, opened).starts_with('“'))?;
    let whole = Span { start: opened.start, end: span.start + (last + '”'.len_utf8()) as u32 };
    let inner = slice(text, whole).strip_prefix('“')?.strip_suffix('”')?;
    let found = Diagnostic::error("E0105", place(file, whole), "引号里面还有引号").label("到这里才是整段文本");
    let found = found.help("里面有 `“ ”` 时，外面改用 `\"…\"`");
    Some(if inner.contains('"') { found } else { found.fix(Safety::Safe, whole, format!("\"{inner}\""), "写成") })
}

/// `年度目标 ≥800件 ≥800件`: the form's two columns, of the year and of the cycle.
fn second_target(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let (Clause::Entry { .. }, true) = (&stmt.clause, stmt.attrs.is_empty()) else { return None };
    let rest = slice(text, span);
    if !rest.starts_with(|c: char| SIGN_CHARS.contains(c)) {
        return None;
    }
    if !reads(&format!("周期 {rest}")) {
        return None;
    }
    let gap = Span { start: stmt.span.end, end: span.end };
    let found = Diagnostic::error("E0113", place(file, span), "指标值写了两个").label("第二个");
    let found = found.help(format!("后一个是实施周期的指标值时，接在逗号后面：`, 周期 {rest}`"));
    Some(found.fix(Safety::Unsafe, gap, format!(", 周期 {rest}"), "写成"))
}

/// `>= 24 公里、3 座`: two amounts in one row.
fn second_amount(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Entry { target: Target::Compare { value: Value::Quantity(_), .. }, .. } = stmt.last_clause() else {
        return None;
    };
    let rest = slice(text, span).strip_prefix(['、', '和', '及', '并', '+'])?.trim_start();
    if reads_attribute(rest) && rest.ends_with('分') {
        let found = Diagnostic::error("E0113", place(file, span), "属性前面用 `,`，不用 `、`");
        let gap = Span { start: stmt.span.end, end: span.end };
        return Some(found.fix(Safety::Safe, gap, format!(", {rest}"), "写成"));
    }
    let second = rest.starts_with(|c: char| c.is_ascii_digit() || SIGN_CHARS.contains(c));
    let found = Diagnostic::error("E0113", place(file, span), "一条指标写了两个指标值").label("第二个");
    second.then(|| found.help("各写一条指标，如 `新建渠道 >= 24 公里` 和 `新建泵站 >= 3 座`"))
}

/// Whether what stands behind a number are digits typed as letters: `5oo`.
pub(super) fn is_digits_in_letters(unit: &str) -> bool {
    !unit.is_empty() && unit.trim_end().chars().all(|c| matches!(c, 'o' | 'O' | 'l' | 'I'))
}

/// `>= 5oo 人次`.
fn letters_for_digits(text: &str, file: FileId, stmt: &Stmt, _: Span) -> Option<Diagnostic> {
    let Clause::Entry { target: Target::Compare { value: Value::Quantity(found), .. }, .. } = stmt.last_clause() else {
        return None;
    };
    let unit = found.unit.filter(|unit| is_digits_in_letters(slice(text, *unit)))?;
    let letters = slice(text, unit).trim_end();
    let digits: String = letters.chars().map(|c| if matches!(c, 'l' | 'I') { '1' } else { '0' }).collect();
    let at = Span { start: unit.start, end: unit.start + letters.len() as u32 };
    let found = Diagnostic::error("E0107", place(file, at), format!("数里有字母 `{letters}`"));
    Some(found.fix(Safety::Unsafe, at, digits.clone(), format!("是数字的，写成 `{digits}`；改为")))
}

/// `入园率达到95%以上`: a name and its target without a blank, of which the name takes the digits.
fn glued(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Item { name: Name { quoted: false, span: name }, .. } = &stmt.clause else { return None };
    let whole = stmt.span.to(span);
    let found = phrase::part(slice(text, whole));
    if !stmt.attrs.is_empty() || !slice(text, *name).ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (head, meant) = phrase::glued(found, ">=", phrase::year_before(text, span.start))?;
    let at = Span { start: whole.start, end: whole.start + found.len() as u32 };
    let said = Diagnostic::error("E0210", place(file, at), format!("指标 `{head}` 和它的指标值连在了一起"));
    Some(said.fix(Safety::Unsafe, at, format!("{head} {meant}"), "写成"))
}

/// `>= 100 场。`: a sentence's end behind a whole statement.
fn last_full_stop(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let name_alone = stmt.attrs.is_empty() && matches!(stmt.clause, Clause::Item { value: None, .. });
    if name_alone || !matches!(slice(text, span), "。" | "." | "．" | "、") {
        return None;
    }
    let found = Diagnostic::error("E0113", place(file, span), format!("句末不写 `{}`", slice(text, span)));
    Some(found.fix(Safety::Safe, span, "", "删去"))
}

/// `框架 财政部 2020`: a blank before the year of a framework's name.
fn spaced_framework(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Framework { name, parent: None, .. } = &stmt.clause else { return None };
    let year = slice(text, span);
    if name.quoted || !year.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let whole = name.span.to(span);
    let found = Diagnostic::error("E0113", place(file, whole), "框架的名称里没有空格");
    Some(found.fix(Safety::Safe, whole, format!("{}{year}", slice(text, name.span)), "写成"))
}

/// `// 注释`, `/* 注释 */`: a comment as other languages write it.
pub(super) fn comment(text: &str, file: FileId, span: Span) -> Option<Diagnostic> {
    let written = slice(text, span);
    let inner = match written.strip_prefix("/*") {
        Some(inner) => inner.trim_end().strip_suffix("*/")?,
        None => written.strip_prefix("//").or_else(|| written.strip_prefix("-- "))?.trim_start_matches('/'),
    };
    let found = Diagnostic::error("E0101", place(file, span), "注释以 `#` 开头");
    Some(found.fix(Safety::Safe, span, format!("# {}", inner.trim()), "写成"))
}

/// `'演出场次' >= 100 场`: a name in single quotation marks.
pub(super) fn single_quoted(text: &str, file: FileId, span: Span) -> Option<Diagnostic> {
    let line = slice(text, span);
    let inner = line.strip_prefix(['\'', '‘', '’'])?;
    let end = inner.find(['\'', '’', '‘'])?;
    let (name, rest) = inner.split_at_checked(end)?;
    let rest = rest.trim_start_matches(['\'', '’', '‘']);
    let quoted = format!("\"{name}\"");
    if name.is_empty() || name.contains('"') || !reads(&format!("{quoted}{rest}")) {
        return None;
    }
    let at = Span { start: span.start, end: span.end - rest.len() as u32 };
    let found = Diagnostic::error("E0105", place(file, at), "名称用双引号，这里用的是单引号");
    Some(found.fix(Safety::Safe, at, quoted, "写成"))
}

/// `>= 100（场）`: the unit of a number in brackets.
fn unit_in_brackets(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Entry { target: Target::Compare { value: Value::Quantity(found), .. }, .. } = stmt.last_clause() else {
        return None;
    };
    let rest = slice(text, span);
    let inner = rest.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?.trim();
    if found.unit.is_some() || inner.is_empty() || inner == "含" || !reads(&format!("甲 = 1 {inner}")) {
        return None;
    }
    let gap = Span { start: found.number_span.end, end: span.end };
    let blank = if inner.starts_with(['%', '％', '‰']) { "" } else { " " };
    let found = Diagnostic::error("E0113", place(file, span), "单位直接写在数的后面，不写括号");
    Some(found.fix(Safety::Safe, gap, format!("{blank}{inner}"), "写成"))
}

/// `>= 100 场 正向`: the column of directions behind a target.
fn direction(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let word = ["正向", "反向"].into_iter().find(|word| slice(text, span).strip_prefix(word).is_some_and(is_short))?;
    let Clause::Entry { .. } = &stmt.clause else { return None };
    let gap = Span { start: stmt.span.end, end: span.end };
    let found = Diagnostic::error("E0113", place(file, span), format!("`{word}` 前面缺少 `, 方向`"));
    Some(found.fix(Safety::Safe, gap, format!(", 方向 {word}"), "写成"))
}

fn is_short(rest: &str) -> bool {
    matches!(rest, "" | "指标")
}

/// `>= 95。5%`: a full stop for the decimal point.
fn full_stop(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Entry { target: Target::Compare { value: Value::Quantity(found), .. }, .. } = stmt.last_clause() else {
        return None;
    };
    let rest = slice(text, span).strip_prefix('。').filter(|rest| !rest.contains(['。', '.']))?;
    let whole = found.number.is_integer() && found.unit.is_none() && stmt.span.end == span.start;
    if !whole || !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let at = Span { start: span.start, end: span.start + '。'.len_utf8() as u32 };
    let found = Diagnostic::error("E0107", place(file, at), "小数点写成了句号");
    Some(found.fix(Safety::Safe, at, ".", "改为 `.`"))
}

/// `>= 500 m2`.
fn square_unit(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let power = match slice(text, span).trim_end() {
        "2" => "²",
        "3" => "³",
        _ => return None,
    };
    let unit = slice(text, Span { start: stmt.span.start, end: span.start });
    if stmt.span.end != span.start || !unit.ends_with('m') {
        return None;
    }
    let found = Diagnostic::error("E0113", place(file, span), format!("单位里的 `{}` 写成上标", slice(text, span)));
    Some(found.fix(Safety::Safe, span, power, "也可以写 `平方米`、`立方米`；改为"))
}

/// `>= 上年 110%`.
fn previous_without_times(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Entry { target: Target::Compare { value: Value::Previous { change: None, .. }, .. }, .. } =
        stmt.last_clause()
    else {
        return None;
    };
    let rest = slice(text, span);
    let percent = rest.trim_end().ends_with(['%', '％']) && rest.starts_with(|c: char| c.is_ascii_digit());
    let found = Diagnostic::error("E0113", place(file, span), format!("`上年` 和 `{rest}` 之间缺少 `*`"));
    percent.then(|| found.fix(Safety::Unsafe, span, format!("* {rest}"), "写成"))
}

/// `《办法》出台 = 是`: a name that begins with the title of a book or a document.
pub(super) fn titled_name(text: &str, file: FileId, span: Span) -> Option<Diagnostic> {
    let line = slice(text, span);
    let title = line.starts_with('《').then(|| line.find('》')).flatten()? + '》'.len_utf8();
    let rest = line.get(title..)?;
    let qualitative = rest.find("定性").filter(|at| rest.get(..*at).is_some_and(|head| head.ends_with(' ')));
    let sign = title + rest.find(|c| SIGN_CHARS.contains(c)).or(qualitative)?;
    let (at, quoted) = name_to_quote(line, span.start, sign)?;
    let found = Diagnostic::error("E0108", place(file, at), "名称里有 `《`，要加引号");
    Some(found.fix(Safety::Safe, at, quoted, "给整个名称加引号"))
}

/// The name before the target at `sign` of a line that begins at `start`, and what it is with
/// quotation marks, when the line is understood with these.
fn name_to_quote(line: &str, start: u32, sign: usize) -> Option<(Span, String)> {
    let (name, target) = (line.get(..sign)?.trim_end(), line.get(sign..)?);
    let quoted = format!("\"{name}\"");
    let sound = !name.contains(is_quote) && name.len() <= LONGEST_NAME && reads(&format!("{quoted} {target}"));
    sound.then(|| (Span { start, end: start + name.len() as u32 }, quoted))
}

/// `>= 1:4`: a ratio of two numbers, which is no value.
fn ratio(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Entry { target: Target::Compare { sign, value: Value::Quantity(first), .. }, .. } = stmt.last_clause()
    else {
        return None;
    };
    let rest = slice(text, span).strip_prefix([':', '：'])?.trim();
    let second: Decimal = rest.parse().ok()?;
    let whole = Span { start: first.number_span.start, end: span.end };
    let found = Diagnostic::error("E0107", place(file, whole), format!("`{}` 是两个数的比", slice(text, whole)));
    let found = found.label("指标值是一个数");
    let times = match (first.number == Decimal::ONE, second == Decimal::ONE) {
        (true, _) => second,
        (_, true) => first.number,
        _ => return Some(found.help("换算成倍数或百分比，如 `>= 4 倍`、`>= 80%`")),
    };
    Some(found.help(format!("写成倍数，如 `{} {times} 倍`", sign.ascii())))
}

/// `1:500地形图更新面积 >= 12 平方公里`: a name that begins with a number and a sign.
fn number_in_name(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Weight(quantity) = &stmt.clause else { return None };
    let whole = slice(text, stmt.span.to(span));
    let rest = slice(text, span);
    // `5.1公里健步走场次 >= 1 场`.
    let glued = rest.starts_with(|c: char| SIGN_CHARS.contains(c))
        && quantity
            .unit
            .is_some_and(|unit| unit.start == quantity.number_span.end && 2 < slice(text, unit).chars().count());
    if !stmt.attrs.is_empty() || stmt.span.end != span.start && !glued {
        return None;
    }
    let mark =
        if glued { whole.chars().find(|c| matches!(c, '.' | '．' | ',' | '，'))? } else { rest.chars().next()? };
    let (at, quoted) = name_to_quote(whole, stmt.span.start, whole.find(|c| SIGN_CHARS.contains(c))?)?;
    let found = Diagnostic::error("E0108", place(file, at), format!("名称里有 `{mark}`，要加引号"));
    Some(found.fix(Safety::Safe, at, quoted, "给整个名称加引号"))
}

/// A target in words that stopped being read on the way: `户数 达到 350 户`.
fn in_words(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let (name, from, sign) = match (&stmt.clause, stmt.attrs.is_empty()) {
        (Clause::Item { name, .. }, true) => (*name, name.span.end, None),
        (Clause::Entry { name, target: Target::Compare { sign, sign_span, .. } }, true) => {
            (*name, sign_span.end, Some(sign.ascii()))
        }
        _ => return None,
    };
    let word = slice(text, name.span);
    if !name.quoted && (OTHER_KEYWORDS.contains(&word) || takes_text(word)) {
        return None;
    }
    let rest = text.get(from as usize..span.end as usize)?;
    let trimmed = rest.trim_start_matches([' ', '\t', '\u{3000}', ':', '：']);
    let found = phrase::part(trimmed);
    let start = span.end - trimmed.len() as u32;
    let at = Span { start, end: start + found.len() as u32 };
    if at.end <= span.start || phrase::may_end_a_name(found) {
        return None;
    }
    let year = phrase::year_before(text, span.start);
    let meant = phrase::target(found, Known { name: word, sign, usual: ">=", year })?;
    // A range behind a sign has a message of its own.
    if sign.is_some() && meant.contains('~') {
        return None;
    }
    let whole = match &stmt.clause {
        Clause::Entry { target: Target::Compare { sign_span, .. }, .. } => sign_span.to(at),
        _ => at,
    };
    let found = shown(found);
    let dated = meant.matches('-').count() == 2;
    let diagnostic = match sign {
        Some(_) if dated => Diagnostic::error("E0116", place(file, at), format!("日期 `{found}` 的写法不对")),
        Some(_) => Diagnostic::error("E0107", place(file, at), format!("看不懂指标值 `{found}`")),
        None => {
            let message = format!("指标 `{}` 的指标值 `{found}` 没有写符号", shown(word));
            Diagnostic::error("E0303", place(file, at), message)
        }
    };
    Some(diagnostic.help(format!("写成：`{word} {meant}`")).fix(Safety::Unsafe, whole, meant, "写成"))
}

/// `“床位”数 >= 20 张`: quotation marks around a part of a name.
fn half_quoted(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Item { name: name @ Name { quoted: true, .. }, value, .. } = &stmt.clause else { return None };
    let adjacent = match value {
        Some(Value::Word { span: word, quantity: None }) => word.start == name.span.end,
        None => span.start == name.span.end,
        Some(_) => false,
    };
    let rest = text.get(name.span.start as usize..span.end as usize).filter(|_| adjacent)?;
    let sign = rest.find(|c: char| SIGN_CHARS.contains(c))?;
    let whole = rest.get(..sign)?.trim_end();
    let at = Span { start: name.span.start, end: name.span.start + whole.len() as u32 };
    let found = Diagnostic::error("E0108", place(file, at), "名称里有引号，要给整个名称加引号");
    Some(if whole.contains('"') || whole.len() > LONGEST_NAME {
        found.help("名称里有英文引号时，外面用中文引号 `“…”`")
    } else {
        found.fix(Safety::Safe, at, format!("\"{whole}\""), "写成")
    })
}

/// `部门 某局（部门） {`, `项目 （一期）改造 {`: a name that needs quotation marks.
fn unquoted_title(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let start = match &stmt.clause {
        Clause::Declaration { name, .. } | Clause::Task { name, .. } if !name.quoted => name.span.start,
        Clause::Item { name, value: None, .. } if NAMED.contains(&slice(text, name.span)) => span.start,
        _ => return None,
    };
    let whole = slice(text, Span { start, end: span.end }).trim_end();
    let title = whole.trim_end_matches([':', '：']).trim_end();
    if !stmt.attrs.is_empty() || title.is_empty() {
        return None;
    }
    let whole = title;
    if title.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '·')) {
        let gone = Span { start: start + title.len() as u32, end: span.end };
        let found = Diagnostic::error("E0113", place(file, span), format!("名称后面不写 `{}`", slice(text, span)));
        return Some(found.fix(Safety::Safe, gone, "", "删去"));
    }
    let mark = whole.chars().find(|c| !(c.is_alphanumeric() || matches!(c, '_' | '·')))?;
    if whole.contains(is_quote) || whole.len() > LONGEST_NAME || matches!(mark, ',' | '，') {
        return None;
    }
    let at = Span { start, end: start + whole.len() as u32 };
    let what = if mark.is_whitespace() { "空格".to_owned() } else { format!("`{mark}`") };
    let blank = if mark.is_whitespace() { "" } else { " " };
    let found = Diagnostic::error("E0108", place(file, at), format!("名称里有{blank}{what}，要加引号"));
    Some(found.fix(Safety::Safe, at, format!("\"{whole}\""), "给整个名称加引号"))
}

/// `服务人数 /`, as forms say that a row does not apply.
fn struck_out(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Item { name, value: None, .. } = &stmt.clause else { return None };
    if !matches!(slice(text, span).trim(), "/" | "／" | "-" | "—" | "——" | "\\" | "、") {
        return None;
    }
    let name = slice(text, name.span);
    let found = Diagnostic::error("E0210", place(file, span), format!("指标 `{}` 没有指标值", shown(name)));
    let found = found.help(format!("不考核时写成 `{name} 不适用 \"理由\"`；用不到这一行时删去"));
    Some(found.fix(Safety::Shown, span, "不适用 \"理由\"", "写成"))
}

/// Keywords that a name and a block follow.
const NAMED: [&str; 3] = ["部门", "项目", "任务"];

/// What a line with a name that was not understood declares all the same, so that its block
/// is still checked.
pub(super) fn declared(text: &str, clause: &Clause, junk: Span) -> Option<Clause> {
    let Clause::Item { name: word, value: None, .. } = clause else { return None };
    let (keyword, name) = (word.span, Name { span: junk, quoted: false });
    match slice(text, keyword) {
        "部门" => Some(Clause::Declaration { kind: DeclarationKind::Department, keyword, name }),
        "项目" => Some(Clause::Declaration { kind: DeclarationKind::Project, keyword, name }),
        "任务" => Some(Clause::Task { keyword, name }),
        _ => None,
    }
}

/// `3#锅炉改造面积 >= 100 平方米`: a statement and, without a blank between them, what looks
/// like its comment; together they are a target whose name holds `#`.
pub(super) fn sign_in_name(text: &str, file: FileId, stmt: &Stmt, comment: Span) -> Option<Diagnostic> {
    let name_begun = match &stmt.clause {
        Clause::Weight(quantity) => quantity.unit.is_none(),
        Clause::Item { value: None, .. } => true,
        _ => false,
    };
    if !name_begun || !stmt.attrs.is_empty() || stmt.span.end != comment.start {
        return None;
    }
    let whole = slice(text, stmt.span.to(comment));
    let (at, quoted) = name_to_quote(whole, stmt.span.start, whole.find(|c| SIGN_CHARS.contains(c))?)?;
    let found = Diagnostic::error("E0108", place(file, at), "名称里有 `#`，要给整个名称加引号");
    Some(found.fix(Safety::Safe, at, quoted, "不加引号时，`#` 后面是注释；写成"))
}

/// A keyword and a block without the name between them.
pub(super) fn untitled(text: &str, file: FileId, keyword: Span) -> Diagnostic {
    let word = slice(text, keyword);
    let example = if word == "部门" { "某某局" } else { "道路改造" };
    Diagnostic::error("E0113", place(file, keyword), format!("`{word}` 后面没有写名称"))
        .help(format!("如 `{word} {example} {{ … }}`"))
}

/// `项目道路改造 {`, `项木 道路改造 {`: a declaration whose keyword is glued to its name or
/// mistyped.
pub(super) fn meant_declaration(text: &str, file: FileId, clause: &Clause) -> Option<(Clause, Diagnostic)> {
    let Clause::Item { name: Name { span, .. }, value, .. } = clause else { return None };
    let word = slice(text, *span);
    let kinds = DeclarationKind::ALL.into_iter();
    if let (Some(kind), None) = (kinds.clone().find(|kind| word.starts_with(kind.word())), value) {
        let keyword = Span { start: span.start, end: span.start + kind.word().len() as u32 };
        let name = Name { span: Span { start: keyword.end, end: span.end }, quoted: false };
        let found = Diagnostic::error("E0113", place(file, *span), format!("`{}` 和名称之间缺少空格", kind.word()));
        let written = format!("{} {}", kind.word(), slice(text, name.span));
        return Some((Clause::Declaration { kind, keyword, name }, found.fix(Safety::Safe, *span, written, "写成")));
    }
    let Some(Value::Word { span: title, quantity: None }) = value else { return None };
    // `项目名称：道路改造 {`.
    let labelled =
        word.strip_suffix("名称").and_then(|word| kinds.clone().map(DeclarationKind::word).find(|kind| *kind == word));
    let meant = labelled.or_else(|| suggest::nearest_keyword(word, kinds.clone().map(DeclarationKind::word)))?;
    let kind = kinds.into_iter().find(|kind| kind.word() == meant)?;
    let name = Name { span: *title, quoted: false };
    let found = Diagnostic::error("E0118", place(file, *span), format!("没有关键字 `{word}`"));
    let found = found.fix(Safety::Unsafe, *span, meant, "是不是");
    Some((Clause::Declaration { kind, keyword: *span, name }, found))
}

/// Words behind a target for what its sign says.
pub(super) const NEEDLESS: [&str; 12] =
    ["及以上", "及以下", "及以内", "以上", "以下", "以内", "以前", "之前", "之内", "左右", "前", "内"];

/// Whether nothing but such a word is left.
fn is_needless(rest: &str) -> bool {
    NEEDLESS.contains(&rest.trim())
}
