//! The `wbot` program.

fn main() {}
