/** Shows the layer that the page's URL names. */
import "./host.js";

const modules = import.meta.glob("./layers/*");
const name = new URLSearchParams(location.search).get("layer");
const [, load] = Object.entries(modules).find(([path]) => path.split("/").at(-1).split(".")[0] === name);
const { show } = await load();
await show(document.querySelector("#root"));
