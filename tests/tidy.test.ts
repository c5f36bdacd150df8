import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codeOf, filesUnder, type Import, importsOf, isGenerated, ROOT, textOfFile } from "./support/source-files.ts";

/*
 * The style guide that runs: what the design says about the shape of the code, as tests. A law that only stands in
 * prose is broken by the third person who did not read it. Each test lists its breaches as `file: what`.
 */
const FOLDERS = ["engine", "adapters", "tests", "bench", "scripts"];
const SOURCES = ["cli.ts", ...FOLDERS.flatMap((folder) => filesUnder(folder, /\.ts$/))].filter(
  (path) => !isGenerated(path),
);
const ENGINE = SOURCES.filter((path) => path.startsWith("engine/"));
const PRODUCT = SOURCES.filter((path) => /^(engine\/|adapters\/|cli\.ts)/.test(path));
const PAGES = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].filter((page) =>
  existsSync(join(ROOT, page)),
);
/** Everything people read, this file excepted: it names what it bans. */
const PROSE = [
  ...SOURCES,
  ...filesUnder("docs", /\.md$/),
  ...filesUnder("processes", /\.(ya?ml|md|html)$/),
  ...PAGES,
].filter((path) => path !== "tests/tidy.test.ts");

/** Runs a law over files and names every breach. */
function breaches(files: readonly string[], law: (path: string) => readonly string[]): readonly string[] {
  return files.flatMap((path) => law(path).map((what) => `${path}: ${what}`));
}

describe("who may import whom", () => {
  /** Folder → what it may import, and what as types only. The first folder that fits a file is its law. */
  const LAWS: readonly (readonly [folder: string, may: readonly string[], typesOnly?: readonly string[]])[] = [
    ["engine/base/", ["engine/base/"]],
    ["engine/calendar/", ["engine/base/", "engine/calendar/", "luxon"]],
    ["engine/people/", ["engine/base/", "engine/people/"]],
    [
      "engine/expression/",
      ["engine/base/", "engine/expression/", "lezer-feel", "@lezer/", "decimal.js", "re2js"],
      ["engine/calendar/", "engine/people/"],
    ],
    [
      "engine/decision/",
      ["engine/base/", "engine/expression/", "engine/decision/"],
      ["engine/calendar/", "engine/people/"],
    ],
    [
      "engine/definition/",
      [
        "engine/base/",
        "engine/calendar/",
        "engine/expression/",
        "engine/decision/",
        "engine/definition/",
        "yaml",
        "croner",
        "@noble/hashes",
      ],
      ["engine/people/"],
    ],
    [
      "engine/instance/",
      [
        ...[
          "engine/base/",
          "engine/people/",
          "engine/calendar/",
          "engine/expression/",
          "engine/decision/",
          "engine/instance/",
        ],
        "engine/definition/model.ts",
      ],
    ],
    [
      "engine/route/",
      [
        "engine/base/",
        "engine/people/",
        "engine/expression/",
        "engine/decision/",
        "engine/definition/",
        "engine/route/",
      ],
    ],
    [
      "engine/record/",
      ["engine/base/", "engine/record/", "engine/runtime/same-value.ts"],
      ["engine/definition/catalog.ts"],
    ],
    ["engine/message/", ["engine/base/", "engine/people/", "engine/message/"], ["engine/instance/event.ts"]],
    [
      "engine/view/",
      [
        ...[
          "engine/base/",
          "engine/calendar/",
          "engine/people/",
          "engine/expression/",
          "engine/definition/",
          "engine/instance/",
          "engine/runtime/",
          "engine/view/",
        ],
        "engine/diagram/words.ts",
        "engine/message/sms-length.ts",
      ],
      ["engine/ports/", "engine/record/"],
    ],
    ["engine/registry/", ["engine/base/", "engine/registry/", "@noble/hashes"], ["engine/instance/", "engine/ports/"]],
    ["engine/ports/", [], ["engine/"]],
    ["engine/", ["engine/", "luxon", "croner", "decimal.js", "elkjs", "bpmn-moddle"]],
    [
      "cli.ts",
      ["adapters/assemble.ts", "adapters/command-line/", "engine/index.ts", "commander"],
      ["engine/definition/problem.ts"],
    ],
    ["adapters/command-line/", ["adapters/", "engine/", "node:"], ["commander"]],
    ["adapters/assemble.ts", ["adapters/", "engine/index.ts", "engine/ports/"]],
  ];

  test("a file imports only what its folder may", () => {
    const found = breaches(PRODUCT, (path) => {
      const [, may, typesOnly] = LAWS.find(([folder]) => path.startsWith(folder)) ?? [];
      if (may === undefined) return [];
      return importsOf(path).flatMap((imported) => (allows(imported, may, typesOnly ?? []) ? [] : [imported.target]));
    });
    expect(found).toEqual([]);
  });

  test("an adapter knows no other adapter, and neither the interpreter nor the runtime", () => {
    const adapters = PRODUCT.filter(
      (path) => /^adapters\/[\w-]+\/[\w-]+\//.test(path) && !/^adapters\/(command-line|http)\//.test(path),
    );
    const found = breaches(adapters, (path) => {
      const port = path.split("/").slice(0, 2).join("/");
      return importsOf(path).flatMap((imported) => (isForeign(imported, port) ? [imported.target] : []));
    });
    expect(found).toEqual([]);
  });

  function allows(imported: Import, may: readonly string[], typesOnly: readonly string[]): boolean {
    const fits = (allowed: string): boolean =>
      imported.target === allowed || imported.target.startsWith(/[/:]$/.test(allowed) ? allowed : `${allowed}/`);
    return may.some(fits) || (imported.typeOnly && typesOnly.some(fits));
  }

  /**
   * Files directly under `adapters/` (complaints, the product's folder) belong to all of them, and so does the client of
   * a portal that several of them speak with (`adapters/bitrix24`). Of the interpreter and the
   * runtime they see the types that ports speak in, and how an occurrence is made.
   */
  function isForeign({ target, typeOnly }: Import, port: string): boolean {
    if (target.startsWith("adapters/bitrix24/")) return false;
    if (target.startsWith("adapters/")) return target.split("/").length > 2 && !target.startsWith(`${port}/`);
    return !typeOnly && target !== "engine/runtime/occurrence.ts" && /^engine\/(instance|runtime)\//.test(target);
  }
});

describe("the engine is pure", () => {
  const AMBIENT = [
    ...[
      /\bDate\.now\b/,
      /\bnew Date\(\s*\)/,
      /\bDate\(\s*\)/,
      /\bMath\.random\b/,
      /\bDateTime\.(now|local)\(\s*\)/,
      /\bperformance\./,
    ],
    ...[
      /\bprocess\.(env|exit|std\w+|argv|cwd|hrtime|nextTick|memoryUsage|on|pid|platform|version)\b/,
      /\bsetTimeout\b/,
      /\bsetInterval\b/,
      /\bsetImmediate\b/,
      /\bconsole\./,
      /\bglobalThis\b/,
      /\bfetch\(/,
    ],
    ...[/\beval\(/, /\bnew Function\b/, /\bimport\.meta\b/, /\brequire\(/],
  ];

  test("no file of engine/ reads a clock, randomness, the environment or a file", () => {
    const found = breaches(ENGINE, (path) => [
      ...AMBIENT.flatMap((pattern) => pattern.exec(codeOf(path))?.[0] ?? []),
      ...importsOf(path).flatMap(({ target }) => (target.startsWith("node:") ? [target] : [])),
    ]);
    expect(found).toEqual([]);
  });
});

describe("words and layout", () => {
  /** One spelling, and one word for one meaning: the glossary's short list. */
  const BANNED = [/\bcancell(ed|ing)\b/i, /\bbehaviour/i, /\bcolour/i, /\bfaulted\b/i, /\b(white|black)list/i];

  test("the words are the glossary's", () => {
    expect(breaches(PROSE, (path) => BANNED.flatMap((word) => word.exec(textOfFile(path))?.[0] ?? []))).toEqual([]);
  });

  test("nothing is left for later", () => {
    expect(breaches(PROSE, (path) => /\b(TODO|FIXME|XXX|HACK)\b/.exec(textOfFile(path))?.slice(0, 1) ?? [])).toEqual(
      [],
    );
  });

  test("no file names a place on somebody's machine", () => {
    const machine = /(?<![\w.}*])\/(work|tmp|root|home|Users)\/\w+/;
    expect(breaches(PROSE, (path) => machine.exec(textOfFile(path))?.slice(0, 1) ?? [])).toEqual([]);
  });

  test("a file holds at most 400 lines", () => {
    const linesMax = (path: string): number => (path.startsWith("tests/") ? 700 : 400);
    const lines = (path: string): number => textOfFile(path).trimEnd().split("\n").length;
    expect(breaches(SOURCES, (path) => (lines(path) > linesMax(path) ? [`${lines(path)} lines`] : []))).toEqual([]);
  });

  test("a file is named after the one thing in it, in kebab-case", () => {
    const vague = /^(utils?|helpers?|common|manager|service|types|misc|shared)\.ts$/;
    const fits = (name: string): boolean =>
      /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|contract|fixture|generated|d|generated\.d))?\.ts$/.test(name) &&
      !vague.test(name);
    expect(breaches(SOURCES, (path) => (fits(path.split("/").at(-1) ?? "") ? [] : ["its name"]))).toEqual([]);
  });

  test("no checker is silenced", () => {
    const files = SOURCES.filter((path) => path !== "tests/tidy.test.ts");
    const inText = /@ts-(ignore|nocheck|expect-error)|biome-ignore-all/;
    const inCode = /\bas any\b|: any\b|<any>/;
    expect(
      breaches(files, (path) => [
        ...(inText.exec(textOfFile(path)) ?? []).slice(0, 1),
        ...(inCode.exec(codeOf(path)) ?? []),
      ]),
    ).toEqual([]);
  });

  test("every exported function and class has a doc block", () => {
    const found = breaches(PRODUCT, (path) => {
      const lines = textOfFile(path).split("\n");
      const isBare = (at: number): boolean => EXPORT.test(lines[at] ?? "") && !/(\*\/|;)\s*$/.test(lines[at - 1] ?? "");
      return lines.flatMap((line, at) => (isBare(at) ? [EXPORT.exec(line)?.[1] ?? line] : []));
    });
    expect(found).toEqual([]);
  });

  const EXPORT = /^export (?:async )?(?:function\*?|class|abstract class) (\w+)/;
});

describe("processes", () => {
  const PROCESSES = filesUnder("processes", /^process\.yaml$/).map((path) => path.replace(/\/process\.yaml$/, ""));

  test("every process is proved by scenarios", () => {
    const scenarios = (folder: string): number =>
      existsSync(join(ROOT, folder, "scenarios")) ? filesUnder(`${folder}/scenarios`, /\.ya?ml$/).length : 0;
    expect(PROCESSES.filter((folder) => scenarios(folder) === 0)).toEqual([]);
  });

  test("every process is named like its folder", () => {
    const isNamed = (folder: string): boolean =>
      textOfFile(`${folder}/process.yaml`).includes(`\nprocess: ${folder.split("/").at(-1)}\n`);
    expect(
      PROCESSES.filter(
        (folder) =>
          !isNamed(folder) &&
          !textOfFile(`${folder}/process.yaml`).startsWith(`process: ${folder.split("/").at(-1)}\n`),
      ),
    ).toEqual([]);
  });
});
