//! The `tender` executable.

use std::process::ExitCode;

use mimalloc::MiMalloc;
use zeroizing_alloc::ZeroAlloc;

/// Wipes every block that is freed: a card number passes through buffers of the HTTP
/// library, which wipes nothing itself (DESIGN rule 7).
#[global_allocator]
static ALLOCATOR: ZeroAlloc<MiMalloc> = ZeroAlloc(MiMalloc);

fn main() -> ExitCode {
    tender_server::cli::main()
}
