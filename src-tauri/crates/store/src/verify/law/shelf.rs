//! Books by identity, of which only those that were asked for lately lie open: the others are
//! packed, a quarter of their size.

use std::collections::HashMap;

use elsa::FrozenMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::body::Id;

/// How many lie open before all are packed; few where the program is tested, so that it happens.
const OPEN_MAX: usize = if cfg!(debug_assertions) { 2 } else { 4_096 };

pub(super) struct Shelf<T> {
    open: HashMap<Id, T>,
    packed: HashMap<Id, Box<[u8]>>,
    /// Opened only to be read, until the next `tidy`.
    read: FrozenMap<Id, Box<T>>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { open: HashMap::new(), packed: HashMap::new(), read: FrozenMap::new() }
    }
}

impl<T: Serialize + DeserializeOwned> Shelf<T> {
    pub fn len(&self) -> usize {
        self.open.len() + self.packed.len()
    }

    pub fn contains_key(&self, id: &Id) -> bool {
        self.open.contains_key(id) || self.packed.contains_key(id)
    }

    /// Whether another one lay there.
    pub fn insert(&mut self, id: Id, value: T) -> bool {
        let packed = self.packed.remove(&id).is_some();
        self.open.insert(id, value).is_some() || packed
    }

    pub fn get(&self, id: &Id) -> Option<&T> {
        if let Some(open) = self.open.get(id) {
            return Some(open);
        }
        let packed = self.packed.get(id)?;
        Some(self.read.get(id).unwrap_or_else(|| self.read.insert(*id, Box::new(unpack(packed)))))
    }

    pub fn get_mut(&mut self, id: &Id) -> Option<&mut T> {
        if let Some(packed) = self.packed.remove(id) {
            self.open.insert(*id, unpack(&packed));
        }
        self.open.get_mut(id)
    }

    /// Shows all of them, in no order.
    pub fn each(&self, mut show: impl FnMut(Id, &T)) {
        self.open.iter().for_each(|(id, value)| show(*id, value));
        self.packed.iter().for_each(|(id, packed)| show(*id, &unpack(packed)));
    }

    /// Lets all of them be changed, in no order.
    pub fn each_mut(&mut self, mut change: impl FnMut(&mut T)) {
        self.open.values_mut().for_each(&mut change);
        for packed in self.packed.values_mut() {
            let mut value = unpack(packed);
            change(&mut value);
            *packed = pack(&value);
        }
        self.read = FrozenMap::new();
    }

    /// Forgets what was opened to be read, and packs what lies open once it is much.
    pub fn tidy(&mut self) {
        if !self.read.is_empty() {
            self.read = FrozenMap::new();
        }
        if self.open.len() > OPEN_MAX {
            self.packed.extend(self.open.drain().map(|(id, value)| (id, pack(&value))));
        }
    }
}

fn pack<T: Serialize>(value: &T) -> Box<[u8]> {
    postcard::to_stdvec(value).expect("memory takes every value").into_boxed_slice()
}

fn unpack<T: DeserializeOwned>(packed: &[u8]) -> T {
    postcard::from_bytes(packed).expect("what was packed here is read here")
}
