/** Everything that a flow receives from the page that measures it. */
export interface Host {
  /** The token route, for a flow that has the network; otherwise `fetchToken` is set. */
  tokenUrl?: string;
  /** Returns a token from memory. */
  fetchToken?: () => Promise<{ hostedPageUrl: string }>;
  /** The only origin that may be framed. */
  origin: string;
  /** The element for an inline flow. */
  container: HTMLElement;
  /** Called after the frame is gone. */
  onExit: () => void;
  onError: (error: unknown) => void;
}

/** One way to show the issuer's page. After `close()` or an exit, `open()` may be called again. */
export interface Flow {
  open: () => void;
  close: () => void;
  /** Loads at page load what can be loaded before the press. */
  preload?: () => Promise<void>;
  /** Releases the flow itself. */
  destroy?: () => void;
}

export type CreateFlow = (host: Host) => Flow;
