import { defineConfig } from "vite";
import { LEFT_OUTSIDE } from "./left-outside.ts";

/**
 * The collector's program in few files, for the same reason as the sensor's (`agent/vite.config.ts`): from its start until it listened it took
 * 3.5 s of CPU as the compiler leaves it, and takes 1.7 s as a bundle, while a hall of sensors waits.
 */
export default defineConfig({
  root: import.meta.dirname,
  ssr: {
    noExternal: true,
    external: LEFT_OUTSIDE,
    // The workspaces' source: the bundle needs no other build to be fresh.
    resolve: { conditions: ["@probewarden/source", "node"] },
  },
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist/bundle",
    emptyOutDir: true,
    sourcemap: true,
    // Read from the disk, not over a network.
    chunkSizeWarningLimit: 8_000,
    rolldownOptions: {
      input: {
        main: "src/main/main.ts",
        "check-worker": "src/store/check-worker.ts",
        "placing-worker": "src/suspects/placing-worker.ts",
        "sqlite-read-worker": "src/store/series/sqlite-read-worker.ts",
      },
      // All in one folder: a thread's file is looked for beside the file that opens it.
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});
