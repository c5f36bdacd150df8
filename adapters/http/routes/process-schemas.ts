import Type from "typebox";
import { FORM_FIELD } from "../form-field.ts";

const NULLABLE_TEXT = Type.Union([Type.String(), Type.Null()]);

/** A person by id and name; null: nobody that is known. */
export const SOMEBODY = Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]);

export const PROCESS_ID = Type.String({ minLength: 1, maxLength: 100, pattern: "^[\\w-]+$" });

/** How the source and what is in force stand to each other. */
export const DRIFT = Type.Enum(["same", "changed", "new", "gone", "broken"], {
  description:
    "`changed`: the source is not what is in force; `new`: not deployed yet; `gone`: deployed, and not in the source; `broken`: the source has errors.",
});

export const PROCESS_ROW = Type.Object(
  {
    process: Type.String(),
    title: Type.String(),
    /** Number of the version in force. */
    version: Type.Union([Type.Integer(), Type.Null()]),
    deployedAt: NULLABLE_TEXT,
    deployedBy: SOMEBODY,
    running: Type.Integer({ description: "Live instances, of whatever version." }),
    incidents: Type.Integer({ description: "Open incidents, counted to 200." }),
    drift: DRIFT,
    errors: Type.Integer(),
    warnings: Type.Integer(),
    scenarios: Type.Integer(),
    /** Where the source is: the folder, or nothing where the store is. */
    folder: NULLABLE_TEXT,
    draft: Type.Union([Type.Object({ editedAt: Type.String(), editedBy: SOMEBODY }), Type.Null()]),
  },
  { $id: "ProcessRow" },
);

export const PROCESS_LIST = Type.Object(
  { source: Type.Enum(["folder", "store"]), rows: Type.Array(PROCESS_ROW) },
  { $id: "ProcessList" },
);

export const PROCESS_VERSION = Type.Object(
  {
    number: Type.Integer(),
    digest: Type.String(),
    title: Type.String(),
    deployedAt: Type.String(),
    deployedBy: SOMEBODY,
    current: Type.Boolean(),
    live: Type.Integer(),
  },
  { $id: "ProcessVersion" },
);

export const PROCESS_FILE = Type.Object({ path: Type.String(), text: Type.String() }, { $id: "ProcessFile" });

export const PROCESS_FILES = Type.Object(
  {
    /** Folder of the source, as problems name it. */
    folder: NULLABLE_TEXT,
    files: Type.Array(PROCESS_FILE),
    /** Of the draft; 0: there is none, null: the folder is the source, or a version was asked for. */
    revision: Type.Union([Type.Integer(), Type.Null()]),
  },
  { $id: "ProcessFiles" },
);

/** Files that were changed and not saved. */
export const CHANGED_FILES = Type.Array(
  Type.Object(
    { path: Type.String({ maxLength: 300 }), text: NULLABLE_TEXT },
    { additionalProperties: false, description: "`text: null`: the file is removed." },
  ),
  { maxItems: 300 },
);

export const PROCESS_PROBLEM = Type.Object(
  {
    code: Type.String(),
    severity: Type.Enum(["error", "warning"]),
    file: Type.String(),
    path: NULLABLE_TEXT,
    line: Type.Integer(),
    column: Type.Integer(),
    endLine: Type.Integer(),
    endColumn: Type.Integer(),
    start: Type.Integer({ description: "Offset in UTF-16 units." }),
    end: Type.Integer(),
    message: Type.String(),
    remedy: Type.String(),
    fix: Type.Array(Type.Object({ start: Type.Integer(), end: Type.Integer(), text: Type.String() })),
  },
  { $id: "ProcessProblem" },
);

export const COMPLETIONS = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        label: Type.String(),
        kind: Type.Enum(["variable", "field", "function", "keyword", "value", "key", "name"]),
        insert: Type.String(),
        detail: NULLABLE_TEXT,
        documentation: NULLABLE_TEXT,
        from: Type.Integer(),
        to: Type.Integer(),
      }),
    ),
  },
  { $id: "ProcessCompletions" },
);

export const HOVER = Type.Object(
  {
    hover: Type.Union([
      Type.Object({
        title: Type.String(),
        documentation: NULLABLE_TEXT,
        from: Type.Integer(),
        to: Type.Integer(),
      }),
      Type.Null(),
    ]),
  },
  { $id: "ProcessHover" },
);

const EDIT = Type.Object({ start: Type.Integer(), end: Type.Integer(), text: Type.String() });

export const TABLES = Type.Object(
  {
    tables: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          title: Type.String(),
          hitPolicy: Type.String(),
          path: NULLABLE_TEXT,
          style: Type.Enum(["grid", "yaml", "csv"]),
          line: Type.Integer(),
          columns: Type.Array(
            Type.Object({
              name: Type.String(),
              title: Type.String(),
              type: Type.String(),
              side: Type.Enum(["input", "output"]),
            }),
          ),
          rules: Type.Array(
            Type.Object({
              number: Type.Integer(),
              cells: Type.Array(
                Type.Object({
                  text: Type.String(),
                  start: Type.Union([Type.Integer(), Type.Null()]),
                  end: Type.Union([Type.Integer(), Type.Null()]),
                }),
              ),
            }),
          ),
          findings: Type.Array(
            Type.Object({
              code: Type.String(),
              severity: Type.Enum(["error", "warning", "hint"]),
              message: Type.String(),
              remedy: Type.String(),
              rules: Type.Array(Type.Integer()),
              example: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
              missing: Type.Union([Type.Array(Type.String()), Type.Null()]),
              edit: Type.Union([EDIT, Type.Null()]),
            }),
          ),
          isAnalyzed: Type.Boolean(),
        },
        { $id: "ProcessTable" },
      ),
    ),
  },
  { $id: "ProcessTables" },
);

export const TIMELINE = Type.Array(
  Type.Object(
    {
      at: Type.String(),
      tone: Type.String(),
      text: Type.String(),
      details: Type.Array(Type.String()),
      instance: NULLABLE_TEXT,
    },
    { $id: "PlayedLine" },
  ),
);

const PART = Type.Object({
  visited: Type.Integer(),
  total: Type.Integer(),
  missing: Type.Array(Type.String()),
});

export const ROUND = Type.Object(
  {
    passed: Type.Integer(),
    failed: Type.Integer(),
    scenarios: Type.Array(
      Type.Object(
        {
          path: Type.String(),
          name: Type.String(),
          status: Type.Enum(["passed", "failed"]),
          failures: Type.Array(
            Type.Object({
              line: Type.Integer(),
              about: Type.String(),
              expected: Type.Unknown(),
              actual: Type.Unknown(),
              message: Type.String(),
            }),
          ),
          timeline: TIMELINE,
        },
        { $id: "PlayedScenario" },
      ),
    ),
    coverage: Type.Union([
      Type.Object({ steps: PART, outcomes: PART, rungs: PART, rules: PART, cases: PART }),
      Type.Null(),
    ]),
    problems: Type.Array(PROCESS_PROBLEM),
  },
  { $id: "PlayedRound" },
);

export const DRY_RUN = Type.Object(
  {
    status: Type.Enum(["completed", "waiting", "failed", "canceled", "notStarted"]),
    refusal: NULLABLE_TEXT,
    timeline: TIMELINE,
    waits: Type.Array(Type.String()),
    problems: Type.Array(PROCESS_PROBLEM),
    picture: Type.Union([Type.String(), Type.Null()], { description: "SVG with the steps it has been at." }),
    messages: Type.Array(
      Type.Object({
        at: Type.String(),
        to: Type.String(),
        channel: Type.String(),
        address: Type.String(),
        subject: NULLABLE_TEXT,
        text: Type.String(),
      }),
      { description: "What would have been sent." },
    ),
    writes: Type.Array(
      Type.Object({
        ref: Type.String(),
        title: Type.String(),
        change: Type.Enum(["created", "updated", "deleted"]),
        fields: Type.Array(Type.Object({ title: Type.String(), before: Type.String(), after: Type.String() })),
      }),
      { description: "Records that would have been written." },
    ),
    rows: Type.Array(
      Type.Object({
        registry: Type.String(),
        cells: Type.Array(Type.Object({ title: Type.String(), value: Type.String() })),
      }),
      { description: "Rows that would stand in registries." },
    ),
  },
  { $id: "DryRun" },
);

const CHOICE = Type.Object({ value: Type.String(), title: Type.String() });

export const TRIAL = Type.Object(
  {
    isSound: Type.Boolean({ description: "False: the files have errors, and nothing can be tried." }),
    fields: Type.Array(FORM_FIELD, { description: "People and records are choices of the sample company." }),
    files: Type.Array(Type.String(), { description: "Fields of files: names stand for them." }),
    starters: Type.Array(CHOICE, { description: "Who may fill the form in; empty: no form starts it." }),
    events: Type.Array(Type.String(), { description: "Events that start it." }),
    examples: Type.Array(
      Type.Object({
        path: Type.String(),
        name: Type.String(),
        by: NULLABLE_TEXT,
        input: Type.Unknown(),
        event: Type.Unknown(),
        at: Type.String(),
      }),
      { description: "Starts of its scenarios." },
    ),
  },
  { $id: "ProcessTrial" },
);

export const PLAN = Type.Object(
  {
    digest: Type.String(),
    text: Type.String({ description: "The plan as `ordo plan` prints it." }),
    changes: Type.Integer({ description: "Processes and calendars that it changes." }),
    processes: Type.Array(
      Type.Object({
        process: Type.String(),
        title: Type.String(),
        change: Type.Enum(["new", "changed", "unchanged", "retired"]),
        from: NULLABLE_TEXT,
        to: NULLABLE_TEXT,
        live: Type.Integer(),
        /** Live instances on another version than the new one: they stay where they are. */
        staying: Type.Integer(),
        movable: Type.Integer({ description: "How many of them could be migrated." }),
        instances: Type.Array(
          Type.Object({
            number: Type.Integer(),
            subject: Type.String(),
            version: Type.Union([Type.Integer(), Type.Null()]),
            steps: Type.Array(Type.String()),
            canMigrate: Type.Boolean(),
            reasons: Type.Array(Type.String()),
          }),
          { description: "The first of them." },
        ),
      }),
    ),
    calendars: Type.Array(
      Type.Object({
        name: Type.String(),
        change: Type.Enum(["new", "changed", "unchanged"]),
        timers: Type.Integer({ description: "Open timers that move." }),
      }),
    ),
  },
  { $id: "ProcessPlan" },
);

export const DRAFT = Type.Object(
  {
    process: Type.String(),
    revision: Type.Integer(),
    editedAt: Type.String(),
    editedBy: SOMEBODY,
  },
  { $id: "ProcessDraft" },
);
