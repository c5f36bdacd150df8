import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a company under fire consists of. */
export interface CompanyOrder {
  /** Made if it is not there. */
  readonly folder: string;
  /** Port of the receiver on this machine. */
  readonly receiver: number;
  /** The `store` and `scheduler` of `ordo.yaml`. */
  readonly servers: string;
}

/** A worker that is not heard of for so long is dead, in milliseconds: the shortest the configuration allows. */
export const LEASE_MS = 5_000;

/** What registries are sealed with here. */
const REGISTRY_KEY = "a key that guards nothing but this test, long enough";

/** The steps of an order and of its part that call the receiver: each exactly once. */
export const ORDER_CALLS: readonly string[] = ["reserve", "left", "ship"];
export const PART_CALLS: readonly string[] = ["make"];
/** Rows that an order and its part write into the registry. */
export const ORDER_ROWS = 1;
export const PART_ROWS = 1;

/** The message that every order waits for, by the order's number. */
export const PAID = "crash.paid";

/**
 * A folder with everything `ordo worker` needs: a small company whose one process does a little of everything that can
 * go wrong: calls to the outside, timers, a child that is awaited, a message, branches, a person, a registry.
 */
export function writeCompany({ folder, receiver, servers }: CompanyOrder): void {
  const files = {
    "ordo.yaml": settings(receiver, servers),
    "registry.key": REGISTRY_KEY,
    "catalog.yaml": CATALOG,
    "directory.yaml": DIRECTORY,
    "processes/crash-order/process.yaml": orderProcess(receiver),
    "processes/crash-part/process.yaml": partProcess(receiver),
  };
  writeFiles(folder, files);
}

/** A company on an embedded database whose one process rests and writes a row: as many commits a second as can be. */
export function writeCommitting(folder: string): void {
  const files = {
    "ordo.yaml": settings(0, "store: { kind: sqlite, file: ordo.db }\n"),
    "registry.key": REGISTRY_KEY,
    "catalog.yaml": CATALOG,
    "directory.yaml": DIRECTORY,
    "processes/commit/process.yaml": COMMIT_PROCESS,
  };
  writeFiles(folder, files);
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function settings(receiver: number, servers: string): string {
  return `directory: directory.yaml
catalog: catalog.yaml
processes: processes
locale: en
users: { "*": head-1 }
http: { allow: ["127.0.0.1:${receiver}"], privateAddresses: true }
worker: { lease: PT${LEASE_MS / 1000}S, stopWithin: PT20S }
registry: { keyFile: registry.key }
log: warn
service: { port: 0 }
${servers}`;
}

const CATALOG = `registries:
  crash-orders:
    title: Orders
    columns:
      number: { type: number, title: Number }
      what: { type: text, title: What }
`;

const DIRECTORY = `users:
  head-1: { name: Anna Hill, position: head, email: hill@example.com, department: office, locale: en }
  clerk-1: { name: Peter Meadow, position: clerk, email: meadow@example.com, department: office, groups: [staff], locale: en }
departments:
  office: { title: Office, head: head-1 }
groups:
  staff: { title: Staff }
administrators: [head-1]
`;

/** It does not give up: whatever the receiver or the engine goes through is over sooner. */
const RETRY =
  "retry: { attempts: 100, backoff: { seconds: 1 }, factor: 1.5, max: { seconds: 4 }, attemptTimeout: PT5S }";

function call(step: string, receiver: number): string {
  const body = `{ number: "\${ number }", step: ${step} }`;
  return `{ id: ${step}, call: http.request, with: { method: POST, url: "http://127.0.0.1:${receiver}/", body: ${body} }, ${RETRY} }`;
}

function orderProcess(receiver: number): string {
  return `process: crash-order
title: Order under fire
calendar: ru-office
input:
  number: { type: number, title: Number, required: true }
subject: Order \${ number }
start:
  - form: { candidateGroups: [staff] }
    key: N\${ number }
do:
  - ${call("reserve", receiver)}
  - { id: rest, wait: { seconds: 2 } }
  - id: part
    run: crash-part
    with: { number: "\${ number }" }
    await: true
  - id: sides
    fork:
      one:
        - ${call("left", receiver)}
      other:
        - { id: pause, wait: { seconds: 3 } }
        - { id: told, notify: clerk-1, subject: Order, text: "Order \${ number } is on its way" }
  - id: paid
    listen: { message: ${PAID}, key: "\${ string(number) }" }
  - id: look
    userTask: Look at order \${ number }
    assignee: clerk-1
    outcomes: { done: Seen }
    escalation:
      - { after: { seconds: 4 }, action: remind, repeat: { seconds: 30 } }
  - id: written
    record: crash-orders
    entry: { number: "\${ number }", what: "order" }
  - ${call("ship", receiver)}
output: { number: "\${ number }" }
`;
}

function partProcess(receiver: number): string {
  return `process: crash-part
title: Part under fire
calendar: ru-office
input:
  number: { type: number, title: Number, required: true }
subject: Part of order \${ number }
start:
  - form: { candidateGroups: [staff] }
do:
  - ${call("make", receiver)}
  - { id: dry, wait: { seconds: 1 } }
  - id: kept
    record: crash-orders
    entry: { number: "\${ number }", what: "part" }
output: { number: "\${ number }" }
`;
}

const COMMIT_PROCESS = `process: commit
title: Commit
calendar: ru-office
input:
  life: { type: text, title: Life, required: true }
start:
  - form: { candidateGroups: [staff] }
do:
  - { id: rest, wait: { seconds: 1 } }
  - id: kept
    record: crash-orders
    entry: { number: 1, what: "\${ life }" }
`;
