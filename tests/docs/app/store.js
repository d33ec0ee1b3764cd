// What an app keeps about those who are signed in: `./store.js` of the documentation's `session.js`.

export const sessions = new Map([["session-of-the-cardholder", { issuerAccessToken: "token-of-the-cardholder" }]]);
