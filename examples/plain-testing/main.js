const { tokenUrl, outcomeUrl, pageOrigin } = await (await fetch("/settings.json")).json();

const widget = window.SetPin.createSetPin({
  tokenUrl,
  // `http:` is accepted on loopback only, and only where it is listed.
  allowedOrigins: [pageOrigin],
  confirmOutcome: async ({ signal }) => (await (await fetch(outcomeUrl, { signal })).json()).pinSet,
});

const texts = {
  confirmed: "Your PIN is set.",
  not_confirmed: "Your PIN has not been changed.",
  unknown: "We could not check whether your PIN was set.",
};

document.querySelector("#set-pin").addEventListener("click", async () => {
  const { outcome } = await widget.open();
  document.querySelector("#outcome").textContent = texts[outcome];
});
