//! `parlo config`: where the configuration file is, what is in force and why, whether it can work;
//! writes it, opens it in an editor.

mod edit;

use std::io::Write;

use anyhow::Result;

use super::cli::config::{ConfigAction, ConfigCommand};
use crate::config::failure::usage;
use crate::config::table::SETTINGS;
use crate::config::text_file::read_if_there;
use crate::config::{ConfigSource, default_file, write};
use crate::diag::print;
use crate::ui::layers::Origin;

/// Does what was asked for; `source` has no environment over it yet where none can be needed.
///
/// # Errors
/// File or environment cannot work, the file cannot be written, or is there already.
pub fn run(command: &ConfigCommand, source: impl Fn() -> Result<ConfigSource>) -> Result<()> {
    match command.action {
        ConfigAction::Path => {
            print::path(source()?.path())?;
        }
        ConfigAction::Show => show(&mut print::output(), &source()?.with_environment()?)?,
        ConfigAction::Check => check(&mut print::output(), &source()?.with_environment()?)?,
        ConfigAction::Edit => edit::edit(&mut print::output(), &source()?)?,
        ConfigAction::Init => init(&mut print::output(), &source()?)?,
    }
    Ok(())
}

/// Prints a configuration file that says what is in force, with the origin of each value behind it.
fn show(output: &mut dyn Write, source: &ConfigSource) -> Result<()> {
    let (settings, _) = source.load_with_interface()?;
    let origin_of = source.origins();
    let mut lines = Vec::new();
    for setting in SETTINGS {
        let (table, key) = setting.place();
        let origin = match origin_of(setting) {
            Origin::Default => "default".to_owned(),
            Origin::File => "file".to_owned(),
            Origin::Environment => setting.variable(),
            Origin::CommandLine => "command line".to_owned(),
        };
        let line = match setting.in_file(&settings) {
            Some(value) => format!("{key} = {value}"),
            None => format!("#{key} is not set"),
        };
        lines.push((table, line, origin));
    }
    let columns = lines.iter().map(|(_, line, _)| line.chars().count()).max().unwrap_or(0).min(48);
    writeln!(output, "# {}{}", source.path().display(), absence(source))?;
    let mut last = "";
    for (table, line, origin) in lines {
        if table != last {
            writeln!(output, "\n[{table}]")?;
            last = table;
        }
        writeln!(output, "{line:columns$}  # {origin}")?;
    }
    Ok(())
}

fn absence(source: &ConfigSource) -> &'static str {
    if source.path().exists() { "" } else { " (there is no such file)" }
}

fn check(output: &mut dyn Write, source: &ConfigSource) -> Result<()> {
    source.load_with_interface()?;
    let path = source.path().display();
    let and = match source.variables() {
        0 => String::new(),
        number => format!(", and {number} from the environment"),
    };
    if source.path().exists() {
        let in_file = source.in_file();
        let (set, all) = (in_file.len(), SETTINGS.len());
        writeln!(output, "{path}: ok; sets {set} of {all} settings{and}")?;
        for (setting, name) in in_file.iter().filter(|(setting, name)| setting.name != *name) {
            writeln!(output, "{name} is called {} now; both names are read", setting.name)?;
        }
    } else {
        writeln!(
            output,
            "{path}: there is none, the defaults are in force{and}; `parlo config init` writes one"
        )?;
    }
    Ok(())
}

fn init(output: &mut dyn Write, source: &ConfigSource) -> Result<()> {
    let path = source.path();
    if read_if_there(path)?.is_some() {
        return Err(usage(format!(
            "{}: is there already; see it with `parlo config show`, change it with `parlo config edit`",
            path.display()
        )));
    }
    write::put(path, "", &default_file(&source.settings("")?))?;
    writeln!(
        output,
        "{}: written; every key in it is explained and commented out",
        path.display()
    )?;
    Ok(())
}
