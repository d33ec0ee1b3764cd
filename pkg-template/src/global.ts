// The <script> build: the same names on the global `SetPin`.
export * from "./index.js";
