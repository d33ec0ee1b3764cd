/** @jsxImportSource preact */
// `<set-pin-widget>` in Preact's TSX.
import type {} from "set-pin-widget/jsx-preact";

export const element = (
  <set-pin-widget
    id="pin"
    class="pin"
    mode="inline"
    auto-open
    allowedOrigins={["https://pin.example"]}
    options={{ tokenUrl: "/token", autoOpen: true, retry: false }}
    ref={(pin) => void pin?.open()}
    onset-pin-exit={({ detail }) => console.log(detail.reason)}
  >
    <button type="button">Set PIN</button>
  </set-pin-widget>
);
// @ts-expect-error: no such mode
export const wrongMode = <set-pin-widget mode="popup" />;
// @ts-expect-error: no such option
export const wrongOption = <set-pin-widget tokenURL="/token" />;
// @ts-expect-error: an exit has no code of its own
export const wrongEvent = <set-pin-widget onset-pin-exit={({ detail }) => console.log(detail.code)} />;
