/**
 * Says so where the playground can't start: its server may be gone.
 */
import("./page.mjs").catch((error) => {
  const told = document.createElement("p");
  told.className = "outcome";
  told.dataset.kind = "bad";
  told.setAttribute("role", "alert");
  told.textContent = `The playground can’t start: ${error.message}. Reload it once its server runs.`;
  document.querySelector("main")?.append(told);
});
