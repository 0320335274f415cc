//! `wbot run` and `wbot dev` as processes of their own, with an embedded Webex in this one.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "shared by tests and benchmarks, each of which uses a part"
)]

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use wbot::emulator::{BotAccount, DeliveryPolicy, Emulator, EmulatorConfig};

/// Token of the bot.
pub const TOKEN: &str = "process-test-token";
/// Nothing here takes longer, even on a busy machine; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_mins(1);

/// How a bot is run that Webex reaches at an address.
#[derive(Clone, Debug)]
pub struct How<'a> {
    /// The program.
    pub program: &'a str,
    /// The script.
    pub script: &'a Path,
    /// Where it listens: the same over restarts, or deliveries miss it.
    pub port: u16,
    /// Further arguments.
    pub args: &'a [&'a str],
    /// Further variables of the environment.
    pub env: &'a [(&'a str, &'a str)],
}

impl<'a> How<'a> {
    /// A script, on a free port, with the store that it has by default: beside it.
    pub fn of(program: &'a str, script: &'a Path) -> Self {
        Self { program, script, port: free_port(), args: &[], env: &[] }
    }
}

/// A running bot. It is killed when it is dropped.
pub struct BotProcess {
    child: Mutex<Child>,
    /// Base address of its listener, where it was given one.
    pub url: String,
    log: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
}

/// An embedded Webex whose bot is called `name`.
pub async fn webex(name: &str) -> Emulator {
    webex_with(name, DeliveryPolicy::default()).await
}

/// An embedded Webex that delivers in another way.
pub async fn webex_with(name: &str, delivery: DeliveryPolicy) -> Emulator {
    let bot = BotAccount { display_name: name.to_owned(), email: None, token: TOKEN.to_owned() };
    Emulator::start(EmulatorConfig { bot, delivery, ..EmulatorConfig::default() })
        .await
        .expect("loopback has free ports")
}

impl BotProcess {
    /// Starts `program run script` against `emulator` and waits until it takes deliveries. It keeps nothing:
    /// a file beside the script would outlive the test.
    pub async fn start(program: &str, script: &Path, emulator: &Emulator, env: &[(&str, &str)]) -> Self {
        let args: &[&str] = &["--store", "memory"];
        Self::start_as(&How { args, env, ..How::of(program, script) }, emulator).await
    }

    /// Starts it as it is said, and waits until it takes deliveries.
    pub async fn start_as(how: &How<'_>, emulator: &Emulator) -> Self {
        let bot = Self::begin_as(how, emulator);
        bot.until_logged(" is running").await;
        bot
    }

    /// Starts it as it is said, and waits for nothing.
    pub fn begin_as(how: &How<'_>, emulator: &Emulator) -> Self {
        let url = format!("http://127.0.0.1:{}", how.port);
        let listen = format!("127.0.0.1:{}", how.port);
        let args = [&["--listen", &listen, "--public-url", &url], how.args].concat();
        let mut bot = Self::start_run(how.program, how.script, (emulator, how.env), &args);
        bot.url = url;
        bot
    }

    /// Starts it as it is said, but without an address: it hears Webex over its websocket. Waits until it does.
    pub async fn start_over_socket(how: &How<'_>, emulator: &Emulator) -> Self {
        let bot = Self::begin_over_socket(how, emulator);
        bot.until_logged(" is running").await;
        bot
    }

    /// Starts it as it is said, but without an address, and waits for nothing.
    pub fn begin_over_socket(how: &How<'_>, emulator: &Emulator) -> Self {
        Self::start_run(how.program, how.script, (emulator, how.env), how.args)
    }

    /// Starts `program run script` without a public address and waits until its websocket is open.
    pub async fn over_socket(program: &str, script: &Path, emulator: &Emulator, args: &[&str]) -> Self {
        let kept = if args.contains(&"--store") { &[][..] } else { &["--store", "memory"][..] };
        let mut bot = Self::start_run(program, script, (emulator, &[]), &[kept, args].concat());
        bot.connected(emulator).await;
        bot
    }

    /// Waits until it hears Webex over its websocket.
    pub async fn connected(&mut self, emulator: &Emulator) {
        let ready = async {
            while emulator.sockets() == 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, ready).await.is_err() {
            self.kill();
            panic!("the bot opened no websocket:\n{}", self.log());
        }
    }

    fn start_run(
        program: &str,
        script: &Path,
        (emulator, env): (&Emulator, &[(&str, &str)]),
        args: &[&str],
    ) -> Self {
        let mut command = Command::new(program);
        command
            .arg("run")
            .arg(script)
            .args(["--api-url", emulator.api_url()])
            .args(args)
            .env("WEBEX_TOKEN", TOKEN)
            .envs(env.iter().copied())
            .stdin(Stdio::null());
        Self::spawn(command)
    }

    /// Starts a program that does not end by itself.
    pub fn spawn(mut command: Command) -> Self {
        command.env("NO_COLOR", "1").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let log = Arc::new(Mutex::new(String::new()));
        let readers = [collect(child.stdout.take(), &log), collect(child.stderr.take(), &log)];
        Self {
            child: Mutex::new(child),
            url: String::new(),
            log,
            readers: readers.into_iter().flatten().collect(),
        }
    }

    /// What it printed so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until it has printed `text`.
    pub async fn until_logged(&self, text: &str) {
        let found = async {
            while !self.log().contains(text) && !self.has_ended() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let _ = tokio::time::timeout(PATIENCE, found).await;
        assert!(self.log().contains(text), "`{text}` was not logged:\n{}", self.log());
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child().id()
    }

    /// Ends it as a crash does (SIGKILL): nothing is finished, nothing said.
    pub fn kill(&self) {
        let mut child = self.child();
        let _ = child.kill();
        let _ = child.wait();
    }

    /// Ends it as a crash does; gives all that it printed.
    pub fn crash(mut self) -> String {
        self.kill();
        for reader in self.readers.drain(..) {
            let _ = reader.join();
        }
        self.log()
    }

    fn has_ended(&self) -> bool {
        matches!(self.child().try_wait(), Ok(Some(_)))
    }

    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks it to end (SIGTERM) and waits; gives its exit code. Then all that it printed is in the log.
    pub fn terminate(&mut self) -> Option<i32> {
        let pid = self.pid().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let code = self.child().wait().ok().and_then(|status| status.code());
        for reader in self.readers.drain(..) {
            let _ = reader.join();
        }
        code
    }
}

impl Drop for BotProcess {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port that nobody listens on now.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
    listener.local_addr().expect("it is bound").port()
}

fn collect(stream: Option<impl Read + Send + 'static>, log: &Arc<Mutex<String>>) -> Option<JoinHandle<()>> {
    let (stream, log) = (stream?, Arc::clone(log));
    Some(std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
            log.push_str(&line);
            log.push('\n');
        }
    }))
}
