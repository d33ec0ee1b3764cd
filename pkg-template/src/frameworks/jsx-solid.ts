import type { JSX } from "solid-js";
import type { SetPinElement } from "../index.js";
import type { SetPinJsxAttributes, SetPinJsxListeners, SetPinJsxProperties } from "./jsx.js";

/**
 * The attributes with their HTML names. Solid sets a property if its name has the prefix `prop:`.
 */
interface HtmlAttributes {
  mode?: SetPinElement["mode"];
  theme?: SetPinElement["theme"];
  width?: string;
  height?: string;
  locale?: string;
}

type Props = JSX.HTMLAttributes<SetPinElement> &
  HtmlAttributes &
  SetPinJsxAttributes &
  SetPinJsxProperties<"prop:"> &
  SetPinJsxListeners<"on:">;

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "set-pin-widget": Props;
    }
  }
}
