// Types of `<set-pin-widget>` in TSX, for Solid: `import type {} from "set-pin-widget/jsx-solid"`.

import type { JSX } from "solid-js";
import type { SetPinJsxAttributes, SetPinJsxListeners, SetPinJsxProperties } from "./frameworks/jsx.js";
import type { SetPinElement } from "./index.js";

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
