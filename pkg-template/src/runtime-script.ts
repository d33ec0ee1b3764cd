// The second file of the lazy script build, which finds `loadAttempt` on the script element that
// loaded this file.
import { runningScript } from "./engine/running-script.js";
import { loadAttempt } from "./handle/attempt-host.js";

Object.assign(runningScript() ?? {}, { loadAttempt });
