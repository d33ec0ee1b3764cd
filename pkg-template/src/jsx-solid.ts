// Types of `<set-pin-widget>` in TSX, for Solid: `import type {} from "set-pin-widget/jsx-solid"`.
import "./frameworks/jsx-solid.js";
