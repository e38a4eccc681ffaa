import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Where `npm run dev` finds a collector. */
const COLLECTOR = process.env["PW_COLLECTOR"] ?? "http://127.0.0.1:8080";

/** Files of fewer octets are not worth a second copy. */
const WORTH_OCTETS = 1_024;

/** Lays a .br and a .gz beside each text of the build: packed once and as small as can be, and sent as they are. */
const packed = (folder: string): Plugin => ({
  name: "packed",
  apply: "build",
  closeBundle: async () => {
    const names = await readdir(folder, { recursive: true });
    for (const name of names.filter((one) => /\.(js|css|html|svg)$/.test(one))) {
      const text = await readFile(join(folder, name));
      if (text.length < WORTH_OCTETS) continue;
      await writeFile(join(folder, `${name}.br`), brotliCompressSync(text));
      await writeFile(join(folder, `${name}.gz`), gzipSync(text, { level: 9 }));
    }
  },
});

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), packed(join(import.meta.dirname, "dist"))],
  resolve: { conditions: ["@probewarden/source", "module", "browser", "development|production"] },
  // The page's policy is `default-src 'self'`: no data: address may carry an asset, and no script may stand in the page itself.
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The benchmark holds the first load against what it may weigh; who installs the product is told nothing by this warning.
    chunkSizeWarningLimit: 2_000,
  },
  worker: { format: "es" },
  server: { proxy: { "/api": COLLECTOR } },
});
