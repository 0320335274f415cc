//! `bot`.

use crate::base::Span;
use crate::check::checker::Checker;
use crate::check::hir::Allow;
use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::{AllowRule, BotDecl, BotSettingKind, Item, StringLit};
use crate::value::Marks;
use smol_str::SmolStr;

impl Checker<'_> {
    /// Checks the `bot` declaration; there is at most one in all files.
    pub(super) fn check_bot(&mut self) {
        let files = self.files;
        let mut first: Option<Span> = None;
        for file in files {
            for item in &file.ast.items {
                let Item::Bot(bot) = item else { continue };
                if let Some(first) = first {
                    self.push(
                        Diagnostic::new(
                            &codes::CHECK_DUPLICATE_NAME,
                            bot.name.span,
                            "a program has one `bot`",
                        )
                        .also(first, "first here")
                        .help("put all settings into one declaration"),
                    );
                    continue;
                }
                first = Some(bot.name.span);
                self.check_bot_declaration(bot);
            }
        }
    }

    fn check_bot_declaration(&mut self, bot: &BotDecl) {
        self.program.bot.span = Some(bot.name.span);
        self.program.bot.name = self.plain(&bot.name, "the name of the bot");
        let mut seen: Vec<(&'static str, Span)> = Vec::new();
        for setting in &bot.settings {
            let word = match &setting.kind {
                BotSettingKind::About(_) => "about",
                BotSettingKind::Allow(_) => "allow",
                BotSettingKind::Net(_) => "net",
                BotSettingKind::Locale(_) => "locale",
                BotSettingKind::Timezone(_) => "timezone",
                BotSettingKind::Error => continue,
            };
            let many = matches!(word, "allow" | "net");
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == word).filter(|_| !many) {
                let first = *first;
                self.push(
                    Diagnostic::new(
                        &codes::CHECK_DUPLICATE_NAME,
                        setting.span,
                        format!("`{word}` stands twice"),
                    )
                    .also(first, "first here")
                    .help("delete one of them"),
                );
                continue;
            }
            seen.push((word, setting.span));
            self.check_setting(&setting.kind);
        }
    }

    fn check_setting(&mut self, setting: &BotSettingKind) {
        match setting {
            BotSettingKind::About(text) => self.program.bot.about = self.plain(text, "`about`"),
            BotSettingKind::Allow(rules) => {
                for rule in rules {
                    if let Some(allow) = self.check_allow(rule) {
                        self.program.bot.allow.push(allow);
                    }
                }
            }
            BotSettingKind::Net(hosts) => {
                for host in hosts {
                    if let Some(host) = self.check_host(host) {
                        self.program.bot.net.get_or_insert_default().push(host);
                    }
                }
            }
            BotSettingKind::Locale(locale) => {
                let Some(text) = self.plain(locale, "`locale`") else { return };
                if Marks::of(&text).is_none() {
                    let message = format!("there is no locale `{text}`");
                    let diagnostic = Diagnostic::new(&codes::CHECK_BAD_SETTING, locale.span, message);
                    let hyphen = text.replace('_', "-");
                    self.push(match Marks::of(&hyphen) {
                        Some(_) => diagnostic.did_you_mean(Some(&format!("\"{hyphen}\""))),
                        None => diagnostic.help("write a language and a country: `\"en-GB\"`"),
                    });
                }
                self.program.bot.locale = Some(text);
            }
            BotSettingKind::Timezone(zone) => self.check_zone(zone),
            BotSettingKind::Error => {}
        }
    }

    fn check_zone(&mut self, zone: &StringLit) {
        let Some(text) = self.plain(zone, "`timezone`") else { return };
        let known = jiff::tz::TimeZoneDatabase::bundled();
        if known.get(&text).is_err() {
            let names: Vec<String> = known.available().map(|name| name.as_str().to_owned()).collect();
            let city = text.rsplit('/').next().unwrap_or(&text).replace(' ', "_");
            let near = names
                .iter()
                .find(|name| name.rsplit('/').next().is_some_and(|part| part.eq_ignore_ascii_case(&city)))
                .map(String::as_str)
                .or_else(|| crate::diagnostics::nearest(&text, names.iter().map(String::as_str)))
                .map(|near| format!("\"{near}\""));
            let message = format!("there is no time zone `{text}`");
            let diagnostic = Diagnostic::new(&codes::CHECK_BAD_SETTING, zone.span, message);
            self.push(match near {
                Some(near) => diagnostic.did_you_mean(Some(&near)),
                None => diagnostic.help("write a region and a city: `\"Europe/London\"`"),
            });
            return;
        }
        self.program.bot.timezone = Some(text);
    }

    fn check_allow(&mut self, rule: &AllowRule) -> Option<Allow> {
        match rule {
            AllowRule::Domain(domain) => self.check_domain(domain).map(Allow::Domain),
            AllowRule::Person(address) => self.check_address(address).map(Allow::Person),
            AllowRule::Room(title) => self.plain(title, "the title of a room").map(Allow::Room),
            AllowRule::Anyone(_) => Some(Allow::Anyone),
        }
    }

    /// The domain, lower case.
    pub(super) fn check_domain(&mut self, domain: &StringLit) -> Option<SmolStr> {
        let text = self.plain(domain, "a domain")?;
        let good = text.contains('.')
            && text.split('.').all(|part| {
                !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
            });
        if !good {
            let message = format!("`{text}` is no domain");
            self.push(
                Diagnostic::new(&codes::CHECK_BAD_SETTING, domain.span, message)
                    .help("write what stands behind the `@` of an address: `\"acme.com\"`"),
            );
            return None;
        }
        Some(text.to_lowercase().into())
    }

    /// The address, lower case.
    pub(super) fn check_address(&mut self, address: &StringLit) -> Option<SmolStr> {
        let text = self.plain(address, "an address")?;
        match crate::value::parse_email(&text) {
            Some(person) => Some(person.email),
            None => {
                let message = format!("`{text}` is no address");
                self.push(
                    Diagnostic::new(&codes::CHECK_BAD_SETTING, address.span, message)
                        .help("write one as `\"alice@acme.com\"`"),
                );
                None
            }
        }
    }

    fn check_host(&mut self, host: &StringLit) -> Option<SmolStr> {
        let text = self.plain(host, "a host")?;
        let name = text.strip_prefix("*.").unwrap_or(&text);
        let (name, port) = match name.rsplit_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (name, None),
        };
        let good = !name.is_empty()
            && name.split('.').all(|part| {
                !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
            })
            && port.is_none_or(|port| port.parse::<u16>().is_ok());
        if !good {
            let message = format!("`{text}` is no host");
            let bare = text
                .split_once("://")
                .map_or(text.as_str(), |(_, rest)| rest)
                .split('/')
                .next()
                .unwrap_or("");
            let help = if text.contains('/') && !bare.is_empty() {
                format!("leave out the scheme and the path: `\"{bare}\"`")
            } else {
                "write a name as `\"api.github.com\"`, or `\"*.acme.com\"` for all of a domain".to_owned()
            };
            let meant = text.contains('/').then(|| SmolStr::new(bare));
            self.push(Diagnostic::new(&codes::CHECK_BAD_SETTING, host.span, message).help(help));
            // What is reached there is no mistake of its own.
            return meant;
        }
        Some(text.to_lowercase().into())
    }

    /// The text of a literal that has no holes.
    pub(super) fn plain(&mut self, literal: &StringLit, what: &str) -> Option<SmolStr> {
        match literal.as_plain() {
            Some(text) => Some(SmolStr::new(text)),
            None => {
                let message = format!("{what} must be known before the bot runs");
                self.push(
                    Diagnostic::new(&codes::CHECK_NOT_CONSTANT, literal.span, message)
                        .help("write it without `{...}`"),
                );
                None
            }
        }
    }
}
