//! How WebKitGTK draws. Without a graphics card its shared buffers halve the frame rate, so there
//! they are switched off; with one they stay on.

/// Chooses before GTK starts. The variable must be in the environment of the process itself, so the
/// program replaces itself once, with it set.
#[cfg(target_os = "linux")]
pub fn choose(safe: bool) {
    use std::os::unix::process::CommandExt;

    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(SWITCH).is_some() || (!safe && has_graphics_card()) {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let failed = std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(SWITCH, "1")
        .exec();
    eprintln!("dovuto-desktop: safe rendering could not be switched on: {failed}");
}

/// Other systems' web views choose for themselves.
#[cfg(not(target_os = "linux"))]
pub fn choose(_safe: bool) {}

#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|nodes| {
        nodes.flatten().any(|node| node.file_name().to_string_lossy().starts_with("renderD"))
    })
}
