import type { Catalog } from "../../engine/definition/catalog.ts";
import type { RecordsData } from "../../engine/record/record-change.ts";
import { companyData } from "../command-line/company-data.ts";
import { Reader } from "../command-line/reader.ts";
import { couldNotRun } from "../complaint.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";

/** What the company's own files say. */
export interface CompanyFiles {
  readonly catalog: Catalog | null;
  /** What an empty CRM begins with; null: nothing. */
  readonly records: RecordsData | null;
  /** Path of `directory.yaml`, or null. */
  readonly directory: string | null;
  /** Zone in which results and events say when. */
  readonly zone: string;
}

/** Zone where nothing says another: the machine's. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Reads the vocabulary and the sample records that the configuration names. @throws {Complaint} where one cannot be read */
export function companyFiles(configuration: Configuration): CompanyFiles {
  const source = folderSource();
  const reader = new Reader(source);
  const { records, directory } = configuration;
  // As everywhere: the nearest upwards, where none is named (language §7).
  const path = configuration.catalog ?? source.nearest("catalog.yaml", ".");
  const catalog = path === null ? null : catalogAt(path, reader);
  const data =
    records === null ? null : companyData({ records: [records], lists: {}, directory: [], base: null }, reader).records;
  return { catalog, records: data, directory, zone: ZONE };
}

function catalogAt(path: string, reader: Reader): Catalog {
  const { value, problems } = reader.catalog(path);
  const error = problems.find(({ severity }) => severity === "error");
  if (value !== null && !error) return value;
  throw couldNotRun(
    {
      ru: `${path}:${error?.place.line ?? 1}: ${error?.message.ru ?? "не читается"}`,
      en: `${path}:${error?.place.line ?? 1}: ${error?.message.en ?? "cannot be read"}`,
    },
    {
      ru: "Исправьте словарь компании; все ошибки покажет ordo check.",
      en: "Mend the catalogue; `ordo check` shows every problem.",
    },
  );
}
