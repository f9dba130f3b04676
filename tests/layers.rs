//! Who may know whom: the `use crate::…` lines of each module against the table.

use crate::compile::files_below;

/// Modules from the bottom up, each with the modules it may name.
const MAY_USE: [(&str, &[&str]); 26] = [
    ("exact", &[]),
    ("terms", &[]),
    ("source", &[]),
    ("diag", &["source"]),
    ("reading", &["diag", "source", "terms"]),
    ("syntax", &["diag", "reading", "source", "terms"]),
    ("format", &["diag", "source", "syntax"]),
    ("model", &["diag", "exact", "plan", "reading", "score", "source", "syntax", "terms"]),
    ("plan", &["diag", "exact", "model", "source", "syntax", "terms"]),
    ("score", &["diag", "exact", "model", "plan", "source", "terms"]),
    ("outlook", &["exact", "model", "plan", "score", "terms"]),
    ("table", &["diag", "exact", "reading", "score", "source", "terms"]),
    ("amend", &["table"]),
    ("import", &["diag", "format", "model", "reading", "score", "source", "syntax", "table", "terms"]),
    ("audit", &["diag", "exact", "import", "model", "plan", "reading", "score", "source", "table", "terms"]),
    (
        "report",
        &[
            "amend", "audit", "diag", "diff", "exact", "import", "lint", "model", "outlook", "plan", "score", "source",
            "table", "terms",
        ],
    ),
    (
        "forms",
        &[
            "amend", "exact", "model", "outlook", "plan", "reading", "report", "score", "source", "syntax", "table",
            "terms",
        ],
    ),
    ("brief", &["diag", "diff", "exact", "forms", "model", "plan", "report", "score", "terms"]),
    ("lint", &["diag", "exact", "model", "plan", "reading", "score", "source", "syntax", "terms"]),
    ("diff", &["diag", "exact", "model", "plan", "reading", "score", "source", "syntax", "terms"]),
    ("fix", &["diag", "source"]),
    (
        "ide",
        &[
            "brief", "diag", "exact", "fix", "format", "forms", "lint", "model", "plan", "report", "score", "source",
            "syntax", "terms",
        ],
    ),
    ("lsp", &["diag", "format", "ide", "lint", "score", "source"]),
    (
        "cli",
        &[
            "amend", "audit", "brief", "diag", "diff", "exact", "fix", "format", "forms", "ide", "import", "lint",
            "lsp", "model", "outlook", "plan", "reading", "report", "score", "source", "syntax", "table", "terms",
        ],
    ),
    ("lib", &[]),
    ("main", &["cli"]),
];

#[test]
fn modules_know_only_what_is_below_them() {
    let mut wrong = Vec::new();
    for path in files_below(std::path::Path::new("src"), "rs") {
        if path.file_name().is_some_and(|name| name == "tests.rs") {
            continue;
        }
        let inside = path.strip_prefix("src").unwrap();
        let module = inside.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs");
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
            panic!("src/{module} is not in the table of layers");
        };
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if used != module && !allowed.contains(&used.as_str()) && MAY_USE.iter().any(|(name, _)| *name == used)
                {
                    wrong.push(format!("{}:{}: {module} may not know {used}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Words that only some files may contain.
const KEPT_TO: [(&str, &[&str]); 10] = [
    ("pest::", &["src/syntax/grammar.rs", "src/syntax/lower.rs", "src/syntax/tree.rs", "src/syntax/recover.rs"]),
    ("miette", &["src/diag/render.rs"]),
    ("calamine", &["src/table"]),
    ("std::fs", &["src/cli"]),
    ("std::env", &["src/cli", "src/main.rs"]),
    ("stdout()", &["src/cli"]),
    ("SystemTime", &["src/cli"]),
    ("f64", &["src/forms/xlsx.rs", "src/table"]),
    (" f32", &["src/brief/pdf/paper.rs"]),
    ("HashMap::new", &[]),
];

#[test]
fn outside_things_stay_outside() {
    let mut wrong = Vec::new();
    for path in files_below(std::path::Path::new("src"), "rs") {
        if path.file_name().is_some_and(|name| name == "tests.rs") {
            continue;
        }
        let name = path.display().to_string();
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for (word, allowed) in KEPT_TO {
                if line.contains(word) && !allowed.iter().any(|allowed| name.starts_with(allowed)) {
                    wrong.push(format!("{name}:{}: {word}", number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
