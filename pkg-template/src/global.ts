// The <script> build: the package's names on the global `SetPin`, and the element, if the script's own tag asks for it.
import { createSetPin, defineSetPinElement, preload, SetPinError, themes } from "./index.js";
import { defaultsOfTag } from "./script-tag.js";

// Assigned, since a declaration would stay within a module, or within a function that an optimiser wraps around the script.
Object.assign(globalThis, { SetPin: { createSetPin, defineSetPinElement, preload, SetPinError, themes } });

const defaults = defaultsOfTag();
if (defaults) defineSetPinElement(undefined, defaults);
