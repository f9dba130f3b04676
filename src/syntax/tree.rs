//! Chunks and blocks: has each piece of a source read, and puts the flat events into nested
//! blocks with a stack.
//!
//! Cutting (`cut`) keeps pest's token queue small (32 KB of source at a time) and lets large
//! files be read on two cores. Braces are matched here rather than in the grammar, so a
//! missing one hides nothing: the text is read once more, and indentation says which.

use std::sync::mpsc;

use pest::Parser;

use super::ast::{Block, Clause, Name, Stmt, Value};
use super::cut::{MAX_LINE_BYTES, Piece, cut};
use super::grammar::{HengParser, Rule};
use super::lost::{self, LostText};
use super::lower::{self, Event, Lowered};
use super::{Comment, Parsed, bounds, habits, is_comment_mark, respelt};
use crate::diag::Diagnostic;
use crate::source::{FileId, Source, Span};

/// From this size on, two halves are read at the same time; starting a thread costs about
/// as much as reading 30 KB.
const TWO_CORES_BYTES: usize = 512 * 1024;

/// How many lines of a file are read: five times those of the largest declaration that is
/// imagined, and what keeps a file of millions of one-character lines within bounds.
const MAX_LINES: usize = 500_000;

/// How deep blocks may nest. The official forms need six levels.
const MAX_BLOCK_DEPTH: usize = 64;

/// How many pieces the other core may be ahead.
const PIECES_AHEAD: usize = 8;

/// How many texts without an opening mark are looked for: each costs another reading.
const MAX_LOST_TEXTS: usize = 16;

/// How many mistakes of form are listed for one file.
const MAX_DIAGNOSTICS: usize = 200;

/// Reads a source: every statement that can be understood, and a diagnostic for each that
/// cannot. Never fails.
pub fn parse(source: Source, file: FileId) -> Parsed {
    // Asking how many cores there are takes as long as reading some pages.
    let large = source.text.len() >= TWO_CORES_BYTES;
    let cores = if large { std::thread::available_parallelism().map_or(1, usize::from) } else { 1 };
    parse_on(cores, source, file)
}

/// Like [`parse`], on so many cores; more than two are not used.
pub fn parse_on(cores: usize, source: Source, file: FileId) -> Parsed {
    let tree = read_whole(cores, &source.text, file);
    let respelt = if tree.diagnostics.is_empty() { None } else { respelt::respell(&source.text, &tree.diagnostics) };
    let mut found = tree.finish();
    if let Some(respelt) = respelt {
        // Brackets for braces and the like: what is between them is read when they are meant.
        let (stmts, comments, mut diagnostics) = read_whole(cores, &respelt.text, file).finish();
        let marks = respelt.mistakes(&source.text, file, &stmts);
        let unbalanced = |found: &[Diagnostic]| found.iter().filter(|said| UNBALANCED.contains(&said.code)).count();
        if !marks.is_empty() && unbalanced(&diagnostics) <= unbalanced(&found.2) {
            diagnostics.extend(marks);
            diagnostics.sort_by_key(|diagnostic| diagnostic.primary.place.span);
            found = (stmts, comments, diagnostics);
        }
    }
    let (stmts, comments, diagnostics) = found;
    Parsed { source, file, stmts, comments, diagnostics }
}

/// Mistakes of whole blocks and texts.
const UNBALANCED: [&str; 6] = ["E0102", "E0103", "E0104", "E0109", "E0119", "E0122"];

/// Reads a text, again where something is missing or left over.
fn read_whole(cores: usize, source: &str, file: FileId) -> Tree<'_> {
    let mut lost = Lost::default();
    let mut tree = grow(cores, source, file, Matching::Exact, &lost);
    while let Some(text) = tree.text_without_start(&lost.texts) {
        // The mark that ends a text was read as one that opens another. Read again without
        // that text, so that what follows is not swallowed.
        lost.texts.push(text);
        tree = grow(cores, source, file, Matching::Exact, &lost);
    }
    while let Some(owner) = tree.block_without_start(&lost.braces) {
        // A closing brace is left over, and the indentation says whose block was not opened.
        lost.braces.push(owner);
        tree = grow(cores, source, file, Matching::Exact, &lost);
    }
    if tree.is_open() {
        // A brace is missing. Read again and let the indentation say where, so that what
        // follows stays in its own block.
        tree = grow(cores, source, file, Matching::ByIndent, &lost);
    }
    if tree.left_over > 0 && tree.open_texts.is_empty() {
        // A closing brace is one too many. Read again without the first that does not fit the
        // block it would close, unless that leaves a block open.
        lost.surplus = tree.left_over;
        let again = grow(cores, source, file, Matching::Exact, &lost);
        if again.left_over == 0 && again.frames.is_empty() {
            return again;
        }
    }
    tree
}

/// What was found to be missing in a source that is read again.
#[derive(Default)]
struct Lost {
    /// Texts without their opening mark.
    texts: Vec<LostText>,
    /// Where the statements end whose blocks have no opening brace.
    braces: Vec<u32>,
    /// How many closing braces are one too many.
    surplus: usize,
}

/// How a closing brace finds its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matching {
    /// The innermost open block.
    Exact,
    /// The innermost open block whose line is indented as much.
    ByIndent,
}

/// Reads a source but for the texts that lack their opening mark.
fn grow<'a>(cores: usize, text: &'a str, file: FileId, matching: Matching, lost: &Lost) -> Tree<'a> {
    let mut tree = Tree { unopened: lost.braces.clone(), surplus: lost.surplus, ..Tree::new(text, file, matching) };
    let mut at = 0;
    for text in &lost.texts {
        grow_part(cores, &mut tree, at, text.span().start as usize);
        tree.lost_text(text);
        at = text.span().end as usize;
    }
    let end = readable(text);
    grow_part(cores, &mut tree, at, end);
    if end < text.len() {
        tree.cut_off = true;
        tree.report(bounds::too_many_lines(file, Span::new(end, end), MAX_LINES));
    }
    tree
}

/// The end of the lines that are read.
fn readable(text: &str) -> usize {
    if text.len() <= MAX_LINES {
        return text.len();
    }
    memchr::memchr_iter(b'\n', text.as_bytes()).nth(MAX_LINES - 1).map_or(text.len(), |newline| newline + 1)
}

fn grow_part(cores: usize, tree: &mut Tree<'_>, start: usize, end: usize) {
    let (text, file) = (tree.text, tree.file);
    let mut pieces = cut(text.get(start..end).unwrap_or_default());
    for piece in &mut pieces {
        piece.start += start;
        piece.end += start;
    }
    if cores < 2 {
        for piece in &pieces {
            tree.take(read(text, file, piece, tree.room()));
        }
        return;
    }
    // Every second piece is read by the other core, and taken as soon as its turn comes: what
    // has been lowered but has no place in the tree yet never amounts to much.
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel(PIECES_AHEAD);
        let pieces = &pieces;
        let other = scope.spawn(move || {
            let mut room = MAX_DIAGNOSTICS;
            for piece in pieces.iter().skip(1).step_by(2) {
                let lowered = read(text, file, piece, room);
                room = room.saturating_sub(lowered.diagnostics.len());
                if send.send(lowered).is_err() {
                    return;
                }
            }
        });
        for piece in pieces.iter().step_by(2) {
            tree.take(read(text, file, piece, tree.room()));
            if let Ok(lowered) = receive.recv() {
                tree.take(lowered);
            }
        }
        // A panic of the other core is a panic here; nothing is swallowed.
        if let Err(panic) = other.join() {
            std::panic::resume_unwind(panic);
        }
    });
}

/// Runs the grammar over a whole text and drops the result: the floor that benches compare
/// with. Returns the number of tokens at the top level.
pub fn recognize(text: &str) -> usize {
    HengParser::parse(Rule::chunk, text).map_or(0, |pairs| pairs.len())
}

/// Reads one piece. The grammar accepts every text; what it can refuse is depth, and then
/// each line is read by itself so that only the deep one is lost.
fn read(text: &str, file: FileId, piece: &Piece, room: usize) -> Lowered {
    let chunk = text.get(piece.start..piece.end).unwrap_or_default();
    if piece.too_long {
        return unread(line_span(piece.start, chunk), room, |span| bounds::too_long(text, file, span, MAX_LINE_BYTES));
    }
    match HengParser::parse(Rule::chunk, chunk) {
        Ok(pairs) => lower::lower(text, file, piece.start, room, pairs),
        Err(_) => read_lines(text, file, piece.start, room, chunk),
    }
}

fn read_lines(text: &str, file: FileId, start: usize, room: usize, chunk: &str) -> Lowered {
    let mut all = Lowered::default();
    let mut at = start;
    for line in chunk.split_inclusive('\n') {
        let left = room.saturating_sub(all.diagnostics.len());
        let lowered = match HengParser::parse(Rule::chunk, line) {
            Ok(pairs) => lower::lower(text, file, at, left, pairs),
            Err(_) => unread(line_span(at, line), left, |span| bounds::too_deep(file, span)),
        };
        all.events.extend(lowered.events);
        all.comments.extend(lowered.comments);
        all.diagnostics.extend(lowered.diagnostics);
        all.dropped += lowered.dropped;
        at += line.len();
    }
    all
}

/// A line of which no more is said than why it was not read.
fn unread(span: Span, room: usize, word: impl FnOnce(Span) -> Diagnostic) -> Lowered {
    let mut lowered = Lowered { events: vec![Event::Stmt(lower::broken(span))], ..Lowered::default() };
    lowered.report(room, || word(span));
    lowered
}

fn line_span(start: usize, line: &str) -> Span {
    Span::new(start, start + line.trim_end().len())
}

/// A block that is open.
struct Frame {
    brace: Span,
    /// The blanks before its line; counted only when indentation matters.
    indent: usize,
    stmts: Vec<Stmt>,
}

struct Tree<'a> {
    text: &'a str,
    file: FileId,
    root: Vec<Stmt>,
    frames: Vec<Frame>,
    /// Blocks beyond [`MAX_BLOCK_DEPTH`]; their statements are kept at the limit.
    too_deep: usize,
    comments: Vec<Comment>,
    diagnostics: Vec<Diagnostic>,
    /// Mistakes that were not kept.
    dropped: usize,
    /// The marks of texts that are never closed; they may have swallowed closing braces.
    open_texts: Vec<Span>,
    /// Whether lines at the end were not read; they may hold closing braces too.
    cut_off: bool,
    /// Closing braces that close nothing.
    left_over: usize,
    /// Where statements end whose blocks have no opening brace.
    unopened: Vec<u32>,
    /// How many closing braces that do not fit are still to be left out.
    surplus: usize,
    matching: Matching,
}

impl<'a> Tree<'a> {
    fn new(text: &'a str, file: FileId, matching: Matching) -> Self {
        Tree {
            text,
            file,
            root: Vec::new(),
            frames: Vec::new(),
            too_deep: 0,
            comments: Vec::new(),
            diagnostics: Vec::new(),
            dropped: 0,
            open_texts: Vec::new(),
            cut_off: false,
            left_over: 0,
            unopened: Vec::new(),
            surplus: 0,
            matching,
        }
    }

    fn take(&mut self, mut lowered: Lowered) {
        for event in lowered.events {
            match event {
                Event::Stmt(stmt) => {
                    let head = stmt.span;
                    self.stmts().push(stmt);
                    if self.unopened.contains(&head.end) {
                        // A colon in the place of the brace is the same mistake.
                        let inside = |at: Span| head.start <= at.start && at.end <= head.end;
                        lowered.diagnostics.retain(|said| !inside(said.primary.place.span));
                        self.report(bounds::missing_brace(self.text, self.file, head));
                        self.open(head.after());
                    }
                }
                Event::Open(brace) => self.open(brace),
                Event::Close(brace) => self.close(brace),
                Event::OpenText { mark, swallowed } => self.open_text(mark, swallowed),
            }
        }
        self.comments.extend(lowered.comments);
        for diagnostic in lowered.diagnostics {
            self.report(diagnostic);
        }
        self.dropped += lowered.dropped;
    }

    /// How many more mistakes are listed.
    fn room(&self) -> usize {
        MAX_DIAGNOSTICS.saturating_sub(self.diagnostics.len())
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if self.room() > 0 {
            self.diagnostics.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }

    fn stmts(&mut self) -> &mut Vec<Stmt> {
        match self.frames.last_mut() {
            Some(frame) => &mut frame.stmts,
            None => &mut self.root,
        }
    }

    fn open(&mut self, brace: Span) {
        if self.frames.len() >= MAX_BLOCK_DEPTH {
            if self.too_deep == 0 {
                self.report(bounds::too_deep(self.file, brace));
            }
            self.too_deep += 1;
            return;
        }
        let has_owner = self.stmts().last().is_some_and(|stmt| stmt.block.is_none());
        if !has_owner {
            // `{{{` is one mistake.
            let after_brace = self.frames.last().is_some_and(|frame| frame.stmts.is_empty());
            if !after_brace || self.frames.len() <= 1 {
                self.report(bounds::stray_brace(self.file, brace));
            }
            self.stmts().push(lower::broken(Span { start: brace.start, end: brace.start }));
        }
        let indent = if self.matching == Matching::ByIndent { indent(self.text, brace) } else { 0 };
        self.frames.push(Frame { brace, indent, stmts: Vec::new() });
    }

    fn close(&mut self, brace: Span) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.matching == Matching::ByIndent {
            self.leave_unclosed(brace);
        }
        if self.surplus > 0 && self.does_not_fit(brace) {
            self.surplus -= 1;
            return self.leave_out(brace);
        }
        let Some(frame) = self.frames.pop() else {
            self.left_over += 1;
            // What opens its block may be inside a text that is never closed.
            if self.open_texts.is_empty() {
                self.report(bounds::extra_brace(self.file, brace));
            }
            return;
        };
        self.end_block(frame, Some(brace));
    }

    /// Ends the blocks inside the one that this brace closes by its indentation.
    fn leave_unclosed(&mut self, brace: Span) {
        if !starts_line(self.text, brace) {
            return;
        }
        let column = indent(self.text, brace);
        let Some(owner) = self.frames.iter().rposition(|frame| frame.indent == column) else { return };
        while self.frames.len() > owner + 1 {
            let Some(frame) = self.frames.pop() else { return };
            self.report(bounds::open_brace(self.file, frame.brace, Some(brace)));
            self.end_block(frame, None);
        }
    }

    /// Whether a closing brace stands deeper than the block it would close, or what follows
    /// it stands deeper than the brace and shows that the block goes on.
    fn does_not_fit(&self, brace: Span) -> bool {
        let Some(frame) = self.frames.last().filter(|_| starts_line(self.text, brace)) else { return true };
        let (column, own) = (indent(self.text, brace), indent(self.text, frame.brace));
        let below = self.text.get(brace.end as usize..).unwrap_or_default().lines().skip(1);
        let next = below.map(|line| (line, line.trim())).find(|(_, words)| !words.is_empty());
        let goes_on = next.is_some_and(|(line, words)| {
            column < blanks(line)
                && !words.starts_with(is_comment_mark)
                && (column < own || words.ends_with(['{', '｛']))
        });
        own < column || goes_on
    }

    /// Reports a closing brace that is one too many, and keeps the statements apart that stand
    /// deeper than it: they have lost the line that opened their block.
    fn leave_out(&mut self, brace: Span) {
        let (text, file, column) = (self.text, self.file, indent(self.text, brace));
        let deep = self.frames.last().is_some_and(|frame| indent(text, frame.brace) < column);
        let stmts = self.stmts();
        let orphan = |stmt: &Stmt| deep && starts_line(text, stmt.span) && column < indent(text, stmt.span);
        let first = stmts.iter().rposition(|stmt| !orphan(stmt)).map_or(0, |at| at + 1);
        let orphans = stmts.split_off(first);
        let Some(head) = orphans.first().map(|stmt| stmt.span) else {
            return self.report(bounds::extra_brace(file, brace));
        };
        let open = Span { start: head.start, end: head.start };
        let span = head.to(brace);
        let block = Some(Box::new(Block { open, close: Some(brace), stmts: orphans }));
        self.stmts().push(Stmt { block, span, ..lower::broken(span) });
        self.report(bounds::headless(text, file, brace, head));
    }

    /// Whether blocks are open at the end for which nothing else is to blame.
    fn is_open(&self) -> bool {
        !self.frames.is_empty() && self.open_texts.is_empty() && self.too_deep == 0 && !self.cut_off
    }

    /// Where the first statement ends that owns the lines below it by their indentation and
    /// has no block; only when a closing brace is left over.
    fn block_without_start(&self, known: &[u32]) -> Option<u32> {
        if self.left_over == 0 || known.len() >= MAX_LOST_TEXTS || !self.open_texts.is_empty() {
            return None;
        }
        let mut waiting = vec![self.root.as_slice()];
        let mut found: Option<Span> = None;
        while let Some(stmts) = waiting.pop() {
            waiting.extend(stmts.iter().map(Stmt::children));
            let pairs = stmts.iter().zip(stmts.iter().skip(1));
            let owner = pairs.filter(|(stmt, next)| self.is_owner(stmt, next)).map(|(stmt, _)| stmt.span).next();
            found = [found, owner].into_iter().flatten().min();
        }
        found.map(|owner| owner.end)
    }

    fn is_owner(&self, stmt: &Stmt, next: &Stmt) -> bool {
        let opens = match &stmt.clause {
            Clause::Declaration { .. } | Clause::Task { .. } | Clause::Section { .. } | Clause::Test { .. } => true,
            Clause::Actuals { .. } | Clause::Framework { .. } => true,
            Clause::Entry { .. } => {
                matches!(next.clause, Clause::Text { .. } | Clause::Scoring { .. } | Clause::Cycle { .. })
            }
            Clause::Item { value, .. } => matches!(value, None | Some(Value::Quantity(_))),
            _ => false,
        };
        opens
            && stmt.block.is_none()
            && starts_line(self.text, stmt.span)
            && starts_line(self.text, next.span)
            && indent(self.text, stmt.span) < indent(self.text, next.span)
    }

    /// The first text that lacks its opening mark and is not among those known to.
    fn text_without_start(&self, known: &[LostText]) -> Option<LostText> {
        if known.len() >= MAX_LOST_TEXTS {
            return None;
        }
        let after = known.last().map_or(0, |text| text.span().end);
        let found = self.open_texts.iter().find_map(|&mark| lost::text_without_start(self.text, mark));
        found.filter(|text| after <= text.span().start)
    }

    fn lost_text(&mut self, text: &LostText) {
        self.report(lost::lost_text(self.file, text));
        self.stmts().push(lower::broken(text.span()));
    }

    fn end_block(&mut self, mut frame: Frame, close: Option<Span>) {
        frame.stmts.shrink_to_fit();
        let last = close.or_else(|| frame.stmts.last().map(|stmt| stmt.span)).unwrap_or(frame.brace);
        if let Some(owner) = self.stmts().last_mut() {
            owner.span = owner.span.to(frame.brace).to(last);
            owner.block = Some(Box::new(Block { open: frame.brace, close, stmts: frame.stmts }));
        }
        if self.frames.is_empty() {
            self.untitled();
        }
    }

    /// `项目 {`: reports the missing name and keeps the block, so that it is checked.
    fn untitled(&mut self) {
        let (text, file) = (self.text, self.file);
        let Some(owner) = self.root.last_mut().filter(|owner| owner.attrs.is_empty()) else { return };
        let Clause::Item { name: Name { span: keyword, quoted: false }, .. } = owner.clause else { return };
        if let Some(declared @ Clause::Declaration { .. }) = habits::declared(text, &owner.clause, keyword.after()) {
            owner.clause = declared;
            self.report(habits::untitled(text, file, keyword));
        } else if let Some((declared, found)) = habits::meant_declaration(text, file, &owner.clause) {
            owner.clause = declared;
            self.report(found);
        }
    }

    fn open_text(&mut self, mark: Span, swallowed: Span) {
        self.open_texts.push(mark);
        self.report(bounds::open_text(self.file, mark));
        let text = self.text;
        let same_line = |stmt: &Stmt| {
            text.get(stmt.span.end as usize..mark.start as usize).is_some_and(|between| !between.contains('\n'))
        };
        match self.stmts().last_mut() {
            Some(stmt) if stmt.block.is_none() && same_line(stmt) => {
                stmt.clause = super::ast::Clause::Broken;
                stmt.attrs.clear();
                stmt.span = stmt.span.to(swallowed);
            }
            _ => self.stmts().push(lower::broken(swallowed)),
        }
    }

    fn finish(mut self) -> (Vec<Stmt>, Vec<Comment>, Vec<Diagnostic>) {
        if self.is_open()
            && let Some(innermost) = self.frames.last()
        {
            // Several may be open; closing the innermost is the first thing to do.
            let brace = innermost.brace;
            self.report(bounds::open_brace(self.file, brace, None));
        }
        while let Some(frame) = self.frames.pop() {
            self.end_block(frame, None);
        }
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.primary.place.span);
        if self.dropped > 0 {
            let last = self.diagnostics.last().map(|diagnostic| diagnostic.primary.place.span).unwrap_or_default();
            let note = bounds::too_many(self.file, last.after(), MAX_DIAGNOSTICS, self.dropped);
            self.diagnostics.push(note);
        }
        (self.root, self.comments, self.diagnostics)
    }
}

/// The blanks at the start of the line a span lies on, in characters.
fn indent(text: &str, span: Span) -> usize {
    let head = text.get(..span.start as usize).unwrap_or_default();
    let line = head.rfind('\n').map_or(0, |at| at + 1);
    blanks(text.get(line..).unwrap_or_default())
}

fn blanks(line: &str) -> usize {
    line.chars().take_while(|c| matches!(c, ' ' | '\t' | '\u{3000}')).count()
}

/// Whether only blanks stand before a span on its line.
fn starts_line(text: &str, span: Span) -> bool {
    let head = text.get(..span.start as usize).unwrap_or_default();
    let before = head.trim_end_matches(|c: char| c != '\n' && c.is_whitespace());
    before.is_empty() || before.ends_with('\n')
}
