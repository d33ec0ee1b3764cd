import type { ClassAttributes, HTMLAttributes } from "preact";
import type { SetPinElement } from "../index.js";
import type { SetPinJsxAttributes, SetPinJsxListeners, SetPinJsxProperties } from "./jsx.js";

type Props = Omit<HTMLAttributes<SetPinElement>, keyof SetPinJsxProperties> &
  ClassAttributes<SetPinElement> &
  SetPinJsxAttributes &
  SetPinJsxProperties &
  SetPinJsxListeners<"on">;

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "set-pin-widget": Props;
    }
  }
}
