import { join } from "node:path";
import { type OutputChunk, type Plugin, rolldown } from "rolldown";

/** Programs that run in threads of their own: a file that names one → the program, and what its built file is called. */
const PROGRAMS: Readonly<
  Record<string, { readonly source: string; readonly built: string; readonly constant: string }>
> = {
  "parse-mail-script.ts": {
    source: "adapters/mail-source/parse-mail-thread.ts",
    built: "parse-mail-thread.js",
    constant: "PARSE_MAIL_SCRIPT",
  },
  "workshop-script.ts": {
    source: "adapters/workshop/workshop-thread.ts",
    built: "workshop-thread.js",
    constant: "WORKSHOP_SCRIPT",
  },
};

const MARK = "\0thread:";

/** In the build the file that names a program names the built one: there is no TypeScript beside it. */
export function threadPrograms(): Plugin {
  return {
    name: "thread-programs",
    resolveId(id) {
      const name = id.split("/").at(-1) ?? "";
      return Object.hasOwn(PROGRAMS, name) ? `${MARK}${name}` : null;
    },
    load(id) {
      const program = id.startsWith(MARK) ? PROGRAMS[id.slice(MARK.length)] : undefined;
      if (program === undefined) return null;
      return `export const ${program.constant} = new URL("./${program.built}", import.meta.url);`;
    },
  };
}

/** Builds the programs, each as one file that Node runs as it is. @returns what went into them */
export async function buildThreadPrograms(root: string, dist: string): Promise<readonly OutputChunk[]> {
  const chunks: OutputChunk[] = [];
  for (const { source, built } of Object.values(PROGRAMS)) {
    const build = await rolldown({ input: join(root, source), platform: "node", cwd: root });
    const { output } = await build.write({
      file: join(dist, built),
      format: "cjs",
      minify: true,
      codeSplitting: false,
    });
    await build.close();
    chunks.push(...output.filter((part) => part.type === "chunk"));
  }
  return chunks;
}
