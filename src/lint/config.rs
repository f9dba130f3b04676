//! `heng.toml`: which rules run, where, and the words that the shipped lists lack.

use std::collections::BTreeMap;

use globset::{Glob, GlobSet, GlobSetBuilder};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::diag::suggest::nearest;
use crate::lint::rule::{Level, Rule};
use crate::lint::select::{PRESETS, Settings, is_own, named, preset};
use crate::lint::words::Words;

/// heng.toml 的内容。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Config {
    /// 起点：默认、提交前、财政审核。
    pub preset: Option<String>,
    /// 只查这些规则：代码（L203）、名称（vague-target）、一类（L2）或 all。
    /// 写一类不会打开默认关闭的规则，也不会打开已经关掉的；要打开它们，写代码、名称或 all。
    pub select: Option<Vec<String>>,
    /// 另外也查这些规则。
    pub extend_select: Vec<String>,
    /// 不查这些规则。
    pub ignore: Vec<String>,
    /// 没有写“框架”的部门和项目用哪个框架。
    pub framework: Option<String>,
    /// 基线文件：里面记着的问题不再报告。
    pub baseline: Option<String>,
    /// 不检查的文件，如 `草稿/**`。
    pub exclude: Vec<String>,
    /// 另外要通过的检查（单位自己的规则）所在的 .heng 文件。
    pub house_rules: Vec<String>,
    /// 规则的严重程度：error、warning、note、off。
    pub severity: BTreeMap<String, String>,
    /// 词表里补充的词。
    pub words: BTreeMap<String, Vec<String>>,
    /// 对某些文件另行规定。
    pub overrides: Vec<Override>,
}

/// 对某些文件的规定，写在后面的为准。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Override {
    /// 哪些文件，相对于 heng.toml 所在的文件夹。
    pub paths: Vec<String>,
    /// 只查这些规则。
    pub select: Option<Vec<String>>,
    /// 另外也查这些规则。
    pub extend_select: Vec<String>,
    /// 不查这些规则。
    pub ignore: Vec<String>,
    /// 规则的严重程度。
    pub severity: BTreeMap<String, String>,
}

/// What is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// One sentence.
    pub message: String,
    /// Where in the text, in bytes, when it is known.
    pub span: Option<std::ops::Range<usize>>,
    /// What to do about it.
    pub help: Option<String>,
}

/// What the command line says of the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Instead of the preset of the file.
    pub preset: Option<String>,
    /// Only these rules.
    pub select: Option<Vec<String>>,
    /// These rules too.
    pub extend_select: Vec<String>,
    /// Not these rules.
    pub ignore: Vec<String>,
}

/// What a part of the configuration changes.
#[derive(Debug, Clone, Default)]
struct Changes {
    only: Option<Vec<Pick>>,
    also: Vec<Pick>,
    not: Vec<&'static Rule>,
    levels: Vec<(Vec<&'static Rule>, Level)>,
}

/// The JSON Schema of `heng.toml`.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Config).to_value()
}

impl Config {
    /// Reads the text of a `heng.toml`.
    ///
    /// # Errors
    ///
    /// A text that is no TOML, or has a key that is not known or a value of another type.
    pub fn read(text: &str) -> Result<Config, Problem> {
        toml::from_str(text).map_err(|error| translated(text, &error))
    }

    /// The settings for every file.
    ///
    /// # Errors
    ///
    /// The first word that names no preset, rule, level or list, and the first pattern that
    /// is none.
    pub fn settings(&self) -> Result<Ruling, Problem> {
        self.settings_with(&Wishes::default())
    }

    /// The settings for every file, with what the command line says on top.
    ///
    /// # Errors
    ///
    /// As [`Config::settings`].
    pub fn settings_with(&self, wishes: &Wishes) -> Result<Ruling, Problem> {
        let name = wishes.preset.as_deref().or(self.preset.as_deref()).unwrap_or("默认");
        let preset = preset(name).ok_or_else(|| {
            let names = PRESETS.iter().map(|preset| preset.name);
            problem(format!("没有预设 `{name}`"), format!("可以写 {}", names.collect::<Vec<_>>().join("、")))
        })?;
        let words = Words::shared(&self.words).map_err(|key| {
            let near = nearest(&key, Words::keys().map(|(key, _)| key));
            let keys = Words::keys().map(|(key, _)| key).collect::<Vec<_>>().join("、");
            let help = near.map_or(format!("词表有 {keys}"), |near| format!("您是想写 `{near}` 吗？"));
            problem(format!("没有词表 `{key}`"), help)
        })?;
        let mut base = Settings::of(preset, words);
        changes(self.select.as_deref(), &self.extend_select, &self.ignore, &self.severity)?.apply(&mut base);
        let overrides = self.overrides.iter().map(|part| {
            let globs = part.paths.iter().map(|pattern| glob(pattern)).collect::<Result<_, _>>()?;
            Ok((globs, changes(part.select.as_deref(), &part.extend_select, &part.ignore, &part.severity)?))
        });
        let overrides = overrides.collect::<Result<_, Problem>>()?;
        let exclude = self.exclude.iter().map(|pattern| glob(pattern)).collect::<Result<_, _>>()?;
        let last = changes(wishes.select.as_deref(), &wishes.extend_select, &wishes.ignore, &BTreeMap::new())?;
        let mut usual = base.clone();
        last.apply(&mut usual);
        usual.settle();
        Ok(Ruling { base, usual, overrides, last, exclude })
    }
}

/// What a configuration says of each file.
#[derive(Debug, Clone)]
pub struct Ruling {
    base: Settings,
    /// Of the files that no override concerns.
    usual: Settings,
    overrides: Vec<(Vec<GlobSet>, Changes)>,
    last: Changes,
    exclude: Vec<GlobSet>,
}

impl Ruling {
    /// The settings of every file, where none has its own.
    pub fn uniform(&self) -> Option<&Settings> {
        self.overrides.is_empty().then_some(&self.usual)
    }

    /// The settings of a file; `path` is relative to the folder of `heng.toml`.
    pub fn of(&self, path: &str) -> Settings {
        let fits = |globs: &[GlobSet]| globs.iter().any(|glob| glob.is_match(path));
        let mut changes = self.overrides.iter().filter(|(globs, _)| fits(globs)).peekable();
        if changes.peek().is_none() {
            return self.usual.clone();
        }
        let mut settings = self.base.clone();
        changes.for_each(|(_, changes)| changes.apply(&mut settings));
        self.last.apply(&mut settings);
        settings
    }

    /// Whether some files are not to be checked.
    pub fn excludes_any(&self) -> bool {
        !self.exclude.is_empty()
    }

    /// Whether a file is not to be checked.
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.iter().any(|glob| glob.is_match(path))
    }
}

impl Changes {
    fn apply(&self, settings: &mut Settings) {
        if let Some(only) = &self.only {
            let before = settings.all_off();
            for pick in only {
                settings.choose(pick.rule, pick.own, &before);
            }
        }
        self.also.iter().for_each(|pick| settings.add(pick.rule, pick.own));
        for (rules, level) in &self.levels {
            match rules.as_slice() {
                [_] => settings.set(rules, *level),
                _ => settings.grade(rules, *level),
            }
        }
        settings.set(&self.not, Level::Off);
    }
}

fn changes(
    select: Option<&[String]>,
    also: &[String],
    ignore: &[String],
    severity: &BTreeMap<String, String>,
) -> Result<Changes, Problem> {
    let mut levels = Vec::new();
    for (word, level) in severity {
        let level = Level::from_word(level).ok_or_else(|| {
            let keys = Level::ALL.iter().map(|level| level.key()).collect::<Vec<_>>().join("、");
            problem(format!("`{level}` 不是严重程度（`{word}`）"), format!("可以写 {keys}"))
        })?;
        levels.push((rules(std::slice::from_ref(word))?, level));
    }
    // A family before a single rule, so that the more precise word decides.
    levels.sort_by_key(|(rules, _)| std::cmp::Reverse(rules.len()));
    Ok(Changes { only: select.map(picks).transpose()?, also: picks(also)?, not: rules(ignore)?, levels })
}

/// A rule that was asked for.
#[derive(Debug, Clone, Copy)]
struct Pick {
    rule: &'static Rule,
    /// Whether by its own code or name, or as one of all, rather than with its family.
    own: bool,
}

fn picks(words: &[String]) -> Result<Vec<Pick>, Problem> {
    let mut found = Vec::new();
    for word in words {
        let own = is_own(word);
        found.extend(rules(std::slice::from_ref(word))?.into_iter().map(|rule| Pick { rule, own }));
    }
    Ok(found)
}

fn rules(words: &[String]) -> Result<Vec<&'static Rule>, Problem> {
    let mut found = Vec::new();
    for word in words {
        let rules = named(word).map_err(|unknown| {
            let help = match unknown.nearest {
                Some(near) => format!("您是想写 `{near}` 吗？"),
                None => "`heng rules` 列出所有规则".to_owned(),
            };
            problem(format!("没有规则 `{}`", unknown.word), help)
        })?;
        found.extend(rules);
    }
    Ok(found)
}

/// A pattern of files. One that names a folder means all that is in it: `历史`, `历史/` and
/// `./历史/**` are the same.
fn glob(pattern: &str) -> Result<GlobSet, Problem> {
    let wrong = |_| problem(format!("`{pattern}` 不是文件的模式"), "如 `历史/**`");
    let plain = pattern.strip_prefix("./").unwrap_or(pattern);
    let plain = if plain.len() > 1 { plain.trim_end_matches('/') } else { plain };
    let mut set = GlobSetBuilder::new();
    set.add(Glob::new(plain).map_err(wrong)?);
    set.add(Glob::new(&format!("{plain}/**")).map_err(wrong)?);
    set.build().map_err(wrong)
}

fn problem(message: impl Into<String>, help: impl Into<String>) -> Problem {
    Problem { message: message.into(), span: None, help: Some(help.into()) }
}

/// What serde and toml say, in Chinese.
fn translated(text: &str, error: &toml::de::Error) -> Problem {
    let said = error.message();
    let span = error.span();
    let found = || span.clone().and_then(|span| text.get(span)).unwrap_or_default();
    if let Some(rest) = said.strip_prefix("unknown field `") {
        let key = rest.split('`').next().unwrap_or_default();
        let known: Vec<&str> = rest.split('`').skip(2).step_by(2).collect();
        let help = match nearest(key, known.iter().copied()) {
            Some(near) => format!("您是想写 `{near}` 吗？"),
            None => format!("可以写 {}", known.join("、")),
        };
        return Problem { message: format!("不认识 `{key}`"), span, help: Some(help) };
    }
    if said.starts_with("invalid type") {
        let (_, expected) = said.rsplit_once("expected ").unwrap_or_default();
        let help = match expected {
            "a sequence" => Some("要写成列表，如 `[\"L203\"]`"),
            "a string" => Some("要写成带引号的文字，如 `\"L203\"`"),
            "a map" => Some("要写成一节，如 `[severity]`，下面每行一条"),
            _ => None,
        };
        return Problem {
            message: format!("`{}` 的类型不对", found().trim()), span, help: help.map(str::to_owned)
        };
    }
    let message = if said.starts_with("duplicate") {
        format!("`{}` 写了两次", found().trim())
    } else if let Some(missing) = said.split('`').nth(1).filter(|_| said.contains("expected `")) {
        format!("不合 TOML 的写法：这里缺少 `{missing}`")
    } else {
        "不合 TOML 的写法".to_owned()
    };
    Problem { message, span, help: None }
}
