import { connection } from "next/server";
import type { ReactNode } from "react";

export const metadata = { title: "Next.js with nonces" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A prerendered page could not contain a nonce.
  await connection();
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
