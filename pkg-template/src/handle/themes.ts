export { themes } from "../generated/custom-css.js";
