//! Has a release built again when the web part is: the macro that embeds files cannot tell
//! cargo of those that were not there before.

#[expect(clippy::print_stdout, reason = "this is how cargo is told")]
fn main() {
    let watched = if cfg!(debug_assertions) { "Cargo.toml" } else { "dist" };
    println!("cargo::rerun-if-changed={watched}");
}
