import { first } from "./0001-first.ts";
import { records } from "./0002-records.ts";
import { outside } from "./0003-outside.ts";
import { service } from "./0004-service.ts";
import type { Migration } from "./migration.ts";

/** All of them, in order. */
export const MIGRATIONS: readonly Migration[] = [first, records, outside, service];
