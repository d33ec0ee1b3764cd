// Apart from the other types, because `./testing` has these, and needs no types of the DOM.

/** Colours of the issuer's image of a PIN, as `#RRGGBB`. */
export interface PinImageCss {
  /** Behind the PIN. */
  backgroundColor?: string;
  /** The PIN. Must differ from `backgroundColor`. */
  textColor?: string;
}

/** Colours of the issuer's image of a card's details, as `#RRGGBB`. */
export interface CardDetailsImageCss {
  /** The card. */
  cardBackgroundColor?: string;
  /** Text on the card. Must differ from `cardBackgroundColor`. */
  cardTextColor?: string;
  /** Behind the card's number. */
  panBackgroundColor?: string;
  /** The card's number. Must differ from `panBackgroundColor`. */
  panTextColor?: string;
}
