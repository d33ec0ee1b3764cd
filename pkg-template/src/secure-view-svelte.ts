export {
  type ComponentViewOptions,
  cardDetailsView,
  pinView,
  type SecureViewStore,
} from "./frameworks/secure-view-svelte.js";
