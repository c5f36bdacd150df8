import Type, { type Static, type TSchema } from "typebox";
import { FORM_FIELD } from "./form-field.ts";
import { WAITED_PERSON } from "./waited-person.ts";

const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const TEXT = Type.String();
const INSTANT = Type.String({ format: "date-time" });

/** Somebody of the directory. */
export const PERSON = Type.Object({ id: TEXT, name: TEXT }, { $id: "PersonRef" });

/** A record by its reference, and what people call it. */
export const RECORD_REF = Type.Object({ ref: TEXT, title: TEXT }, { $id: "RecordRef" });

/** A file that something of the instance names. */
export const NAMED_FILE = Type.Object(
  {
    id: TEXT,
    name: TEXT,
    address: Type.String({ description: "Path of its content, as this viewer may read it." }),
    kind: Type.Enum(["pdf", "image", "other"], { description: "By its name: how a page would show it." }),
  },
  { $id: "NamedFile" },
);

/** How a task came to its end, for who comes later. */
export const SETTLED = Type.Object(
  {
    at: INSTANT,
    by: orNull(PERSON),
    onBehalfOf: orNull(PERSON),
    outcome: orNull(TEXT),
    word: orNull(Type.String({ description: "The outcome as the sheet says it." })),
    comment: orNull(TEXT),
    files: Type.Array(NAMED_FILE, { description: "Attached to the comment." }),
    reason: orNull(Type.String({ description: "Closed without a decision: why." })),
    text: Type.String({ description: "All of it in a sentence." }),
  },
  { $id: "Settled" },
);

/** A task in a list. */
export const INBOX_TASK = Type.Object(
  {
    id: Type.String({ description: "As it stands in addresses." }),
    instance: TEXT,
    process: TEXT,
    processTitle: TEXT,
    number: Type.Integer(),
    subject: TEXT,
    title: TEXT,
    purpose: TEXT,
    about: orNull(TEXT),
    assignee: orNull(PERSON),
    candidates: Type.Array(PERSON),
    onBehalfOf: orNull(PERSON),
    openedAt: INSTANT,
    dueAt: orNull(INSTANT),
    isOverdue: Type.Boolean(),
    priority: Type.Number(),
    isSuspended: Type.Boolean(),
    outcomes: Type.Array(Type.Object({ name: TEXT, title: TEXT })),
  },
  { $id: "InboxTask" },
);

const REASON = Type.Object({ code: TEXT, text: TEXT, at: orNull(TEXT), details: Type.Array(TEXT) }, { $id: "Reason" });

const SEAT = Type.Object(
  {
    number: Type.Integer(),
    who: Type.String({ description: "Whom the process asks: `руководитель: Отдел продаж`." }),
    people: Type.Array(WAITED_PERSON, { description: "Of an open seat: who decides today." }),
    status: Type.Enum(["waiting", "sentBack", "open", "decided", "skipped", "closed"], {
      description: "`sentBack`: it waits until the requester has sent the request again.",
    }),
    isThis: Type.Boolean({ description: "The seat of this task." }),
    decision: orNull(SETTLED),
    addedBy: orNull(PERSON),
    note: orNull(TEXT),
  },
  { $id: "Seat" },
);

/** A decision of the instance so far: a line of its sheet. */
const LINE = Type.Object(
  {
    step: TEXT,
    stepTitle: TEXT,
    purpose: TEXT,
    round: Type.Integer(),
    counts: Type.Boolean({ description: "False: taken back by a recall or rework." }),
    standing: Type.Enum(["counts", "done", "earlierRound", "takenBack", "skipped"], {
      description:
        "`done`: a rework that was sent again; `earlierRound`: given before a rework; `takenBack`: recalled; `skipped`: nobody was asked, `decision.reason` says why.",
    }),
    decision: SETTLED,
  },
  { $id: "SheetLine" },
);

const CAN = Type.Object(
  {
    complete: Type.Boolean(),
    claim: Type.Boolean(),
    unclaim: Type.Boolean(),
    delegate: Type.Boolean(),
    reassign: Type.Boolean(),
    addApprover: Type.Boolean(),
    askForInfo: Type.Boolean(),
    comment: Type.Boolean(),
    recall: Type.Boolean(),
  },
  { $id: "TaskCan" },
);

/** One task with everything that its page needs. */
export const TASK = Type.Object(
  {
    id: TEXT,
    instance: TEXT,
    process: TEXT,
    processTitle: TEXT,
    number: Type.Integer(),
    subject: TEXT,
    status: Type.Enum(["running", "suspended", "completed", "failed", "canceled"]),
    requester: orNull(PERSON),
    startedAt: INSTANT,
    step: TEXT,
    title: TEXT,
    purpose: Type.Enum(["work", "seat", "rework", "info", "rescue", "unreachable"]),
    about: orNull(RECORD_REF),
    facts: Type.Array(Type.Object({ title: TEXT, text: TEXT, record: orNull(TEXT), files: Type.Array(NAMED_FILE) })),
    instructions: orNull(TEXT),
    form: Type.Array(FORM_FIELD),
    outcomes: Type.Array(
      Type.Object({
        name: TEXT,
        title: TEXT,
        needs: Type.Array(Type.String({ description: "Fields that this outcome needs." })),
        needsComment: Type.Boolean(),
        tone: Type.Enum(["main", "plain", "negative"]),
      }),
    ),
    assignee: orNull(PERSON),
    isClaimed: Type.Boolean(),
    candidates: Type.Array(PERSON),
    delegatedBy: orNull(PERSON),
    onBehalfOf: orNull(PERSON),
    openedAt: INSTANT,
    dueAt: orNull(INSTANT),
    isOverdue: Type.Boolean(),
    isPaused: Type.Boolean(),
    notes: Type.Array(TEXT),
    comments: Type.Array(Type.Object({ by: PERSON, at: INSTANT, text: TEXT, files: Type.Array(NAMED_FILE) })),
    files: Type.Array(NAMED_FILE),
    can: CAN,
    why: Type.Object({
      me: Type.Array(REASON),
      here: Type.Array(REASON),
      who: Type.Array(REASON),
      rules: Type.Array(REASON),
      next: Type.Array(REASON),
    }),
    seats: Type.Array(SEAT),
    sheet: Type.Array(LINE),
    settled: orNull(SETTLED),
  },
  { $id: "Task" },
);

export type TaskShown = Static<typeof TASK>;
export type SettledShown = Static<typeof SETTLED>;
export type PersonShown = Static<typeof PERSON>;
export type NamedFileShown = Static<typeof NAMED_FILE>;
