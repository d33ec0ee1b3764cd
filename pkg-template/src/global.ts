// The <script> build: the same names on the global `SetPin`, and the element defined.
import { defineSetPinElement } from "./index.js";

export * from "./index.js";

defineSetPinElement();
