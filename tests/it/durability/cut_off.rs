//! The bot hears Webex and cannot reach it: what it is to say waits, and is said when the way is free again, once.

use crate::support::bot_process::{BotProcess, TOKEN, free_port, webex_with};
use crate::support::talk;
use serde_json::Value;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use wbot::emulator::{DeliveryPolicy, Emulator};
use wbot::net::{ClientOptions, HttpBody, HttpClient, HttpRequest, Method};

/// Longer than anything takes, so that a hang fails the test.
const PATIENCE: Duration = Duration::from_mins(1);
const SCRIPT: &str = r#"bot "Cut off"
state count: int = 0
command "hello {n: int}" { count += 1; say "hello {n}, {count}" }
on webhook "/third" verify none as event { say to person("alice@example.com") "from a third party" }
"#;

/// The way from the bot to Webex, which can be cut.
struct Way {
    port: u16,
    to: SocketAddr,
    open: Option<(CancellationToken, AbortOnDropHandle<()>)>,
}

impl Way {
    async fn to(webex: &Emulator) -> Self {
        let url: url::Url = webex.api_url().parse().unwrap();
        let to = SocketAddr::from(([127, 0, 0, 1], url.port().unwrap()));
        let mut way = Self { port: free_port(), to, open: None };
        way.open().await;
        way
    }

    async fn open(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        let (cut, to, port) = (CancellationToken::new(), self.to, self.port);
        let carry = cut.clone().run_until_cancelled_owned(async move {
            // With this all connections go too.
            let mut carried = JoinSet::new();
            while let Ok((mut from_bot, _)) = listener.accept().await {
                carried.spawn(async move {
                    let Ok(mut to_webex) = TcpStream::connect(to).await else { return };
                    let (mut from_webex, mut up) = to_webex.split();
                    let (from_bot, mut down) = from_bot.split();
                    let back = tokio::io::copy(&mut from_webex, &mut down);
                    tokio::join!(carry_up(from_bot, &mut up, (port, to.port())), async {
                        let _ = back.await;
                    });
                });
            }
        });
        let carry = async move {
            let _ = carry.await;
        };
        self.open = Some((cut, AbortOnDropHandle::new(tokio::spawn(carry))));
    }

    async fn cut(&mut self) {
        let (cut, carry) = self.open.take().unwrap();
        cut.cancel();
        carry.await.unwrap();
    }
}

/// Carries what the bot sends; Webex hears that it was called by its own name.
async fn carry_up(mut from: ReadHalf<'_>, to: &mut WriteHalf<'_>, (way, webex): (u16, u16)) {
    let (way, webex) = (format!("127.0.0.1:{way}"), format!("127.0.0.1:{webex}"));
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        // Heads are text, and come in one piece here.
        let sent = String::from_utf8_lossy(&bytes[..length]).replacen(&way, &webex, 1);
        if to.write_all(sent.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn call(method: Method, url: &str) -> (u16, String) {
    let client = HttpClient::new(&ClientOptions { system_proxy: false, ..ClientOptions::default() }).unwrap();
    let mut request = HttpRequest::new(method, url.parse().unwrap(), PATIENCE);
    request.body = HttpBody::Bytes("{}".into());
    let answer = client.send(request).await.unwrap();
    (answer.status, String::from_utf8(answer.body.to_vec()).unwrap())
}

/// A bot behind a way that can be cut.
struct Scene {
    webex: Emulator,
    way: Way,
    alice: String,
    /// Where third parties find the bot.
    url: String,
    /// Where whoever runs it does.
    admin: String,
    script: PathBuf,
    _folder: TempDir,
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("bot.wbot");
        std::fs::write(&script, SCRIPT).unwrap();
        let webex = webex_with("Cut off", DeliveryPolicy::default()).await;
        let (alice, way) = (talk::alice(&webex), Way::to(&webex).await);
        let [url, admin] = [free_port(), free_port()].map(|port| format!("127.0.0.1:{port}"));
        Self { webex, way, alice, url: format!("http://{url}"), admin, script, _folder: folder }
    }

    /// A bot that takes the way.
    fn start(&self) -> BotProcess {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wbot"));
        command.arg("run").arg(&self.script).env("WEBEX_TOKEN", TOKEN);
        command.args(["--api-url", &format!("http://127.0.0.1:{}/v1", self.way.port)]);
        command.args(["--public-url", &self.url, "--listen", self.url.trim_start_matches("http://")]);
        command.args(["--admin", &self.admin]);
        BotProcess::spawn(command)
    }

    fn says(&self, text: &str) {
        self.webex.say_direct(&self.alice, text).unwrap();
    }

    async fn hears(&self, text: &str, bot: &BotProcess) {
        talk::hears(&self.webex, text, 1, || bot.log()).await;
    }

    /// Why the bot is not ready as far as Webex goes; nothing while it is.
    async fn trouble(&self) -> Option<String> {
        let (_, page) = call(Method::GET, &format!("http://{}/readyz", self.admin)).await;
        let page: Value = serde_json::from_str(&page).unwrap();
        page["parts"]["webex"]["why"].as_str().map(str::to_owned)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_to_be_said_waits_for_the_way() {
    let mut scene = Scene::new().await;
    let mut bot = scene.start();
    bot.until_logged(" is running").await;
    scene.says("hello 1");
    scene.hears("hello 1, 1", &bot).await;

    scene.way.cut().await;
    scene.says("hello 2");
    scene.says("hello 3");
    bot.until_logged("trying again until Webex can be reached").await;
    let gone = async {
        while scene.trouble().await.is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, gone).await.expect("it is not ready");
    assert!(scene.trouble().await.unwrap().starts_with("no call has got through to Webex for "));
    let third = call(Method::POST, &format!("{}/third", scene.url)).await;
    assert_eq!(third.0, 202, "the caller hears that it came: {}", third.1);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(talk::said(&scene.webex), ["hello 1, 1"]);
    scene.way.open().await;
    for text in ["from a third party", "hello 2, 2", "hello 3, 3"] {
        scene.hears(text, &bot).await;
    }
    scene.says("hello 4");
    scene.hears("hello 4, 4", &bot).await;
    assert_eq!(talk::said(&scene.webex).len(), 5, "each once: {:?}", talk::said(&scene.webex));
    assert_eq!(scene.trouble().await, None);
    bot.until_logged("Webex can be reached again").await;
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
    assert!(!bot.log().contains("run/repeated"), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_starts_without_a_way_waits_for_it() {
    let mut scene = Scene::new().await;
    scene.way.cut().await;
    let mut impatient = scene.start();
    impatient.until_logged("trying again until Webex can be reached").await;
    assert_eq!(impatient.terminate(), Some(0), "it can be ended meanwhile: {}", impatient.log());
    let mut bot = scene.start();
    bot.until_logged("trying again until Webex can be reached").await;
    scene.way.open().await;
    bot.until_logged(" is running").await;
    scene.says("hello 1");
    scene.hears("hello 1, 1", &bot).await;
    assert_eq!(bot.terminate(), Some(0), "{}", bot.log());
}
