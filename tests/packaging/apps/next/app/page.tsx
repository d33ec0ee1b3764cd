"use client";

import { useEffect } from "react";
import { createSetPin } from "set-pin-widget";
import { connect } from "./connect";

export default function Page() {
  useEffect(() => connect(createSetPin), []);
  return (
    <>
      <button id="set-pin" type="button" disabled>
        Set PIN
      </button>
      <output id="result" />
    </>
  );
}
