//! Attacks on the ledger, on requests and stations, and on every saved record.

use super::attack::{Attack, Forge, attack, blob, hash};
use super::world::{AGREEMENT, CARRIER, FIRM, PERSON, POLICY, PUMP, ROSSI, SARA};

const NEW: u128 = 0xabc;

pub fn ledger(f: &Forge) -> Vec<Attack> {
    let last = format!(
        "stream_id = {0} and seq = (select max(seq) from ledger where stream_id = {0})",
        f.stream
    );
    let next = [("seq", "seq + 1"), ("prev_hash", "hash")];
    let forged = hash(1);
    let append = |verb: &str, more: &[(&str, &str)]| {
        f.copy(verb, "ledger", &last, &[&next[..], more].concat())
    };
    let early = "(select hash from ledger where rowid = 4)";
    let by_row = |row: &str| {
        let text = append("insert or replace", &[("hash", &forged)]);
        text.replacen("(stream_id", "(rowid, stream_id", 1).replacen(
            "select stream_id",
            &format!("select {row}, stream_id"),
            1,
        )
    };
    vec![
        attack(
            "guard_ledger_chain",
            "E_CHAIN_BROKEN",
            f.copy("insert", "ledger", &last, &[("seq", "seq + 2"), ("hash", &forged)]),
        ),
        attack(
            "guard_ledger_chain",
            "E_CHAIN_BROKEN",
            f.copy("insert", "ledger", &last, &[("seq", "seq + 1"), ("hash", &forged)]),
        ),
        attack(
            "guard_ledger_chain",
            "E_FACT_EXISTS",
            append("insert or replace", &[("hash", early)]),
        ),
        attack("guard_ledger_chain", "E_FACT_EXISTS", by_row("rowid")),
        attack("guard_ledger_arrival", "E_FACT_OUT_OF_ORDER", by_row("rowid + 9")),
        attack("guard_ledger_arrival", "E_FACT_OUT_OF_ORDER", by_row("-7")),
        attack("guard_ledger_unchanged", "E_LEDGER_IMMUTABLE", "update ledger set body = '{}';"),
        attack("guard_ledger_kept", "E_LEDGER_IMMUTABLE", "delete from ledger where rowid = 4;"),
    ]
}

pub fn intents(f: &Forge) -> Vec<Attack> {
    let (rest, replace) = ("true limit 1", "insert or replace");
    let person = format!("insert into personal values ({}, zeroblob(16), 'sara');", blob(PERSON));
    vec![
        attack(
            "guard_requests_once",
            "E_REQUEST_ANSWERED",
            f.copy(replace, "requests", rest, &[("answer", "'no'")]),
        ),
        attack(
            "guard_requests_unchanged",
            "E_REQUEST_ANSWERED",
            "update requests set answer = 'no';",
        ),
        attack("guard_requests_kept", "E_REQUEST_ANSWERED", "delete from requests;"),
        attack(
            "guard_personal_once",
            "E_PERSONAL_RESTATED",
            f.copy(replace, "personal", rest, &[("bytes", "'luca'")]),
        )
        .after(person.clone()),
        attack(
            "guard_personal_unchanged",
            "E_PERSONAL_RESTATED",
            "update personal set bytes = 'luca';",
        )
        .after(person.clone()),
        attack("guard_personal_kept", "E_PERSONAL_KEPT", "delete from personal;")
            .after(person.clone()),
        attack("guard_personal_once", "E_PERSONAL_RESTATED", person).after(f.fact(
            "PersonErased",
            PERSON,
            1,
        )),
    ]
}

pub fn stations(f: &Forge) -> Vec<Attack> {
    let ours = format!("stream_id = {}", f.stream);
    let (stream, other) = (&f.stream, &f.other);
    let succeeded = f.succession();
    let (fact, act) = succeeded.split_once("update ").expect("a fact, then its effect");
    let frozen = format!("update {}", act.replace(" where", ", letter = 'C' where"));
    let new = [("stream_id", blob(NEW))];
    let new = |letter| {
        f.copy("insert", "stations", &ours, &[("stream_id", &new[0].1), ("letter", letter)])
    };
    let trigger = "guard_stations_fact";
    vec![
        attack(trigger, "E_STATION_WITHOUT_FACT", new("'C'")),
        attack(
            trigger,
            "E_STATION_EXISTS",
            f.copy("insert or replace", "stations", &ours, &[("public_key", "zeroblob(32)")]),
        ),
        attack(trigger, "E_STATION_EXISTS", new("'A'")).after(f.fact("StationOpened", NEW, 1)),
        attack("guard_stations_succession", "E_STATION_FROZEN", frozen).after(fact),
        attack(
            "guard_stations_succession",
            "E_STATION_FROZEN",
            format!("update stations set succeeded_by = null where stream_id = {stream};"),
        )
        .after(f.succession()),
        attack(
            "guard_stations_succession",
            "E_SUCCESSION_WITHOUT_FACT",
            format!("update stations set succeeded_by = {other} where stream_id = {stream};"),
        ),
        attack("guard_stations_kept", "E_STATION_FROZEN", "delete from stations;"),
    ]
}

/// A table of saved rows: whose key, which codes, what a new row and a changed one differ in.
struct Saved {
    table: &'static str,
    key: &'static str,
    id: u128,
    triggers: [&'static str; 3],
    codes: [&'static str; 3],
    changed: (&'static str, &'static str),
    has_code: bool,
}

macro_rules! saved {
    ($table:literal, $key:literal, $id:expr, $one:literal, $changed:expr, $has_code:expr) => {
        Saved {
            table: $table,
            key: $key,
            id: $id,
            triggers: [
                concat!("guard_", $table, "_fact"),
                concat!("guard_", $table, "_change"),
                concat!("guard_", $table, "_kept"),
            ],
            codes: [
                concat!("E_", $one, "_WITHOUT_FACT"),
                concat!("E_", $one, "_REPLACED"),
                concat!("E_", $one, "_KEPT"),
            ],
            changed: $changed,
            has_code: $has_code,
        }
    };
}

impl Saved {
    fn attacks(&self, f: &Forge) -> Vec<Attack> {
        let Self { table, key, .. } = *self;
        let like = format!("{key} = {}", blob(self.id));
        let new = blob(NEW);
        let mut row = vec![(key, new.as_str())];
        row.extend(self.has_code.then_some(("code", "'new'")));
        let (column, value) = self.changed;
        vec![
            attack(self.triggers[0], self.codes[0], f.copy("insert", table, &like, &row)),
            attack(
                self.triggers[0],
                self.codes[1],
                f.copy("insert or replace", table, &like, &[self.changed]),
            ),
            attack(
                self.triggers[1],
                self.codes[1],
                format!("update {table} set {column} = {value} where {like};"),
            ),
            attack(self.triggers[2], self.codes[2], format!("delete from {table} where {like};")),
        ]
    }

    /// Taking another row's code, with a fact of one's own, must not push that row out.
    fn robbery(&self, f: &Forge, kind: &str) -> Vec<Attack> {
        let Self { table, key, .. } = *self;
        let like = format!("{key} = {}", blob(self.id));
        let (new, forged) = (blob(NEW), hash(1));
        let row = [(key, new.as_str()), ("fact_hash", &forged)];
        let taken = format!("(select code from {table} where {key} <> {})", blob(self.id));
        vec![
            attack(
                self.triggers[0],
                self.codes[1],
                f.copy("insert or replace", table, &like, &row),
            )
            .after(f.fact(kind, NEW, 1)),
            attack(
                self.triggers[1],
                self.codes[1],
                format!(
                    "update or replace {table} \
                        set code = {taken}, fact_hash = {forged} \
                      where {like};"
                ),
            )
            .after(f.fact(kind, self.id, 1)),
        ]
    }
}

pub fn saved(f: &Forge) -> Vec<Attack> {
    let members = saved!("members", "member_id", SARA, "MEMBER", ("senior", "0"), true);
    let customers = saved!("customers", "customer_id", ROSSI, "CUSTOMER", ("name", "'x'"), true);
    let carriers = saved!("carriers", "carrier_id", CARRIER, "CARRIER", ("name", "'x'"), true);
    let products = saved!("products", "product_id", PUMP, "PRODUCT", ("gtin", "'x'"), true);
    let firms = saved!("firms", "firm_id", FIRM, "FIRM", ("country", "'DE'"), false);
    let agreements = saved!(
        "price_agreements",
        "agreement_id",
        AGREEMENT,
        "PRICE_AGREEMENT",
        ("evidence", "'x'"),
        false
    );
    let (firm, new, forged) = (format!("firm_id = {}", blob(FIRM)), blob(NEW), hash(1));
    let second = [("firm_id", new.as_str()), ("fact_hash", &forged)];
    let mut all = vec![
        attack("guard_firms_fact", "E_SECOND_FIRM", f.copy("insert", "firms", &firm, &second))
            .after(f.fact("FirmSaved", NEW, 1)),
    ];
    for table in [&members, &customers, &carriers, &products, &firms, &agreements] {
        all.extend(table.attacks(f));
    }
    all.extend(members.robbery(f, "MemberSaved"));
    all.extend(customers.robbery(f, "CustomerSaved"));
    all.extend(carriers.robbery(f, "CarrierSaved"));
    all.extend(products.robbery(f, "ProductSaved"));
    all
}

pub fn policies(f: &Forge) -> Vec<Attack> {
    let (like, new) = (format!("policy_id = {}", blob(POLICY)), blob(NEW));
    vec![
        attack(
            "guard_policies_fact",
            "E_POLICY_WITHOUT_FACT",
            f.copy("insert", "policies", &like, &[("policy_id", &new)]),
        ),
        attack(
            "guard_policies_fact",
            "E_POLICY_IMMUTABLE",
            f.copy("insert or replace", "policies", &like, &[("text", "'any'")]),
        ),
        attack(
            "guard_policies_unchanged",
            "E_POLICY_IMMUTABLE",
            "update policies set text = 'any';",
        ),
        attack("guard_policies_kept", "E_POLICY_IMMUTABLE", "delete from policies;"),
    ]
}
