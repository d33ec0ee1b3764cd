"use client";
export { SetPin, type SetPinControls, useSetPin } from "./frameworks/react.js";
