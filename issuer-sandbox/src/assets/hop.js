// Goes back after this page's own `load`, so that the embedder also gets a `load` event for the
// other origin.
addEventListener("load", () => {
  const back = /** @type {HTMLAnchorElement} */ (document.querySelector("#back"));
  setTimeout(() => location.replace(back.href), 0);
});
