//! The station's key and its witness: kept beside the firm's file, never in it.
//!
//! The witness remembers how far this station has come; a file that is behind it is an old copy.

pub mod vault;

use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use dovuto_domain::kernel::id::StreamId;
use ed25519_dalek::SigningKey;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::error::Error;
use crate::row::{hex, unhex};

/// What a key's file says when the key itself lies in the system's store of secrets.
const IN_SYSTEM: &str = "in the system's store of secrets";

/// The folder that holds keys and witnesses of the stations on this computer.
#[derive(Clone, Debug)]
pub struct KeyHome(pub PathBuf);

/// A writer: its stream and the key that signs for it.
#[derive(Clone)]
pub struct Station {
    pub stream_id: StreamId,
    pub letter: char,
    pub key: SigningKey,
}

/// How far a stream had come when it last gave a number to a document or took money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    pub seq: i64,
    pub hash: Vec<u8>,
}

/// The stream of a key: the first sixteen bytes of SHA-256 of the public key.
pub fn stream_of(public_key: &[u8]) -> StreamId {
    let digest = Sha256::digest(public_key);
    let half: [u8; 16] = digest[..16].try_into().expect("a digest has 32 bytes");
    StreamId(Uuid::from_bytes(half))
}

impl KeyHome {
    fn key_path(&self, stream: StreamId) -> PathBuf {
        self.0.join(format!("{stream}.key"))
    }

    fn witness_path(&self, stream: StreamId) -> PathBuf {
        self.0.join(format!("{stream}.witness"))
    }

    /// Keeps a new key for this computer's user alone: in the system's store of secrets where
    /// there is one, else in a file that only this user may read.
    pub fn keep(&self, key: &SigningKey) -> Result<StreamId, Error> {
        let stream = stream_of(key.verifying_key().as_bytes());
        fs::create_dir_all(&self.0).map_err(io("making the folder", &self.0))?;
        let path = self.key_path(stream);
        let kept = vault::keep(stream, key.to_bytes());
        let text = if kept { IN_SYSTEM.to_owned() } else { hex(&key.to_bytes()) };
        write_private(&path, text.as_bytes())?;
        Ok(stream)
    }

    /// Takes away the key of a stream that never got a fact.
    pub fn forget(&self, stream: StreamId) {
        let _ = fs::remove_file(self.key_path(stream));
    }

    /// The key of a stream, if it lies on this computer.
    pub fn key(&self, stream: StreamId) -> Result<Option<SigningKey>, Error> {
        let path = self.key_path(stream);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io("reading", &path)(error)),
        };
        let wrong = |why| Error::KeyWrong { path: path.clone(), why };
        let secret = if text.trim() == IN_SYSTEM {
            Some(vault::get(stream).map_err(|why| Error::KeyLocked { why })?)
        } else {
            unhex(text.trim())
        };
        let bytes: [u8; 32] = secret
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| wrong("is not readable as one"))?;
        let key = SigningKey::from_bytes(&bytes);
        if stream_of(key.verifying_key().as_bytes()) != stream {
            return Err(wrong("is that of another station"));
        }
        Ok(Some(key))
    }

    /// How far the stream had come, if it ever gave a number.
    pub fn witness(&self, stream: StreamId) -> Result<Option<Witness>, Error> {
        let path = self.witness_path(stream);
        // Where locks bind everybody, whoever writes would shut a reader out.
        let read = || {
            let file = fs::File::open(&path)?;
            file.lock_shared()?;
            std::io::read_to_string(file)
        };
        let text = match read() {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io("reading", &path)(error)),
        };
        match parse_witness(&text) {
            // Made, and not written before the power went.
            None if text.is_empty() => Ok(None),
            None => Err(Error::WitnessWrong { path }),
            known => Ok(known),
        }
    }

    /// Remembers how far the stream has come.
    ///
    /// Several posters of one station may come here at once and out of order: one writes at a
    /// time, and what is remembered never falls back. It is one write of one length within one
    /// sector, over the one before, so it is never half there. It is not waited for until it is
    /// on the disk: after a power cut the witness may lie behind the file, where it does no harm,
    /// and never before it.
    pub fn witness_now(&self, stream: StreamId, witness: &Witness) -> Result<(), Error> {
        let path = self.witness_path(stream);
        let mut options = fs::OpenOptions::new();
        let options = options.create(true).truncate(false).read(true).write(true);
        let write = || {
            let mut file = options.open(&path)?;
            file.lock()?;
            let mut text = String::new();
            file.read_to_string(&mut text)?;
            if parse_witness(&text).is_some_and(|known| witness.seq <= known.seq) {
                return Ok(());
            }
            file.seek(SeekFrom::Start(0))?;
            file.write_all(format!("{:019} {}\n", witness.seq, hex(&witness.hash)).as_bytes())?;
            if text.is_empty() { file.sync_all() } else { Ok(()) }
        };
        write().map_err(io("writing", &path))
    }
}

fn parse_witness(text: &str) -> Option<Witness> {
    let (seq, hash) = text.trim().split_once(' ')?;
    Some(Witness { seq: seq.parse().ok()?, hash: unhex(hash)? })
}

fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let write = || {
        let mut file = options.open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(io("writing", path))
}

pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Io { what, path, source }
}
