import { useState } from "react";
import { SetPin, useSetPin } from "set-pin-widget/react";

const options = {
  tokenUrl: "/api/card/set-pin/token", // a route of your own backend
  allowedOrigins: ["https://cards.baanx.com"], // where the issuer serves your PIN page
};

export default function App() {
  const [isShown, setShown] = useState(false);
  const [outcome, setOutcome] = useState("");
  const { open, state } = useSetPin({ ...options, onExit: ({ reason }) => setOutcome(reason) });

  return (
    <main>
      <h1>Your card</h1>
      <button type="button" onClick={open}>
        Set PIN in a dialog
      </button>
      <button type="button" onClick={() => setShown(true)}>
        Set PIN on this page
      </button>
      {isShown && (
        <SetPin
          {...options}
          mode="inline"
          onExit={({ reason }) => {
            setShown(false);
            setOutcome(reason);
          }}
        />
      )}
      <p role="status">{outcome || state}</p>
    </main>
  );
}
