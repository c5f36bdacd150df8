import Type from "typebox";

const TEXT_OR_NULL = Type.Union([Type.String(), Type.Null()]);
const NUMBER_OR_NULL = Type.Union([Type.Number(), Type.Null()]);

/** A field as the catalog declares it; hidden ones only for who may see them. */
const RECORD_FIELD = Type.Object(
  {
    name: Type.String(),
    title: Type.String(),
    type: Type.String({ description: "text, number, money, date, choice, user, record, records, list, map, files …" }),
    of: Type.Array(Type.String(), { description: "Types of records it may name, or what a list holds." }),
    required: Type.Boolean(),
    hidden: Type.Boolean(),
    help: TEXT_OR_NULL,
    currency: TEXT_OR_NULL,
    min: NUMBER_OR_NULL,
    max: NUMBER_OR_NULL,
    choices: Type.Union([Type.Array(Type.Object({ value: Type.String(), title: Type.String() })), Type.Null()], {
      description: "What may be chosen; of a map what its keys usually are. Null: anything.",
    }),
  },
  { $id: "RecordField" },
);

const STAGE = Type.Object(
  {
    name: Type.String(),
    title: Type.String(),
    kind: Type.Enum(["first", "open", "won", "lost"]),
  },
  { $id: "RecordStage" },
);

/** A type of records with everything a list, a board or a card needs to be drawn. */
export const RECORD_TYPE = Type.Object(
  {
    name: Type.String(),
    title: Type.String(),
    fields: Type.Array(RECORD_FIELD),
    stages: Type.Array(STAGE, { description: "Empty: none, or each pipeline has its own." }),
    pipelines: Type.Array(Type.Object({ name: Type.String(), title: Type.String(), stages: Type.Array(STAGE) })),
  },
  { $id: "RecordType" },
);

/** A record. Values are JSON: dates as texts, money as `{ amount, currency }`, links as references, people as ids. */
export const RECORD = Type.Object(
  {
    ref: Type.String({ description: "`company/7`" }),
    type: Type.String(),
    number: Type.String(),
    title: Type.String(),
    revision: Type.Integer({ description: "Rises with every write; sent back as `If-Match`." }),
    pipeline: TEXT_OR_NULL,
    stage: TEXT_OR_NULL,
    stageKind: TEXT_OR_NULL,
    values: Type.Record(Type.String(), Type.Unknown()),
  },
  { $id: "RecordShown" },
);

/** What references and ids in values are called. */
const NAMES = Type.Record(Type.String(), Type.String(), {
  description: "Reference of a record, or id of a person → what it is called. One that is not here is there no more.",
});

const NEXT = Type.Union([Type.String(), Type.Null()], { description: "What `after` wants; null: there is no more." });

export const RECORD_PAGE = Type.Object({ rows: Type.Array(RECORD), names: NAMES, next: NEXT }, { $id: "RecordPage" });

export const RECORD_BOARD = Type.Object(
  {
    columns: Type.Array(
      Type.Object({
        stage: STAGE,
        count: Type.Union([Type.Integer(), Type.Null()], { description: "Null: too many to count." }),
        rows: Type.Array(RECORD),
        next: NEXT,
      }),
    ),
    names: NAMES,
  },
  { $id: "RecordBoard" },
);

export const RECORD_CARD = Type.Object(
  {
    record: RECORD,
    names: NAMES,
    links: Type.Array(
      Type.Object({
        type: Type.String(),
        typeTitle: Type.String(),
        field: Type.String(),
        fieldTitle: Type.String(),
        rows: Type.Array(RECORD),
        hasMore: Type.Boolean(),
      }),
      { description: "Records that name this one, by the field in which they do." },
    ),
  },
  { $id: "RecordCard" },
);

const PERSON = Type.Object({ id: Type.String(), name: Type.String() });

export const CHANGED_FIELD = Type.Object(
  { name: Type.String(), title: Type.String(), before: Type.Unknown(), after: Type.Unknown() },
  { $id: "ChangedField" },
);

export const RECORD_HISTORY = Type.Object(
  {
    rows: Type.Array(
      Type.Object({
        revision: Type.Integer(),
        at: Type.String(),
        by: Type.Union([PERSON, Type.Null()]),
        change: Type.Enum(["created", "updated", "deleted"]),
        cause: Type.Union([
          Type.Object({
            kind: Type.Enum(["process", "import"]),
            process: TEXT_OR_NULL,
            title: TEXT_OR_NULL,
            instance: Type.Union([Type.String(), Type.Null()], { description: "Null: the viewer may not see it." }),
            number: Type.Union([Type.Integer(), Type.Null()]),
          }),
          Type.Null(),
        ]),
        fields: Type.Array(CHANGED_FIELD),
      }),
      { description: "Newest first." },
    ),
    names: NAMES,
    next: NEXT,
  },
  { $id: "RecordHistory" },
);

export const RECORD_PROCESSES = Type.Object(
  {
    tasks: Type.Array(
      Type.Object({
        id: Type.String({ description: "As addresses have it." }),
        title: Type.String(),
        process: Type.String(),
        number: Type.Integer(),
        assignee: Type.Union([PERSON, Type.Null()]),
        dueAt: TEXT_OR_NULL,
      }),
    ),
    instances: Type.Array(
      Type.Object({
        id: Type.String(),
        process: Type.String(),
        title: Type.String(),
        number: Type.Integer(),
        subject: Type.String(),
        status: Type.String(),
        requester: Type.Union([PERSON, Type.Null()]),
        startedAt: Type.String(),
        endedAt: TEXT_OR_NULL,
      }),
    ),
    next: NEXT,
  },
  { $id: "RecordProcesses" },
);

export const RECORD_NOTES = Type.Object(
  {
    rows: Type.Array(Type.Object({ text: Type.String(), by: Type.Union([PERSON, Type.Null()]), at: Type.String() }), {
      description: "Oldest first.",
    }),
  },
  { $id: "RecordNotes" },
);
