import { defineConfig } from "vitest/config";

/** `npm run test:radio`: apart from `npm test`, for it needs qemu and takes minutes. */
export default defineConfig({
  test: { include: ["test/radio-lab/*.test.ts"], testTimeout: 900_000, hookTimeout: 300_000, fileParallelism: false },
});
