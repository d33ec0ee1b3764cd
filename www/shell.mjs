/**
 * The parts that all pages of the site share: navigation, the choice of colours, and the footer.
 */
import { build } from "./build-dom.mjs";
import { config } from "./config.mjs";

const sections = [
  { name: "Use cases", url: "/#use-cases", within: "/use-cases/" },
  { name: "Playground", url: "/playground/", within: "/playground/" },
  { name: "Docs", url: "/docs/", within: "/docs/" },
];

/** Puts the header and the footer around the page's `<main>`. */
export function buildShell() {
  const skip = build("a", { class: "skip", href: "#main" }, "Skip to content");
  const header = build(
    "header",
    { class: "masthead" },
    build(
      "a",
      { class: "wordmark", href: "/" },
      build("img", { src: "/icon.svg", width: "28", height: "28", alt: "" }),
      build("span", {}, "set-pin-widget"),
    ),
    build("nav", { "aria-label": "Site" }, ...sections.map(link)),
    themeChoice(),
  );
  const note = build("p");
  const footer = build("footer", { class: "colophon" }, note);
  void showIssuer(note);
  const main = document.querySelector("main");
  main?.setAttribute("id", "main");
  main?.setAttribute("tabindex", "-1"); // so that the link above moves the focus
  document.body.prepend(skip, header);
  document.body.append(footer);
}

/** Shows whether the issuer is real. @param {HTMLElement} note */
async function showIssuer(note) {
  const { isSandbox } = await config().catch(() => ({ isSandbox: undefined }));
  const issuer = {
    true: " The issuer here is a sandbox on its own origins.",
    false: " But this server uses a real issuer: the PIN that you set here is your card’s.",
    undefined: "",
  };
  note.textContent = `Meridian is not a real bank.${issuer[`${isSandbox}`]} A PIN has four digits, not all the same.`;
}

/** @param {{name: string, url: string, within: string}} section */
function link({ name, url, within }) {
  const made = build("a", { class: "place", href: url }, name);
  if (location.pathname.startsWith(within)) made.setAttribute("aria-current", "true");
  return made;
}

function themeChoice() {
  const names = { "": "Auto", light: "Light", dark: "Dark" };
  const select = build("select", { id: "site-theme", "aria-label": "Colours of this site" });
  for (const [value, name] of Object.entries(names)) select.append(build("option", { value }, name));
  select.value = localStorage.getItem("theme") ?? "";
  select.addEventListener("change", () => {
    if (select.value) localStorage.setItem("theme", select.value);
    else localStorage.removeItem("theme");
    dispatchEvent(new Event("theme-choice"));
  });
  return select;
}
