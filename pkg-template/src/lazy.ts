// The package in two files. This one is small, and loads the other one before the first attempt.
export * from "./index.js";
