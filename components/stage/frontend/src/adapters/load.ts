/** Fetches the adapter of a dialect, and with it that vendor's SDK; the other one stays unloaded. */
import type { Dialect } from "../line/contract";
import type { SessionFactory } from "../call/session";

export async function loadAdapter(dialect: Dialect): Promise<SessionFactory> {
  switch (dialect) {
    case "liveavatar":
      return (await import("./liveavatar")).createSession;
    case "streaming":
      return (await import("./streaming")).createSession;
  }
}
