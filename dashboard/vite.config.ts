import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `npm run dev` finds a collector. */
const COLLECTOR = process.env["PW_COLLECTOR"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
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
  server: { proxy: { "/api": COLLECTOR } },
});
