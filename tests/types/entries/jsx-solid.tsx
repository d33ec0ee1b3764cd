/** @jsxImportSource solid-js */
// `<set-pin-widget>` in Solid's TSX.
import type {} from "set-pin-widget/jsx-solid";

export const element = (
  <set-pin-widget
    id="pin"
    class="pin"
    mode="inline"
    auto-open
    prop:allowedOrigins={["https://pin.example"]}
    prop:options={{ tokenUrl: "/token", autoOpen: true, retry: false }}
    ref={(pin) => void pin.open()}
    on:set-pin-exit={({ detail }) => console.log(detail.reason)}
  >
    <button type="button">Set PIN</button>
  </set-pin-widget>
);
// @ts-expect-error: no such mode
export const wrongMode = <set-pin-widget mode="popup" />;
// @ts-expect-error: no such option
export const wrongOption = <set-pin-widget prop:tokenURL="/token" />;
// @ts-expect-error: an exit has no code of its own
export const wrongEvent = <set-pin-widget on:set-pin-exit={({ detail }) => console.log(detail.code)} />;
