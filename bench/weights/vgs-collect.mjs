export { loadVGSCollect } from "@vgs/collect-js";
