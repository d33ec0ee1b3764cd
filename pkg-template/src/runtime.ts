// The second file of the lazy entry, which loads it before the first attempt.
export { loadAttempt } from "./handle/attempt-host.js";
