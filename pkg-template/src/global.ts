// The <script> build. It sets the package's exports on the global `SetPin`, and defines the element
// if the script's own tag has the attribute for it.

import { defaultsOfTag } from "./element/script-tag.js";
import { completeRedirect, createSetPin, defineSetPinElement, preload, SetPinError, themes } from "./index.js";

// This is an assignment because a declaration would stay local to a module, or to a function that
// an optimiser wraps around the script.
Object.assign(globalThis, {
  SetPin: { completeRedirect, createSetPin, defineSetPinElement, preload, SetPinError, themes },
});

const defaults = defaultsOfTag();
if (defaults) defineSetPinElement(undefined, defaults);
