import type { FileKind } from "../file-kind.ts";
import { ADAPTER_DEFS } from "./adapters.generated.ts";
import { CONFIG_DEFS } from "./config.ts";
import { DATA_DEFS } from "./data.ts";
import { PROCESS_DEFS } from "./process.ts";
import { SCENARIO_DEFS } from "./scenario.ts";
import type { Schema } from "./schema.ts";
import { STEP_DEFS } from "./steps.ts";
import { TASK_DEFS } from "./tasks.ts";
import { VALUE_DEFS } from "./values.ts";

/** Every named schema of every kind of file. */
export const DEFS: Readonly<Record<string, Schema>> = {
  ...VALUE_DEFS,
  ...TASK_DEFS,
  ...STEP_DEFS,
  ...PROCESS_DEFS,
  ...SCENARIO_DEFS,
  ...DATA_DEFS,
  ...CONFIG_DEFS,
  ...ADAPTER_DEFS,
};

/** The title of a kind of file's schema, in its published form. */
export const FILE_TITLES: Readonly<Record<FileKind, string>> = {
  process: "Процесс (process.yaml)",
  scenario: "Сценарий (scenarios/*.yaml)",
  records: "Записи CRM (records.yaml)",
  directory: "Люди (directory.yaml)",
  catalog: "Словарь компании (catalog.yaml)",
  calendar: "Производственный календарь (calendars/*.yaml)",
  config: "Настройки (ordo.yaml)",
  table: "Таблица решений (decisions/*.yaml)",
};
