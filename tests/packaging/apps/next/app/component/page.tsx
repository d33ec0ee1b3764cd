import { SetPin } from "set-pin-widget/react";

/** A Server Component: that the door is for the browser, the door says itself. */
export default function Page() {
  return (
    <main>
      <h1>Your card</h1>
      <SetPin
        mode="inline"
        tokenUrl="/api/card/set-pin/token"
        allowedOrigins={[process.env.HOSTED_PAGE_ORIGIN ?? ""]}
      />
    </main>
  );
}
