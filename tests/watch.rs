//! `heng check --watch`: a process that goes on, told of changes by changing files.

use std::fs;
use std::io::Read;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::cli::{command, folder};

/// A file without a finding.
const CLOSED: &str = "# 空\n";

/// One with a mistake of form.
const OPEN: &str = "项目 甲 {\n";

/// Longer than any machine needs.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process with what it has written to standard error so far.
struct Watching {
    child: Child,
    said: Arc<Mutex<Vec<u8>>>,
}

impl Watching {
    fn new(mut command: std::process::Command) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (said, mut err) = (Arc::new(Mutex::new(Vec::new())), child.stderr.take().unwrap());
        let all = Arc::clone(&said);
        thread::spawn(move || {
            let mut byte = [0];
            while let Ok(1) = err.read(&mut byte) {
                all.lock().unwrap().push(byte[0]);
            }
        });
        Watching { child, said }
    }

    /// Waits until it has checked so often; what it said.
    fn after(&self, checks: usize) -> String {
        let start = Instant::now();
        loop {
            let said = String::from_utf8_lossy(&self.said.lock().unwrap()).into_owned();
            if said.matches("等待改动").count() >= checks {
                return said;
            }
            assert!(start.elapsed() < PATIENCE, "only: {said}");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn changes_of_files_imports_and_configurations_are_seen() {
    let here = folder(&[("甲.heng", OPEN)]);
    let write = |name: &str, text: &str| fs::write(here.path().join(name), text).unwrap();
    let watching = Watching::new(command(here.path(), &["check", "--watch"]));
    assert!(watching.after(1).contains("检查了 1 个文件：1 个错误"));
    write("甲.heng", CLOSED);
    assert!(watching.after(2).contains("没有发现问题"), "a file changes");
    fs::create_dir(here.path().join("外")).unwrap();
    write("甲.heng", &format!("引用 \"外/乙.txt\"\n{CLOSED}"));
    assert_eq!(watching.after(3).matches("1 个错误").count(), 2, "an import that is not there");
    write("外/乙.txt", CLOSED);
    assert_eq!(watching.after(4).matches("没有发现问题").count(), 2, "an import appears");
    write("外/丙.heng", OPEN);
    assert!(watching.after(5).contains("检查了 2 个文件：1 个错误"), "a file appears");
    write("heng.toml", "exclude = [\"外/**\"]\n");
    assert_eq!(watching.after(6).matches("没有发现问题").count(), 3, "a configuration appears");
}
