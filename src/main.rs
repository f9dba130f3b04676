//! The binary `heng`: hands its arguments to the command line of the library.

fn main() -> std::process::ExitCode {
    heng::cli::run(std::env::args_os())
}
