//! What the pages say: every `curl` in README.md and API.md is executed, every table
//! that can go stale is compared with the code.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use tender_domain::account::{AccountSettings, CheckoutModules, ShippingMethod};
use tender_domain::api_key::Scope;
use tender_domain::api_version::ApiVersion;
use tender_domain::client_session::ActionType;
use tender_domain::limits;
use tender_processors::simulator::test_cards;
use tender_server::live::{STREAMS_MAX, STREAMS_PER_ADDRESS_MAX, STREAMS_PER_SESSION_MAX};

/// An HTTP error ends the script; everything else is as the page has it.
const PRELUDE: &str = "curl() { command curl --show-error --fail-with-body \"$@\" && echo; }\n";

#[test]
fn the_readme_leads_to_a_paid_order() {
    let out = run_examples("README.md");
    assert!(out.contains(r#""status":"SUCCESS""#), "{out}");
    let (_, payment) = out.rsplit_once(r#"{"id":"#).unwrap();
    assert!(payment.contains(r#""status":"AUTHORIZED""#), "{out}");
    assert!(payment.contains(r#""amount":6400"#), "{out}");
}

#[test]
fn the_integration_is_quoted_from_the_demo_shop() {
    let shop = root().join("web/demo-shop");
    for (language, file) in [("ts", "backend.ts"), ("rust", "backend/src/lib.rs")] {
        let source = fs::read_to_string(shop.join(file)).unwrap();
        let readme = page("README.md");
        let quotes: Vec<_> = readme.split(&format!("```{language}\n")).skip(1).collect();
        assert!(!quotes.is_empty(), "{language}");
        for quote in quotes {
            let quote = quote.split("```").next().unwrap();
            assert!(source.contains(quote), "{file} has no such lines:\n{quote}");
        }
    }
}

#[test]
fn the_examples_of_the_api_work() {
    let out = run_examples("API.md");
    assert!(out.contains(r#""emailAddress":"ada@example.com""#), "{out}");
    assert!(out.contains(r#""city":"Paris""#), "{out}");
    let repeated: Vec<_> = out.lines().filter(|line| line.contains("order-8")).collect();
    assert_eq!(repeated.len(), 2, "{out}");
    assert_eq!(repeated[0], repeated[1]);
}

#[test]
fn the_test_cards_are_those_of_the_simulator() {
    let written = table(&page("README.md"), "| Number | Network |");
    assert_eq!(written.len(), test_cards().len());
    for (row, card) in written.iter().zip(test_cards()) {
        let digits: Vec<_> = (0..4).map(|four| &card.number[four * 4..][..4]).collect();
        let network = card.network.display_name();
        assert_eq!(*row, format!("| {} | {network} | {} |", digits.join(" "), card.description));
    }
}

#[test]
fn the_limits_are_those_of_the_code() {
    let rows: [(&str, i64); 27] = [
        ("Amount", limits::AMOUNT_MAX),
        ("Quantity of a line item", limits::QUANTITY_MAX),
        ("Line items of an order", number(limits::LINE_ITEMS_MAX)),
        ("Fees of an order", number(limits::FEES_MAX)),
        ("Keys and list items of `metadata`, in all", number(limits::METADATA_ENTRIES_MAX)),
        ("Levels of nesting in `metadata`", number(limits::METADATA_DEPTH_MAX)),
        ("Characters of a `metadata` key", number(limits::METADATA_KEY_LENGTH_MAX)),
        ("Characters of a text in `metadata`", number(limits::METADATA_VALUE_LENGTH_MAX)),
        ("Bytes of all keys and texts of `metadata`", number(limits::METADATA_SIZE_MAX)),
        ("Levels of nesting in a body", number(limits::BODY_DEPTH_MAX)),
        ("Faults named in one answer", number(limits::FAULTS_MAX)),
        ("Bytes of a body, merchant API", number(limits::BODY_SIZE_MAX)),
        ("Bytes of a body, client API", number(limits::CLIENT_BODY_SIZE_MAX)),
        ("Seconds in which a body arrives, merchant API", seconds(limits::BODY_TIME_MAX)),
        ("Seconds in which a body arrives, client API", seconds(limits::CLIENT_BODY_TIME_MAX)),
        ("Hours that a client token lives", seconds(limits::CLIENT_TOKEN_LIFETIME) / 3_600),
        ("Minutes that a CVV waits", seconds(limits::CVV_LIFETIME) / 60),
        ("Cards tried in one session", limits::CARD_ATTEMPTS_PER_SESSION),
        ("Cards tried per hour, by IP address and by card", limits::CARD_ATTEMPTS_PER_HOUR),
        ("Payments of one session", number(limits::PAYMENTS_PER_SESSION_MAX)),
        ("Characters of an idempotency key", number(limits::IDEMPOTENCY_KEY_LENGTH_MAX)),
        ("Creating calls per second of a session", limits::CLIENT_RATE_PER_SESSION.into()),
        ("Creating calls per second of an address", limits::CLIENT_RATE_PER_ADDRESS.into()),
        ("Merchant calls per second of an account", limits::MERCHANT_RATE_PER_ACCOUNT.into()),
        ("Live streams of one session, per node", number(STREAMS_PER_SESSION_MAX)),
        ("Live streams of one address, per node", number(STREAMS_PER_ADDRESS_MAX)),
        ("Live streams of a node", number(STREAMS_MAX)),
    ];
    let expected = rows.map(|(what, limit)| format!("| {what} | {limit} |"));
    assert_eq!(table(&page("API.md"), "| What | Limit |"), expected);
}

#[test]
fn settings_scopes_versions_and_actions_are_all_there() {
    let settings = serde_json::to_value(AccountSettings::default()).unwrap();
    let known: Vec<_> = settings.as_object().unwrap().keys().cloned().collect();
    let mut written = first_column(&page("README.md"), "| Setting | Values |");
    written.sort();
    assert_eq!(written, known);
    for scope in Scope::ALL {
        assert!(page("README.md").contains(&format!("`{}`", scope.as_str())), "{scope}");
    }
    let api = page("API.md");
    for version in ApiVersion::ALL {
        assert!(api.contains(&format!("`{version}`")), "{version}");
    }
    for action in ActionType::ALL {
        assert!(api.contains(&format!("`{}`", action.as_str())), "{action}");
    }
}

#[test]
fn the_options_of_checkout_modules_are_those_of_the_code() {
    let all = serde_json::json!({"BILLING_ADDRESS": {}, "CARD_INFORMATION": {}, "SHIPPING": {}});
    let modules: CheckoutModules = serde_json::from_value(all).unwrap();
    let mut expected = Vec::new();
    for (module, options) in serde_json::to_value(modules).unwrap().as_object().unwrap() {
        for (option, default) in options.as_object().unwrap() {
            expected.push(format!("| `{module}` | `{option}` | `{default}` |"));
        }
    }
    // The one option without a default is written only when it is set.
    expected.push("| `SHIPPING` | `selectedShippingMethod` | none |".to_owned());
    let rows = table(&page("README.md"), "| Module | Option | Default | Meaning |");
    let mut written: Vec<_> =
        rows.iter().map(|row| row.split('|').take(4).collect::<Vec<_>>().join("|") + "|").collect();
    expected.sort();
    written.sort();
    assert_eq!(written, expected);
    let method = serde_json::from_str::<ShippingMethod>(SHIPPING_METHOD).unwrap();
    assert!(page("README.md").contains(SHIPPING_METHOD), "{method:?}");
}

/// As README has it.
const SHIPPING_METHOD: &str =
    r#"{"id": "std", "name": "Standard", "description": "3 days", "amount": 500}"#;

#[test]
fn the_configuration_keys_are_those_of_serve() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tender.toml");
    fs::write(&file, "zzzzzz = 1").unwrap();
    let out = tender().arg("serve").arg("--config").arg(&file).output().unwrap();
    let error = String::from_utf8(out.stderr).unwrap();
    let (_, keys) = error.trim().split_once("the keys are ").unwrap();
    let mut known: Vec<_> = keys.split(", ").collect();
    let mut written = first_column(&page("README.md"), "| Key | Default | Meaning |");
    known.sort_unstable();
    written.sort();
    assert_eq!(written, known);
}

/// Words in quotes that look like error ids and are none: names of schemas, and a product.
const NO_ERRORS: [&str; 7] = [
    "ApiKeyAuth",
    "ClientSessionAPIRequest",
    "ClientSessionUpdateAPIRequest",
    "ListOrText",
    "Notebook",
    "PaymentCreationAPIRequest",
    "TextName",
];

/// Every word in quotes with a capital first and small letters in it, in all of the server.
fn error_ids() -> Vec<String> {
    let is_id = |text: &&str| {
        text.starts_with(|first: char| first.is_ascii_uppercase())
            && text.len() > 6
            && text.bytes().all(|byte| byte.is_ascii_alphabetic())
            && text.bytes().any(|byte| byte.is_ascii_lowercase())
            && !NO_ERRORS.contains(text)
    };
    let mut known: Vec<String> = Vec::new();
    for text in rust_files(&root().join("crates/server/src")) {
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            known.extend(line.split('"').skip(1).step_by(2).filter(is_id).map(str::to_owned));
        }
    }
    known.sort();
    known.dedup();
    known
}

/// The texts of all Rust files below a folder.
fn rust_files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = entries.flat_map(|path| match path.is_dir() {
        true => rust_files(&path),
        false if path.extension().is_some_and(|extension| extension == "rs") => {
            vec![fs::read_to_string(&path).unwrap()]
        }
        false => Vec::new(),
    });
    texts.collect()
}

#[test]
fn every_error_id_is_explained() {
    let known = error_ids();
    let api = page("API.md");
    let mut written = first_column(&api, "| errorId | Status |");
    // Named below the table: they cannot occur yet.
    written.extend(["InvalidPaymentStatus".to_owned()]);
    written.sort();
    assert_eq!(written, known);
    assert!(api.contains("`InvalidPaymentStatus` (400) is reserved"));
}

#[test]
fn how_long_rows_live_is_what_the_code_does() {
    let expected: Vec<_> = tender_store::retention::tables()
        .into_iter()
        .map(|(table, kept)| format!("| `{table}` | {kept} |"))
        .collect();
    assert_eq!(table(&page("README.md"), "| Table | How long its rows live |"), expected);
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = page("Cargo.toml");
    let (_, rest) = manifest.split_once("[workspace.dependencies]\n").unwrap();
    let lines = rest.lines().take_while(|line| !line.starts_with('['));
    let names = lines.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    let mut known: Vec<_> = names
        .filter(|name| !name.starts_with(['#', ' ']) && !name.starts_with("tender-"))
        .collect();
    known.sort_unstable();
    assert_eq!(first_column(&page("CONTRIBUTING.md"), "| Crate | Why it is here |"), known);

    let mut packages = Vec::new();
    for folder in ["", "web/sdk/", "web/demo-shop/", "e2e/"] {
        let manifest: serde_json::Value =
            serde_json::from_str(&page(&format!("{folder}package.json"))).unwrap();
        for kind in ["dependencies", "devDependencies"] {
            packages
                .extend(manifest[kind].as_object().into_iter().flat_map(|all| all.keys()).cloned());
        }
    }
    packages.sort_unstable();
    assert_eq!(first_column(&page("CONTRIBUTING.md"), "| Package | Why it is here |"), packages);
}

/// Runs the `sh` blocks that have a `curl`, in order, in one shell, in the folder of a
/// fresh `tender dev`. Answers what they print.
fn run_examples(page_name: &str) -> String {
    let page = page(page_name);
    let blocks: Vec<_> = page
        .split("```sh\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .filter(|block| block.contains("curl"))
        .collect();
    let curls = page.matches("\ncurl ").count() + page.matches("$(curl ").count();
    assert!(blocks.len() > 2 && curls > 2, "the examples of {page_name} were not found");
    let script = format!("{PRELUDE}{}", blocks.join("\n"));

    let server = Dev::start();
    let out = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script])
        .current_dir(server.folder.path())
        .env("NO_PROXY", "*")
        .output()
        .unwrap();
    let printed = String::from_utf8(out.stdout).unwrap();
    let error = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{page_name}: {error}\n{printed}");
    printed
}

/// A `tender dev` in a folder of its own, killed when dropped.
struct Dev {
    child: Child,
    folder: TempDir,
}

impl Dev {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = tender()
            .args(["dev", "--json", "--port", "0"])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut ready).unwrap();
        assert!(ready.starts_with('{'), "{ready}");
        Self { child, folder }
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn tender() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tender"));
    command.env_clear();
    command
}

/// The rows of the table below this heading.
fn table(page: &str, heading: &str) -> Vec<String> {
    let (_, rest) = page.split_once(heading).unwrap_or_else(|| panic!("no table {heading}"));
    rest.lines().skip(2).take_while(|line| line.starts_with('|')).map(str::to_owned).collect()
}

/// The first column of a table, without its code marks.
fn first_column(page: &str, heading: &str) -> Vec<String> {
    let first = |row: &String| row.split('|').nth(1).unwrap().trim().trim_matches('`').to_owned();
    table(page, heading).iter().map(first).collect()
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn number(limit: usize) -> i64 {
    i64::try_from(limit).unwrap()
}

fn seconds(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap()
}
