// Types of `<set-pin-widget>` in TSX, for Preact: `import type {} from "set-pin-widget/jsx-preact"`.
import "./frameworks/jsx-preact.js";
