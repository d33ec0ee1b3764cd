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

  constructor(code: SetPinErrorCode, message: string, retryable: boolean, status?: number) {
    super(message);
    this.code = code;
    this.retryable = retryable;
    if (status !== undefined) this.status = status;
  }
}
