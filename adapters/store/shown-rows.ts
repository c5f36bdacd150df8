import { type InstanceId, id } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { Instance } from "../../engine/instance/state.ts";
import type { DecisionRow, ProjectionRows } from "../../engine/ports/store.ts";
import { deleting, inserting, updating } from "./bulk.ts";
import type { Database, Session } from "./database.ts";
import type { Schema } from "./schema.ts";

/** What of a move's rows lists are read from. */
type Shown = Pick<ProjectionRows, "decisions" | "viewers" | "records" | "steps">;

/** An instance and what to write of it. */
export interface ShownMove {
  readonly after: Pick<Instance, "id" | "process" | "startedAt">;
  readonly rows: Shown;
}

const INSERT_DECISION = inserting("decision_made", "keep");
const RECALL = updating("decision_made", { match: ["task"], set: ["counts"] });
const INSERT_VIEWER = inserting("instance_viewer", "keep");
const INSERT_RECORD = inserting("instance_record", "keep");
const DELETE_RECORD = deleting("instance_record", ["ref", "instance"]);
const PUT_STEP = inserting("instance_step", { key: ["instance", "step"], set: ["tokens"] });
const DELETE_STEP = deleting("instance_step", ["instance", "step"]);

/** Writes decisions, who may see an instance, what it is about and where it stands. */
export function writeShown(tx: Session, moves: readonly ShownMove[]): readonly Promise<unknown>[] {
  const instanceOf = ({ after }: ShownMove): InstanceId => after.id;
  return [
    tx.put(
      INSERT_DECISION,
      moves.flatMap(({ rows }) => rows.decisions.put.map(decisionCells)),
    ),
    tx.put(
      RECALL,
      moves.flatMap(({ rows }) => rows.decisions.recalled.map((task) => ({ task, counts: 0 }))),
    ),
    tx.put(
      INSERT_VIEWER,
      moves.flatMap(({ after, rows }) =>
        rows.viewers.map((viewer) => ({ instance: after.id, viewer, started_at: after.startedAt })),
      ),
    ),
    tx.put(
      DELETE_RECORD,
      moves.flatMap((move) => move.rows.records.drop.map((ref) => ({ ref, instance: instanceOf(move) }))),
    ),
    tx.put(
      INSERT_RECORD,
      moves.flatMap((move) => move.rows.records.put.map((ref) => ({ ref, instance: instanceOf(move) }))),
    ),
    tx.put(
      DELETE_STEP,
      moves.flatMap((move) => move.rows.steps.drop.map((step) => ({ step, instance: instanceOf(move) }))),
    ),
    tx.put(
      PUT_STEP,
      moves.flatMap(({ after, rows }) =>
        rows.steps.put.map((step) => {
          return { instance: after.id, step: step.id, process: after.process, tokens: step.count };
        }),
      ),
    ),
  ];
}

const DELETE_DECISIONS = deleting("decision_made", ["instance"]);
const DELETE_VIEWERS = deleting("instance_viewer", ["instance"]);
const DELETE_RECORDS = deleting("instance_record", ["instance"]);
const DELETE_STEPS = deleting("instance_step", ["instance"]);

/** Writes them anew, whatever stood there. */
export async function rewriteShown(tx: Session, moves: readonly ShownMove[]): Promise<void> {
  const instances = moves.map(({ after }) => ({ instance: after.id }));
  for (const gone of [DELETE_DECISIONS, DELETE_VIEWERS, DELETE_RECORDS, DELETE_STEPS]) await tx.put(gone, instances);
  await Promise.all(writeShown(tx, moves));
}

/** What is stored of an instance. */
export async function storedShown({ db }: Database, instance: InstanceId): Promise<Shown> {
  const of = { instance };
  const [decisions, viewers, records, steps] = await Promise.all([
    db.selectFrom("decision_made").selectAll().where("instance", "=", of.instance).orderBy("task").execute(),
    db.selectFrom("instance_viewer").select("viewer").where("instance", "=", instance).orderBy("viewer").execute(),
    db.selectFrom("instance_record").select("ref").where("instance", "=", instance).orderBy("ref").execute(),
    db.selectFrom("instance_step").select(["step", "tokens"]).where("instance", "=", instance).execute(),
  ]);
  return {
    decisions: { put: decisions.map(decisionRow), recalled: [] },
    viewers: viewers.map(({ viewer }) => id(viewer)),
    records: { put: records.map(({ ref }) => ref), drop: [] },
    steps: { put: steps.map(({ step, tokens }) => ({ id: step, count: tokens })), drop: [] },
  };
}

function decisionCells(row: DecisionRow): Schema["decision_made"] {
  const { id: task, by, onBehalfOf, counts, ...rest } = row;
  return { ...rest, task, decider: by, on_behalf_of: onBehalfOf, counts: counts ? 1 : 0 };
}

/** A row of the table as lists show it. */
export function decisionRow(cells: Schema["decision_made"]): DecisionRow {
  const { task, decider, on_behalf_of, counts, instance, process, at, ...rest } = cells;
  return {
    ...{ ...rest, id: id(task), instance: id(instance), process: id(process), by: id(decider), at: instant(at) },
    onBehalfOf: on_behalf_of === null ? null : id(on_behalf_of),
    counts: counts === 1,
  };
}
