//! A published result against what its own record comes to when it is computed again.
//!
//! Nothing is taken from the result but its record: the texts are compiled, the values scored,
//! and every number, verdict and word of the new result is compared with the one that is there.

use serde_json::Value;

use crate::diag::Severity;
use crate::diag::render::{Look, Renderer};
use crate::model;
use crate::model::files::{self, normal_path};
use crate::model::name::normal;
use crate::plan;
use crate::report::provenance::sha256;
use crate::report::record::{RECORD_VERSION, Record};
use crate::report::{Report, json};
use crate::score::score;
use crate::source::{Place, Source};

/// Parts of a result that are not computed from its record: the record itself, and what came up
/// while files were read.
const ASIDE: [&str; 2] = ["record", "findings"];

/// One thing that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// `指标“年度专利授权量”的得分`.
    pub what: String,
    /// What the result says.
    pub recorded: String,
    /// What it comes to.
    pub computed: String,
}

/// What came of one result.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The department or project.
    pub name: String,
    /// The total as it was computed again, for a result that agrees.
    pub total: String,
    /// How many numbers and words were compared.
    pub compared: usize,
    /// What does not agree.
    pub differences: Vec<Difference>,
    /// The files that it was computed from, as recorded.
    pub record: Record,
}

/// Checks a result; why not, where it has no record that can be read.
pub fn verify(recorded: &Value) -> Result<Checked, String> {
    let text = |key: &str| recorded.get(key).and_then(Value::as_str).unwrap_or_default();
    let (kind, name) = (text("kind"), text("name").to_owned());
    let record = recorded.get("record").ok_or("里面没有重算所需的记录")?;
    let version = record.get("version").and_then(Value::as_u64);
    if version != Some(u64::from(RECORD_VERSION)) {
        let found = version.map_or_else(|| "没有写".to_owned(), |version| version.to_string());
        return Err(format!("记录的版本是 {found}，这个 heng 读得懂的是 {RECORD_VERSION}"));
    }
    let record: Record = serde_json::from_value(record.clone()).map_err(|error| format!("记录残缺：{error}"))?;
    let model = compiled(&record)?;
    let plan = (0..model.declarations.len()).filter_map(|index| plan::plan(&model, index));
    let plan = plan.into_iter().find(|plan| plan.kind == kind && normal(&plan.name) == normal(&name));
    let plan = plan.ok_or_else(|| format!("记录的指标文件里没有{kind} `{name}`"))?;
    let actuals = record.actuals(&model.files).map_err(|why| format!("记录残缺：{why}"))?;
    let card = score(&plan, &actuals);
    let renderer = Renderer::new(model.files.iter().map(|parsed| &parsed.source), Look::default());
    let locate = |place: Place| match renderer.locate(place) {
        Some((source, at)) => format!("{}:{}:{}", source.name, at.line, at.column),
        None => "heng".to_owned(),
    };
    let report = Report { plan: &plan, actuals: &actuals, card: &card, findings: &[], locate: &locate };
    let computed = serde_json::to_value(json::document(&report, None)).map_err(|error| error.to_string())?;
    let mut comparison = Comparison { compared: 0, differences: hashes(&record) };
    comparison.whole(recorded, &computed);
    let total = shown(computed.get("total").unwrap_or(&Value::Null));
    let Comparison { compared, differences } = comparison;
    Ok(Checked { name, total, compared, differences, record })
}

/// Compiles the texts of a record.
fn compiled(record: &Record) -> Result<model::Model, String> {
    let mut sources = record.sources.iter().map(|source| Source::new(source.name.as_str(), source.text.as_str()));
    let entry = sources.next().ok_or("记录残缺：没有指标文件")?;
    let others: Vec<Source> = sources.collect();
    let find = |path: &str| others.iter().find(|source| normal_path(&source.name) == normal_path(path)).cloned();
    let house_rules = record.house_rules.iter().filter_map(|name| find(name)).collect();
    let files =
        files::load_with(entry, house_rules, &mut |path| find(path).ok_or_else(|| format!("记录里没有 `{path}`")));
    let model = model::build_under(files, record.framework.as_deref());
    match model.diagnostics.iter().find(|found| found.severity == Severity::Error) {
        Some(error) => Err(format!("记录的指标文件有错：{}（{}）", error.message, error.code)),
        None => Ok(model),
    }
}

/// The hashes of the texts against those that are recorded.
fn hashes(record: &Record) -> Vec<Difference> {
    let differs = record.sources.iter().filter_map(|source| {
        let input = record.inputs.iter().find(|input| input.name == source.name)?;
        let computed = sha256(source.text.as_bytes());
        let what = format!("`{}` 的 SHA-256 校验值", source.name);
        (computed != input.sha256).then(|| Difference { what, recorded: input.sha256.clone(), computed })
    });
    differs.collect()
}

/// What the fields of a result are called.
const FIELDS: [(&str, &str); 34] = [
    ("total", "总分"),
    ("grade", "等级"),
    ("full", "满分"),
    ("places", "小数位数"),
    ("undecided", "没有定下来的得分个数"),
    ("framework", "框架"),
    ("basis", "依据"),
    ("year", "年度"),
    ("assumptions", "框架的说明"),
    ("execution", "预算执行率"),
    ("rate", "执行率"),
    ("rate_exact", "执行率（分数）"),
    ("weight", "分值"),
    ("weight_shared", "分值是否分摊"),
    ("score", "得分"),
    ("exact", "舍入前的得分"),
    ("verdict", "结论"),
    ("attainment", "完成率"),
    ("attainment_exact", "完成率（分数）"),
    ("target", "指标值"),
    ("actual", "实际完成值"),
    ("derivation", "算式"),
    ("steps", "算式的前几步"),
    ("rounding", "舍入"),
    ("rule", "计分规则"),
    ("notes", "说明"),
    ("reason", "偏差原因"),
    ("needs_reason", "是否要写偏差原因"),
    ("inputs", "用到的值"),
    ("group", "类别"),
    ("level", "级次"),
    ("parent", "上级类别"),
    ("low", "最低"),
    ("high", "最高"),
];

fn field(key: &str) -> &str {
    FIELDS.iter().find(|(known, _)| *known == key).map_or(key, |(_, word)| word)
}

struct Comparison {
    compared: usize,
    differences: Vec<Difference>,
}

impl Comparison {
    fn whole(&mut self, recorded: &Value, computed: &Value) {
        let parts = computed.as_object().into_iter().flatten();
        for (key, computed) in parts.filter(|(key, _)| !ASIDE.contains(&key.as_str())) {
            let recorded = recorded.get(key).unwrap_or(&Value::Null);
            match key.as_str() {
                "groups" => self.rows("类别", recorded, computed),
                "indicators" => self.rows("指标", recorded, computed),
                key => self.values(field(key), recorded, computed),
            }
        }
    }

    /// Groups or indicators, row by row; each is called by the name that it ought to have.
    fn rows(&mut self, what: &str, recorded: &Value, computed: &Value) {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let (recorded, computed) = (list(recorded), list(computed));
        if recorded.len() != computed.len() {
            self.differ(&format!("{what}的个数"), &recorded.len().into(), &computed.len().into());
        }
        for (recorded, computed) in recorded.iter().zip(&computed) {
            let name = computed.get("name").and_then(Value::as_str).unwrap_or_default();
            self.values(&format!("{what} `{name}`"), recorded, computed);
        }
    }

    fn values(&mut self, what: &str, recorded: &Value, computed: &Value) {
        match (recorded, computed) {
            (Value::Object(recorded), Value::Object(computed)) => {
                for (key, computed) in computed {
                    let recorded = recorded.get(key).unwrap_or(&Value::Null);
                    self.values(&format!("{what} 的{}", field(key)), recorded, computed);
                }
            }
            (Value::Array(recorded), Value::Array(computed)) if recorded.len() == computed.len() => {
                for (recorded, computed) in recorded.iter().zip(computed) {
                    self.values(what, recorded, computed);
                }
            }
            (recorded, computed) => {
                self.compared += 1;
                if recorded != computed {
                    self.differ(what, recorded, computed);
                }
            }
        }
    }

    fn differ(&mut self, what: &str, recorded: &Value, computed: &Value) {
        let what = what.to_owned();
        self.differences.push(Difference { what, recorded: shown(recorded), computed: shown(computed) });
    }
}

/// A value as it is said.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "没有".to_owned(),
        Value::String(text) => text.clone(),
        Value::Object(range) if range.contains_key("low") => {
            let end = |key: &str| range.get(key).map_or_else(String::new, shown);
            format!("{} – {}", end("low"), end("high"))
        }
        other => other.to_string(),
    }
}
