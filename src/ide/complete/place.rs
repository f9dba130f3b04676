//! The block that the cursor stands in, by the lines that open the blocks around it.

use super::Amount;
use crate::ide::Analysis;
use crate::ide::scan::{Frame, Spot, last_part};
use crate::model::Declaration;
use crate::model::framework::{Framework, assumed};
use crate::model::name::normal;
use crate::model::placement::Site;
use crate::syntax::ast::DeclarationKind;

/// Where the cursor stands.
pub(in crate::ide) struct Place<'t> {
    pub analysis: &'t Analysis,
    /// The kind of the innermost block.
    pub site: Site,
    /// The declaration around it, or the one that a 实际 is about.
    pub declaration: Option<&'t Declaration>,
    /// Its framework, or the one that is being declared.
    pub framework: Option<&'t Framework>,
    /// The names of the groups around it.
    pub groups: Vec<&'t str>,
    /// The indicator whose attributes are written.
    pub indicator: Option<&'t str>,
    /// What the innermost block holds before and behind the cursor, its braces left out.
    pub siblings: &'t str,
}

/// Signs as they are typed.
pub(super) const SIGNS: [char; 14] = ['>', '<', '=', '≥', '≤', '＞', '＜', '＝', '≧', '≦', '》', '《', '═', '﹦'];

/// Signs in words, and the words that stand for a whole target.
const SIGN_WORDS: [&str; 8] = ["不低于", "不少于", "不高于", "不超过", "不大于", "不小于", "大于", "小于"];
const TARGET_WORDS: [&str; 3] = ["定性", "不适用", "同比"];

/// Whether a sign stands in a part of a line.
pub(super) fn has_sign(part: &str) -> bool {
    part.contains(SIGNS) || SIGN_WORDS.iter().any(|word| part.contains(word))
}

/// Whether a part of a line ends with a sign.
pub(in crate::ide) fn ends_with_sign(part: &str) -> bool {
    part.ends_with(SIGNS) || SIGN_WORDS.iter().any(|word| part.ends_with(word))
}

impl<'t> Place<'t> {
    pub fn new(analysis: &'t Analysis, text: &'t str, frames: &[Frame]) -> Place<'t> {
        let mut place = Place {
            analysis,
            site: Site::File,
            declaration: None,
            framework: None,
            groups: Vec::new(),
            indicator: None,
            siblings: "",
        };
        for frame in frames {
            place.enter(Spot::header(text, frame));
        }
        place.siblings = frames.last().map_or("", |frame| inside(text, frame.open + 1));
        place
    }

    /// The kinds of the blocks around a place, the outermost first.
    pub fn sites(analysis: &'t Analysis, text: &'t str, frames: &[Frame]) -> Vec<Site> {
        let mut place = Place::new(analysis, text, &[]);
        let enter = |frame: &Frame| {
            place.enter(Spot::header(text, frame));
            place.site
        };
        frames.iter().map(enter).collect()
    }

    fn enter(&mut self, header: &'t str) {
        let keyword = header.split(|letter: char| letter.is_whitespace() || letter == ':').next().unwrap_or_default();
        let (last, _) = last_part(header);
        if last.trim_start().starts_with("计分") {
            self.site = Site::Rule;
            self.indicator = name(header).filter(|_| has_sign(header) && keyword != "计分").or(self.indicator);
            return;
        }
        self.site = match (self.site, keyword) {
            (Site::File | Site::Declaration, "部门" | "项目") => {
                self.declared(header, keyword);
                Site::Declaration
            }
            (Site::File, "框架") => {
                let known = |parent: &str| self.find_framework(parent);
                let parent = header.rsplit_once("继承").and_then(|(_, parent)| known(parent.trim()));
                self.framework = name(header).and_then(known).or(parent);
                Site::Framework
            }
            (Site::File, "实际") => {
                self.about(name(header));
                Site::Actuals
            }
            (Site::File | Site::Declaration, "测试") => {
                if self.declaration.is_none() {
                    self.declaration = self.analysis.model.declarations.first();
                    self.framework = self.declaration.and_then(|own| self.analysis.model.framework_of(own));
                }
                Site::Test
            }
            (Site::Declaration, "预算") => Site::Budget,
            (Site::Declaration, "数据") => Site::Data,
            (Site::Declaration, "任务") => Site::Task,
            (Site::Declaration, _) => {
                self.groups.extend(bare(header));
                Site::Group
            }
            (Site::Group, _) if has_sign(header) || TARGET_WORDS.iter().any(|word| header.contains(word)) => {
                self.indicator = bare(header);
                Site::Indicator
            }
            (Site::Group, _) => {
                self.groups.extend(bare(header));
                Site::Group
            }
            (Site::Framework, "默认计分") => Site::Defaults,
            (Site::Framework, "等级") => Site::Grades,
            (Site::Framework, "监控灯") => Site::Lights,
            (Site::Framework | Site::FrameworkGroup, _) => {
                self.groups.extend(bare(header));
                Site::FrameworkGroup
            }
            (Site::Actuals | Site::Test, "预算") => Site::ActualBudget,
            (Site::Actuals | Site::Test, _) => Site::Actual,
            (Site::Budget, _) => Site::Budget,
            (Site::Data, _) => Site::DataItem,
            _ => Site::Plain,
        };
    }

    fn declared(&mut self, header: &'t str, keyword: &str) {
        self.about(name(header));
        let kind = if keyword == "部门" { DeclarationKind::Department } else { DeclarationKind::Project };
        self.framework = match self.declaration {
            Some(declaration) => self.analysis.model.framework_of(declaration),
            None => self.find_framework(assumed(kind)),
        };
    }

    fn about(&mut self, wanted: Option<&str>) {
        let Some(wanted) = wanted.map(normal) else { return };
        let mut all = self.analysis.model.declarations.iter();
        self.declaration = all.find(|declaration| normal(&declaration.name) == wanted);
    }

    fn find_framework(&self, name: &str) -> Option<&'t Framework> {
        let mut all = self.analysis.model.frameworks.iter();
        all.find(|framework| *framework.name == *normal(name)).map(|framework| &**framework)
    }

    /// What a number at the end of a part counts.
    pub(super) fn amount(&self, head: &'t str, body: &'t str, keyword: &str, first: bool) -> Amount<'t> {
        let own = if first && self.indicator.is_none() { bare(head) } else { self.indicator.or_else(|| bare(head)) };
        match (self.site, keyword) {
            (Site::Budget | Site::Task | Site::ActualBudget, _) => Amount::Money,
            (_, "满分" | "得分") => Amount::Points,
            (_, "及格") => Amount::PointsOrShare,
            (_, "资金") => Amount::Money,
            (Site::Rule | Site::Defaults, _) if body.contains('得') => Amount::PointsOrShare,
            (Site::Rule, _) => Amount::Target(self.indicator.unwrap_or_default()),
            (Site::Declaration | Site::Framework | Site::FrameworkGroup | Site::Grades, _) => Amount::Points,
            (Site::Group, _) if !has_sign(body) && !matches!(keyword, "上年" | "周期" | "同比") => Amount::Points,
            (Site::Indicator, _) if body.chars().all(|letter| letter.is_numeric() || letter == '.') => Amount::Points,
            _ => Amount::Target(own.unwrap_or_default()),
        }
    }

    /// Whether a line of the innermost block begins with a word.
    pub fn has(&self, word: &str) -> bool {
        self.siblings.lines().any(|line| {
            let rest = line.trim_start().strip_prefix(word);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    }
}

/// How far a block is looked through for what it already holds.
const MAX_SIBLINGS: usize = 64 * 1024;

/// The text of the block that opens before an offset, up to its own closing brace.
fn inside(text: &str, from: usize) -> &str {
    let rest = text.get(from..).unwrap_or_default();
    let mut depth = 0usize;
    for (at, letter) in rest.char_indices().take(MAX_SIBLINGS) {
        match letter {
            '{' | '｛' => depth += 1,
            '}' | '｝' if depth == 0 => return rest.get(..at).unwrap_or_default(),
            '}' | '｝' => depth -= 1,
            _ => {}
        }
    }
    let end = rest.char_indices().nth(MAX_SIBLINGS).map_or(rest.len(), |(at, _)| at);
    rest.get(..end).unwrap_or_default()
}

/// The name a line begins with.
fn bare(header: &str) -> Option<&str> {
    let header = header.trim_start();
    for (open, close) in [('"', '"'), ('“', '”'), ('「', '」')] {
        if let Some(rest) = header.strip_prefix(open) {
            return rest.split(close).next();
        }
    }
    let ends = |letter: char| letter.is_whitespace() || letter == ':' || letter == '：' || SIGNS.contains(&letter);
    header.split(ends).next().filter(|name| !name.is_empty())
}

/// The name behind the keyword of a line.
fn name(header: &str) -> Option<&str> {
    let rest = header.split_once(char::is_whitespace)?.1;
    bare(rest)
}
