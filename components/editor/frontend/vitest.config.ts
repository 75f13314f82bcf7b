import { defineConfig } from "vitest/config";

/** Style sheets are text to this project (esbuild loads them so), in tests too. */
const cssAsText = {
  name: "css-as-text",
  enforce: "pre" as const,
  transform: (code: string, id: string) =>
    id.endsWith(".css") ? { code: `export default ${JSON.stringify(code)};`, map: null } : null,
};

export default defineConfig({
  plugins: [cssAsText],
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "happy-dom",
    retry: 0,
    restoreMocks: true,
  },
});
