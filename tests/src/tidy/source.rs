//! The project's files as texts, with comments and literals told apart from code.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// One file. `code` has the shape of `text`, with comments and literals blanked out.
#[derive(Debug, Clone)]
pub struct Source {
    pub path: String,
    pub text: String,
    pub code: String,
    pub literals: Vec<Literal>,
}

/// A string literal: the line where it begins, and the last word of code before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    pub line: usize,
    pub before: String,
    pub text: String,
}

#[derive(Debug)]
pub struct Fault {
    pub path: String,
    pub line: usize,
    pub rule: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.rule)
    }
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let text = text.replace("\r\n", "\n");
        let (code, literals) = match Tongue::of(path) {
            Some(tongue) => Reader::new(&text, tongue).read(),
            None => (text.clone(), Vec::new()),
        };
        Self { path: path.to_string(), text, code, literals }
    }

    pub fn is(&self, ending: &str) -> bool {
        self.path.ends_with(ending)
    }

    pub fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    pub fn fault(&self, line: usize, rule: impl Into<String>) -> Fault {
        Fault { path: self.path.clone(), line, rule: rule.into() }
    }

    /// Lines of code, numbered from one.
    pub fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.code.lines())
    }

    /// Lines of the file as it stands, numbered from one.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }
}

/// Whether `word` stands in `line` and is not a part of a longer name.
pub fn has_word(line: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let is_longer = (word.starts_with(is_name) && before.is_some_and(is_name))
            || (word.ends_with(is_name) && after.is_some_and(is_name));
        !is_longer
    })
}

/// Every file of the project, read once: what git knows or would add; without git, what lies there.
pub fn project() -> &'static [Source] {
    static PROJECT: OnceLock<Vec<Source>> = OnceLock::new();
    PROJECT.get_or_init(|| {
        let root = root();
        let mut paths = listed_by_git(&root).unwrap_or_else(|| walked(&root));
        paths.sort();
        paths.dedup();
        assert!(paths.len() > 20, "no sources found under {}", root.display());
        paths
            .iter()
            .filter_map(|path| {
                let text = std::fs::read_to_string(root.join(path)).ok()?;
                Some(Source::new(path, &text))
            })
            .collect()
    })
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests lie one folder below the top")
        .to_path_buf()
}

fn listed_by_git(root: &Path) -> Option<Vec<String>> {
    if !root.join(".git").exists() {
        return None;
    }
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .ok()?;
    let listed = String::from_utf8(output.stdout).ok()?;
    let paths = listed.split('\0').filter(|path| !path.is_empty());
    output.status.success().then(|| paths.map(str::to_string).collect())
}

fn walked(root: &Path) -> Vec<String> {
    const BUILT: [&str; 5] = ["target", "node_modules", "dist", "gen", ".git"];
    let mut paths = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the sources can be read") {
            let path = entry.expect("an entry of the sources can be read").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !BUILT.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else {
                let below = path.strip_prefix(root).expect("walked from the top");
                paths.push(below.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    paths
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tongue {
    Rust,
    TypeScript,
    Sql,
}

impl Tongue {
    fn of(path: &str) -> Option<Self> {
        match path.rsplit_once('.')?.1 {
            "rs" => Some(Self::Rust),
            "ts" | "tsx" => Some(Self::TypeScript),
            "sql" => Some(Self::Sql),
            _ => None,
        }
    }
}

/// Reads a text from left to right; knows just enough of each language to find what is not code.
struct Reader {
    text: Vec<char>,
    at: usize,
    line: usize,
    tongue: Tongue,
    code: String,
    literals: Vec<Literal>,
}

impl Reader {
    fn new(text: &str, tongue: Tongue) -> Self {
        Self {
            text: text.chars().collect(),
            at: 0,
            line: 1,
            tongue,
            code: String::with_capacity(text.len()),
            literals: Vec::new(),
        }
    }

    fn read(mut self) -> (String, Vec<Literal>) {
        while self.at < self.text.len() {
            if self.comment() || self.literal() {
                continue;
            }
            let c = self.text[self.at];
            self.code.push(c);
            self.line += usize::from(c == '\n');
            self.at += 1;
        }
        (self.code, self.literals)
    }

    fn sees(&self, what: &str) -> bool {
        what.chars().enumerate().all(|(n, c)| self.text.get(self.at + n) == Some(&c))
    }

    /// Moves to `end`, leaving blanks; gives what was passed over.
    fn blank(&mut self, end: usize) -> String {
        let end = end.min(self.text.len());
        let passed: String = self.text[self.at..end].iter().collect();
        for c in passed.chars() {
            self.code.push(if c == '\n' { '\n' } else { ' ' });
            self.line += usize::from(c == '\n');
        }
        self.at = end;
        passed
    }

    fn comment(&mut self) -> bool {
        let to_line_end = if self.tongue == Tongue::Sql { "--" } else { "//" };
        if self.sees(to_line_end) {
            let rest = &self.text[self.at..];
            let length = rest.iter().position(|&c| c == '\n').unwrap_or(rest.len());
            self.blank(self.at + length);
            return true;
        }
        if !self.sees("/*") {
            return false;
        }
        let (mut end, mut depth) = (self.at, 0_u32);
        while end < self.text.len() {
            match (self.text[end], self.text.get(end + 1)) {
                ('/', Some('*')) if depth == 0 || self.tongue == Tongue::Rust => {
                    depth += 1;
                    end += 2;
                }
                ('*', Some('/')) => {
                    depth -= 1;
                    end += 2;
                    if depth == 0 {
                        break;
                    }
                }
                _ => end += 1,
            }
        }
        self.blank(end);
        true
    }

    fn literal(&mut self) -> bool {
        let Some((open, end, close)) = self.literal_bounds() else {
            return false;
        };
        let line = self.line;
        let before = last_word(&self.code);
        let passed: Vec<char> = self.blank(end).chars().collect();
        let inner = passed.get(open..passed.len().saturating_sub(close)).unwrap_or_default();
        self.literals.push(Literal { line, before, text: inner.iter().collect() });
        true
    }

    /// Length of the opening mark, where the literal ends, length of the closing mark.
    fn literal_bounds(&self) -> Option<(usize, usize, usize)> {
        let c = self.text[self.at];
        match (self.tongue, c) {
            (Tongue::Rust, 'r') => self.raw_bounds(),
            (Tongue::Rust, '\'') => {
                let is_escape = self.text.get(self.at + 1) == Some(&'\\');
                let is_char = self.text.get(self.at + 2) == Some(&'\'');
                (is_escape || is_char).then(|| (1, self.quoted_end('\'', true), 1))
            }
            (Tongue::Rust, '"') => Some((1, self.quoted_end('"', true), 1)),
            (Tongue::TypeScript, '"' | '\'') => Some((1, self.quoted_end(c, false), 1)),
            (Tongue::TypeScript, '`') => Some((1, template_end(&self.text, self.at), 1)),
            (Tongue::Sql, '\'') => Some((1, self.doubled_end(), 1)),
            _ => None,
        }
    }

    /// r"..." and r#"..."#, with as many marks as there are.
    fn raw_bounds(&self) -> Option<(usize, usize, usize)> {
        let before = self.at.checked_sub(1).map(|at| self.text[at]);
        if before.is_some_and(|c| (c.is_alphanumeric() && c != 'b') || c == '_') {
            return None;
        }
        let n_marks = self.text[self.at + 1..].iter().take_while(|&&c| c == '#').count();
        let open = n_marks + 2;
        if self.text.get(self.at + open - 1) != Some(&'"') {
            return None;
        }
        let mut end = self.at + open;
        while end < self.text.len() {
            let marks = self.text[end + 1..].iter().take_while(|&&c| c == '#').count();
            if self.text[end] == '"' && marks >= n_marks {
                return Some((open, end + 1 + n_marks, n_marks + 1));
            }
            end += 1;
        }
        None
    }

    /// Backslash escapes. In TypeScript a quote that its line does not close was an apostrophe.
    fn quoted_end(&self, mark: char, spans_lines: bool) -> usize {
        let mut end = self.at + 1;
        while end < self.text.len() {
            match self.text[end] {
                '\\' => end += 2,
                '\n' if !spans_lines => return end,
                c if c == mark => return end + 1,
                _ => end += 1,
            }
        }
        end
    }

    fn doubled_end(&self) -> usize {
        let mut end = self.at + 1;
        while end < self.text.len() {
            if self.text[end] != '\'' {
                end += 1;
            } else if self.text.get(end + 1) == Some(&'\'') {
                end += 2;
            } else {
                return end + 1;
            }
        }
        end
    }
}

/// The end of a template literal, with whatever templates stand inside its `${}`.
fn template_end(text: &[char], start: usize) -> usize {
    let (mut end, mut depth) = (start + 1, 0_u32);
    while end < text.len() {
        match text[end] {
            '\\' => end += 2,
            '$' if text.get(end + 1) == Some(&'{') => {
                depth += 1;
                end += 2;
            }
            '{' if depth > 0 => {
                depth += 1;
                end += 1;
            }
            '}' if depth > 0 => {
                depth -= 1;
                end += 1;
            }
            '`' if depth > 0 => end = template_end(text, end),
            '`' => return end + 1,
            _ => end += 1,
        }
    }
    end
}

fn last_word(code: &str) -> String {
    let code = code.trim_end().trim_end_matches('(');
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let start = code.rfind(|c| !is_name(c)).map_or(0, |at| at + 1);
    code.get(start..).unwrap_or_default().to_string()
}

#[test]
fn code_comments_and_literals_are_told_apart() {
    let check = |path: &str, text: &str, code: &str, literals: &[&str]| {
        let source = Source::new(path, text);
        let found: Vec<&str> = source.literals.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(source.code, code, "{text}");
        assert_eq!(found, literals, "{text}");
        assert_eq!(source.code.lines().count(), text.lines().count(), "{text}");
    };
    check("a.rs", "a // b\nc", "a     \nc", &[]);
    check("a.rs", "/* a /* b */ c */d", "                 d", &[]);
    check("a.rs", "f(\"x // y\")", "f(        )", &["x // y"]);
    check("a.rs", "r#\"a \"b\" c\"#;", "            ;", &["a \"b\" c"]);
    check("a.rs", "for<'a> '\\'' 'b'", "for<'a>         ", &["\\'", "b"]);
    check("a.ts", "`a ${b(`c`)} d`;", "               ;", &["a ${b(`c`)} d"]);
    check("a.tsx", "don't\nx", "don  \nx", &[""]);
    check("a.sql", "a -- b\n'it''s'", "a     \n       ", &["it''s"]);
}

#[test]
fn a_word_is_not_found_inside_a_longer_one() {
    assert!(has_word("x: any;", "any"));
    assert!(!has_word("x: many;", "any"));
    assert!(!has_word("any_thing", "any"));
    assert!(has_word("(fetch(x))", "fetch("));
    assert!(!has_word("refetch(x)", "fetch("));
}
