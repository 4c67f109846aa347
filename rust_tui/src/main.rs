//! The `parlo` program: hands over to [`parlo::cmd`].

fn main() -> std::process::ExitCode {
    parlo::cmd::main()
}
