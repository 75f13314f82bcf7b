/** What the vendor's API really answered while an SDK starts: the SDKs drop the status of a page that is not JSON, network errors, and codes in a 200. */
export interface Answer {
  /** Null when no answer came (network, CORS). */
  status: number | null;
  /** The vendor's own code, where its JSON has one. */
  code: string | null;
  /** The vendor's own words, where its JSON has some. */
  message: string | null;
}

interface Scope {
  fetch: typeof fetch;
}

const NONE: Answer = { status: null, code: null, message: null };
/** Only calls that start a session: a stop sent by a failing SDK must not hide why it failed. */
const STARTS = /\/v1\/(sessions\/start|streaming\.(new|start))$/;

export class Answers {
  readonly #scope: Scope;
  readonly #original: typeof fetch;
  readonly #wrapped: typeof fetch;
  #last: Promise<Answer | null> = Promise.resolve(null);

  /** Listens in on `scope.fetch`, changing nothing, until stop(). */
  constructor(apiUrl: string, scope: Scope = globalThis) {
    this.#scope = scope;
    this.#original = scope.fetch;
    this.#wrapped = async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      const asked = url.startsWith(apiUrl) && STARTS.test(url);
      try {
        const response = await this.#original.call(scope, input, init);
        if (asked) this.#last = read(response.clone());
        return response;
      } catch (error) {
        if (asked) this.#last = Promise.resolve(NONE);
        throw error;
      }
    };
    scope.fetch = this.#wrapped;
  }

  /** The newest answer, or null when nothing was asked yet. */
  get last(): Promise<Answer | null> {
    return this.#last;
  }

  stop(): void {
    // Only what we put there is taken away: somebody may have wrapped it again meanwhile.
    if (this.#scope.fetch === this.#wrapped) this.#scope.fetch = this.#original;
  }
}

async function read(response: Response): Promise<Answer> {
  const body = await response.text().catch(() => "");
  return { status: response.status, ...saidIn(body) };
}

/** `code`, as text, and `message` of a JSON body. */
export function saidIn(body: unknown): Pick<Answer, "code" | "message"> {
  try {
    const { code, message } = (JSON.parse(String(body)) ?? {}) as { code?: unknown; message?: unknown };
    return {
      code: typeof code === "number" || typeof code === "string" ? String(code) : null,
      message: typeof message === "string" && message !== "" ? message : null,
    };
  } catch {
    return { code: null, message: null };
  }
}
