import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { SetPinElement } from "../index.js";
import type { SetPinJsxAttributes, SetPinJsxListeners, SetPinJsxProperties } from "./jsx.js";

type Props = DetailedHTMLProps<HTMLAttributes<SetPinElement>, SetPinElement> &
  SetPinJsxAttributes &
  SetPinJsxProperties &
  SetPinJsxListeners<"on">;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "set-pin-widget": Props;
    }
  }
}
