//! Reading texts: files and standard input, and what to say of those that are no UTF-8 text.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK};

use super::{Failure, output};
use crate::diag::suggest;
use crate::source::{MAX_SOURCE_BYTES, Source};

/// What messages call standard input.
pub const STDIN: &str = "<标准输入>";

/// How much of a file is looked at to guess its encoding; enough for any statistics.
const GUESS_BYTES: usize = 64 * 1024;

/// Beginnings of files that are often given by mistake.
const OTHER_FORMATS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "是 Excel、Word 或压缩文件"),
    (b"\xD0\xCF\x11\xE0", "是旧版 Excel 或 Word 文件"),
    (b"%PDF", "是 PDF 文件"),
    (b"\xFF\xD8\xFF", "是图片"),
    (b"\x89PNG", "是图片"),
    (b"\x7FELF", "是程序"),
];

/// What tables of actual values are called.
const TABLES: &[&str] = &["csv", "tsv", "xlsx", "xlsm", "xls", "ods", "et", "json"];

/// How many names of a folder are looked at for one that is much like another.
const MANY_NAMES: usize = 10_000;

/// Whether a file is called as one in the language.
pub fn is_heng(path: &Path) -> bool {
    has_extension(path, &["heng"])
}

/// Whether a file is called as a table of actual values.
pub fn is_table(path: &Path) -> bool {
    has_extension(path, TABLES)
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    path.extension().is_some_and(|found| wanted.iter().any(|known| found.eq_ignore_ascii_case(known)))
}

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// `-`.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// From an argument.
    pub fn from_arg(arg: &Path) -> Self {
        if arg.as_os_str() == "-" { Input::Stdin } else { Input::File(arg.to_owned()) }
    }

    /// What messages call it.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => STDIN.to_owned(),
            Input::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// Its bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let name = self.name();
        let read = match self {
            Input::Stdin => limited(io::stdin().lock(), 0),
            Input::File(path) => File::open(path).and_then(|file| {
                // With room for all of it a file takes two reads, the second to see its end.
                let size = file.metadata().map_or(0, |found| found.len());
                limited(file, usize::try_from(size).unwrap_or(0).min(MAX_SOURCE_BYTES) + 1)
            }),
        };
        let bytes = read.map_err(|error| {
            let failure = Failure::new(format!("读不了 `{name}`：{}", output::reason(&error)));
            match error.kind() {
                io::ErrorKind::NotFound => match self.near() {
                    Some(near) => failure.help(format!("您是想写 `{near}` 吗？")),
                    None => failure.help("看看路径和文件名是不是写对了，后缀有没有漏写"),
                },
                _ => failure,
            }
        })?;
        if bytes.len() > MAX_SOURCE_BYTES {
            let limit = MAX_SOURCE_BYTES >> 20;
            return Err(Failure::new(format!("`{name}` 超过 {limit} MB，不像是指标文件")));
        }
        Ok(bytes)
    }

    /// A file beside it whose name is much like its own: without the suffix, or mistyped.
    fn near(&self) -> Option<String> {
        let Input::File(path) = self else { return None };
        let name = path.file_name()?.to_str()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let entries = std::fs::read_dir(folder).ok()?.take(MANY_NAMES).filter_map(Result::ok);
        let names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        let known = |other: &&String| is_heng(Path::new(other)) || is_table(Path::new(other));
        let bare = |other: &&String| Path::new(other).file_stem().is_some_and(|stem| stem == name);
        let near = names.iter().filter(known).find(bare).map(String::as_str);
        let mistyped = || {
            // The suffix is no part of what two names have in common.
            let (stem, suffix) = name.rsplit_once('.')?;
            let of_kind = names.iter().filter_map(|other| other.rsplit_once('.'));
            let stems = of_kind.filter(|(_, kind)| kind.eq_ignore_ascii_case(suffix)).map(|(stem, _)| stem);
            suggest::nearest(stem, stems).map(|found| format!("{found}.{suffix}"))
        };
        let near = near.map(str::to_owned).or_else(mistyped)?;
        Some(path.with_file_name(near).to_string_lossy().into_owned())
    }

    /// Its text.
    pub fn source(&self) -> Result<Source, Failure> {
        self.source_of(self.bytes()?)
    }

    /// The same for bytes that were read before, perhaps elsewhere in its name.
    pub fn source_of(&self, bytes: Vec<u8>) -> Result<Source, Failure> {
        let name = self.name();
        if let Input::File(path) = self
            && is_table(path)
            && path.is_file()
        {
            return Err(Failure::new(format!("`{name}` 是表格，不是指标文件"))
                .help(format!("用表里的实际完成值计分：heng score 计划.heng -a {}", quoted(&name))));
        }
        let text = text(bytes, &name)?;
        Ok(Source::new(name, text))
    }
}

/// One byte more than allowed is enough to know.
fn limited(file: impl Read, size: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size);
    let mut file = file.take(MAX_SOURCE_BYTES as u64 + 1);
    file.by_ref().take(GUESS_BYTES as u64).read_to_end(&mut bytes)?;
    // A device that gives nothing but zeros would give them for ever.
    if bytes.len() == GUESS_BYTES && bytes.iter().any(|byte| *byte != 0) {
        file.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The text of bytes that are UTF-8, or what they are instead and how to mend that.
fn text(bytes: Vec<u8>, name: &str) -> Result<String, Failure> {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !looks_binary(text.as_bytes()) => return Ok(text),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if let Some((_, what)) = OTHER_FORMATS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(Failure::new(format!("`{name}` {what}，不是 heng 文件"))
            .help("要读的是写好的 `.heng` 文本；实际完成值的表格写在 `--actuals` 后面"));
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(encoded(name, "UTF-16", "UTF-16（记事本里叫 Unicode）"));
    }
    match guess(&bytes) {
        Some(found) if found == GB18030 => Err(encoded(name, "GB18030", "GB18030（也叫 GBK、ANSI）")),
        Some(found) if found == BIG5 => Err(encoded(name, "BIG5", "Big5（繁体）")),
        Some(_) | None => Err(Failure::new(format!("`{name}` 不是 UTF-8 文本：{}", first_wrong(&bytes)))),
    }
}

/// What to say of a text in another encoding.
fn encoded(name: &str, encoding: &str, called: &str) -> Failure {
    let failure = Failure::new(format!("`{name}` 的编码是 {called}，heng 文件要用 UTF-8"));
    if name == STDIN {
        return failure.help(format!("在前面加上转换：iconv -f {encoding} -t UTF-8 文件 | heng … -"));
    }
    failure.help(format!(
        "在终端里转换：iconv -f {encoding} -t UTF-8 {} > 新文件.heng\n\
         或者用记事本、WPS 打开，“另存为”时把“编码”选成 UTF-8",
        quoted(name)
    ))
}

/// The Chinese encoding that the bytes are valid in and look like.
fn guess(bytes: &[u8]) -> Option<&'static Encoding> {
    if looks_binary(bytes) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let head = bytes.get(..GUESS_BYTES).unwrap_or(bytes);
    detector.feed(head, head.len() == bytes.len());
    // Without a domain short texts are taken for Korean or Japanese; these are Chinese files.
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let candidate = if guessed == GBK { GB18030 } else { guessed };
    let valid = candidate.decode_without_bom_handling_and_without_replacement(bytes).is_some();
    valid.then_some(candidate)
}

/// Bytes that no text of any of the encodings has, in more than a trace.
fn looks_binary(bytes: &[u8]) -> bool {
    let head = bytes.get(..GUESS_BYTES).unwrap_or(bytes);
    // Comparisons without a branch, and counts of a byte: so the processor takes many at once.
    let is_control =
        |byte: u8| (byte <= 8) | (byte.wrapping_sub(14) <= 12) | (byte.wrapping_sub(28) <= 3) | (byte == 127);
    let count = |part: &[u8]| part.iter().fold(0_u8, |count, byte| count + u8::from(is_control(*byte)));
    let controls: usize = head.chunks(usize::from(u8::MAX)).map(|part| usize::from(count(part))).sum();
    controls * 50 > head.len()
}

fn first_wrong(bytes: &[u8]) -> String {
    let Err(error) = std::str::from_utf8(bytes) else {
        return "里面有许多控制字符".to_owned();
    };
    let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let line = memchr::memchr_iter(b'\n', good).count() + 1;
    let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
    format!("第 {line} 行有字节 0x{byte:02X}")
}

/// A file name as a shell wants it.
fn quoted(name: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./".contains(letter);
    if name.chars().all(plain) { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

#[cfg(test)]
#[allow(clippy::panic, clippy::unwrap_used)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        match text(bytes.to_vec(), "甲.heng") {
            Err(Failure::Told { message, .. }) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn encodings_are_told_apart() {
        let sample = "项目 道路养护 {\n    数量指标 {\n        养护里程 >= 120 公里\n    }\n}\n";
        assert!(text(sample.as_bytes().to_vec(), "甲.heng").is_ok());
        assert!(refusal(&GB18030.encode(sample).0).contains("GB18030"));
        assert!(refusal(&GB18030.encode("年度").0).contains("GB18030"));
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(sample.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert!(refusal(&utf16).contains("UTF-16"));
        assert!(refusal(b"PK\x03\x04\x14\x00\x06\x00").contains("Excel"));
        let noise: Vec<u8> = (0..4096u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(refusal(&noise).contains("不是 UTF-8 文本"));
        assert!(refusal(&[0; 64]).contains("控制字符"));
        assert!(
            refusal("指标\n坏\u{0}".as_bytes().iter().chain(b"\xFF").copied().collect::<Vec<_>>().as_slice())
                .contains("第 2 行")
        );
    }
}
