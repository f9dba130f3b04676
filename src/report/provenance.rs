//! What a result was made from: the version of heng, and each file that was read, with its hash.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// How the hashes of inputs are made, as `sha256sum` makes them.
pub const ALGORITHM: &str = "SHA-256";

/// What a result was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// The version of heng.
    pub version: String,
    /// The files that were read, each once.
    pub inputs: Vec<InputFile>,
    /// The framework of a declaration that names none, from heng.toml.
    pub framework: Option<String>,
    /// The names of the texts that belong to every compilation.
    pub house_rules: Vec<String>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct InputFile {
    /// 指标文件, 引用的文件, 实际完成值 or 配置.
    pub role: String,
    /// Its path as it was given.
    pub name: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl InputFile {
    /// A file from its bytes.
    pub fn new(role: &str, name: &str, bytes: &[u8]) -> InputFile {
        InputFile { role: role.to_owned(), name: name.to_owned(), sha256: sha256(bytes) }
    }
}

/// The hash of some bytes in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn hashes_are_those_of_everybody_else() {
        // The example of FIPS 180-4.
        let wanted = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(super::sha256(b"abc"), wanted);
    }
}
