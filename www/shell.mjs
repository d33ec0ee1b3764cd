/**
 * What every page of the site has around its own content: where one is, where one can go, and the choice of colours.
 */
import { build } from "./build-dom.mjs";
import { config } from "./config.mjs";

const places = [
  { name: "Use cases", address: "/#use-cases", within: "/use/" },
  { name: "Playground", address: "/playground/", within: "/playground/" },
  { name: "Docs", address: "/docs/", within: "/docs/" },
];

/** Puts the header and the footer around the page's `<main>`. */
export function buildShell() {
  const skip = build("a", { class: "skip", href: "#main" }, "To the content");
  const header = build(
    "header",
    { class: "masthead" },
    build(
      "a",
      { class: "wordmark", href: "/" },
      build("img", { src: "/icon.svg", width: "28", height: "28", alt: "" }),
      "set-pin-widget",
    ),
    build("nav", { "aria-label": "Site" }, ...places.map(link)),
    themeChoice(),
  );
  const words = build("p");
  const footer = build("footer", { class: "colophon" }, words);
  void sayWhatIsReal(words);
  const main = document.querySelector("main");
  main?.setAttribute("id", "main");
  main?.setAttribute("tabindex", "-1"); // so that the link above takes the focus along
  document.body.prepend(skip, header);
  document.body.append(footer);
}

/** @param {HTMLElement} place */
async function sayWhatIsReal(place) {
  const { isSandbox } = await config().catch(() => ({ isSandbox: undefined }));
  const issuer = {
    true: " The issuer here is a stand-in on origins of its own.",
    false: " But this server talks to a real issuer: the PIN that you set here is your card’s.",
    undefined: "",
  };
  place.textContent = `Meridian is made up: there is no such bank.${issuer[`${isSandbox}`]} A PIN has four digits, not all the same.`;
}

/** @param {{name: string, address: string, within: string}} place */
function link({ name, address, within }) {
  const made = build("a", { class: "place", href: address }, name);
  if (location.pathname.startsWith(within)) made.setAttribute("aria-current", "true");
  return made;
}

function themeChoice() {
  const names = { "": "System colours", light: "Light", dark: "Dark" };
  const select = build("select", { id: "theme", "aria-label": "Colours of this site" });
  for (const [value, name] of Object.entries(names)) select.append(build("option", { value }, name));
  select.value = localStorage.getItem("theme") ?? "";
  select.addEventListener("change", () => {
    if (select.value) localStorage.setItem("theme", select.value);
    else localStorage.removeItem("theme");
    dispatchEvent(new Event("theme-choice"));
  });
  return select;
}
