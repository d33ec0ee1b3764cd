import { route } from "./route.mjs";

export default { fetch: (/** @type {Request} */ request) => route(request) };
