// The languages of the script build, which finds `languages` on the script element that loaded this
// file.
import { runningScript } from "./engine/running-script.js";
import { STRINGS } from "./generated/language-strings.js";

Object.assign(runningScript() ?? {}, { languages: STRINGS });
