/** Whatever an SDK rejects with, as our SessionError: the vendor's own code where its answer has one, else one of the line contract's. */
import { SessionError } from "../call/session";
import { saidIn } from "./answers";
import type { Answer } from "./answers";

/** Bodies that mean success: streaming 100, LiveAvatar 1000. */
const SUCCESS: ReadonlySet<string> = new Set(["100", "1000"]);
/** LiveAvatar's words when its agent or its picture stays away for 30 s. */
const AGENT = /required participants/;

interface VendorError {
  status?: unknown;
  /** Streaming's APIError: the body as it came. */
  responseText?: unknown;
  /** LiveAvatar's SessionApiError: 500 stands for "the answer had none". */
  errorCode?: unknown;
}

/** `answer`: what the vendor's API said last, null when it was not asked; left out when nobody listened. */
export function toSessionError(error: unknown, answer?: Answer | null): SessionError {
  if (error instanceof SessionError) return error;
  // The streaming SDK rejects with the bare DOM event of its chat socket.
  if (!(error instanceof Error)) return new SessionError("chat_socket_failed", "The chat connection of the avatar could not be opened.");
  const { status, responseText, errorCode } = error as Error & VendorError;
  const known = typeof status === "number" ? status : null;
  if (isRoomError(error)) return new SessionError("room_refused", error.message, known);
  if (AGENT.test(error.message)) return new SessionError("agent_missing", error.message);
  const body = saidIn(responseText);
  // The SDKs put words of their own over the vendor's, which alone tell some failures apart.
  const words = answer?.message ?? body.message ?? error.message;
  const vendor = failing(answer?.code ?? null) ?? body.code ?? (known === null ? null : number(errorCode));
  if (vendor !== null) return new SessionError(vendor, words, known ?? answer?.status ?? null);
  const silent = answer === undefined ? error instanceof TypeError : answer !== null && answer.status === null;
  if (silent && known === null) return new SessionError("unreachable", error.message);
  // LiveAvatar's SDK says the same of a gateway's page as of a refusal.
  const page = answer?.status != null && answer.code === null && answer.message === null;
  return new SessionError(
    "start_failed",
    page ? `The answer was not the API's JSON. ${error.message}` : error.message,
    known ?? answer?.status ?? null,
  );
}

/** livekit-client's errors carry a name of their own and a number; the class cannot be asked, since each SDK bundles its own copy. */
function isRoomError(error: Error): boolean {
  return ["ConnectionError", "NegotiationError", "UnexpectedConnectionState", "UnsupportedServer", "LiveKitError"].includes(error.name);
}

function failing(code: string | null): string | null {
  return code === null || SUCCESS.has(code) ? null : code;
}

function number(errorCode: unknown): string | null {
  return typeof errorCode === "number" && errorCode !== 500 ? String(errorCode) : null;
}
