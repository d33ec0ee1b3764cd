import type { CustomCss } from "../handle/token-request.js";
import type { ViewStrings } from "./strings.js";

/** The container, the appearance and the strings of a view. */
export interface ViewConfig {
  readonly container: Element;
  readonly modal: boolean;
  readonly dismissOnBackdrop: boolean;
  /**
   * The hosted page's appearance with every default filled in, so that the box around it matches
   * it.
   */
  readonly look: Required<CustomCss>;
  readonly dark: boolean;
  readonly strings: ViewStrings;
  /** The frame's size, as CSS lengths. */
  readonly width: string;
  readonly height: string;
  /** Whether the title is hidden from sight. */
  readonly hideHeader: boolean;
}
