/** Whatever an SDK rejects with, as our SessionError: the vendor's own code where the body names one. */
import { SessionError } from "../session";

/** The streaming SDK throws APIError (status, raw body), LiveAvatar throws SessionApiError (errorCode), its chat socket a bare DOM Event. */
interface VendorError {
  errorCode?: unknown;
  status?: unknown;
  responseText?: unknown;
}

export function toSessionError(error: unknown): SessionError {
  if (!(error instanceof Error)) {
    return new SessionError("chat_socket_failed", "The chat connection of the avatar could not be opened.");
  }
  const { errorCode, status, responseText } = error as Error & VendorError;
  const code = bodyCode(responseText) ?? errorCode ?? status ?? "start_failed";
  return new SessionError(String(code), error.message);
}

function bodyCode(body: unknown): unknown {
  if (typeof body !== "string") return undefined;
  try {
    return (JSON.parse(body) as { code?: unknown } | null)?.code;
  } catch {
    return undefined;
  }
}
