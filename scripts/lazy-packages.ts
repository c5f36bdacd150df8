import type { Plugin } from "rolldown";

/**
 * Packages that most runs never touch: RE2 only where an expression has a pattern, the YAML library only for a file that
 * our own reader does not take, zones other than the steady ones, cron texts. Together they are a third of the code.
 */
const LAZY = ["croner", "luxon", "re2js", "yaml"];

/** What the lazy packages are built from: one file each, `lazy-<package>.js`. */
export const LAZY_INPUTS: Readonly<Record<string, string>> = Object.fromEntries(
  LAZY.map((name) => [`lazy-${name}`, name]),
);

const STAND_IN = "\0lazy:";
const NOTHING = "\0nothing";
const SOURCE_ONLY = "\0source-only";

/**
 * Has those packages loaded when something of them is first used, not when a file that imports them is. The source says
 * nothing of it: each import gets an object whose properties load the package when they are read.
 */
export function lazyPackages(): Plugin {
  return {
    name: "lazy-packages",
    resolveId(id, importer) {
      // An entry is the package itself.
      if (importer === undefined) return null;
      if (LAZY.includes(id)) return `${STAND_IN}${id}`;
      if (/^\.\/lazy-\w+\.js$/.test(id)) return { id, external: true };
      // Commander starts programs of other names for subcommands; we have none.
      if (id === "node:child_process" && /[\\/]commander[\\/]/.test(importer)) return NOTHING;
      if (id.endsWith("/quicken-source.ts")) return SOURCE_ONLY;
      return null;
    },
    async load(id) {
      if (id === SOURCE_ONLY) return "export function quickenSource() {}";
      if (id === NOTHING) return "export default {};";
      return id.startsWith(STAND_IN) ? await standIn(id.slice(STAND_IN.length)) : null;
    },
  };
}

async function standIn(name: string): Promise<string> {
  const names = Object.keys((await import(name)) as object).filter((one) => /^[A-Za-z_]\w*$/.test(one));
  const getters = names.map((one) => `get ${one}() { return load().${one}; }`);
  return `const load = () => require("./lazy-${name}.js");\nmodule.exports = { __esModule: true, ${getters.join(", ")} };\n`;
}
