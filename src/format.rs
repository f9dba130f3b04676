//! The canonical form of a heng file.
//!
//! One statement a line, four blanks an indent, canonical signs, a blank between number and
//! unit. Comments and single blank lines stay where they are; numbers keep their digits and
//! separators; a block that was written on one line stays on one line. The output is parsed
//! again and compared with the input, tree and comments, before it is returned.

use crate::diag::Diagnostic;
use crate::source::{Place, Source, Span};
use crate::syntax::ast::*;
use crate::syntax::{self, Parsed, half_width};
use unicode_width::UnicodeWidthStr;

/// The widest line a one-line block may take, in terminal columns.
const MAX_INLINE_WIDTH: usize = 100;

/// Blanks per level.
const INDENT: usize = 4;

/// Formats a parsed file.
///
/// # Errors
///
/// The file's mistakes of form when it has any, for it is then left as it is; and `E0121`
/// should the canonical text ever read differently from the original.
pub fn format(parsed: &Parsed) -> Result<String, Vec<Diagnostic>> {
    if !parsed.diagnostics.is_empty() {
        return Err(parsed.diagnostics.clone());
    }
    let mut printer = Printer { parsed, out: String::new(), comment: 0, last: 0 };
    printer.stmts(&parsed.stmts, 0);
    printer.comments_before(parsed.source.text.len() as u32 + 1, 0);
    if !printer.out.is_empty() && !printer.out.ends_with('\n') {
        printer.out.push('\n');
    }
    let formatted = printer.out;
    let again = syntax::parse(Source::new(parsed.source.name.clone(), formatted.as_str()), parsed.file);
    if again.diagnostics.is_empty() && syntax::dump(&again) == syntax::dump(parsed) {
        return Ok(with_line_ends_of(&parsed.source.text, formatted));
    }
    let place = Place { file: parsed.file, span: Span::default() };
    Err(vec![
        Diagnostic::error("E0121", place, "格式化会改变这个文件的内容，没有写入").help("请把这个文件报告给开发者"),
    ])
}

/// The canonical form leaves the line ends of a file as they are: those of Windows stay where
/// most lines have them.
fn with_line_ends_of(source: &str, formatted: String) -> String {
    let (windows, all) = (source.matches("\r\n").count(), source.matches('\n').count());
    if windows * 2 <= all {
        return formatted;
    }
    formatted.replace("\r\n", "\n").replace('\n', "\r\n")
}

struct Printer<'a> {
    parsed: &'a Parsed,
    out: String,
    /// The next comment to print.
    comment: usize,
    /// Where in the source the last printed thing ended.
    last: u32,
}

impl Printer<'_> {
    fn stmts(&mut self, stmts: &[Stmt], depth: usize) {
        for stmt in stmts {
            self.comments_before(stmt.span.start, depth);
            let head_end = stmt.block.as_ref().map_or(stmt.span.end, |block| block.open.start);
            // Comments between the attributes of one statement move in front of it.
            let inside = stmt.attrs.last().map_or(stmt.span.start, |attr| attr.span.start.min(head_end));
            self.comments_before(inside, depth);
            self.start_line(stmt.span.start, depth);
            let head = self.head(stmt);
            self.out.push_str(&head);
            self.last = head_end;
            if let Some(block) = &stmt.block {
                self.block(block, depth);
            }
        }
    }

    fn block(&mut self, block: &Block, depth: usize) {
        let close = block.close.unwrap_or(block.open);
        self.last = block.open.end;
        if let Some(inline) = self.inline(block) {
            let line_start = self.out.rfind('\n').map_or(0, |at| at + 1);
            let line = self.out.get(line_start..).unwrap_or_default();
            if line.width() + inline.width() < MAX_INLINE_WIDTH {
                self.out.push(' ');
                self.out.push_str(&inline);
                self.last = close.end;
                return;
            }
        }
        self.out.push_str(" {");
        self.stmts(&block.stmts, depth + 1);
        self.comments_before(close.start, depth + 1);
        self.newline(depth);
        self.out.push('}');
        self.last = close.end;
    }

    /// A block that was written on one line and holds nothing but simple statements.
    fn inline(&self, block: &Block) -> Option<String> {
        let span = block.open.to(block.close?);
        let plain = !self.parsed.slice(span).contains('\n')
            && block.stmts.iter().all(|stmt| stmt.block.is_none())
            && !self.parsed.comments.get(self.comment..)?.iter().any(|comment| comment.span.start < span.end);
        if !plain {
            return None;
        }
        let parts: Vec<String> = block.stmts.iter().map(|stmt| self.head(stmt)).collect();
        Some(if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join("; ")) })
    }

    /// Prints the comments that stand before an offset: behind what was printed last when
    /// they share its line, else on lines of their own.
    fn comments_before(&mut self, offset: u32, depth: usize) {
        while let Some(comment) = self.parsed.comments.get(self.comment) {
            if comment.span.start >= offset {
                return;
            }
            let between = Span { start: self.last.min(comment.span.start), end: comment.span.start };
            if self.out.is_empty() || self.parsed.slice(between).contains('\n') {
                self.start_line(comment.span.start, depth);
            } else {
                self.out.push(' ');
            }
            self.out.push_str(self.parsed.comment(comment).trim_end());
            self.last = comment.span.end;
            self.comment += 1;
        }
    }

    /// Starts a line for what stands at `start`, after a blank line when there was one.
    fn start_line(&mut self, start: u32, depth: usize) {
        let between = self.parsed.slice(Span { start: self.last.min(start), end: start });
        let blank = between.matches('\n').count() > 1;
        if self.out.is_empty() {
            return;
        }
        if blank && !self.out.ends_with('{') {
            self.out.push('\n');
        }
        self.newline(depth);
    }

    fn newline(&mut self, depth: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', depth * INDENT));
    }

    fn depth(&self) -> usize {
        let line_start = self.out.rfind('\n').map_or(0, |at| at + 1);
        let line = self.out.get(line_start..).unwrap_or_default();
        (line.len() - line.trim_start_matches(' ').len()) / INDENT
    }

    fn head(&self, stmt: &Stmt) -> String {
        stmt.clauses().map(|clause| self.clause(clause)).collect::<Vec<_>>().join(", ")
    }

    fn clause(&self, clause: &Clause) -> String {
        match clause {
            Clause::Entry { name, target } => format!("{} {}", self.name(*name), self.target(target)),
            Clause::Item { name, value, aliases } => {
                let mut text = self.name(*name);
                if let Some(value) = value {
                    text = format!("{text} {}", self.value(value));
                }
                if !aliases.is_empty() {
                    let aliases: Vec<String> = aliases.iter().map(|alias| self.name(*alias)).collect();
                    text = format!("{text} 又名 {}", aliases.join(", "));
                }
                text
            }
            Clause::Weight(quantity) => self.quantity(quantity),
            Clause::Band(band) => self.band(band),
            Clause::Declaration { kind, name, .. } => format!("{} {}", kind.word(), self.name(*name)),
            Clause::Framework { name, parent: None, .. } => format!("框架 {}", self.name(*name)),
            Clause::Framework { name, parent: Some(parent), .. } => {
                format!("框架 {} 继承 {}", self.name(*name), self.name(*parent))
            }
            Clause::Task { name, .. } => format!("任务 {}", self.name(*name)),
            Clause::Section { kind, .. } => kind.word().to_owned(),
            Clause::Year { year, .. } => format!("年度 {}", self.year(year)),
            Clause::Text { kind, text, .. } => format!("{} {}", kind.word(), self.text(*text)),
            Clause::Amount { kind, quantity, .. } => format!("{} {}", kind.word(), self.quantity(quantity)),
            Clause::Cycle { target, .. } => format!("周期 {}", self.target(target)),
            Clause::Word { kind, word, .. } => format!("{} {}", kind.word(), self.name(*word)),
            Clause::Core { .. } => "核心".to_owned(),
            Clause::Scoring { name: None, method, .. } => format!("计分 {}", self.method(method)),
            Clause::Scoring { name: Some(name), method, .. } => {
                format!("计分 {} = {}", self.name(*name), self.method(method))
            }
            Clause::Formula { expr, .. } => format!("公式 {}", self.expr(expr, 0)),
            Clause::Rounding { places, mode, .. } => self.with_word(format!("舍入 {}", self.quantity(places)), *mode),
            Clause::Over { threshold, word, .. } => self.with_word(format!("超额 {}", self.quantity(threshold)), *word),
            Clause::Vacant { from, to, .. } => format!("空缺 {} 归 {}", self.name(*from), self.name(*to)),
            Clause::Import { path, .. } => format!("引用 {}", self.text(*path)),
            Clause::Reconcile { title, expr, .. } => {
                format!("核对 {} {}", self.text(*title), self.expr(expr, 0))
            }
            Clause::HouseRule { title, severity, expr, .. } => {
                let title = self.with_word(format!("检查 {}", self.text(*title)), *severity);
                format!("{title} {}", self.expr(expr, 0))
            }
            Clause::Test { title, .. } => format!("测试 {}", self.text(*title)),
            Clause::Expect { expr, .. } => format!("期望 {}", self.expr(expr, 0)),
            Clause::Actuals { name, year: None, .. } => format!("实际 {}", self.name(*name)),
            Clause::Actuals { name, year: Some(year), .. } => format!("实际 {} {}", self.name(*name), self.year(year)),
            Clause::Unit { name, value, aliases, .. } => {
                let mut text = format!("单位 {}", self.unit(*name));
                if let Some(value) = value {
                    text = format!("{text} = {}", self.quantity(value));
                }
                if !aliases.is_empty() {
                    let aliases: Vec<String> = aliases.iter().map(|alias| self.alias(*alias)).collect();
                    text = format!("{text} 又名 {}", aliases.join(", "));
                }
                text
            }
            Clause::Prefix { name, value, .. } => format!("量级 {} = {}", self.unit(*name), self.quantity(value)),
            // Not reached: a file with broken lines is not formatted.
            Clause::Broken => String::new(),
        }
    }

    fn with_word(&self, text: String, word: Option<Name>) -> String {
        match word {
            Some(word) => format!("{text} {}", self.name(word)),
            None => text,
        }
    }

    fn target(&self, target: &Target) -> String {
        match target {
            Target::Compare { sign, value, .. } => format!("{} {}", sign.ascii(), self.value(value)),
            Target::Growth { sign, value, .. } => format!("同比 {} {}", sign.ascii(), self.quantity(value)),
            Target::Qualitative { text, .. } => format!("定性 {}", self.text(*text)),
            Target::NotApplicable { reason: None, .. } => "不适用".to_owned(),
            Target::NotApplicable { reason: Some(reason), .. } => format!("不适用 {}", self.text(*reason)),
        }
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Quantity(quantity) => self.quantity(quantity),
            Value::Range(range) => format!("{} ~ {}", self.quantity(&range.low), self.quantity(&range.high)),
            Value::Date(date) => self.date(date),
            Value::YesNo { yes, .. } => if *yes { "是" } else { "否" }.to_owned(),
            Value::Previous { change: None, .. } => "上年".to_owned(),
            Value::Previous { change: Some(change), .. } => {
                format!("上年 {} {}", syntax::operator(change.0), self.quantity(&change.1))
            }
            Value::Text(text) => self.text(*text),
            Value::Word { span, quantity: None } => self.unit(*span),
            Value::Word { span, quantity: Some(quantity) } => {
                format!("{} {}", self.unit(*span), self.quantity(quantity))
            }
            Value::Method(method) => self.method(method),
        }
    }

    fn band(&self, band: &Band) -> String {
        let subject = band.subject.map_or(String::new(), |name| format!("{} ", self.name(name)));
        let bound = match (&band.sign, &band.bound) {
            (Some((sign, _)), Some(bound)) => format!("{} {}", sign.ascii(), self.quantity(bound)),
            (None, Some(bound)) => self.quantity(bound),
            (_, None) => "其余".to_owned(),
        };
        format!("{subject}{bound} 得 {}", self.quantity(&band.points))
    }

    fn method(&self, method: &Method) -> String {
        match method {
            Method::Named { name, quantity: None } => self.name(*name),
            Method::Named { name, quantity: Some(quantity) } => {
                format!("{} {}", self.name(*name), self.quantity(quantity))
            }
            Method::Deduct { side_span, step, points, .. } => {
                let side = self.parsed.slice(*side_span);
                format!("扣分 {side} {} 扣 {}", self.quantity(step), self.quantity(points))
            }
            Method::Formula { expr, .. } => format!("公式 {}", self.expr(expr, 0)),
        }
    }

    fn quantity(&self, quantity: &Quantity) -> String {
        let number = half_width(self.parsed.slice(quantity.number_span));
        let number = number.trim_start_matches('+');
        match quantity.unit.map(|unit| self.unit(unit)) {
            None => number.to_owned(),
            Some(unit) if unit.starts_with(['%', '‰']) => format!("{number}{unit}"),
            Some(unit) => format!("{number} {unit}"),
        }
    }

    /// A year stands without its unit.
    fn year(&self, year: &Quantity) -> String {
        if syntax::is_plain_year(self.parsed, year) { year.number.to_string() } else { self.quantity(year) }
    }

    fn unit(&self, span: Span) -> String {
        half_width(self.parsed.slice(span))
    }

    /// Aliases of units are written as they are: `％` is there to be another spelling of `%`.
    fn alias(&self, span: Span) -> String {
        self.parsed.slice(span).to_owned()
    }

    fn date(&self, date: &DateLiteral) -> String {
        match (date.year, date.day) {
            (Some(year), Some(day)) => format!("{year:04}-{:02}-{day:02}", date.month),
            (Some(year), None) => format!("{year:04}年{}月", date.month),
            (None, Some(day)) => format!("{}月{day}日", date.month),
            (None, None) => self.parsed.slice(date.span).to_owned(),
        }
    }

    fn name(&self, name: Name) -> String {
        if name.quoted { self.quoted(name.span) } else { self.parsed.slice(name.span).to_owned() }
    }

    /// With plain quotation marks, unless the text itself contains one.
    fn quoted(&self, span: Span) -> String {
        let written = self.parsed.slice(span);
        let inner = self.parsed.name(Name { span, quoted: true });
        if inner.contains('"') { written.to_owned() } else { format!("\"{inner}\"") }
    }

    fn text(&self, text: Text) -> String {
        if !text.block {
            return self.quoted(text.span);
        }
        let value = self.parsed.text(text);
        if !value.contains('\n') && !self.parsed.slice(text.span).contains('\n') {
            return format!("\"\"\"{value}\"\"\"");
        }
        let depth = self.depth();
        let indent = " ".repeat((depth + 1) * INDENT);
        let lines: Vec<String> =
            value.lines().map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") }).collect();
        format!("\"\"\"\n{}\n{}\"\"\"", lines.join("\n"), " ".repeat(depth * INDENT))
    }

    /// An expression with the parentheses its tree needs, and no others.
    fn expr(&self, expr: &Expr, least: u8) -> String {
        match &expr.kind {
            ExprKind::Quantity(quantity) => self.quantity(quantity),
            ExprKind::Date(date) => self.date(date),
            ExprKind::YesNo(yes) => if *yes { "是" } else { "否" }.to_owned(),
            ExprKind::Text(text) => self.text(*text),
            ExprKind::Path(names) => names.iter().map(|name| self.name(*name)).collect::<Vec<_>>().join("."),
            ExprKind::Call { function, args } => {
                let args: Vec<String> = args.iter().map(|arg| self.expr(arg, 0)).collect();
                format!("{}({})", self.name(*function), args.join(", "))
            }
            ExprKind::Unary { op, operand } => {
                let sign = match op {
                    UnaryOp::Minus => "-",
                    UnaryOp::Not => "非 ",
                };
                format!("{sign}{}", self.expr(operand, u8::MAX))
            }
            ExprKind::Binary { op, left, right, .. } => {
                let own = syntax::precedence(*op);
                let (left, right) = (self.expr(left, own), self.expr(right, own + 1));
                let text = format!("{left} {} {right}", syntax::operator(*op));
                if own < least { format!("({text})") } else { text }
            }
        }
    }
}
