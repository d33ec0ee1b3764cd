import { SetPin } from "set-pin-widget/react";

/** A Server Component: the entry itself declares that it is for the browser. */
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
