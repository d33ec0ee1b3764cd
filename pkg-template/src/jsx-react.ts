// Types of `<set-pin-widget>` in TSX, for React 19: `import type {} from "set-pin-widget/jsx-react"`.

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { SetPinJsxAttributes, SetPinJsxListeners, SetPinJsxProperties } from "./frameworks/jsx.js";
import type { SetPinElement } from "./index.js";

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
