import { defineConfig } from "vitest/config";
import { common } from "../../frontend-shared/vitest";

export default defineConfig(common);
