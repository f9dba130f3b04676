//! Diagnostics as text: with the source under them, or on one line. The only file that
//! names miette.
//!
//! miette draws the frames. What it is given is an excerpt cut here: few lines, none wider
//! than the terminal, every label within one line, nothing that a terminal could take for a
//! command. So a line of 50 MB costs no more than any other.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};

use super::excerpt::{Excerpt, Mark, excerpts};
use super::wrap::{columns, hang, wrap};
use super::{Diagnostic, Severity};
use crate::source::{FileId, LineColumn, LineIndex, Place, Source};

/// Longest text that is written in full: a name may be quoted in a message, and what stands
/// for a name in a broken file may be megabytes long.
const MAX_TEXT_BYTES: usize = 3000;

/// How diagnostics look.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Columns to stay within.
    pub width: usize,
    /// Whether to write colours.
    pub colour: bool,
    /// Whether frames may be drawn with more than ASCII.
    pub unicode: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { width: 80, colour: false, unicode: true }
    }
}

/// Writes the diagnostics of one compilation. It keeps the line tables, so that many
/// diagnostics in a large file cost one scan of it.
#[derive(Debug)]
pub struct Renderer<'a> {
    files: Vec<(&'a Source, OnceCell<LineIndex>)>,
    look: Look,
    /// The last position worked out: file, start of its line, offset, column.
    last: Cell<Option<(FileId, u32, u32, usize)>>,
}

impl<'a> Renderer<'a> {
    /// For the sources of a compilation, in the order of their [`FileId`]s.
    pub fn new(sources: impl IntoIterator<Item = &'a Source>, look: Look) -> Self {
        let files = sources.into_iter().map(|source| (source, OnceCell::new())).collect();
        Self { files, look, last: Cell::new(None) }
    }

    /// With the source under it; ends with a newline.
    pub fn full(&self, diagnostic: &Diagnostic) -> String {
        let mut out = self.heading(diagnostic);
        for excerpt in excerpts(self, diagnostic) {
            out.push_str(&self.frame(diagnostic, &excerpt));
        }
        self.advice(diagnostic, &mut out);
        out
    }

    /// On one line, without its newline: `a.heng:3:5: 错误[E0301] …`.
    pub fn concise(&self, diagnostic: &Diagnostic) -> String {
        let (code, word) = (diagnostic.code, diagnostic.severity.word());
        let message = short(&diagnostic.message).replace('\n', " ");
        match self.locate(diagnostic.primary.place) {
            Some((source, at)) => format!("{}:{}:{}: {word}[{code}] {message}", source.name, at.line, at.column),
            None => format!("{word}[{code}] {message}"),
        }
    }

    /// The columns to stay within.
    pub(super) fn width(&self) -> usize {
        self.look.width
    }

    /// A file and its lines.
    pub(super) fn file(&self, file: FileId) -> Option<(&'a Source, &LineIndex)> {
        let (source, index) = self.files.get(file.0 as usize)?;
        Some((source, index.get_or_init(|| LineIndex::new(&source.text))))
    }

    /// Where a place starts. A byte order mark is no column.
    pub fn locate(&self, place: Place) -> Option<(&'a Source, LineColumn)> {
        let (source, index) = self.file(place.file)?;
        let offset = place.span.start.min(source.text.len() as u32);
        let line = index.line(offset);
        let start = index.line_start(line, &source.text) as u32;
        // Many diagnostics on one very long line: count on from the one before.
        let (from, counted) = match self.last.get() {
            Some((file, of, at, column)) if file == place.file && of == start && at <= offset => (at, column),
            _ => (start, 0),
        };
        let between = source.text.get(from as usize..offset as usize).unwrap_or_default();
        let column = counted + between.chars().filter(|letter| *letter != '\u{feff}').count();
        self.last.set(Some((place.file, start, offset, column)));
        Some((source, LineColumn { line: line + 1, column: column + 1 }))
    }

    fn heading(&self, diagnostic: &Diagnostic) -> String {
        let word = format!("{}[{}]", diagnostic.severity.word(), diagnostic.code);
        let lines = wrap(&format!("{word} {}", short(&diagnostic.message)), self.look.width);
        let text = lines.join("\n");
        let Some(message) = text.strip_prefix(&word) else { return format!("{text}\n") };
        format!("{}{}\n", self.paint(&word, severity_colour(diagnostic.severity)), self.paint(message, "1"))
    }

    fn advice(&self, diagnostic: &Diagnostic, out: &mut String) {
        let head = self.paint("帮助:", "1;36");
        let mut say = |text: &str| {
            let block = hang("  帮助: ", &short(text), self.look.width);
            out.push_str(&block.replacen("帮助:", &head, 1));
        };
        if let Some(help) = &diagnostic.help {
            say(help);
        }
        let Some(fix) = &diagnostic.fix else { return };
        let [edit] = fix.edits.as_slice() else { return };
        let shown = diagnostic.help.as_deref().is_some_and(|help| help.contains(edit.replacement.trim()));
        if !shown {
            say(&format!("{}：{}", fix.title, quoted(&short(&edit.replacement))));
        }
    }

    fn frame(&self, diagnostic: &Diagnostic, excerpt: &Excerpt) -> String {
        let mut theme = match (self.look.unicode, self.look.colour) {
            (true, true) => GraphicalTheme::unicode(),
            (true, false) => GraphicalTheme::unicode_nocolor(),
            (false, true) => GraphicalTheme::ascii(),
            (false, false) => GraphicalTheme::none(),
        };
        let wrong = match diagnostic.severity {
            Severity::Error => theme.styles.error,
            Severity::Warning => theme.styles.warning,
            Severity::Note => theme.styles.advice,
        };
        let other = theme.styles.help;
        // miette takes these in the order of the labels.
        theme.styles.highlights = excerpt.marks.iter().map(|mark| if mark.primary { wrong } else { other }).collect();
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_links(false)
            .with_width(self.look.width)
            .with_context_lines(1)
            .without_syntax_highlighting()
            .without_cause_chain();
        let mut drawn = String::new();
        let report = Framed { excerpt, labels: self.labels(excerpt) };
        // The frame is an ornament: without it the message still stands.
        if handler.render_report(&mut drawn, &report).is_err() {
            return String::new();
        }
        // The first line is the message, which the heading has.
        let frame = drawn.split_once('\n').map_or("", |(_, frame)| frame);
        let mut out = String::with_capacity(frame.len());
        for line in frame.lines() {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// The labels with their words cut to what is left of the width beside them.
    fn labels(&self, excerpt: &Excerpt) -> Vec<LabeledSpan> {
        let label = |mark: &Mark| {
            let room = self.look.width.saturating_sub(excerpt.gutter() + excerpt.bar_column(mark) + 4);
            let text = (!mark.text.is_empty()).then(|| wrap(&short(&mark.text), room.max(16)).join("\n"));
            let span = SourceSpan::new(mark.start.into(), mark.end - mark.start);
            if mark.primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        };
        excerpt.marks.iter().map(label).collect()
    }

    fn paint(&self, text: &str, style: &str) -> String {
        if self.look.colour { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// A text with its end left out when it is too long to be read.
fn short(text: &str) -> Cow<'_, str> {
    if text.len() <= MAX_TEXT_BYTES {
        return Cow::Borrowed(text);
    }
    let end = (0..=MAX_TEXT_BYTES).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    Cow::Owned(format!("{}…（后面还有 {} 字节）", text.get(..end).unwrap_or_default(), text.len() - end))
}

fn severity_colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Note => "1;36",
    }
}

/// A replacement as it is shown: in backticks, or from the next line on when it has several.
fn quoted(replacement: &str) -> String {
    let text = replacement.trim_end();
    if text.contains('\n') { format!("\n{text}") } else { format!("`{text}`") }
}

/// What miette is handed: an excerpt and its labels, without words of its own.
#[derive(Debug)]
struct Framed<'a> {
    excerpt: &'a Excerpt,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Framed<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Framed<'_> {}

impl miette::Diagnostic for Framed<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// Asked for a span with lines around it, gives the whole excerpt; asked for a bare span
/// (which is how miette finds the position it prints), gives the place in the real file.
impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let contents = if lines_before == 0 {
            let (line, column) = (self.at.line.saturating_sub(1), self.at.column.saturating_sub(1));
            MietteSpanContents::new_named(self.name.clone(), b"", *span, line, column, 1)
        } else {
            let all = SourceSpan::new(0.into(), self.text.len());
            let bytes = self.text.as_bytes();
            MietteSpanContents::new_named(self.name.clone(), bytes, all, self.first_line, 0, self.line_count)
        };
        Ok(Box::new(contents))
    }
}

impl Excerpt {
    /// The columns in front of the source text: number, frame and blanks.
    pub(super) fn gutter(&self) -> usize {
        (self.first_line + self.line_count).to_string().len() + 4
    }

    /// The column under which the words of a mark hang.
    fn bar_column(&self, mark: &Mark) -> usize {
        let line_start = self.text.get(..mark.start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
        let width_to = |end: usize| self.text.get(line_start..end).map_or(0, columns);
        let (start, end) = (width_to(mark.start), width_to(mark.end));
        (start + end.max(start + 1)) / 2
    }
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use crate::diag::Safety;
    use crate::source::Span;

    fn place(file: u32, sources: &[Source], text: &str) -> Place {
        let whole = &sources[file as usize].text;
        let start = whole.find(text).unwrap();
        Place { file: FileId(file), span: Span::new(start, start + text.len()) }
    }

    fn full(sources: &[Source], diagnostic: &Diagnostic) -> String {
        Renderer::new(sources, Look::default()).full(diagnostic)
    }

    fn two_files() -> Vec<Source> {
        let plan = "部门 知识产权局 {\n    年度 2024\n    产出指标 {\n        政策兑现服务企业数量 >= 400 件 { 周期 >= 1600 家 }\n    }\n}\n";
        vec![Source::new("局.heng", plan), Source::new("内置/单位.heng", "# 计数\n单位 件\n单位 家\n")]
    }

    #[test]
    fn marks_stand_under_chinese_text_and_in_a_second_file() {
        let sources = two_files();
        let diagnostic =
            Diagnostic::error("E0301", place(0, &sources, "家"), "周期值的单位 `家` 与年度值的单位 `件` 不是同一种量")
                .label("这里是 `家`")
                .related(place(0, &sources, "件"), "年度值用的是 `件`")
                .related(place(1, &sources, "家"), "`家` 在这里声明")
                .fix(Safety::Shown, place(0, &sources, "家").span, "件", "两处用同一个单位，例如把周期值改为");
        insta::assert_snapshot!(full(&sources, &diagnostic), @r"
        错误[E0301] 周期值的单位 `家` 与年度值的单位 `件` 不是同一种量
           ╭─[局.heng:4:42]
         3 │     产出指标 {
         4 │         政策兑现服务企业数量 >= 400 件 { 周期 >= 1600 家 }
           ·                                     ─┬                ─┬
           ·                                      │                 ╰── 这里是 `家`
           ·                                      ╰── 年度值用的是 `件`
         5 │     }
           ╰────
           ╭─[内置/单位.heng:3:4]
         2 │ 单位 件
         3 │ 单位 家
           ·      ─┬
           ·       ╰── `家` 在这里声明
           ╰────
          帮助: 两处用同一个单位，例如把周期值改为：`件`
        ");
        let renderer = Renderer::new(&sources, Look::default());
        insta::assert_snapshot!(renderer.concise(&diagnostic), @r"
        局.heng:4:42: 错误[E0301] 周期值的单位 `家` 与年度值的单位 `件` 不是同一种量
        ");
    }

    #[test]
    fn ends_of_files_and_empty_marks() {
        for text in ["部门 甲 {", "部门 甲 {\n", "部门 甲 {\r\n", "", "\n\n", "\u{feff}"] {
            let sources = [Source::new("甲.heng", text)];
            let at = Span::new(text.len(), text.len());
            let diagnostic =
                Diagnostic::error("E0101", Place { file: FileId(0), span: at }, "缺少 `}`").label("到这里还没有");
            let shown = full(&sources, &diagnostic);
            assert!(shown.contains("到这里还没有") && shown.contains('▲'), "{text:?}\n{shown}");
        }
        // A span that lies outside of its file, or in no file at all.
        let sources = [Source::new("甲.heng", "件")];
        let far = Diagnostic::error("E0101", Place { file: FileId(0), span: Span::new(90, 99) }, "在外面");
        assert!(full(&sources, &far).contains("甲.heng:1:2"));
        let nowhere = Diagnostic::error("E0101", Place { file: FileId(7), span: Span::new(0, 1) }, "不知在哪");
        assert_eq!(full(&sources, &nowhere), "错误[E0101] 不知在哪\n");
    }

    #[test]
    fn tabs_line_ends_and_characters_that_hide() {
        let text = "项目 甲 {\r\n\t\"名\u{202e}称\u{1b}[31m\" >= 3 建\r\n}\r\n";
        let sources = [Source::new("甲.heng", text)];
        let diagnostic = Diagnostic::warning("E0301", place(0, &sources, "建"), "没有单位 `建`")
            .label("不认识的单位")
            .help("是 `件` 吗？");
        insta::assert_snapshot!(full(&sources, &diagnostic), @r#"
        警告[E0301] 没有单位 `建`
           ╭─[甲.heng:2:18]
         1 │ 项目 甲 {
         2 │     "名�称�[31m" >= 3 建
           ·                       ─┬
           ·                        ╰── 不认识的单位
         3 │ }
           ╰────
          帮助: 是 `件` 吗？
        "#);
    }

    #[test]
    fn a_line_of_megabytes_is_cut_to_the_width() {
        let noise = "指标 >= 3 件；".repeat(100_000);
        let text = format!("{noise}坏的行；{noise}");
        let sources = [Source::new("长.heng", text)];
        let diagnostic = Diagnostic::error("E0101", place(0, &sources, "坏的行"), "这一行读不懂").label("这里");
        let shown = full(&sources, &diagnostic);
        assert!(shown.lines().all(|line| columns(line) <= 80), "{shown}");
        insta::assert_snapshot!(shown, @r"
        错误[E0101] 这一行读不懂
           ╭─[长.heng:1:1000001]
         1 │ … >= 3 件；指标 >= 3 件；坏的行；指标 >= 3 件；指标 >= 3 件；指标 >= 3 件…
           ·                          ───┬──
           ·                             ╰── 这里
           ╰────
        ");
    }

    #[test]
    fn overlapping_marks_get_frames_of_their_own() {
        let sources = two_files();
        let diagnostic = Diagnostic::error("E0302", place(0, &sources, "1600"), "重复")
            .label("里面")
            .related(place(0, &sources, "周期 >= 1600 家"), "外面")
            .help("第一行\n第二行");
        insta::assert_snapshot!(full(&sources, &diagnostic), @r"
        错误[E0302] 重复
           ╭─[局.heng:4:37]
         3 │     产出指标 {
         4 │         政策兑现服务企业数量 >= 400 件 { 周期 >= 1600 家 }
           ·                                                  ──┬─
           ·                                                    ╰── 里面
         5 │     }
           ╰────
           ╭─[局.heng:4:31]
         3 │     产出指标 {
         4 │         政策兑现服务企业数量 >= 400 件 { 周期 >= 1600 家 }
           ·                                          ───────┬───────
           ·                                                 ╰── 外面
         5 │     }
           ╰────
          帮助: 第一行
                第二行
        ");
    }

    #[test]
    fn colour_and_ascii_are_choices() {
        let sources = two_files();
        let diagnostic = Diagnostic::error("E0301", place(0, &sources, "家"), "单位不同").label("这里");
        let look = Look { colour: true, ..Look::default() };
        assert!(Renderer::new(&sources, look).full(&diagnostic).contains("\u{1b}["));
        let look = Look { unicode: false, ..Look::default() };
        insta::assert_snapshot!(Renderer::new(&sources, look).full(&diagnostic), @r"
        错误[E0301] 单位不同
           ,-[局.heng:4:42]
         3 |     产出指标 {
         4 |         政策兑现服务企业数量 >= 400 件 { 周期 >= 1600 家 }
           :                                                       ^|
           :                                                        `-- 这里
         5 |     }
           `----
        ");
    }

    proptest::proptest! {
        /// Whatever stands before it, the underlining covers the columns of the marked text.
        #[test]
        fn underlining_covers_the_marked_text(
            before in "[a-zé指标，“”≥％1\\t ]{0,60}", marked in "[坏字xy]{1,6}", after in "[指标b ]{0,60}", crlf: bool
        ) {
            let end = if crlf { "\r\n" } else { "\n" };
            let text = format!("上一行{end}{before}{marked}{after}{end}下一行");
            let start = "上一行".len() + end.len() + before.len();
            let span = Span::new(start, start + marked.len());
            let sources = [Source::new("甲.heng", text)];
            let diagnostic = Diagnostic::error("E0101", Place { file: FileId(0), span }, "坏").label("这里");
            let shown = full(&sources, &diagnostic);
            let lines: Vec<&str> = shown.lines().collect();
            let line = lines.iter().find(|line| line.starts_with(" 2 ")).unwrap();
            let under = lines.iter().find(|line| line.contains('┬')).unwrap();
            let drawn = |letter: char| letter == '─' || letter == '┬';
            let from = columns(&under[..under.find(drawn).unwrap()]);
            let to = columns(under);
            let at = line.match_indices(marked.as_str()).find(|(at, _)| columns(&line[..*at]) == from);
            proptest::prop_assert!(at.is_some(), "{}", shown);
            proptest::prop_assert_eq!(to - from, columns(&marked), "{}", shown);
            proptest::prop_assert!(lines.iter().all(|line| columns(line) <= 80), "{}", shown);
        }
    }
}
