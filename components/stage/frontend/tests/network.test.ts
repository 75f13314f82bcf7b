import { expect, test } from "vitest";
import { startQuality } from "../src/media/network";
import type { NetworkHints } from "../src/media/network";

test.each([
  [null, "medium"],
  [{}, "medium"],
  [{ effectiveType: "4g", downlink: 10, rtt: 50 }, "high"],
  [{ effectiveType: "4g", downlink: 3, rtt: 300 }, "high"],
  [{ effectiveType: "4g", downlink: 2.9, rtt: 50 }, "medium"],
  [{ effectiveType: "4g", downlink: 10, rtt: 350 }, "medium"],
  [{ effectiveType: "4g", downlink: 1.4, rtt: 50 }, "low"],
  [{ effectiveType: "4g", rtt: 50 }, "medium"],
  [{ effectiveType: "3g", downlink: 5, rtt: 50 }, "medium"],
  [{ effectiveType: "2g", downlink: 10, rtt: 50 }, "low"],
  [{ effectiveType: "slow-2g" }, "low"],
  [{ effectiveType: "4g", downlink: 10, rtt: 50, saveData: true }, "low"],
] as [NetworkHints | null, string][])("%j starts %s", (hints, quality) => {
  expect(startQuality("auto", hints)).toBe(quality);
});

test("a wish goes before all hints", () => {
  expect(startQuality("high", { saveData: true })).toBe("high");
  expect(startQuality("low", { downlink: 10 })).toBe("low");
});
