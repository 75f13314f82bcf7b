/** Every text the editor shows: short, kind and plain. Messages, labels of fixes and the status are the server's. */
import type { Finding, Severity } from "./contract";

export const SEVERITY: Record<Severity, string> = { error: "Error", warning: "Warning", hint: "Hint" };
const MANY: Record<Severity, string> = { error: "errors", warning: "warnings", hint: "hints" };

/** For example "1 error · 2 hints"; the gravest first, nothing when there is none. */
export function countFindings(findings: readonly Finding[]): string {
  const severities: Severity[] = ["error", "warning", "hint"];
  const counts = severities.map((severity) => ({ severity, count: findings.filter((one) => one.severity === severity).length }));
  const parts = counts
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${count === 1 ? SEVERITY[severity].toLowerCase() : MANY[severity]}`);
  return parts.join(" · ");
}

export const NO_FINDINGS = "Nothing to mend";
export const NEXT = { label: "Next", hint: "Go to the next finding" };
export const WHOLE = "About the whole persona";
export const FINDINGS_OF = (label: string): string => `Findings in ${label}`;
export const LINE = (line: number): string => `Line ${line}`;
export const GO_TO = (severity: Severity, message: string, line: number | null): string =>
  `${SEVERITY[severity]}${line === null ? "" : `, line ${line}`}: ${message}`;

/** For example "123 / 400"; said aloud in full. */
export function countCharacters(count: number, limit: number | null): { text: string; spoken: string; over: boolean } {
  if (limit === null) return { text: String(count), spoken: `${count} characters`, over: false };
  const over = count > limit;
  return {
    text: `${count} / ${limit}${over ? " · too long" : ""}`,
    spoken: `${count} of at most ${limit} characters${over ? ", too long" : ""}`,
    over,
  };
}

export const OFFER = {
  /** The time alone for today, with the day before that. */
  text: (at: number, now: number): string => {
    const [then, today] = [new Date(at), new Date(now)];
    const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const day =
      then.toDateString() === today.toDateString() ? "" : `${then.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}, `;
    return `You had unsaved text here from ${day}${time}.`;
  },
  bringBack: "Bring it back",
  drop: "Drop it",
};
