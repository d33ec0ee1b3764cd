// The <script> build: the package's names on the global `SetPin`, and the element, if the script's own tag asks for it.

import { defaultsOfTag } from "./element/script-tag.js";
import { createSetPin, defineSetPinElement, preload, SetPinError, themes } from "./index.js";

// Assigned, since a declaration would stay within a module, or within a function that an optimiser wraps around the script.
Object.assign(globalThis, { SetPin: { createSetPin, defineSetPinElement, preload, SetPinError, themes } });

const defaults = defaultsOfTag();
if (defaults) defineSetPinElement(undefined, defaults);
