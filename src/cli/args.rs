//! The arguments of every command, and their help.

use crate::base::limits;
use clap::builder::NonEmptyStringValueParser;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

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
    /// Run a bot in the embedded Webex, with a page to talk to it
    Dev(Box<DevArgs>),
    /// Run a bot on Webex
    Run(Box<RunArgs>),
    /// Look for mistakes in scripts without running them
    Check(CheckArgs),
    /// Run the tests of scripts, in virtual time
    Test(TestArgs),
    /// Bring scripts into the one layout
    Fmt(FmtArgs),
    /// Print how a message would be decided, step by step
    Explain(ExplainArgs),
    /// Look at, check or copy what a bot keeps
    Store(StoreArgs),
    /// Look for what keeps a bot from working on Webex, and say what to do
    Doctor(Box<DoctorArgs>),
    /// Look at cards, and bring those of the designer into a script
    Card(CardArgs),
    /// Explain an error or warning by its code
    Error(ErrorArgs),
}

/// `wbot card`
#[derive(Args, Clone, Debug)]
pub(super) struct CardArgs {
    #[command(subcommand)]
    pub(super) command: CardCommand,
}

/// What to do with cards.
#[derive(Subcommand, Clone, Debug)]
pub(super) enum CardCommand {
    /// Print a card's JSON as a `card` declaration, if Webex takes it
    Import(CardImportArgs),
    /// Print the JSON of a script's card as Webex would be sent it
    Show(CardShowArgs),
}

/// `wbot card import`
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  wbot card import approval.json
  wbot card import cards/*.json > cards.wbot

A card may stand alone, in an attachment, or in a message. What Webex does not take is printed with its rule and its \
place in the JSON, and the exit code is 1; it is 2 for a file that cannot be read. A designer file with ${...} stays a file: use
  card approval(p: T) from \"./approval.card.json\"")]
pub(super) struct CardImportArgs {
    /// Files with the JSON of cards; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
}

/// `wbot card show`
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  wbot card show bot.wbot menu
  wbot card show bot.wbot approval --data '{\"t\": {\"id\": \"7\", \"title\": \"Laptop\"}, \"cost\": 84.5}'
  wbot card show bot.wbot approval --data @ticket.json

The data gives the parameters by their names; the record of a card with one parameter may be given as it is. Webex is \
not asked: a person is an address, and is called by its local part; a room is its title or id, and has nobody in it; a \
message is its text, a file its name:
  wbot card show bot.wbot invite --data '{\"p\": \"bob@acme.com\", \"r\": \"Ops\"}'

What Webex adds or checks is left out: the signature of the buttons, their actions and arguments. State is as at first. Defects of \
the card go to standard error; the exit code is 1 where Webex would not take it.")]
pub(super) struct CardShowArgs {
    /// The script
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The card
    #[arg(value_name = "CARD")]
    pub(super) card: String,
    /// Its parameters as JSON, or `@` and a file with it
    #[arg(long, value_name = "JSON")]
    pub(super) data: Option<String>,
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
}

/// `wbot dev`
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  wbot dev bot.wbot
  wbot dev bot.wbot --port 4000 --set ops_room=Builds

Save any file of the bot: the next message is answered by the new version. \
Secrets that are missing have dummy values here.")]
pub(super) struct DevArgs {
    /// The script
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Port of the page on this machine [default: a free one]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    pub(super) port: u16,
    /// Where conversations and state are kept: a file, or `memory` [default: memory]
    #[arg(long, value_name = "PATH", help_heading = "Bot")]
    pub(super) store: Option<PathBuf>,
    #[command(flatten)]
    pub(super) bot: BotArgs,
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
    #[command(flatten)]
    pub(super) log: LogArgs,
}

/// `wbot explain`
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  wbot explain bot.wbot \"deploy web to prod\"
  wbot explain bot.wbot \"deploy web\" --as alice@acme.com --in Builds")]
pub(super) struct ExplainArgs {
    /// The script
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// What somebody writes, without the mention of the bot
    #[arg(value_name = "TEXT")]
    pub(super) text: String,
    /// Who writes: an address
    #[arg(long = "as", value_name = "ADDRESS", value_parser = NonEmptyStringValueParser::new())]
    pub(super) who: Option<String>,
    /// In which group space [default: a direct message]
    #[arg(long = "in", value_name = "ROOM", value_parser = NonEmptyStringValueParser::new())]
    pub(super) room: Option<String>,
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
}

/// `wbot run`
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  wbot run bot.wbot
  wbot run bot.wbot --public-url https://bots.example.com --listen 0.0.0.0:8080 --config prod.toml

The token of the bot comes from WEBEX_TOKEN: in the environment, in .env beside the script, or in the file of \
--config. Save any file of the bot: the next message is answered by the new version. What the bot must not lose \
is in wbot.db beside the script: a bot that was killed goes on where it was.")]
pub(super) struct RunArgs {
    /// The script
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Where to listen for deliveries [default: 127.0.0.1:8080, where there is something to listen for]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(super) listen: Option<std::net::SocketAddr>,
    /// Where to answer /healthz, /readyz and /metrics, for who runs the bot [default: nowhere]
    ///
    /// Without a host it is this machine: `--admin 9090`. What is served there is for no public address.
    #[arg(long, value_name = "[ADDRESS:]PORT", value_parser = admin_address)]
    pub(super) admin: Option<std::net::SocketAddr>,
    /// Where conversations and state are kept: a file, or `memory` [default: wbot.db beside the script]
    #[arg(long, value_name = "PATH", help_heading = "Bot")]
    pub(super) store: Option<PathBuf>,
    /// How far back to look for messages that came while the bot was down: `24h`, `3d`, `off`
    #[arg(long, value_name = "TIME", default_value = "24h", value_parser = catch_up)]
    pub(super) catch_up: CatchUp,
    #[command(flatten)]
    pub(super) webex: WebexArgs,
    #[command(flatten)]
    pub(super) bot: BotArgs,
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
    #[command(flatten)]
    pub(super) log: LogArgs,
}

/// Where Webex is, and where it finds the bot; the same for `run` and `doctor`.
#[expect(clippy::struct_field_names, reason = "the options are called so")]
#[derive(Args, Clone, Debug)]
pub(super) struct WebexArgs {
    /// Hear Webex by webhooks, at the address under which it reaches this bot (a path, where a proxy takes it off)
    ///
    /// Without it the bot hears Webex over a websocket and needs no public address.
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub(super) public_url: Option<url::Url>,
    /// The API of Webex, or of what stands in for it
    #[arg(long, value_name = "URL", default_value = crate::webex::API_URL, value_parser = web_address)]
    pub(super) api_url: url::Url,
    /// Where the websocket services are listed [default: of Webex, or beside a local API]
    #[arg(long, value_name = "URL")]
    pub(super) u2c_url: Option<url::Url>,
}

/// `wbot doctor`
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  wbot doctor bot.wbot
  wbot doctor bot.wbot --public-url https://bots.example.com --config prod.toml
  wbot doctor bot.wbot --json

Looks at the script, the store, the token, the account, the clock, the port it listens on, and the way from Webex: \
webhooks and public address, or websocket. Changes nothing; the bot may be running. Exit code: 0 nothing fails, 1 something does")]
pub(super) struct DoctorArgs {
    /// The script
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Where conversations and state are kept [default: wbot.db beside the script]
    #[arg(long, value_name = "PATH", help_heading = "Bot")]
    pub(super) store: Option<PathBuf>,
    /// Where the bot listens for deliveries [default: 127.0.0.1:8080, where there is something to listen for]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(super) listen: Option<std::net::SocketAddr>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) webex: WebexArgs,
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
}

/// How far back it is looked for what the bot missed; not at all where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CatchUp(pub(super) Option<Duration>);

fn catch_up(text: &str) -> Result<CatchUp, String> {
    if matches!(text, "off" | "0") {
        return Ok(CatchUp(None));
    }
    let ms = crate::value::parse_duration(text).and_then(|ms| u64::try_from(ms).ok());
    let ms = ms.ok_or_else(|| "a time is like `24h`, or `off`".to_owned())?;
    if i64::try_from(ms).unwrap_or(i64::MAX) > limits::DEDUPE_MS {
        return Err("it is 7d at most: what came longer ago is not known any more".to_owned());
    }
    Ok(CatchUp(Some(Duration::from_millis(ms))))
}

/// An address to listen on, or a port of this machine.
fn admin_address(text: &str) -> Result<std::net::SocketAddr, String> {
    if let Ok(port) = text.parse::<u16>() {
        return Ok((std::net::Ipv4Addr::LOCALHOST, port).into());
    }
    text.parse().map_err(|_| "it is like `9090` or `0.0.0.0:9090`".to_owned())
}

/// An address with its scheme: `bots.example.com:8080` would be read as one of the scheme `bots.example.com`.
fn web_address(written: &str) -> Result<url::Url, String> {
    if !written.contains("://") {
        return Err(format!("it has no scheme; write `https://{written}`"));
    }
    let url: url::Url = written.parse().map_err(|error| format!("{error}"))?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        other => Err(format!("`{other}` is no scheme of the web; write `https://...`")),
    }
}

/// What a bot hears; the same for `run` and `dev`.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct BotArgs {
    /// Answer other bots too (two bots that answer each other never stop)
    #[arg(long, help_heading = "Bot")]
    pub(super) hear_bots: bool,
    /// Answer a message again when it is edited
    #[arg(long, help_heading = "Bot")]
    pub(super) hear_edits: bool,
}

/// How a bot logs; the same for `run` and `dev`.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct LogArgs {
    /// Log every step
    #[arg(long, short, help_heading = "Log")]
    pub(super) verbose: bool,
    /// How log lines look
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = LogFormat::Text, help_heading = "Log")]
    pub(super) log: LogFormat,
}

/// How log lines look.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LogFormat {
    /// For people
    Text,
    /// For programs: an object a line
    Json,
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
  wbot test bot.wbot --coverage
  wbot test . --junit results.xml --coverage=lcov.info

Exit code: 0 all passed, 1 one failed or a script could not be run, 2 there was nothing to run")]
pub(super) struct TestArgs {
    /// Scripts, or folders with scripts
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    /// Run only tests that have this text in their name
    #[arg(long, value_name = "TEXT")]
    pub(super) filter: Option<String>,
    /// Write the results as JUnit XML, for CI
    #[arg(long, value_name = "FILE")]
    pub(super) junit: Option<PathBuf>,
    /// Tell which handlers, branches and card buttons no test reached; with =FILE also as lcov
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    #[expect(clippy::option_option, reason = "the flag, and its file")]
    pub(super) coverage: Option<Option<PathBuf>>,
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
}

/// `wbot fmt`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  wbot fmt                       all scripts below this folder
  wbot fmt bot.wbot
  wbot fmt bots/ --check         for CI: change nothing, show what would change
  wbot fmt --stdin < bot.wbot    for editors

What does not parse is left as it is. \
Exit code: 0 done, 1 --check found something to change, 2 a file could not be read or written")]
pub(super) struct FmtArgs {
    /// Scripts, or folders with scripts
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    /// Change nothing: print what would change, as a diff, and end with 1 if anything would
    #[arg(long)]
    pub(super) check: bool,
    /// Read a script from standard input and print it
    #[arg(long, conflicts_with = "paths")]
    pub(super) stdin: bool,
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

/// `wbot store`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  wbot store inspect wbot.db                 who waits for what, since when, in which version
  wbot store check wbot.db                   whether the file is sound
  wbot store export wbot.db > copy.jsonl     all of it, a line of JSON for each row
  wbot store import new.db copy.jsonl        the same store again

A bot may be running meanwhile, except on the store that is imported into.")]
pub(super) struct StoreArgs {
    #[command(subcommand)]
    pub(super) command: StoreCommand,
}

/// What to do with a store.
#[derive(Subcommand, Debug)]
pub(super) enum StoreCommand {
    /// Print what waits, timers, versions of the script and state
    Inspect {
        /// The store
        #[arg(value_name = "PATH", default_value = "wbot.db")]
        path: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
        /// Entries of each list at most
        #[arg(long, value_name = "N", default_value_t = 20)]
        most: usize,
    },
    /// Look for damage: 0 none, 1 found, 2 no store that this wbot knows
    Check {
        /// The store
        #[arg(value_name = "PATH", default_value = "wbot.db")]
        path: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print everything as lines of JSON
    Export {
        /// The store
        #[arg(value_name = "PATH", default_value = "wbot.db")]
        path: PathBuf,
    },
    /// Make a store of the lines of an export
    Import {
        /// The store that is made
        #[arg(value_name = "PATH")]
        path: PathBuf,
        /// The lines; `-` is standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}
