import type { SetPinErrorCode } from "./types.js";

/** What `onError` is called with, and what a result with `reason: "failed"` holds. Carries no token, no address, nothing of the cardholder's. */
export class SetPinError extends Error {
  override readonly name = "SetPinError";
  /** What went wrong, for programs. The message is for developers: it says what to do. */
  readonly code: SetPinErrorCode;
  /** Whether the same call may succeed later without the host changing anything. */
  readonly retryable: boolean;
  /** HTTP status, where a readable response came. */
  readonly status?: number;

  /** The widget makes these; the contract's class takes a message alone, as `Error` does. */
  constructor(message?: string, details: SetPinErrorDetails = { code: "unknown", retryable: false }) {
    super(message);
    this.code = details.code;
    this.retryable = details.retryable;
    if (details.status !== undefined) this.status = details.status;
  }
}

/** What an error says beside its message. */
export interface SetPinErrorDetails {
  code: SetPinErrorCode;
  retryable: boolean;
  status?: number | undefined;
}
