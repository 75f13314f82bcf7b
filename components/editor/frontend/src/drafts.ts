/** Unsaved text, kept in this browser until the server has it. */
import type { Values } from "./contract";

export interface Draft {
  revision: number;
  /** Milliseconds since the epoch. */
  at: number;
  values: Values;
}

export interface Drafts {
  read(document: string): Draft | null;
  write(document: string, draft: Draft): void;
  drop(document: string): void;
}

const PREFIX = "talk-to-santa.editor.";
const MOST_DOCUMENTS = 10;
const MOST_CHARACTERS = 200_000;

/** Drafts in `storage`; null, or one that refuses, keeps nothing and stops nothing. */
export function draftsIn(storage: Storage | null): Drafts {
  const quietly = <T>(attempt: (storage: Storage) => T): T | null => {
    try {
      return storage === null ? null : attempt(storage);
    } catch {
      return null;
    }
  };
  return {
    read: (document) => quietly((store) => readDraft(store.getItem(PREFIX + document))),
    write: (document, draft) => {
      quietly((store) => {
        const text = JSON.stringify(draft);
        if (text.length > MOST_CHARACTERS) return;
        makeRoom(store, PREFIX + document);
        store.setItem(PREFIX + document, text);
      });
    },
    drop: (document) => void quietly((store) => store.removeItem(PREFIX + document)),
  };
}

/** The oldest draft gives way to a new one. */
function makeRoom(storage: Storage, wanted: string): void {
  const others = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "").filter(
    (key) => key.startsWith(PREFIX) && key !== wanted,
  );
  if (others.length < MOST_DOCUMENTS) return;
  const age = (key: string): number => readDraft(storage.getItem(key))?.at ?? 0;
  const [oldest] = others.sort((one, other) => age(one) - age(other));
  if (oldest !== undefined) storage.removeItem(oldest);
}

/** What stands in the browser may be of another version, or somebody's experiment. */
function readDraft(text: string | null): Draft | null {
  if (text === null) return null;
  try {
    const { revision, at, values } = (JSON.parse(text) ?? {}) as Record<string, unknown>;
    if (typeof revision !== "number" || typeof at !== "number" || typeof values !== "object" || values === null) return null;
    return Object.values(values).every((value) => typeof value === "string") ? { revision, at, values: values as Values } : null;
  } catch {
    return null;
  }
}
