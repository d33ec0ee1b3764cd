// Goes back only after this page's own `load`, so that the embedder sees a load of the other origin, too.
addEventListener("load", () => {
  const back = /** @type {HTMLAnchorElement} */ (document.querySelector("#back"));
  setTimeout(() => location.replace(back.href), 0);
});
