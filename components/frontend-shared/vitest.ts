/** How both front ends are tested. Each hands it to its own vitest: packages cannot be found from this folder. */
import { fileURLToPath } from "node:url";

/** Style sheets are text to this project (esbuild loads them so), in tests too. */
const cssAsText = {
  name: "css-as-text",
  enforce: "pre" as const,
  transform: (code: string, id: string) => (id.endsWith(".css") ? { code: `export default ${JSON.stringify(code)};`, map: null } : null),
};

export const common = {
  plugins: [cssAsText],
  resolve: { alias: { shared: fileURLToPath(new URL("src", import.meta.url)) } },
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "happy-dom",
    retry: 0,
    restoreMocks: true,
  },
};
