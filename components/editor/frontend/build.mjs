import { build } from "esbuild";
import { buildFrontEnd } from "../../frontend-shared/build.mjs";

await buildFrontEnd(build, import.meta.url, "editor");
