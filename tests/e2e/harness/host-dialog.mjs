/**
 * The host's own dialog and listeners, as libraries have them, in the fixture page.
 */

/** @typedef {import("./host-page.mjs").HostPage} HostPage */

/**
 * Reports whether the page is locked. The viewport's `overflow` is the root's, or the body's if the
 * root has none.
 * @param {HostPage} page
 */
export const isLocked = (page) =>
  page.run(
    "return [document.documentElement, document.body].some((element) => getComputedStyle(element).overflowY === 'hidden')",
  );

/**
 * Records every user interface event that reaches one of the page's listeners below `window`.
 * @param {HostPage} page
 */
export const recordEvents = (page) =>
  page.run(
    `window.reached = [];
     const types = "pointerdown pointerup pointermove mousedown mouseup mousemove click dblclick contextmenu wheel keydown keypress keyup focusin focusout";
     for (const type of types.split(" "))
       document.addEventListener(type, ({ target }) => reached.push(type + " " + (target.id || target.localName)), true);`,
  );

/** @param {HostPage} page @returns {Promise<string[]>} */
export const reached = (page) => page.run("return reached");

/**
 * Makes a dialog of the host that closes at Escape and at a press outside it, with listeners on the
 * document, as libraries do.
 * @param {HostPage} page
 */
export const hostDialog = (page) =>
  page.run(
    `const box = document.createElement("div");
     box.id = "host-dialog";
     box.setAttribute("role", "dialog");
     box.setAttribute("aria-label", "The host's");
     const field = document.createElement("input");
     field.id = "field";
     box.append(field);
     document.querySelector("main").append(box);
     window.closedBy = [];
     const close = (why) => { closedBy.push(why); box.remove(); };
     document.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); close("Escape"); } }, true);
     document.addEventListener("keyup", (event) => { if (event.key === "Escape") close("the Escape key's release"); });
     for (const type of ["pointerdown", "mousedown", "touchstart", "click"])
       document.addEventListener(type, ({ target }) => { if (!box.contains(target)) close(type); }, true);
     document.addEventListener("focusin", ({ target }) => { if (!box.contains(target)) close("focusin"); }, true);
     field.focus();`,
  );

/** @param {HostPage} page @returns {Promise<string[]>} */
export const closedBy = (page) => page.run("return closedBy");
