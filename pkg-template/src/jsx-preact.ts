// Types of `<set-pin-widget>` in TSX, for Preact: `import type {} from "set-pin-widget/jsx-preact"`.

import type { ClassAttributes, HTMLAttributes } from "preact";
import type { SetPinJsxAttributes, SetPinJsxListeners, SetPinJsxProperties } from "./frameworks/jsx.js";
import type { SetPinElement } from "./index.js";

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
