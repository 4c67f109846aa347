//! Draws the pictures of the documents: `pictures FOLDER` writes one SVG file for each of the
//! [`scenes`], from the same view code that paints the terminal.
//!
//! No clock, no device and no decoder take part, so the same source gives the same bytes.
//! `scripts/pictures` runs it and reports which pictures are out of date.

mod scenes;
mod svg;

use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or_else(|| anyhow::anyhow!("name the folder to write to"))?;
    std::fs::create_dir_all(&folder)?;
    for mut scene in scenes::all() {
        let screen = scene.screen();
        let text = svg::of(&screen, &scene.palette, scene.title);
        std::fs::write(folder.join(format!("{}.svg", scene.name)), text)?;
    }
    Ok(())
}
