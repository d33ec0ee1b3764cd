// Runs before anything is painted, so that nobody sees the other theme flash by: the reader's choice, else the system's.
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
