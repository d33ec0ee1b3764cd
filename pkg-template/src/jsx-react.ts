// Types of `<set-pin-widget>` in TSX, for React 19: `import type {} from "set-pin-widget/jsx-react"`.
import "./frameworks/jsx-react.js";
