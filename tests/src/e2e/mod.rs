//! The real window, driven through WebKitWebDriver: a driver, a port and a folder each.
//!
//! These tests need a display, a built `dovuto-desktop` and WebKitWebDriver, so they run only when
//! `DOVUTO_E2E=1` says that all three are there.

mod books;
mod first_run;
mod order_to_invoice;

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator, elements::Element, key::Key};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

/// How long a screen may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// True when the window is not to be driven; says so once, in a line that the log keeps.
fn skipped() -> bool {
    let asked = std::env::var("DOVUTO_E2E").is_ok_and(|value| value == "1");
    if !asked {
        eprintln!("skipped: DOVUTO_E2E is not set");
    }
    !asked
}

/// One open window and the driver behind it.
struct Window {
    client: Client,
    driver: Child,
    shots: PathBuf,
}

impl Window {
    /// Opens the program on `data_dir`.
    async fn open(data_dir: &Path) -> Self {
        let port = free_port();
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("DOVUTO_DATA_DIR", data_dir)
            .env("LC_ALL", "C.UTF-8")
            // Screenshots hang where the shared buffers are switched off; "0" leaves them on.
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "0")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver is installed");
        let program = json!({ "binary": program(), "args": [] });
        let mut capabilities = Capabilities::new();
        capabilities.insert("webkitgtk:browserOptions".to_owned(), program);
        let client = connect(port, capabilities).await;
        let shots = shots_dir();
        std::fs::create_dir_all(&shots).expect("the folder of screenshots can be made");
        Self { client, driver, shots }
    }

    /// Waits for the first element of `css`.
    async fn see(&self, css: &str) -> Element {
        let waited = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        match waited {
            Ok(element) => element,
            Err(fault) => self.give_up(css, &fault.to_string()).await,
        }
    }

    /// Waits until the page shows `words`.
    async fn read(&self, words: &str) {
        let quoted = words.replace('"', "");
        let anywhere = format!("//body//*[contains(normalize-space(.), \"{quoted}\")]");
        let locator = Locator::XPath(&anywhere);
        if let Err(fault) = self.client.wait().at_most(PATIENCE).for_element(locator).await {
            self.give_up(words, &fault.to_string()).await
        }
    }

    /// Presses the enabled button or link that is called `name`.
    async fn press(&self, name: &str) {
        let path = format!(
            "//*[(self::button or self::a) and contains(normalize-space(.), \"{name}\") \
             and not(@data-disabled) and not(@disabled)]"
        );
        let locator = Locator::XPath(&path);
        match self.client.wait().at_most(PATIENCE).for_element(locator).await {
            Ok(button) => button.click().await.expect("the button can be pressed"),
            Err(fault) => self.give_up(name, &fault.to_string()).await,
        }
    }

    /// Empties the field and types into it.
    async fn write(&self, css: &str, text: &str) {
        let field = self.see(css).await;
        field.click().await.expect("the field takes the focus");
        let all = format!("{}a{}", char::from(Key::Control), char::from(Key::Null));
        field.send_keys(&all).await.expect("the field's text is selected");
        field.send_keys(text).await.expect("the field takes text");
    }

    /// Types into a field that finds one of many, and takes the best match.
    async fn find(&self, css: &str, text: &str) {
        self.write(css, text).await;
        self.see(".matches [role=option]").await;
        let field = self.see(css).await;
        field.send_keys(&char::from(Key::Enter).to_string()).await.expect("the match is taken");
    }

    /// Waits until nothing matches `css`.
    async fn gone(&self, css: &str) {
        for _ in 0..200 {
            let found = self.client.find_all(Locator::Css(css)).await;
            if found.is_ok_and(|elements| elements.is_empty()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.give_up(css, "it is still there").await
    }

    /// Keeps a picture of the window.
    async fn shot(&self, name: &str) {
        // What is in the page is not yet what is painted: two frames later it is.
        let painted = "const done = arguments[0];\
            requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";
        self.client.execute_async(painted, Vec::new()).await.expect("the page is painted");
        let png = self.client.screenshot().await.expect("the window can be pictured");
        std::fs::write(self.shots.join(format!("{name}.png")), png).expect("the picture is kept");
    }

    /// Closes the window, as a person would.
    async fn close(mut self) {
        self.client.clone().close().await.expect("the window closes");
        self.stop();
    }

    async fn give_up(&self, sought: &str, fault: &str) -> ! {
        self.shot("failed").await;
        let page = self.client.find(Locator::Css("body")).await;
        let said = match page {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(gone) => gone.to_string(),
        };
        panic!("\"{sought}\" did not appear: {fault}\nthe page says:\n{said}");
    }

    fn stop(&mut self) {
        // The driver may have gone already; either way it is gone afterwards.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn connect(port: u16, capabilities: Capabilities) -> Client {
    let address = format!("http://127.0.0.1:{port}");
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    let mut last = None;
    for _ in 0..100 {
        match builder.connect(&address).await {
            Ok(client) => return client,
            Err(fault) => last = Some(fault),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the driver did not answer: {last:?}");
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("the port is known").port()
}

/// The window's program, built beside this test: `target/debug/deps/this` -> `target/debug/it`.
fn program() -> PathBuf {
    let here = std::env::current_exe().expect("a test knows where it lies");
    let built = here.parent().and_then(Path::parent).expect("a test lies in target/*/deps");
    let program = built.join("dovuto-desktop");
    assert!(program.exists(), "{} is not built", program.display());
    program
}

fn shots_dir() -> PathBuf {
    let here = std::env::current_exe().expect("a test knows where it lies");
    let target = here.ancestors().nth(3).expect("a test lies in target/*/deps");
    std::env::var_os("DOVUTO_SHOTS").map_or_else(|| target.join("screenshots"), PathBuf::from)
}
