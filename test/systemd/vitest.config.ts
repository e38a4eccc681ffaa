import { defineConfig } from "vitest/config";

/** `npm run test:systemd`: apart from `npm test`, for it needs root and systemd. */
export default defineConfig({
  test: { include: ["test/systemd/*.test.ts"], testTimeout: 300_000, hookTimeout: 120_000, fileParallelism: false },
});
