export {
  CardDetailsView,
  type ComponentViewOptions,
  PinView,
  type SecureViewRefs,
  useCardDetailsView,
  usePinView,
} from "./frameworks/secure-view-vue.js";
