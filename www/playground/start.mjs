/**
 * Starts the playground, and reports if it cannot start.
 */
import("./page.mjs").catch((error) => {
  const alert = document.createElement("p");
  alert.className = "outcome";
  alert.dataset.kind = "bad";
  alert.setAttribute("role", "alert");
  alert.textContent = `The playground can’t start: ${error.message}. Reload it once its server runs.`;
  document.querySelector("main")?.append(alert);
});
