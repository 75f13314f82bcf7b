import { defineConfig } from "vitest/config";
import { common } from "../../frontend-shared/vitest";

export default defineConfig({
  ...common,
  test: {
    ...common.test,
    // Its package calls itself ESM and names a CommonJS file as main, which Node alone cannot load.
    server: { deps: { inline: ["@heygen/streaming-avatar"] } },
  },
});
