import { defineConfig } from "vitest/config";

/** `npm run test:radio`: apart from `npm test`, for it needs qemu and takes minutes. */
export default defineConfig({
  test: {
    include: ["test/radio-lab/*.test.ts"],
    globalSetup: "test/radio-lab/one-disk.ts",
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A guest keeps one processor busy, and its clock waits for it: another beside it makes it slower, and changes nothing in it.
    maxWorkers: 2,
  },
});
