//! Writing files: whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Failure;
use super::shell::Shell;

/// Writes a result to the file that `-o` names; to standard output without one, or for `-`.
pub fn write(target: Option<&Path>, bytes: &[u8], shell: &mut Shell) -> Result<(), Failure> {
    match target {
        Some(path) if path.as_os_str() != "-" => replace(path, bytes),
        Some(_) | None => Ok(shell.out.write_all(bytes)?),
    }
}

/// Refuses to write a result over a file that it was made from.
pub fn spare<'p>(target: Option<&Path>, inputs: impl IntoIterator<Item = &'p Path>) -> Result<(), Failure> {
    let Some(path) = target.filter(|path| path.as_os_str() != "-") else { return Ok(()) };
    let Ok(real) = fs::canonicalize(path) else { return Ok(()) };
    if inputs.into_iter().any(|input| fs::canonicalize(input).is_ok_and(|input| input == real)) {
        let failure = Failure::new(format!("`{}` 是要读的文件，没有改动", path.display()));
        return Err(failure.help("`-o` 后面换一个文件名"));
    }
    Ok(())
}

/// The same for several results.
pub fn spare_each(targets: &[PathBuf], inputs: &[PathBuf]) -> Result<(), Failure> {
    targets.iter().try_for_each(|target| spare(Some(target), inputs.iter().map(PathBuf::as_path)))
}

/// Replaces a file, or makes it, in one step: a reader sees the old or the new text, and a
/// full disk leaves the old. Permissions stay; a link keeps pointing to the file it did.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    try_replace(path, bytes)
        .map_err(|error| Failure::new(format!("不能写文件 `{}`：{}", path.display(), reason(&error))))
}

fn try_replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = followed(path);
    let before = match fs::metadata(&target) {
        Ok(found) => Some(found),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if let Some(found) = &before {
        if found.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !found.is_file() {
            // A device or a pipe has nothing to keep.
            return fs::OpenOptions::new().write(true).open(&target)?.write_all(bytes);
        }
        if found.permissions().readonly() {
            return Err(io::ErrorKind::ReadOnlyFilesystem.into());
        }
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = temporary().tempfile_in(folder)?;
    beside.write_all(bytes)?;
    if let Some(found) = &before {
        beside.as_file().set_permissions(found.permissions())?;
    }
    beside.as_file().sync_all()?;
    beside.persist(&target).map_err(|failed| failed.error)?;
    Ok(())
}

/// Creates a file that must not be there yet.
pub fn create_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)
}

/// The file behind a link, even when it does not exist yet.
fn followed(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    match fs::read_link(path) {
        Ok(to) => path.parent().map_or_else(|| to.clone(), |folder| folder.join(&to)),
        Err(_) => path.to_owned(),
    }
}

/// As readable as any new file; tempfile's own default is for the owner alone.
fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".heng-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// What an error of the system means, in Chinese.
pub fn reason(error: &io::Error) -> String {
    let known = match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::IsADirectory => "它是一个文件夹",
        io::ErrorKind::NotADirectory => "路径中间的一段不是文件夹",
        io::ErrorKind::ReadOnlyFilesystem => "它是只读的",
        io::ErrorKind::StorageFull => "磁盘已满",
        io::ErrorKind::QuotaExceeded => "超过了磁盘配额",
        io::ErrorKind::AlreadyExists => "文件已经存在",
        io::ErrorKind::InvalidFilename => "文件名太长或含有不许用的字符",
        io::ErrorKind::OutOfMemory => "内存不够",
        io::ErrorKind::TimedOut => "等待超时",
        _ => return format!("系统报告“{error}”"),
    };
    known.to_owned()
}
