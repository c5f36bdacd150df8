import { folderSource } from "../../adapters/process-source/folder/folder-source.ts";
import { ProcessLoader } from "../../adapters/command-line/process-loader.ts";
import { companyData } from "../../adapters/command-line/company-data.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { Bundle } from "../../engine/ports/versions.ts";
import type { RecordsData } from "../../engine/record/record-change.ts";
import { departmentsOf } from "../../engine/runtime/departments-of.ts";
import type { Compiled } from "../../engine/runtime/library.ts";

/** The shipped processes and the sample company, compiled once for all runs. */
export interface Company {
  readonly compiled: ReadonlyMap<string, Compiled>;
  readonly bundles: readonly { readonly bundle: Bundle; readonly title: string }[];
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
  const definitions = folders.flatMap((folder) => loader.load(folder).definition ?? []);
  const catalog = loader.catalog(folders[0] as string);
  if (catalog === null) throw new Error("catalog.yaml is missing");
  const data = companyData(
    { records: ["processes/sample/records.yaml"], lists: {}, directory: ["processes/sample/directory.yaml"], base: null },
    loader.reader,
  );
  const compiled = new Map(
    definitions.map((definition) => [definition.digest, { definition, catalog, departments: departmentsOf(catalog) }]),
  );
  const bundles = definitions.map((definition) => ({ bundle: stubBundle(definition), title: definition.title }));
  return { compiled, bundles, definitions, catalog, people: data.people, records: data.records };
}

/** The simulation compiles nothing: a bundle only names its digest. */
function stubBundle({ process, digest, calendar }: Definition): Bundle {
  const main = { path: `processes/${process}/process.yaml`, text: "" };
  return { process, digest, main, files: [], catalog: null, calendar: calendar.id, neighbors: [] };
}
