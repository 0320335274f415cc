//! The arguments of every command, and their help.

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::BrightCyan.on_default().bold())
    .usage(AnsiColor::BrightCyan.on_default().bold())
    .literal(AnsiColor::Green.on_default())
    .placeholder(AnsiColor::Green.on_default());

/// Webex bots from scripts that read like the conversation they hold.
#[derive(Parser, Debug)]
#[command(
    name = "wbot",
    version,
    styles = STYLES,
    propagate_version = true,
    after_help = "Begin with: wbot dev bot.wbot"
)]
pub(super) struct WbotArgs {
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Look for mistakes in scripts without running them
    Check(CheckArgs),
    /// Run the tests of scripts, in virtual time
    Test(TestArgs),
    /// Explain an error or warning by its code
    Error(ErrorArgs),
}

/// `wbot check`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  wbot check bot.wbot
  wbot check bots/ --deny-warnings
  wbot check . --format json

Exit code: 0 no errors, 1 errors (or warnings with --deny-warnings), 2 could not check")]
pub(super) struct CheckArgs {
    /// Scripts, or folders with scripts
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Let warnings fail the check too
    #[arg(long)]
    pub(super) deny_warnings: bool,
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
}

/// How `check` prints.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    /// The lines of the script with what is wrong underlined
    Human,
    /// A JSON array for programs
    Json,
    /// One line each, as `file:line:column: severity[code]: message`
    Short,
}

/// Where the values of `config` and `secret` declarations come from; the same for every command.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct SettingsArgs {
    /// Give a `config` of the script a value (repeatable)
    ///
    /// Looked at in this order: --set, --config, the environment (`WBOT_OPS_ROOM` for
    /// `config ops_room`), .env, wbot.toml beside the script, the default in the script.
    #[arg(long = "set", value_name = "NAME=VALUE", help_heading = "Settings")]
    pub(super) set: Vec<String>,
    /// Read configs and secrets from a TOML file
    #[arg(long = "config", value_name = "FILE", help_heading = "Settings")]
    pub(super) config: Option<PathBuf>,
}

/// `wbot test`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  wbot test bot.wbot
  wbot test bots/ --filter approval

Exit code: 0 all passed, 1 one failed, 2 a script could not be run or there is no test")]
pub(super) struct TestArgs {
    /// Scripts, or folders with scripts
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    /// Run only tests that have this text in their name
    #[arg(long, value_name = "TEXT")]
    pub(super) filter: Option<String>,
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
}

/// `wbot error`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  wbot error syntax/unexpected
  wbot error                     list all codes")]
pub(super) struct ErrorArgs {
    /// The code, as printed: area/name
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}
