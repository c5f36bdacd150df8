import type { Changed, ProjectionRows } from "../../../engine/ports/store.ts";
import { deleting, inserting, updating } from "../bulk.ts";
import type { Session } from "../database.ts";
import { outboxRow, subscriptionCells } from "../rows.ts";
import { writeShown } from "../shown-rows.ts";
import { actorCells, PUT_TASK, taskCells } from "../task-rows.ts";
import type { Prepared } from "./prepare.ts";

/** Writes what stands beside history and snapshot: tasks, timers, subscriptions, incidents, outbox, registries, lists. */
export function writeProjections(tx: Session, moves: readonly Prepared[]): readonly Promise<unknown>[] {
  return [
    ...writeOutbox(tx, moves),
    ...writeTasks(tx, moves),
    ...writeTimers(tx, moves),
    ...writeSubscriptions(tx, moves),
    ...writeIncidents(tx, moves),
    ...writeRegistries(tx, moves),
    ...writeShown(
      tx,
      moves.map(({ move }) => move),
    ),
  ];
}

const DELETE_OUTBOX = deleting("outbox", ["id"]);
/** What is there stays as it is: an entry that somebody holds must not become free for being put again. */
const INSERT_OUTBOX = inserting("outbox", "keep");
const UNPARK = updating("outbox", { match: ["instance"], was: ["parked"], set: ["parked", "due_at"] });

const DELETE_TASK = deleting("task", ["id"]);
const DELETE_ACTORS = deleting("task_actor", ["task"]);
const INSERT_ACTOR = inserting("task_actor", "keep");

const DELETE_TIMER = deleting("timer", ["id"]);
/** A timer that is put again is free: what was leased was the old one. */
const PUT_TIMER = inserting("timer", { key: ["id"], set: ["due_at", "paused", "leased_by", "leased_until"] });

const DELETE_SUBSCRIPTION = deleting("subscription", ["id"]);
const INSERT_SUBSCRIPTION = inserting("subscription");

const DELETE_INCIDENT = deleting("incident", ["id"]);
const PUT_INCIDENT = inserting("incident", {
  key: ["id"],
  set: ["code", "message", "remedy", "resolution", "at", "step"],
});

const INSERT_REGISTRY_ROW = inserting("registry_row", "keep");
const INSERT_REGISTRY_VALUE = inserting("registry_value", "keep");

function writeOutbox(tx: Session, moves: readonly Prepared[]): readonly Promise<unknown>[] {
  const gone = moves.flatMap(({ move }) => [...move.done, ...move.rows.outbox.drop]).map((id) => ({ id }));
  const put = moves.flatMap(({ move: { rows, keeps, fence } }) =>
    rows.outbox.put.map((entry) => outboxRow(entry, keeps ? fence : null)),
  );
  return [tx.put(DELETE_OUTBOX, gone), ...unpark(tx, moves), tx.put(INSERT_OUTBOX, put)];
}

function writeTasks(tx: Session, moves: readonly Prepared[]): readonly Promise<unknown>[] {
  const { put, drop } = changes(moves, (rows) => rows.tasks);
  return [
    tx.put(
      DELETE_ACTORS,
      [...drop, ...put.map((task) => task.id)].map((task) => ({ task })),
    ),
    tx.put(
      DELETE_TASK,
      drop.map((id) => ({ id })),
    ),
    tx.put(PUT_TASK, put.map(taskCells)),
    tx.put(INSERT_ACTOR, put.flatMap(actorCells)),
  ];
}

function writeTimers(tx: Session, moves: readonly Prepared[]): readonly Promise<unknown>[] {
  const { put, drop } = changes(moves, (rows) => rows.timers);
  const rows = put.map(({ id, instance, dueAt, paused }) => {
    return { id, instance, due_at: dueAt, paused: paused ? 1 : 0, leased_by: null, leased_until: 0 };
  });
  return [
    tx.put(
      DELETE_TIMER,
      drop.map((id) => ({ id })),
    ),
    tx.put(PUT_TIMER, rows),
  ];
}

function writeSubscriptions(tx: Session, moves: readonly Prepared[]): readonly Promise<unknown>[] {
  const { put, drop } = changes(moves, (rows) => rows.subscriptions);
  const gone = [...drop, ...put.map((one) => one.id)].map((id) => ({ id }));
  return [tx.put(DELETE_SUBSCRIPTION, gone), tx.put(INSERT_SUBSCRIPTION, put.flatMap(subscriptionCells))];
}

function writeIncidents(tx: Session, moves: readonly Prepared[]): readonly Promise<unknown>[] {
  const { put, drop } = changes(moves, (rows) => rows.incidents);
  const rows = put.map(({ message, remedy, ...rest }) => {
    return { ...rest, message: JSON.stringify(message), remedy: JSON.stringify(remedy) };
  });
  return [
    tx.put(
      DELETE_INCIDENT,
      drop.map((id) => ({ id })),
    ),
    tx.put(PUT_INCIDENT, rows),
  ];
}

function writeRegistries(tx: Session, moves: readonly Prepared[]): readonly Promise<unknown>[] {
  const rows = moves.flatMap(({ move }) => move.rows.registry);
  return [
    tx.put(
      INSERT_REGISTRY_ROW,
      rows.map(({ entry: _, ...row }) => ({ ...row, number: null })),
    ),
    tx.put(
      INSERT_REGISTRY_VALUE,
      rows.map(({ registry, instance, sequence, entry }) => {
        return { registry, instance, sequence, entry: JSON.stringify(entry), salts: "{}", erased: "[]" };
      }),
    ),
  ];
}

function changes<Row>(
  moves: readonly Prepared[],
  of: (rows: ProjectionRows) => Changed<Row>,
): { readonly put: readonly Row[]; readonly drop: readonly string[] } {
  const parts = moves.map(({ move }) => of(move.rows));
  return { put: parts.flatMap((part) => part.put), drop: parts.flatMap((part) => part.drop) };
}

function unpark(tx: Session, moves: readonly Prepared[]): readonly Promise<unknown>[] {
  const woken = moves.filter(({ move }) => move.rows.unpark);
  const rows = woken.map(({ move }) => ({ instance: move.instance, was_parked: 1, parked: 0, due_at: move.at }));
  return [tx.put(UNPARK, rows)];
}
