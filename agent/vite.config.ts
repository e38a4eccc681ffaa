import { defineConfig } from "vite";
import { LEFT_OUTSIDE } from "./left-outside.ts";
import { readAtBuild } from "./read-at-build.ts";

/**
 * The sensor's program in few files. Node finds, reads and links each file of a program by itself, about a millisecond of CPU for each, and
 * the schemas' package alone has 679: a replay of one frame took 1.2 s of CPU before, and 0.4 s as a bundle. Since `contract` and `cli` declare
 * that their modules do nothing when they are loaded (`sideEffects` of their package.json), each command loads only what it uses of them: 0.2 s.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [readAtBuild],
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
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      input: { main: "src/main/main.ts", "reading-worker": "src/cameras/reading-worker.ts" },
      // All in one folder: a thread's file is looked for beside the file that opens it.
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name]-[hash].js",
        // V8 keeps the text of what it has loaded, and two octets for each letter of a file in which one is beyond Latin-1.
        charset: "ascii",
        comments: { legal: true, annotation: false, jsdoc: false },
      },
    },
  },
});
