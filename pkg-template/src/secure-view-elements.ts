export {
  type ComponentViewOptions,
  defineCardDetailsViewElement,
  definePinViewElement,
  type SecureViewElement,
  type SecureViewElementEventMap,
} from "./frameworks/secure-view-elements.js";
