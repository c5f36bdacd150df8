import { renderForEditor } from "../../engine/definition/schema/render.ts";
import { FILE_TITLES } from "../../engine/definition/schema/schemas.ts";
import type { GeneratedFiles } from "../generated-files.ts";

/** Published schema → kind of file. Tables stand inside processes and have none of their own. */
const FILES = {
  "process.json": "process",
  "scenario.json": "scenario",
  "catalog.json": "catalog",
  "directory.json": "directory",
  "records.json": "records",
  "calendar.json": "calendar",
  "ordo.json": "config",
} as const;

/** The JSON Schemas of `schema/`: what editors complete from, explain with and check against. */
export function generate(): GeneratedFiles {
  return Object.fromEntries(Object.entries(FILES).map(([file, kind]) => [`schema/${file}`, textOf(kind)]));
}

function textOf(kind: (typeof FILES)[keyof typeof FILES]): string {
  const head = {
    $schema: "http://json-schema.org/draft-07/schema#",
    $comment: "Generated from engine/definition/schema (npm run generate). Do not edit.",
    title: FILE_TITLES[kind],
  };
  return `${JSON.stringify(renderForEditor(kind, head), null, 2)}\n`;
}
