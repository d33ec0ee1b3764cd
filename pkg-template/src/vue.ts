export { SetPin, type SetPinRefs, useSetPin } from "./frameworks/vue.js";
