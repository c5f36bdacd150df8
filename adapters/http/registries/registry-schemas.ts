import Type from "typebox";

const TEXT_OR_NULL = Type.Union([Type.String(), Type.Null()]);
const INSTANT = "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d)$";
const NAMES = Type.Record(Type.String(), Type.String(), {
  description: "Reference of a record, or id of a person → what it is called.",
});

const COLUMN = Type.Object(
  {
    name: Type.String(),
    title: Type.String(),
    type: Type.String(),
    records: Type.Array(Type.String(), { description: "Types of the records it names; empty: none." }),
    choices: Type.Union([Type.Array(Type.Object({ value: Type.String(), title: Type.String() })), Type.Null()]),
  },
  { $id: "RegistryColumn" },
);

export const REGISTRY_LIST = Type.Object({
  registries: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      sealed: Type.Integer({ description: "Rows that are sealed into the chain." }),
      unsealed: Type.Integer({ description: "Rows that wait for their seal: a few seconds." }),
    }),
  ),
});

export const REGISTRY_PAGE = Type.Object(
  {
    title: Type.String(),
    columns: Type.Array(COLUMN),
    rows: Type.Array(
      Type.Object({
        number: Type.Union([Type.Integer(), Type.Null()], { description: "In the chain; null: not sealed yet." }),
        at: Type.String(),
        by: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
        process: Type.String(),
        instance: Type.String(),
        instanceNumber: Type.Union([Type.Integer(), Type.Null()]),
        sequence: Type.Integer(),
        entry: Type.Record(Type.String(), Type.Unknown()),
        erased: Type.Array(Type.String(), { description: "Columns whose values were erased." }),
      }),
    ),
    names: NAMES,
    next: TEXT_OR_NULL,
    complete: Type.Boolean({ description: "False: of a sorted list only the newest rows were looked at." }),
  },
  { $id: "RegistryPage" },
);

const SUMS = Type.Record(Type.String(), Type.Record(Type.String(), Type.String()), {
  description: "Column of money → currency → sum.",
});

export const REGISTRY_TOTALS = Type.Object(
  {
    count: Type.Integer(),
    sums: SUMS,
    groups: Type.Array(Type.Object({ key: Type.String(), title: Type.String(), count: Type.Integer(), sums: SUMS })),
    scanned: Type.Integer(),
    complete: Type.Boolean({ description: "False: there are older rows, which are in no figure here." }),
  },
  { $id: "RegistryTotals" },
);

export const REGISTRY_VERIFICATION = Type.Object(
  {
    sealed: Type.Integer(),
    unsealed: Type.Integer(),
    erased: Type.Integer({ description: "Rows with erased values." }),
    breaches: Type.Integer({ description: "What does not hold; 0: nothing was changed, removed or forged." }),
    head: Type.Union([Type.Object({ count: Type.Integer(), chain: Type.String(), at: Type.String() }), Type.Null()]),
  },
  { $id: "RegistryVerification" },
);

/** What the console filters by. Kept in saved views as well. */
export const REGISTRY_FILTER = {
  text: Type.Optional(Type.String({ maxLength: 200, description: "Part of any value." })),
  by: Type.Optional(Type.String({ maxLength: 200, description: "Who: id of a person." })),
  from: Type.Optional(Type.String({ pattern: INSTANT, maxLength: 40, description: "`2026-11-30T10:00:00+03:00`." })),
  to: Type.Optional(Type.String({ pattern: INSTANT, maxLength: 40, description: "Itself included." })),
  process: Type.Optional(Type.String({ maxLength: 200 })),
  instance: Type.Optional(Type.String({ maxLength: 200 })),
  where: Type.Optional(
    Type.String({ maxLength: 4_000, description: 'JSON, column → value or condition: `{"brand":"Delmoka"}`.' }),
  ),
  within: Type.Optional(
    Type.String({ maxLength: 4_000, description: 'JSON, column → part of what stands in it: `{"files":"contract"}`.' }),
  ),
  amountColumn: Type.Optional(Type.String({ maxLength: 100 })),
  amountFrom: Type.Optional(Type.String({ pattern: "^-?\\d{1,18}(\\.\\d{1,4})?$" })),
  amountTo: Type.Optional(Type.String({ pattern: "^-?\\d{1,18}(\\.\\d{1,4})?$" })),
  currency: Type.Optional(Type.String({ pattern: "^[A-Z]{3}$" })),
};

const VIEW_FILTER = Type.Record(Type.String(), Type.String({ maxLength: 4_000 }), {
  description: "Parameters of the list.",
});

export const REGISTRY_VIEW_BODY = Type.Object(
  { filter: VIEW_FILTER, shared: Type.Boolean() },
  { additionalProperties: false },
);

export const REGISTRY_VIEWS = Type.Object({
  views: Type.Array(
    Type.Object({
      name: Type.String(),
      filter: VIEW_FILTER,
      shared: Type.Boolean(),
      isOwn: Type.Boolean(),
      owner: Type.String({ description: "Whose it is." }),
    }),
  ),
});
