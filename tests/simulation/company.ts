import { companyData } from "../../adapters/command-line/company-data.ts";
import { ProcessLoader } from "../../adapters/command-line/process-loader.ts";
import { folderSource } from "../../adapters/process-source/folder/folder-source.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import { compileProcess } from "../../engine/definition/compile.ts";
import { readDocument } from "../../engine/definition/document.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { Document } from "../../engine/definition/node.ts";
import { signatureOf } from "../../engine/definition/process-signature.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { Bundle } from "../../engine/ports/versions.ts";
import type { RecordsData } from "../../engine/record/record-change.ts";
import { departmentsOf } from "../../engine/runtime/departments-of.ts";
import type { Compiled } from "../../engine/runtime/library.ts";
import { ruOffice } from "../support/definition-of.ts";
import { NEXT_CHILD, OWN_PROCESSES } from "./own-processes.ts";

/** A version as it is deployed. */
export interface Version {
  readonly bundle: Bundle;
  readonly title: string;
}

/** The processes of the simulation and the sample company, compiled once for all runs. */
export interface Company {
  readonly compiled: ReadonlyMap<string, Compiled>;
  /** What is in force at the beginning. */
  readonly versions: readonly Version[];
  /** What is put in force on the second day. */
  readonly next: readonly Version[];
  readonly definitions: readonly Definition[];
  readonly catalog: Catalog;
  readonly people: DirectorySnapshot;
  readonly records: RecordsData;
}

let company: Company | null = null;

export function sampleCompany(): Company {
  company ??= read();
  return company;
}

function read(): Company {
  const source = folderSource();
  const loader = new ProcessLoader(source);
  const folders = source.find(["processes"]).folders;
  const shipped = folders.flatMap((folder) => loader.load(folder).definition ?? []);
  const catalog = loader.catalog(folders[0] as string);
  if (catalog === null) throw new Error("catalog.yaml is missing");
  const data = companyData(
    {
      records: ["processes/sample/records.yaml"],
      lists: {},
      directory: ["processes/sample/directory.yaml"],
      base: null,
    },
    loader.reader,
  );
  const own = compiledTexts(OWN_PROCESSES, catalog);
  const next = compiledTexts({ ...OWN_PROCESSES, "sim-child": NEXT_CHILD }, catalog).filter(
    ({ process }) => process === "sim-child",
  );
  const definitions = [...shipped, ...own];
  const departments = departmentsOf(catalog);
  const compiled = new Map(
    [...definitions, ...next].map((definition) => [definition.digest, { definition, catalog, departments }]),
  );
  const { people, records } = data;
  return {
    compiled,
    versions: definitions.map(versionOf),
    next: next.map(versionOf),
    definitions,
    catalog,
    people,
    records,
  };
}

function compiledTexts(texts: Readonly<Record<string, string>>, catalog: Catalog): readonly Definition[] {
  const documents = Object.entries(texts).map(([name, text]) => documentOf(name, text));
  const processes = documents.flatMap((document) => signatureOf(document) ?? []);
  return documents.map((document) => {
    const { definition, problems } = compileProcess({
      document,
      files: [],
      catalog,
      calendars: () => ruOffice(),
      processes,
    });
    if (definition === null) throw new Error(problems.map((one) => `${one.place.line}: ${one.message.en}`).join("\n"));
    return definition;
  });
}

function documentOf(name: string, text: string): Document {
  const { document, problems } = readDocument(`processes/${name}/process.yaml`, text.trimStart(), "process");
  if (document === null) throw new Error(JSON.stringify(problems));
  return document;
}

/** The simulation compiles nothing: a bundle only names its digest. */
function versionOf({ process, digest, calendar, title }: Definition): Version {
  const main = { path: `processes/${process}/process.yaml`, text: "" };
  const bundle = { process, digest, main, files: [], catalog: null, calendar: calendar.id, neighbors: [] };
  return { bundle, title };
}
