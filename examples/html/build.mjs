// Copies the page and the package's files for a <script> into the folder for a web server.
import { cp, mkdir, readdir } from "node:fs/promises";

const widget = "node_modules/set-pin-widget";
await mkdir("dist", { recursive: true });
await cp("index.html", "dist/index.html");
for (const file of await readdir(widget)) {
  if (/^set-pin-widget.*\.js$/.test(file)) await cp(`${widget}/${file}`, `dist/${file}`);
}
