/**
 * The use cases, in the order of the issuer's document. A new one takes a row here, and its page
 * and source in use-cases/.
 */

/** @type {readonly {name: string, title: string, description: string}[]} */
export const useCases = [
  {
    name: "redirect",
    title: "Full-page redirect",
    description: "The cardholder leaves for the issuer’s page and comes back.",
  },
  { name: "iframe", title: "Embedded frame", description: "The issuer’s page inside of yours." },
  {
    name: "first-time",
    title: "First-time set-up",
    description: "A new card, its first PIN, and the page that follows.",
  },
  { name: "change", title: "Change a PIN", description: "Your dialog first, then the issuer’s page." },
  { name: "modal", title: "Modal", description: "The issuer’s page in a dialog over yours." },
  { name: "modal-react", title: "Modal in React", description: "The issuer’s component, without its plumbing." },
  { name: "themes", title: "Three themes", description: "The issuer’s own three themes, and their contrast." },
  { name: "onboarding", title: "Onboarding", description: "Order the card, wait until it is active, set its PIN." },
  {
    name: "security",
    title: "Security settings",
    description: "Change the PIN, look at it, freeze and unfreeze the card.",
  },
  {
    name: "step-up",
    title: "Second factor",
    description: "A one-time code or a passkey before a PIN is changed or shown.",
  },
  { name: "errors", title: "When it fails", description: "Each documented failure at the press of a button." },
];
