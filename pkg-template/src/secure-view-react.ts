"use client";
export {
  CardDetailsView,
  type ComponentViewOptions,
  PinView,
  type SecureViewControls,
  type SecureViewHook,
  useCardDetailsView,
  usePinView,
} from "./frameworks/secure-view-react.js";
