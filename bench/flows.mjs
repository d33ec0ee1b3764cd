/**
 * The flows that the benchmark compares.
 */

/**
 * @typedef {object} FlowDescription
 * @property {string} name As in the report.
 * @property {string} file Its module in `flows/`.
 * @property {string} hosted The path of its hosted page, which loads the other side of its library.
 * @property {boolean} isModal
 * @property {boolean} [isPeer] Whether it needs packages of `bench/package.json`.
 * @property {boolean} [usesPort] Whether its messages come through a `MessagePort`.
 * @property {boolean} [announces] Whether its frame loads other documents before the hosted page.
 * @property {string} [pkg] The folder of the package that it uses, if it is the widget.
 * @property {string} [entry] The file of that package, if it is not the main entry.
 * @property {"deflated" | "plain" | "ascii"} [bytes] The form of the engine's bytes, if the flow only starts the engine.
 * @property {string} [comparedWith] The name of the same flow with the package of another commit.
 * @property {string} [commit] The other commit, if it is such a flow.
 */

/** The flow that ratios are to. */
export const REFERENCE = "hardened";
/** The flow that a modal is compared with. */
export const MODAL_REFERENCE = "native dialog";

const PLAIN = "/hosted/plain";

/** @type {readonly FlowDescription[]} */
export const FLOWS = [
  { name: "sample", file: "sample.mjs", hosted: PLAIN, isModal: false },
  { name: REFERENCE, file: "hardened.mjs", hosted: PLAIN, isModal: false },
  { name: MODAL_REFERENCE, file: "dialog.mjs", hosted: PLAIN, isModal: true },
  { name: "widget inline", file: "widget-inline.mjs", hosted: PLAIN, isModal: false, pkg: "pkg" },
  { name: "widget modal", file: "widget-modal.mjs", hosted: PLAIN, isModal: true, pkg: "pkg" },
  {
    name: "penpal, a11y-dialog",
    file: "peers/penpal.mjs",
    hosted: "/hosted/penpal",
    isModal: true,
    isPeer: true,
    usesPort: true,
  },
  { name: "persona", file: "peers/persona.mjs", hosted: "/hosted/persona", isModal: true, isPeer: true },
  { name: "zoid", file: "peers/zoid.mjs", hosted: "/hosted/zoid", isModal: false, isPeer: true, announces: true },
  {
    name: "iframe-resizer",
    file: "peers/iframe-resizer.mjs",
    hosted: "/hosted/iframe-resizer",
    isModal: false,
    isPeer: true,
  },
  { name: "post-robot", file: "peers/post-robot.mjs", hosted: "/hosted/post-robot", isModal: false, isPeer: true },
];

/** The flow that the cost of a message is compared with. */
export const EMPTY_REFERENCE = "empty listener";

/** The least that a message can cost. @type {FlowDescription} */
export const EMPTY = { name: EMPTY_REFERENCE, file: "empty.mjs", hosted: PLAIN, isModal: false };

/** Peers of which only the weight is measured, and the reason. */
export const ONLY_WEIGHT = [
  {
    name: "VGS Collect",
    file: "vgs-collect.mjs",
    why: "the npm package only loads the library from the vendor's servers, so this is the weight of the loader",
  },
  { name: "Adyen core", file: "adyen-core.mjs", why: "its frames come from the vendor's servers" },
];
