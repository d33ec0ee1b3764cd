// The app's data about signed-in users: `./store.js`, which the documentation's `session.js`
// imports.

export const sessions = new Map([["session-of-the-cardholder", { issuerAccessToken: "token-of-the-cardholder" }]]);
