import type { SetPinErrorCode } from "./types.js";

/**
 * The error that `onError` receives and that a result with `reason: "failed"` contains. It contains
 * no token, no URL, and no data of the cardholder.
 */
export class SetPinError extends Error {
  override readonly name = "SetPinError";
  /** The kind of error, for programs. The message is for developers and suggests a solution. */
  readonly code: SetPinErrorCode;
  /** Whether the same call may succeed later without the host changing anything. */
  readonly retryable: boolean;
  /** The HTTP status, if there was a readable response. */
  readonly status?: number;
  /**
   * How long the response's `Retry-After` asked to wait, in milliseconds. Only if it was readable: on another origin
   * your backend must expose that header.
   */
  readonly retryAfterMs?: number;

  /**
   * The widget constructs these errors. The contract's class takes only a message, as `Error` does.
   */
  constructor(message?: string, details: SetPinErrorDetails = { code: "unknown", retryable: false }) {
    super(message);
    this.code = details.code;
    this.retryable = details.retryable;
    if (details.status !== undefined) this.status = details.status;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
  }
}

/** The fields of an error besides its message. */
export interface SetPinErrorDetails {
  code: SetPinErrorCode;
  retryable: boolean;
  status?: number | undefined;
  retryAfterMs?: number | undefined;
}
