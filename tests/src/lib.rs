//! One binary for every test that needs more than one crate: a harness, and a file for each slice.

#[cfg(test)]
mod harness;
#[cfg(test)]
mod bill;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod guards;
#[cfg(test)]
mod verify;
#[cfg(test)]
mod parties;
#[cfg(test)]
mod closing;
#[cfg(test)]
mod catalog;
#[cfg(test)]
mod pricing;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod fulfilment;
#[cfg(test)]
mod billing;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod attendance;
#[cfg(test)]
mod law;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod envelope;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod persons;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod wrong;
#[cfg(test)]
mod import;
#[cfg(test)]
mod export;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod e2e;
