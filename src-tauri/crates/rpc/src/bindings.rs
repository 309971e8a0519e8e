//! The generated TypeScript: one file with every type on the wire and the table of commands.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use ts_rs::{Config, TS, TypeVisitor};

use crate::envelope::{Request, Response};
use crate::table::TABLE;

/// Gathers the declarations of types and of all that they are made of.
pub struct Collector {
    config: Config,
    seen: HashSet<TypeId>,
    declarations: BTreeMap<String, String>,
}

impl Collector {
    pub(crate) fn add<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            let (name, declaration) = (T::ident(&self.config), T::decl(&self.config));
            let before = self.declarations.insert(name, declaration.clone());
            assert!(
                before.is_none_or(|b| b == declaration),
                "two types of one name: {declaration}"
            );
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

impl TypeVisitor for Collector {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

/// How types are written: large integers are numbers, since ours stay within 2^53.
pub fn config() -> Config {
    Config::new().with_large_int("number")
}

/// The text of `ui/src/bindings/commands.ts`.
pub fn text() -> String {
    let config = config();
    let mut collector =
        Collector { config: self::config(), seen: HashSet::new(), declarations: BTreeMap::new() };
    collector.add::<Request>();
    collector.add::<Response>();
    for command in TABLE {
        (command.collect)(&mut collector);
    }
    let mut text =
        String::from("// Generated from the command table by `cargo xtask bindings`.\n\n");
    for declaration in collector.declarations.values() {
        writeln!(text, "export {declaration}\n").expect("writing to a text cannot fail");
    }
    text.push_str("export interface Commands {\n");
    for command in TABLE {
        let (payload, answer) = (command.types)(&config);
        let line = format!("  \"{}\": {{ payload: {payload}; answer: {answer} }};", command.name);
        writeln!(text, "{line}").expect("writing to a text cannot fail");
    }
    text.push_str("}\n");
    text
}
