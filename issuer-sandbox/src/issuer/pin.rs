//! A PIN, by the issuer's rules. It is erased from memory when it is dropped, and cannot be logged.

use std::fmt;

use zeroize::Zeroizing;

/// Four digits, not all the same.
pub struct Pin(Zeroizing<[u8; 4]>);

/// An entry that is not a valid PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinRefusal {
    /// It does not have four characters, or one of them is not a digit.
    NotFourDigits,
    /// All digits are the same.
    AllTheSame,
    /// The second entry differs from the first.
    Different,
}

impl PinRefusal {
    /// The message for the cardholder.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NotFourDigits => "Enter exactly 4 digits, 0 to 9.",
            Self::AllTheSame => "Choose digits that are not all the same.",
            Self::Different => "The two PINs are different. Enter the same PIN twice.",
        }
    }
}

impl Pin {
    /// Validates an entry.
    ///
    /// # Errors
    /// It is not four digits, or all of them are the same.
    pub fn parse(entry: &str) -> Result<Self, PinRefusal> {
        let digits: [u8; 4] = entry
            .as_bytes()
            .try_into()
            .map_err(|_| PinRefusal::NotFourDigits)?;
        let digits = Zeroizing::new(digits);
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(PinRefusal::NotFourDigits);
        }
        if digits.iter().all(|digit| *digit == digits[0]) {
            return Err(PinRefusal::AllTheSame);
        }
        Ok(Self(digits))
    }

    /// Validates both entries.
    ///
    /// # Errors
    /// The first is not a PIN, or the second differs.
    pub fn parse_twice(first: &str, second: &str) -> Result<Self, PinRefusal> {
        let pin = Self::parse(first)?;
        if pin.matches(second) {
            Ok(pin)
        } else {
            Err(PinRefusal::Different)
        }
    }

    /// For the issuer's image of the PIN.
    pub fn digits(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.iter().copied().map(char::from).collect())
    }

    /// Whether the entry is this PIN.
    pub fn matches(&self, entry: &str) -> bool {
        self.0.as_slice() == entry.as_bytes()
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Pin, PinRefusal};

    #[test]
    fn four_digits_that_differ_are_a_pin() {
        assert!(Pin::parse("1234").is_ok());
        assert!(Pin::parse("0001").is_ok());
    }

    #[test]
    fn anything_but_four_ascii_digits_is_refused() {
        for entry in ["", "123", "12345", "12a4", " 123", "１２３４", "١٢", "-123"] {
            assert_eq!(
                Pin::parse(entry).err(),
                Some(PinRefusal::NotFourDigits),
                "{entry:?}"
            );
        }
    }

    #[test]
    fn the_same_digit_four_times_is_refused() {
        for digit in '0'..='9' {
            let entry = digit.to_string().repeat(4);
            assert_eq!(Pin::parse(&entry).err(), Some(PinRefusal::AllTheSame));
        }
    }

    #[test]
    fn a_second_entry_that_differs_is_refused() {
        assert_eq!(
            Pin::parse_twice("1234", "1243").err(),
            Some(PinRefusal::Different)
        );
        assert!(Pin::parse_twice("1234", "1234").is_ok());
    }

    #[test]
    fn its_debug_output_does_not_contain_the_digits() {
        let pin = Pin::parse("9182").expect("a PIN");
        assert_eq!(format!("{pin:?}"), "Pin(****)");
    }
}
