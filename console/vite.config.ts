import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { componentStyles } from "./component-styles.ts";

const ROOT = import.meta.dirname;
const OUT = join(ROOT, "dist");

/** Writes each asset compressed beside itself: the server sends what the browser can read, without work of its own. */
function compressed(): Plugin {
  return {
    name: "compressed-assets",
    apply: "build",
    closeBundle() {
      const folder = join(OUT, "assets");
      for (const name of readdirSync(folder)) {
        if (!/\.(js|css|svg)$/.test(name)) continue;
        const content = readFileSync(join(folder, name));
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content, quality));
        writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root: ROOT,
  plugins: [react(), componentStyles(), compressed()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    // The policy of the page allows no data: scripts and styles; small pictures too are files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What the door needs, and what the first screen needs beside it, come in one piece each: every file more costs
            // a kilobyte of headers and a turn of its own.
            { name: "door", test: /console[\\/]src[\\/]main\.tsx$/, priority: 2 },
            {
              name: "desk",
              test: /console[\\/]src[\\/](shell[\\/]console|screens[\\/]inbox[\\/]inbox)\.tsx$/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
});
