//! Tables on the terminal.

/// Columns as wide as their content: the first aligned to the left, the others (numbers) to the
/// right.
pub fn columns(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut lines = vec![heads.iter().map(ToString::to_string).collect::<Vec<_>>()];
    lines.extend(rows);
    let widths: Vec<usize> = (0..heads.len())
        .map(|column| {
            let cells = lines.iter().filter_map(|line| line.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for line in &lines {
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            text.push_str(&match column {
                0 => format!("{cell:<width$}"),
                _ => format!("  {cell:>width$}"),
            });
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn columns_align_names_to_the_left_and_numbers_to_the_right() {
        let rows = [
            vec!["index.mjs".to_owned(), "9".to_owned()],
            vec!["a".to_owned(), "1000".to_owned()],
        ];
        assert_eq!(
            columns(&["file", "raw"], rows),
            "file        raw\nindex.mjs     9\na          1000\n"
        );
    }
}
