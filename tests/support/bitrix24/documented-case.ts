import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../source-files.ts";
import { type Fields, isFields } from "./fake-answer.ts";

/** Where requests and answers of the official documentation lie, on the machines that have them. */
export const CASES_FOLDER = join(ROOT, "../shared/reference/bitrix24-cases");

/** A request of the documentation and what it says is answered. */
export interface DocumentedCase {
  readonly id: string;
  readonly kind: "success" | "error" | "batch-error" | "request-only" | "inbound-event" | "system-error" | "oauth";
  readonly method: string;
  readonly transport: "webhook" | "oauth" | "inbound-form" | "oauth-server" | "any";
  readonly http_method: string;
  readonly url_path: string | null;
  /** null: the documentation shows an answer only. */
  readonly request: Fields | null;
  /** As it arrives, of inbound events. */
  readonly raw_body?: string;
  readonly http_status: number | null;
  readonly response: Fields | null;
}

/** Every case, by its id. What shells and functions fill in (`$(date …)`) is filled in. */
export function documentedCases(): readonly DocumentedCase[] {
  return readdirSync(CASES_FOLDER)
    .filter((name) => name.endsWith(".json") && name !== "index.json")
    .toSorted()
    .map((name) => {
      const one = JSON.parse(readFileSync(join(CASES_FOLDER, name), "utf8")) as DocumentedCase;
      return { ...one, request: one.request === null ? null : (filled(one.request) as Fields) };
    });
}

function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one)]));
  if (typeof value !== "string") return value;
  if (/^\$\(date.*%Y-%m-%d'?\)$/.test(value)) return "2024-03-01";
  if (/^\$\((date|now).*\)$/.test(value) || /^formatDate\(/.test(value)) return "2024-08-30T14:29:00+02:00";
  return value;
}
