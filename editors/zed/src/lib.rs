//! The Zed extension: tells Zed how to start `heng lsp`.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct Heng;

impl zed::Extension for Heng {
    fn new() -> Self {
        Heng
    }

    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let set = LspSettings::for_worktree(id.as_ref(), worktree).ok().and_then(|settings| settings.binary);
        let command = set
            .and_then(|binary| binary.path)
            .or_else(|| worktree.which("heng"))
            .ok_or("没有找到 heng 程序：把它放进 PATH，或者在设置里写 lsp.heng.binary.path")?;
        Ok(Command { command, args: vec!["lsp".to_owned()], env: worktree.shell_env() })
    }
}

zed::register_extension!(Heng);
