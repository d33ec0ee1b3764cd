/**
 * The layers of other libraries that a host may have open around the widget: dialogs, drawers and
 * menus. Each is a module in `apps/host-apps/src/layers`.
 */

/**
 * @typedef {object} Layer
 * @property {string} name The name in docs/host-apps.md.
 * @property {string} module
 * @property {"dialog" | "menu"} kind A dialog (or drawer) has a form with a field; a menu has two items.
 * @property {"display" | "visibility"} [hides] The CSS property that hides a layer that is not removed.
 * @property {true} [closesOnBlur] The library closes it when the window loses the focus, as it does to any frame.
 */

/** @type {Layer[]} */
export const layers = [
  { name: "Radix Dialog", module: "radix-dialog", kind: "dialog" },
  { name: "Radix DropdownMenu", module: "radix-menu", kind: "menu", closesOnBlur: true },
  { name: "MUI Dialog", module: "mui-dialog", kind: "dialog" },
  { name: "MUI Drawer", module: "mui-drawer", kind: "dialog" },
  { name: "MUI Menu", module: "mui-menu", kind: "menu" },
  { name: "Base UI Dialog", module: "base-dialog", kind: "dialog" },
  { name: "Base UI Menu", module: "base-menu", kind: "menu" },
  { name: "Headless UI Dialog", module: "headless-dialog", kind: "dialog" },
  { name: "Headless UI Menu", module: "headless-menu", kind: "menu" },
  { name: "React Aria Modal", module: "aria-modal", kind: "dialog" },
  { name: "React Aria Menu", module: "aria-menu", kind: "menu" },
  { name: "Bootstrap modal", module: "bootstrap-modal", kind: "dialog", hides: "display" },
  { name: "Bootstrap offcanvas", module: "bootstrap-offcanvas", kind: "dialog", hides: "visibility" },
  { name: "Bootstrap dropdown", module: "bootstrap-dropdown", kind: "menu" },
  { name: "focus-trap", module: "focus-trap", kind: "dialog", hides: "display" },
  { name: "focus-trap that swallows presses outside", module: "focus-trap-strict", kind: "dialog", hides: "display" },
  { name: "Reka UI Dialog (Vue)", module: "reka-dialog", kind: "dialog" },
  { name: "Bits UI Dialog (Svelte)", module: "bits-dialog", kind: "dialog" },
];

/**
 * @typedef {object} Swaps
 * @property {string} name
 * @property {string} module In `apps/host-apps/src/swaps`.
 */

/** The libraries that swap pages in place. @type {Swaps[]} */
export const swaps = [
  { name: "Turbo", module: "turbo" },
  { name: "htmx 2", module: "htmx-2" },
  { name: "htmx 4", module: "htmx" },
  { name: "htmx 4 with hx-history-cache", module: "htmx-cache" },
];
