import { defineConfig } from "vitest/config";

/** `npm run test:packages`: apart from `npm test`, for it needs root, systemd, mmdebstrap and Debian's archive, and takes minutes. */
export default defineConfig({
  test: { include: ["test/packages/*.test.ts"], testTimeout: 300_000, hookTimeout: 600_000, fileParallelism: false },
});
