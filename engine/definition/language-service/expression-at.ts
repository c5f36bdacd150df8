import { ANY, type TypeFields, USER } from "../../expression/type.ts";
import { analyzed, compilePass } from "../compile-pass.ts";
import { readDocument } from "../document.ts";
import type { Document } from "../node.ts";
import { readDecisions } from "../read-decisions.ts";
import type { LanguageWorld } from "./names-at.ts";
import { siblingsOf, type YamlPlace } from "./place-at.ts";
import { isFeel, schemasAt } from "./schema-at.ts";

/** A FEEL text around a position. */
export interface ExpressionPlace {
  readonly from: number;
  readonly to: number;
}

/** The expression that a position lies in: inside `${ … }`, or in a key that always holds FEEL; null for neither. */
export function expressionAt(text: string, position: number, place: YamlPlace): ExpressionPlace | null {
  if (place.at === "key") return null;
  const value = text.slice(place.from, place.to);
  const opened = value.lastIndexOf("${", position - place.from - 1);
  if (opened >= 0 && value[opened - 1] !== "$") {
    const end = endOf(value, opened + 2);
    if (position - place.from >= opened + 2 && position - place.from <= end)
      return { from: place.from + opened + 2, to: place.from + end };
  }
  return place.at === "value" && isFeel(schemasAt(place.path, place.scanned, text))
    ? { from: place.from, to: place.to }
    : null;
}

/** Where an expression ends: at the brace that closes it, texts and inner braces passed over. */
function endOf(text: string, from: number): number {
  let depth = 0;
  let isText = false;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '"' && text[at - 1] !== "\\") isText = !isText;
    else if (isText) continue;
    else if (char === "{") depth += 1;
    else if (char === "}") {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return text.length;
}

/**
 * The names that an expression may read at a place, with their types. The half-written expression is taken out and the rest
 * compiled as usual; where the rest is no process either, only the inputs and the requester are known, without types.
 */
export function typesAt(text: string, expression: ExpressionPlace, place: YamlPlace, world: LanguageWorld): TypeFields {
  const whole = `${text.slice(0, expression.from)} null ${text.slice(expression.to)}`;
  const isBare = expression.from === place.from && expression.to === place.to && text[place.from - 1] !== "{";
  const closed =
    isBare || text[expression.to] === "}"
      ? whole
      : `${text.slice(0, expression.from)} null }${quoteAt(text, place)}${text.slice(expression.to)}`;
  const document = documentOf(closed, world) ?? documentOf(bracketsClosed(text, expression, place), world);
  if (document === null) return inputsOf(text, place);
  const { decisions } = readDecisions(world.files);
  const analysis = analyzed(document);
  const source = { ...world, document };
  const first = compilePass(source, { analysis, decisions, known: new Map() }).compiler;
  const { survey } = first.progress.guessed
    ? compilePass(source, { analysis, decisions, known: first.types }).compiler
    : first;
  const use = survey.uses.find(
    ({ at, types }) => types !== undefined && at.start <= expression.from + 1 && expression.from <= at.end,
  );
  return use?.types ?? inputsOf(text, place);
}

function documentOf(text: string, world: LanguageWorld): Document | null {
  const { document } = readDocument(world.path, text, "process");
  return document?.root.kind === "map" ? document : null;
}

/** The line ended behind the expression, with every bracket closed that it opened. */
function bracketsClosed(text: string, expression: ExpressionPlace, place: YamlPlace): string {
  const lineStart = text.lastIndexOf("\n", expression.from) + 1;
  const lineEnd = text.indexOf("\n", expression.from);
  const open: string[] = [];
  for (const char of text.slice(lineStart, place.from).replace(/"[^"]*"|'[^']*'/gu, "")) {
    if (char === "{" || char === "[") open.push(char === "{" ? "}" : "]");
    else if (char === "}" || char === "]") open.pop();
  }
  const isBraced = text.slice(place.from, expression.from).endsWith("${");
  const quote = text[place.from - 1] === '"' || text[place.from - 1] === "'" ? text[place.from - 1] : "";
  return `${text.slice(0, expression.from)} null ${isBraced ? "}" : ""}${quote}${open.reverse().join("")}${lineEnd < 0 ? "" : text.slice(lineEnd)}`;
}

/** A quoted value that was never closed is closed, so that the rest of the file can be read. */
function quoteAt(text: string, place: YamlPlace): string {
  const quote = text[place.from - 1];
  return (quote === '"' || quote === "'") && text[place.to] !== quote ? quote : "";
}

function inputsOf(text: string, place: YamlPlace): TypeFields {
  const names = [...siblingsOf(place.scanned, ["input"], text).keys()];
  return { ...Object.fromEntries(names.map((name) => [name, ANY])), requester: USER };
}
