import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCatalog } from "../../engine/definition/catalog-read.ts";
import { compileProcess } from "../../engine/definition/compile.ts";
import { readDocument } from "../../engine/definition/document.ts";
import type { Document } from "../../engine/definition/node.ts";
import { valueOfNode } from "../../engine/definition/value-of-node.ts";
import { readDirectory } from "../../engine/people/read-directory.ts";
import { ruOffice } from "../support/definition-of.ts";
import { ROOT } from "../support/source-files.ts";

const FOLDER = join(ROOT, "../shared/design/processes");
const FILES = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : [];

/** The templates that the sketches name; a sketch is one file. */
const TEMPLATES = ["discount-result", "discount-put-back", "invoice-rejected", "invoice-paid"];

describe.skipIf(FILES.length === 0)("the nine sketches beside the language page pass the check as they stand", () => {
  test.each(FILES)("%s", (file) => {
    const id = basename(file, ".yaml");
    const text = readFileSync(join(FOLDER, file), "utf8");
    const { definition, problems } = compileProcess({
      document: documentOf(`processes/${id}/process.yaml`, text, "process"),
      files: TEMPLATES.filter((name) => text.includes(`template: ${name}`)).map((name) => ({
        path: `processes/${id}/templates/${name}.md`,
        text: "---\nsubject: Тема\n---\nТекст\n",
      })),
      catalog: readCatalog(documentOf("catalog.yaml", shipped("catalog.yaml"), "catalog")),
      calendars: () => ruOffice(),
      processes: [],
      directory: readDirectory(
        valueOfNode(
          documentOf("directory.yaml", shipped("processes/sample/directory.yaml"), "directory").root,
        ) as never,
      ),
    });
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(definition).not.toBeNull();
  });
});

function documentOf(path: string, text: string, kind: Parameters<typeof readDocument>[2]): Document {
  const { document, problems } = readDocument(path, text, kind);
  if (!document) throw new Error(problems.map((one) => one.message.en).join("\n"));
  return document;
}

function shipped(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
