//! The page of a rule, in Markdown: what `heng explain` prints and `docs/rules/` holds.

use std::fmt::Write;

use crate::diag::Safety;
use crate::lint::rule::{Check, Rule};
use crate::lint::rules::family;
use crate::lint::words::Words;

/// Statements that stand at the top of a file.
const OF_FILE: [&str; 11] = ["部门", "项目", "框架", "实际", "计分", "核对", "检查", "测试", "引用", "单位", "量级"];

/// Statements that stand in a declaration.
const OF_DECLARATION: [&str; 6] = ["年度", "预算", "数据", "任务", "总体目标", "依据"];

/// The file that an example stands for: a whole file as it is; statements of a declaration in
/// a project; any other lines among the quantity indicators of a project.
pub fn whole(example: &str) -> String {
    let example = example.trim_matches('\n');
    let code = example.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    let first = code.unwrap_or_default().split_whitespace().next().unwrap_or_default();
    let first = first.trim_end_matches('{');
    if OF_FILE.contains(&first) || example.starts_with("# 忽略文件") {
        return format!("{example}\n");
    }
    // Actual values stand beside the project they are about.
    let (example, actuals) = match example.find("\n实际 ") {
        Some(at) => (example.get(..at).unwrap_or_default(), example.get(at..).unwrap_or_default()),
        None => (example, ""),
    };
    let indent = |text: &str, by: &str| {
        let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("{by}{line}") });
        lines.collect::<Vec<_>>().join("\n")
    };
    if OF_DECLARATION.contains(&first) || first.ends_with("指标") {
        let year = if example.contains("年度 2") { "" } else { "    年度 2024\n" };
        let missing = missing_groups(example);
        return format!("项目 示例 {{\n{year}{}\n{missing}}}\n{actuals}\n", indent(example, "    "));
    }
    let lines = indent(example, "            ");
    format!(
        "项目 示例 {{\n    年度 2024\n    产出指标 {{\n        数量指标 {{\n{lines}\n        }}\n    }}\n\
         {BENEFIT}{SATISFACTION}}}\n{actuals}\n"
    )
}

/// A benefit that no rule finds fault with.
const BENEFIT: &str = "    效益指标 {
        社会效益指标 {
            受益居民人数 >= 300 人 { 说明 \"常住居民\"; 来源 \"台账\" }
        }
    }
";

/// The same of satisfaction.
const SATISFACTION: &str = "    满意度指标 {
        服务对象满意度指标 {
            受益居民满意度 >= 90% { 说明 \"问卷\"; 来源 \"台账\" }
        }
    }
";

/// The same of outputs.
const OUTPUT: &str = "    产出指标 {
        数量指标 {
            发放手册数量 >= 300 册 { 说明 \"含电子版\"; 来源 \"台账\" }
        }
    }
";

/// The level-1 groups that an example about one of them leaves out, and without which its
/// points would have nowhere to go.
fn missing_groups(example: &str) -> String {
    const GROUPS: [(&str, &str); 3] = [("产出指标", OUTPUT), ("效益指标", BENEFIT), ("满意度指标", SATISFACTION)];
    if !example.contains("指标 {") || example.contains("框架") {
        return String::new();
    }
    let missing = GROUPS.iter().filter(|(group, _)| !example.lines().any(|line| line.starts_with(group)));
    missing.map(|(_, text)| *text).collect()
}

/// The page of a rule.
pub fn markdown(rule: &Rule) -> String {
    let mut out = String::new();
    let family = family(rule).map_or("", |family| family.title);
    let _ = writeln!(out, "# {} {}\n", rule.code, rule.title);
    let _ = writeln!(out, "- 名称：`{}`", rule.name);
    let _ = writeln!(out, "- 类别：{family}");
    let _ = writeln!(out, "- 默认：{}", rule.level.word());
    let _ = writeln!(out, "- 把握：{}", rule.certainty.word());
    let _ = writeln!(out, "- 自动修改：{}", fix_words(rule.fix));
    let _ = writeln!(out, "\n## 为什么\n\n{}", rule.why.trim());
    let fenced = |out: &mut String, title: &str, examples: &mut dyn Iterator<Item = &str>| {
        for (number, example) in examples.enumerate() {
            let heading = if number == 0 { format!("\n## {title}\n") } else { String::new() };
            let _ = writeln!(out, "{heading}\n```heng\n{}\n```", example.trim_matches('\n'));
        }
    };
    fenced(&mut out, "错误", &mut rule.wrong.iter().map(|wrong| wrong.text));
    fenced(&mut out, "正确", &mut rule.right.iter().copied());
    let _ = writeln!(out, "\n## 配置\n\n{}", configuration(rule));
    let _ = writeln!(out, "\n## 依据\n\n{}", rule.basis.trim());
    out
}

fn fix_words(fix: Option<Safety>) -> &'static str {
    match fix {
        None => "没有",
        Some(Safety::Safe) => "安全，`--fix` 时修改，含义不变",
        Some(Safety::Unsafe) => "可能改变含义，`--unsafe-fixes` 时才修改",
        Some(Safety::Shown) => "只写出改法，由填报人决定",
    }
}

fn configuration(rule: &Rule) -> String {
    let mut out =
        format!("在 `heng.toml` 中：\n\n```toml\n[severity]\n{} = \"off\" # 或 note、warning、error\n```", rule.name);
    if !rule.words.is_empty() {
        out.push_str("\n\n可以补充的词表：\n");
        for key in rule.words {
            let title = Words::keys().find(|(known, _)| known == key).map_or("", |(_, title)| title);
            let _ = write!(out, "\n- `words.{key}`：{title}");
        }
    }
    let comment = match rule.check {
        Check::Engine => "这条规则管的是注释本身，不能用注释忽略。".to_owned(),
        _ => format!("只忽略一处：在那一行末尾或上一行写 `# 忽略 {}: 理由`。", rule.code),
    };
    format!("{out}\n\n{comment}")
}
