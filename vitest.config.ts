import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@probewarden/source"] },
  ssr: { resolve: { conditions: ["@probewarden/source"] } },
  test: {
    include: ["{contract,cli,place,agent,collector,dashboard,demo}/src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    exclude: ["test/radio-lab/**", "test/systemd/**", "**/dist/**", "**/dist-types/**", "**/node_modules/**"],
    // Far beyond what any test takes: a slow machine is no failure.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // One more than the cores that it is measured on: many tests wait for servers, for a third of their time.
    maxWorkers: 3,
  },
});
