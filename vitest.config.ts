import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@probewarden/source"] },
  ssr: { resolve: { conditions: ["@probewarden/source"] } },
  test: {
    include: ["{contract,agent,collector,dashboard,demo}/src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    exclude: ["**/dist/**", "**/dist-types/**", "**/node_modules/**"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
