// The JavaScript engine for the script build. That build finds `instantiate` on the script element
// that loaded this file. It needs no global, and each version loads its own engine.
import { instantiate } from "./engine/javascript.js";
import { runningScript } from "./engine/running-script.js";

Object.assign(runningScript() ?? {}, { instantiate });
