//! The images of a PIN and of a card's details, as PNG.

use zeroize::Zeroizing;

/// Red, green and blue.
pub type Rgb = [u8; 3];

/// Pixels of the image for one pixel of a glyph.
const SCALE: usize = 6;
const GLYPH_WIDTH: usize = 5;
const GLYPH_HEIGHT: usize = 7;
/// From one glyph to the next.
const ADVANCE: usize = (GLYPH_WIDTH + 1) * SCALE;
const LINE: usize = GLYPH_HEIGHT * SCALE;
const MARGIN: usize = 24;

/// Draws a PIN.
///
/// # Errors
/// The image could not be encoded.
pub fn pin(
    digits: &str,
    text: Rgb,
    background: Rgb,
) -> Result<Zeroizing<Vec<u8>>, png::EncodingError> {
    let mut canvas = Canvas::new(width_of(digits), 2 * MARGIN + LINE);
    canvas.write(MARGIN, MARGIN, digits, 1);
    canvas.encode(&[background, text])
}

/// The colours of the image of a card's details.
#[derive(Clone, Debug)]
pub struct CardColours {
    /// Around the number.
    pub card_background: Rgb,
    /// Of the text around the number.
    pub card_text: Rgb,
    /// Behind the number.
    pub pan_background: Rgb,
    /// Of the number.
    pub pan_text: Rgb,
}

/// Draws a card's details: its number above the other line.
///
/// # Errors
/// The image could not be encoded.
pub fn card_details(
    number: &str,
    other: &str,
    colours: &CardColours,
) -> Result<Zeroizing<Vec<u8>>, png::EncodingError> {
    let width = width_of(number).max(width_of(other));
    let panel = 2 * MARGIN + LINE;
    let mut canvas = Canvas::new(width, 2 * panel);
    canvas.fill(panel, 2);
    canvas.write(MARGIN, MARGIN, number, 3);
    canvas.write(MARGIN, panel + MARGIN, other, 1);
    canvas.encode(&[
        colours.card_background,
        colours.card_text,
        colours.pan_background,
        colours.pan_text,
    ])
}

fn width_of(text: &str) -> usize {
    2 * MARGIN + text.chars().count() * ADVANCE - SCALE
}

/// Each pixel is an index of the palette. Index 0 is the background.
struct Canvas {
    width: usize,
    pixels: Zeroizing<Vec<u8>>,
}

impl Canvas {
    fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            pixels: Zeroizing::new(vec![0; width * height]),
        }
    }

    /// Fills the first rows.
    fn fill(&mut self, rows: usize, colour: u8) {
        self.pixels
            .iter_mut()
            .take(rows * self.width)
            .for_each(|pixel| *pixel = colour);
    }

    fn write(&mut self, left: usize, top: usize, text: &str, colour: u8) {
        for (at, character) in text.chars().enumerate() {
            for (row, bits) in glyph(character).into_iter().enumerate() {
                for column in (0..GLYPH_WIDTH).filter(|column| bits >> (4 - column) & 1 == 1) {
                    let x = left + at * ADVANCE + column * SCALE;
                    self.square(x, top + row * SCALE, colour);
                }
            }
        }
    }

    fn square(&mut self, x: usize, y: usize, colour: u8) {
        for row in y..y + SCALE {
            let start = row * self.width + x;
            if let Some(pixels) = self.pixels.get_mut(start..start + SCALE) {
                pixels.fill(colour);
            }
        }
    }

    fn encode(&self, palette: &[Rgb]) -> Result<Zeroizing<Vec<u8>>, png::EncodingError> {
        let mut image = Zeroizing::new(Vec::new());
        let height = self.pixels.len() / self.width;
        let size = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        let mut encoder = png::Encoder::new(&mut *image, size(self.width), size(height));
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette.concat());
        encoder.write_header()?.write_image_data(&self.pixels)?;
        Ok(image)
    }
}

/// The rows of a character, of five bits each. Only the characters of the images have a glyph.
fn glyph(character: char) -> [u8; GLYPH_HEIGHT] {
    match character {
        '0' => [0x0E, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0E],
        '1' => [0x04, 0x0C, 0x04, 0x04, 0x04, 0x04, 0x0E],
        '2' => [0x0E, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1F],
        '3' => [0x1F, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0E],
        '4' => [0x02, 0x06, 0x0A, 0x12, 0x1F, 0x02, 0x02],
        '5' => [0x1F, 0x10, 0x1E, 0x01, 0x01, 0x11, 0x0E],
        '6' => [0x06, 0x08, 0x10, 0x1E, 0x11, 0x11, 0x0E],
        '7' => [0x1F, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08],
        '8' => [0x0E, 0x11, 0x11, 0x0E, 0x11, 0x11, 0x0E],
        '9' => [0x0E, 0x11, 0x11, 0x0F, 0x01, 0x02, 0x0C],
        '/' => [0x00, 0x01, 0x02, 0x04, 0x08, 0x10, 0x00],
        'C' => [0x0E, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0E],
        'E' => [0x1F, 0x10, 0x10, 0x1E, 0x10, 0x10, 0x1F],
        'P' => [0x1E, 0x11, 0x11, 0x1E, 0x10, 0x10, 0x10],
        'V' => [0x11, 0x11, 0x11, 0x11, 0x11, 0x0A, 0x04],
        'X' => [0x11, 0x11, 0x0A, 0x04, 0x0A, 0x11, 0x11],
        _ => [0; GLYPH_HEIGHT],
    }
}

#[cfg(test)]
mod tests {
    use super::{
        ADVANCE, CardColours, GLYPH_WIDTH, LINE, MARGIN, Rgb, SCALE, card_details, glyph, pin,
    };

    const BLACK: Rgb = [0, 0, 0];
    const WHITE: Rgb = [255, 255, 255];

    /// The pixels of an image, with its width.
    fn decoded(image: &[u8]) -> (usize, Vec<Rgb>) {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(image));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut pixels).expect("a frame");
        let pixels = pixels.chunks_exact(3).map(|rgb| [rgb[0], rgb[1], rgb[2]]);
        (info.width as usize, pixels.collect())
    }

    /// The digits that the image shows, read from its pixels.
    fn read(image: &[u8], text: Rgb, top: usize, count: usize) -> String {
        let (width, pixels) = decoded(image);
        let is_text = |x: usize, y: usize| pixels[y * width + x] == text;
        let shown = |at: usize| -> Vec<u8> {
            let bits = |row: usize| {
                (0..GLYPH_WIDTH).fold(0, |bits, column| {
                    let x = MARGIN + at * ADVANCE + column * SCALE;
                    bits << 1 | u8::from(is_text(x, top + row * SCALE))
                })
            };
            (0..LINE / SCALE).map(bits).collect()
        };
        (0..count)
            .filter_map(|at| "0123456789/CEPVX ".chars().find(|&c| shown(at) == glyph(c)))
            .collect()
    }

    #[test]
    fn the_image_of_a_pin_shows_its_digits_in_these_colours() {
        let image = pin("0189", BLACK, WHITE).expect("an image");
        assert_eq!(read(&image, BLACK, MARGIN, 4), "0189");
        let (_, pixels) = decoded(&image);
        assert_eq!(pixels[0], WHITE);
        assert!(pixels.iter().all(|pixel| [BLACK, WHITE].contains(pixel)));
    }

    #[test]
    fn the_image_of_the_details_shows_both_lines_in_their_colours() {
        let colours = CardColours {
            card_background: WHITE,
            card_text: BLACK,
            pan_background: [0, 0, 128],
            pan_text: [255, 255, 0],
        };
        let image = card_details("2345 67", "EXP 12/34", &colours).expect("an image");
        assert_eq!(read(&image, colours.pan_text, MARGIN, 7), "2345 67");
        let second = 3 * MARGIN + LINE;
        assert_eq!(read(&image, BLACK, second, 9), "EXP 12/34");
    }
}
