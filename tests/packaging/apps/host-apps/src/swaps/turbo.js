import * as Turbo from "@hotwired/turbo";
import { host } from "../host.js";

/** The pages that Turbo keeps for Back and Forward, as text. */
host.kept = () =>
  JSON.stringify(Object.values(Turbo.session.view.snapshotCache.entries).map(({ element }) => element.outerHTML));
