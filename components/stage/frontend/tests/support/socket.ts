/** The server's end of a line, played by the test. */
import type { ClientFrame, ServerFrame } from "../../src/line/contract";
import type { Socket } from "../../src/line/wire";

export class FakeSocket implements Socket {
  readyState: Socket["readyState"] = WebSocket.CONNECTING;
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  readonly sent: ClientFrame[] = [];
  closedWith: number | null = null;

  send(data: string): void {
    this.sent.push(JSON.parse(data) as ClientFrame);
  }

  close(code?: number): void {
    this.closedWith = code ?? 1005;
    this.drop(this.closedWith);
  }

  accept(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen?.call(this as unknown as WebSocket, new Event("open"));
  }

  say(frame: ServerFrame): void {
    this.onmessage?.call(this as unknown as WebSocket, new MessageEvent("message", { data: JSON.stringify(frame) }));
  }

  drop(code: number): void {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.call(this as unknown as WebSocket, { code } as CloseEvent);
  }

  kinds(): string[] {
    return this.sent.map((frame) => frame.kind);
  }

  /** All events sent so far, copies included. */
  events(): { seq: number; type: string }[] {
    return this.sent.flatMap((frame) => (frame.kind === "events" ? frame.events : []));
  }
}

/** A connect function and the sockets it has made. */
export function fakeNetwork(): { connect: (url: string) => FakeSocket; sockets: FakeSocket[]; urls: string[]; last: () => FakeSocket } {
  const sockets: FakeSocket[] = [];
  const urls: string[] = [];
  return {
    sockets,
    urls,
    connect(url) {
      urls.push(url);
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    last() {
      const socket = sockets.at(-1);
      if (socket === undefined) throw new Error("no socket was opened");
      return socket;
    },
  };
}
