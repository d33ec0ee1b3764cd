// The same for the script build, which finds it on the very element that loaded it: no global, and each version its own.
import { instantiate } from "./engine/javascript.js";
import { runningScript } from "./engine/running-script.js";

Object.assign(runningScript() ?? {}, { instantiate });
