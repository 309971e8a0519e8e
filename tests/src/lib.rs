//! One binary for every test that needs more than one crate: a harness, and a file for each slice.

#[cfg(test)]
mod harness;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod guards;
#[cfg(test)]
mod verify;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod e2e;
