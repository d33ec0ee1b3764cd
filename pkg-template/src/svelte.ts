export { type SetPinStore, setPin, setPinStore } from "./frameworks/svelte.js";
