/**
 * The pages of the site, in the order of the issuer's document. A new use case is a row here, and its page and source in use/.
 */

/** @type {readonly {name: string, title: string, words: string}[]} */
export const useCases = [
  {
    name: "redirect",
    title: "Full-page redirect",
    words: "The cardholder leaves for the issuer’s page and comes back.",
  },
  { name: "iframe", title: "Embedded frame", words: "The issuer’s page stands within yours." },
  { name: "first-time", title: "First-time set-up", words: "A new card, its first PIN, and the page that follows." },
  { name: "change", title: "Change a PIN", words: "Asked twice: your dialog first, then the issuer’s page." },
  { name: "modal", title: "Modal", words: "The issuer’s page in a dialog over yours." },
  { name: "modal-react", title: "Modal in React", words: "The issuer’s component, without its plumbing." },
  { name: "themes", title: "Three themes", words: "The issuer’s own three looks, and how well each can be read." },
  { name: "onboarding", title: "Onboarding", words: "Order the card, wait until it is active, set its PIN." },
  {
    name: "security",
    title: "Security settings",
    words: "Change the PIN, look at it, freeze the card, let it go again.",
  },
  { name: "errors", title: "When it fails", words: "Each documented failure at the press of a button." },
];
