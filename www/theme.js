// Sets the theme (the reader's choice, or the system's) before the first paint, so that the other
// theme does not flash.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const choice = localStorage.getItem("theme");
    document.documentElement.dataset.theme = choice ?? (dark.matches ? "dark" : "light");
  };
  dark.addEventListener("change", apply);
  addEventListener("theme-choice", apply);
  apply();
})();
