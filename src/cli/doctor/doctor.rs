//! The command: one check after another, each with what those before it found.

use super::answer::Asked;
use super::finding::{Finding, human, json, passes};
use super::{account, address, hooks, socket, store};
use crate::cli::args::DoctorArgs;
use crate::cli::bot::{Script, client, to_the_end};
use crate::cli::load::Missing;
use crate::cli::run::{has_webhooks, listens_at};
use crate::cli::{output, webex};
use crate::diagnostics::render::{Look, Theme};
use crate::engine::{Loaded, SystemClock};
use std::process::ExitCode;

/// Looks at everything that `wbot run` needs. 1 where something of it fails.
pub(in crate::cli) fn doctor(args: DoctorArgs) -> ExitCode {
    to_the_end(async move {
        let findings = examine(&args).await;
        output::out(&if args.json { json(&findings) } else { human(&findings) });
        Ok(if passes(&findings) { ExitCode::SUCCESS } else { ExitCode::from(1) })
    })
}

async fn examine(args: &DoctorArgs) -> Vec<Finding> {
    let script = Script {
        path: args.file.clone(),
        settings: args.settings.clone(),
        missing: Missing::Refuse,
        look: Look { theme: Theme::Plain, ..output::look() },
    };
    let mut findings = Vec::new();
    let (_, compiled) = script.compile();
    let loaded = compiled.as_ref().map(|(loaded, _)| loaded).map_err(String::as_str);
    let hooks = loaded.is_ok_and(has_webhooks);
    findings.extend([of_script(args, loaded), store::look(args)]);
    let public_url = webex::public_url(&args.webex);
    let token = match webex::token(&args.settings, &args.file) {
        Ok(token) => token,
        Err(why) => {
            findings.push(account::no_token(&why));
            return findings;
        }
    };
    let asked = match client(args.webex.api_url.as_str(), token.clone()) {
        Ok(client) => Asked::new(client, &args.webex.api_url),
        Err(why) => {
            findings.push(Finding::failure("token", why, "look at WEBEX_TOKEN and --api-url"));
            return findings;
        }
    };
    let (account, me) = account::look(&asked, &SystemClock).await;
    findings.extend(account);
    // Without an account there is nothing to ask Webex for.
    let Some(me) = me else { return findings };
    if let Some(of_other) = store::of_other(args, &me.id)
        && let Some(found) = findings.iter_mut().find(|it| it.check == of_other.check)
    {
        *found = of_other;
    }
    let over_socket = !matches!(public_url, Ok(Some(_)));
    if let Some(at) = listens_at(args.listen, over_socket, hooks) {
        findings.push(address::listens(at, &webex::signing_secret(&token)).await);
    }
    match public_url {
        Err(why) => findings.push(Finding::failure("address", why, "give the https address of the bot")),
        Ok(Some(public_url)) => {
            let secret = webex::signing_secret(&token);
            let target = hooks::Target { program: script.stem(), me: me.id, public_url, secret };
            findings.extend(hooks::registered(&asked, &target).await);
            findings.push(address::look(&target).await);
        }
        Ok(None) => {
            findings.push(hooks::left_over(&asked, &script.stem()).await);
            match webex::u2c_url(&args.webex) {
                Ok(u2c) => findings.push(socket::look(&asked, u2c, &script.stem()).await),
                Err(why) => findings.push(Finding::failure("websocket", why, "look at --u2c-url")),
            }
        }
    }
    findings
}

fn of_script(args: &DoctorArgs, compiled: Result<&Loaded, &str>) -> Finding {
    let file = args.file.display();
    match compiled {
        Ok(loaded) => {
            let handlers = loaded.image.program().handlers.len();
            let plural = if handlers == 1 { "" } else { "s" };
            Finding::fine(
                "script",
                format!("{file}: {handlers} handler{plural}, and all settings have values"),
            )
        }
        Err(why) => Finding::failure(
            "script",
            format!("{file} cannot be run\n{}", why.trim()),
            format!("`wbot check {file}` says more, and `wbot dev {file}` runs it without Webex"),
        ),
    }
}
