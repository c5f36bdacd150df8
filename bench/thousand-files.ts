import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderSource } from "../adapters/process-source/folder/folder-source.ts";
import { processesUse } from "./measure.ts";
import type { Row } from "./row.ts";

const COUNT = 1_000;

/** 1,000 process files checked by one command: the shipped ones, copied under other names. */
export function thousandFiles(): readonly Row[] {
  const root = mkdtempSync(join(tmpdir(), "ordo-bench-"));
  try {
    fill(root);
    const [used, empty] = processesUse(
      [
        ["dist/cli.js", "check", root, "--fresh"],
        ["-e", "0"],
      ],
      1,
    );
    if (!used || !empty) return [];
    return [
      {
        what: "1,000 process files checked (built)",
        measured: `${(used.wallMs / 1000).toFixed(2)} s, CPU ${(used.cpuMs / 1000).toFixed(2)} s`,
        ratio: `${(used.wallMs / COUNT).toFixed(2)} ms each, ${(used.wallMs / empty.wallMs).toFixed(0)} × node -e 0`,
        target: "",
        holds: null,
      },
      {
        what: "the most memory that took",
        measured: `${(used.peakBytes / 1e6).toFixed(0)} MB`,
        ratio: `${(used.peakBytes / empty.peakBytes).toFixed(1)} × node -e 0`,
        target: "",
        holds: null,
      },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function fill(root: string): void {
  cpSync("catalog.yaml", join(root, "catalog.yaml"));
  const { folders } = folderSource().find(["processes"]);
  for (let number = 0; number < COUNT; number += 1) {
    const folder = folders[number % folders.length] ?? "";
    const name = folder.split("/").at(-1) ?? "";
    const copy = join(root, `company-${Math.floor(number / folders.length)}`, name);
    for (const part of ["process.yaml", "decisions", "templates"]) {
      if (existsSync(join(folder, part))) cpSync(join(folder, part), join(copy, part), { recursive: true });
    }
  }
  writeFileSync(join(root, "ordo.yaml"), "locale: ru\n");
}
