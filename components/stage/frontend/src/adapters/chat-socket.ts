/** Sends the chat socket of the legacy SDK to the address it was given: the SDK keeps only the host name of it. */
const CHAT_PATH = "/v1/ws/streaming.chat";
const VENDOR = "https://api.heygen.com";

type SocketClass = typeof WebSocket;
interface Scope {
  WebSocket: SocketClass;
}

/** The chat address under `apiUrl` (scheme, port and path prefix kept) for one the SDK made, or null when it is another socket. */
export function redirected(url: string, apiUrl: string): string | null {
  const asked = new URL(url);
  const base = new URL(apiUrl);
  if (asked.pathname !== CHAT_PATH || asked.hostname !== base.hostname) return null;
  const scheme = base.protocol === "http:" ? "ws:" : "wss:";
  return `${scheme}//${base.host}${base.pathname.replace(/\/+$/, "")}${CHAT_PATH}${asked.search}`;
}

/** Wraps `scope.WebSocket` until the returned function is called; at the vendor's own address nothing is touched. */
export function redirectChatSocket(apiUrl: string, scope: Scope = globalThis): () => void {
  if (apiUrl === VENDOR) return () => {};
  const original = scope.WebSocket;
  const wrapped: SocketClass = new Proxy(original, {
    construct(target, [url, protocols]: [string | URL, (string | string[])?]): WebSocket {
      return new target(redirected(String(url), apiUrl) ?? url, protocols);
    },
  });
  scope.WebSocket = wrapped;
  return () => {
    // Only what we put there is taken away: somebody may have wrapped it again meanwhile.
    if (scope.WebSocket === wrapped) scope.WebSocket = original;
  };
}
