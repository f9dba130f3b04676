//! The report for people: what stands on the page, and that everybody can read it.

#![allow(clippy::float_arithmetic, reason = "the contrast of two colours is defined with them")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::cli::{folder, heng};

/// A plan with an indicator of every kind, a value that is missing, one of last year, names that
/// are markup, and more than one declaration.
pub const PLAN: &str = r#"
项目 甲 {
    年度 2024
    框架 财政部2020

    产出指标 {
        数量指标 {
            "<b>培训</b> & “进修”" >= 100 人次
            新建站点 >= 3 个
            服务企业 >= 上年 * 105% {
                上年 400 家
            }
        }
        时效指标 {
            完工时间 <= 2024-11-30
        }
        成本指标 {
            总费用 <= 90 万元
        }
    }
    效益指标 {
        社会效益指标 {
            办事便利程度 定性 "显著提升"
            投诉数量 <= 20 件 {
                上年 31 件
            }
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            满意度 >= 90% {
                上年 92.5%
            }
        }
    }
}
"#;

pub const ACTUALS: &str = r#"
实际 甲 2024 {
    "<b>培训</b> & “进修”" = 96 人次, 原因 "一期 <i>改期</i>"
    服务企业 = 410 家
    完工时间 = 2024-12-09
    总费用 = 89.5 万元
    办事便利程度 = 达成
    投诉数量 = 18 件
    满意度 = 92%
    预算 {
        全年预算数 100 万元
        全年执行数 97 万元
    }
}
"#;

fn page(files: &[(&str, &str)], args: &[&str]) -> String {
    let here = folder(files);
    let all: Vec<&str> = ["score"].into_iter().chain(args.iter().copied()).chain(["-o", "报告.html"]).collect();
    let ran = heng(here.path(), &all);
    assert!(matches!(ran.code, 0 | 3), "{}", ran.err);
    assert_eq!(ran.out, "");
    fs::read_to_string(here.path().join("报告.html")).unwrap()
}

/// The texts of a page, one a line, without its head.
pub fn words(page: &str) -> String {
    let body = page.split_once("<body>").unwrap().1;
    let mut out = String::new();
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        let inline = ["a ", "/a", "span", "/span", "strong", "/strong", "small", "/small", "q", "/q", "b", "/b"];
        let is_inline = inline.iter().any(|known| tag.starts_with(known) && !tag.starts_with("br"));
        if !is_inline && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(text.trim_matches('\n'));
    }
    out.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n") + "\n"
}

/// Every tag of a page with its attributes, in order.
fn tags(page: &str) -> Vec<&str> {
    let style = page.find("<style>").unwrap()..page.find("</style>").unwrap();
    let all = page.match_indices('<').filter(|(at, _)| !style.contains(at) || *at == style.start);
    all.map(|(at, _)| page[at + 1..].split_once('>').unwrap().0).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"').unwrap().0)
}

/// What a reader of any kind needs: a language, headings in order, heads of tables that say of
/// what, links that lead somewhere, elements that are closed.
pub fn is_sound(page: &str) {
    assert!(page.starts_with("<!doctype html>\n<html lang=\"zh-CN\">"));
    let mut open: Vec<&str> = Vec::new();
    let (mut level, mut ids, mut targets) = (0, BTreeSet::new(), Vec::new());
    for tag in tags(page) {
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap();
        if tag.starts_with('!') {
            continue;
        } else if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{tag}");
            continue;
        } else if !tag.ends_with('/') && !matches!(name, "meta" | "br" | "col") {
            open.push(name);
        }
        if let Some(heading) = name.strip_prefix('h').and_then(|level| level.parse::<u32>().ok()) {
            assert!(heading <= level + 1, "h{heading} below h{level}");
            level = heading;
        }
        if name == "th" {
            assert!(attribute(tag, "scope").is_some(), "{tag}");
        }
        if name == "svg" {
            assert!(attribute(tag, "role") == Some("img") && attribute(tag, "aria-label").is_some(), "{tag}");
        }
        ids.extend(attribute(tag, "id").inspect(|id| assert!(!ids.contains(id), "{id} twice")));
        targets.extend(attribute(tag, "href").map(|href| href.strip_prefix('#').unwrap()));
        assert!(!matches!(name, "script" | "link" | "img" | "iframe"), "{tag}");
        assert!(attribute(tag, "src").is_none() && !tag.contains("://"), "{tag}");
    }
    assert_eq!(open, Vec::<&str>::new());
    for target in targets {
        assert!(ids.contains(target), "#{target} leads nowhere");
    }
}

#[test]
fn the_page_says_what_why_and_what_to_do() {
    let text = words(&page(&[("甲.heng", PLAN), ("实际.heng", ACTUALS)], &["甲.heng", "-a", "实际.heng"]));
    // The hashes have a test of their own.
    let text: Vec<&str> = text.lines().filter(|line| line.len() != 64).collect();
    insta::assert_snapshot!("page", text.join("\n"));
}

#[test]
fn pages_are_sound_with_hostile_names_and_in_every_example() {
    let two = format!("{PLAN}\n{}\n{ACTUALS}", PLAN.replace("项目 甲", "项目 \"乙 <script>\""));
    is_sound(&page(&[("两.heng", &two)], &["两.heng", "--name", "甲"]));
    is_sound(&page(&[("两.heng", PLAN)], &["两.heng"]));
    let both = format!("{two}\n{}", ACTUALS.replace("实际 甲", "实际 \"乙 <script>\""));
    let several = page(&[("两.heng", &both)], &["两.heng"]);
    is_sound(&several);
    assert!(several.contains("<h1>2 个部门、项目的绩效得分</h1>") && several.contains("乙 &lt;script&gt;"));
    for folder in ["知识产权局", "县域项目", "满意度调查", "道路改造"] {
        let path = Path::new("examples").join(folder);
        let actuals = if path.join("2024实际.csv").exists() { "2024实际.csv" } else { "2024实际.heng" };
        let ran = heng(&path, &["score", "2024.heng", "-a", actuals, "--format", "html"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{folder}");
        is_sound(&ran.out);
    }
}

#[test]
fn inputs_are_named_with_the_hashes_that_others_compute() {
    let csv = "指标,实际完成值\n新建站点,3 个\n";
    let rules = "计分 本局 = 达标\n";
    let config = "house-rules = [\"本局.heng\"]\n";
    let files = [("甲.heng", PLAN), ("值.csv", csv), ("本局.heng", rules), ("heng.toml", config)];
    let page = page(&files, &["甲.heng", "-a", "值.csv"]);
    for (name, text) in files {
        let row = format!("<th scope=\"row\">{name}</th>");
        let after = page.split_once(&row).unwrap_or_else(|| panic!("{name}")).1;
        let hash = after.split_once("<code>").unwrap().1.split_once("</code>").unwrap().0;
        assert_eq!(hash, heng::report::provenance::sha256(text.as_bytes()), "{name}");
    }
    let version = env!("CARGO_PKG_VERSION");
    assert!(page.contains(&format!("heng {version}，由 4 个文件算出（SHA-256 校验值）")));
    // A configuration that only selects rules changes no score.
    let files = [("甲.heng", PLAN), ("heng.toml", "ignore = [\"L203\"]\n")];
    assert!(!self::page(&files, &["甲.heng"]).contains("heng.toml"));
}

#[test]
fn the_same_input_gives_the_same_bytes_wherever_they_go() {
    let files = [("甲.heng", PLAN), ("实际.heng", ACTUALS)];
    let once = page(&files, &["甲.heng", "-a", "实际.heng"]);
    assert_eq!(once, page(&files, &["甲.heng", "-a", "实际.heng"]));
    let here = folder(&files);
    let printed = heng(here.path(), &["score", "甲.heng", "-a", "实际.heng", "--format", "html", "--color", "always"]);
    assert_eq!((printed.code, printed.out), (3, once.clone()));
    let ran = heng(here.path(), &["score", "甲.heng", "-a", "实际.heng", "-o", "报告.HTM"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
    assert_eq!(fs::read_to_string(here.path().join("报告.HTM")).unwrap(), once);
}

#[test]
fn bars_are_as_long_as_their_share() {
    let page = page(&[("甲.heng", PLAN), ("实际.heng", ACTUALS)], &["甲.heng", "-a", "实际.heng"]);
    let bar = |label: &str| {
        let svg = page.split("<svg").find(|part| part.contains(label)).unwrap_or_else(|| panic!("{label}"));
        let bar = svg.split("<rect").nth(2).unwrap();
        (attribute(bar, "class").unwrap().to_owned(), attribute(bar, "width").unwrap().to_owned())
    };
    assert_eq!(bar("完成率 96%"), ("missed".to_owned(), "960".to_owned()));
    assert_eq!(bar("完成率 ≈97.62%"), ("missed".to_owned(), "976".to_owned()), "410 of 420");
    assert_eq!(bar("完成率 ≈102.22%"), ("met".to_owned(), "1022".to_owned()), "92 of 90");
    // A date, a judgement and what is missing have none.
    assert_eq!(page.matches("<svg").count(), 5);
}

#[test]
fn the_text_says_the_same() {
    let here = folder(&[("甲.heng", PLAN), ("实际.heng", ACTUALS)]);
    let ran = heng(here.path(), &["score", "甲.heng", "-a", "实际.heng", "--format", "md"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    let (head, hashes) = ran.out.split_at(ran.out.find("指标文件").unwrap());
    let (_, rest) = hashes.split_at(hashes.find("- **总分").unwrap());
    insta::assert_snapshot!("markdown", format!("{head}……\n\n{rest}"));
    let explained = heng(here.path(), &["score", "甲.heng", "-a", "实际.heng", "--format", "md", "--explain"]);
    assert!(explained.out.contains("### 服务企业 5.42 / 5.55\n\n- 目标 400 家 × 105% = 420 家\n"), "{}", explained.out);
}

/// What a report says whatever it is written as.
const SAID: [&str; 8] = [
    "甲 2024 年绩效得分",
    "77.12 – 82.68",
    "中 或 良",
    "已经扣了 17.32 分，在 4 处",
    "完工时间 少得 16.67 分（晚 9 天）",
    "补上或核对实际完成值：新建站点（缺少实际完成值，影响 5.56 分）",
    "−13 件（≈−41.94%） 好转",
    "410 ÷ 420 × 5.55 ≈ 5.42",
];

#[test]
fn the_word_document_says_the_same() {
    let here = folder(&[("甲.heng", PLAN), ("实际.heng", ACTUALS)]);
    let mut written = Vec::new();
    for file in ["报告.docx", "又.DOCX"] {
        let ran = heng(here.path(), &["score", "甲.heng", "-a", "实际.heng", "-o", file]);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
        written.push(fs::read(here.path().join(file)).unwrap());
    }
    assert_eq!(written[0], written[1], "the same bytes again");
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(&written[0])).unwrap();
    let xml = std::io::read_to_string(parts.by_name("word/document.xml").unwrap()).unwrap();
    let text: String = xml.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    for said in SAID {
        assert!(text.contains(said), "{said}");
    }
    assert!(text.contains("&lt;b&gt;培训&lt;/b&gt; &amp; “进修”"), "{text}");
    for style in ["Title", "Heading1", "Heading2"] {
        assert!(xml.contains(&format!("<w:pStyle w:val=\"{style}\"")), "{style}");
    }
    // The form stands on a landscape page of its own.
    assert_eq!(xml.matches("<w:sectPr").count(), 3);
    assert_eq!(xml.matches("w:orient=\"landscape\"").count(), 1);
}

#[test]
fn the_pdf_says_the_same_or_says_what_is_missing() {
    let here = folder(&[("甲.heng", PLAN), ("实际.heng", ACTUALS)]);
    let args = |file| ["score", "甲.heng", "-a", "实际.heng", "-o", file];
    let ran = heng(here.path(), &args("报告.pdf"));
    if ran.code == 2 {
        assert!(ran.err.contains("没有中文字体") && ran.err.contains(".html"), "{}", ran.err);
        assert!(!here.path().join("报告.pdf").exists());
        eprintln!("没有中文字体，没有画 PDF");
        return;
    }
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
    let written = fs::read(here.path().join("报告.pdf")).unwrap();
    assert!(written.starts_with(b"%PDF-") && written.trim_ascii_end().ends_with(b"%%EOF"));
    assert_eq!(heng(here.path(), &args("又.PDF")).code, 3);
    assert_eq!(written, fs::read(here.path().join("又.PDF")).unwrap(), "the same bytes again");
    let text = std::process::Command::new("pdftotext").arg(here.path().join("报告.pdf")).arg("-").output();
    let Ok(text) = text else {
        eprintln!("没有 pdftotext，没有读 PDF 里的字");
        return;
    };
    let plain = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    let text = plain(&String::from_utf8(text.stdout).unwrap());
    for said in SAID {
        assert!(text.contains(&plain(said)), "{said} in {text}");
    }
}

/// `--name: #abcdef` of one theme.
fn colour(theme: &str, name: &str) -> [f64; 3] {
    let value = theme.split_once(&format!("--{name}: #")).unwrap().1.split_once(';').unwrap().0;
    let long: String = if value.len() == 3 { value.chars().flat_map(|c| [c, c]).collect() } else { value.to_owned() };
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&long[at..at + 2], 16).unwrap()) / 255.0)
}

/// WCAG 2.2.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |colour: [f64; 3]| {
        let [r, g, b] =
            colour.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
        0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
    };
    let (a, b) = (light(a), light(b));
    if a > b { a / b } else { b / a }
}

#[test]
fn texts_stand_out_in_light_dark_and_print() {
    let page = page(&[("甲.heng", PLAN)], &["甲.heng"]);
    let themes: Vec<&str> = page.split(":root {").skip(1).map(|part| part.split_once('}').unwrap().0).collect();
    assert_eq!(themes.len(), 3, "light, dark, print");
    for theme in themes {
        for paper in ["page", "band"] {
            for ink in ["ink", "soft", "met", "missed", "open", "link"] {
                let found = contrast(colour(theme, ink), colour(theme, paper));
                assert!(found >= 4.5, "{ink} on {paper}: {found:.2} in {theme}");
            }
        }
        for bar in ["fill", "short"] {
            assert!(contrast(colour(theme, bar), colour(theme, "track")) >= 3.0, "{bar} in {theme}");
        }
    }
}
