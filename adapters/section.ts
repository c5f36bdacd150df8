import { join } from "node:path";
import { type Duration, parseDuration } from "../engine/base/duration.ts";
import { wallMs } from "../engine/definition/check-config.ts";
import { type Environment, mentionsIn, withVariables } from "../engine/definition/config-variable.ts";
import { Secret } from "./secret.ts";

/** Where texts get their variables from and paths are counted from. */
export interface Around {
  readonly environment: Environment;
  readonly folder: string;
}

/** A map of the file, read by name: what is not there, or is something else, is null. */
export class Section {
  readonly #data: Readonly<Record<string, unknown>>;
  readonly #around: Around;

  constructor(data: unknown, around: Around) {
    this.#data = isMap(data) ? data : {};
    this.#around = around;
  }

  names(): readonly string[] {
    return Object.keys(this.#data);
  }

  has(name: string): boolean {
    return isMap(this.#data[name]);
  }

  section(name: string): Section {
    return new Section(this.#data[name], this.#around);
  }

  text(name: string): string | null {
    const value = this.#data[name];
    return typeof value === "string" ? this.#filled(value) : null;
  }

  /** A text that must not be printed; null where it is missing or empty. */
  secret(name: string): Secret | null {
    const text = this.text(name);
    return text === null || text === "" ? null : new Secret(text);
  }

  /** The raw value, for what has a shape of its own (a mapping of fields); variables in it are not replaced. */
  raw(name: string): unknown {
    return this.#data[name];
  }

  /** Texts here and further in that variables of the environment fill, and the variables' values: not to be shown. */
  fromEnvironment(): readonly string[] {
    return mentioning(this.#data).flatMap((text) => [
      ...mentionsIn(text).map(({ name }) => this.#around.environment[name] ?? ""),
      this.#filled(text),
    ]);
  }

  number(name: string): number | null {
    const value = this.#data[name];
    return typeof value === "number" ? value : null;
  }

  /** True only where `true` is written. */
  truth(name: string): boolean {
    return this.#data[name] === true;
  }

  list(name: string): readonly string[] {
    const value = this.#data[name];
    return Array.isArray(value) ? value.flatMap((one) => (typeof one === "string" ? [this.#filled(one)] : [])) : [];
  }

  texts(name: string): Readonly<Record<string, string>> {
    const section = this.section(name);
    return Object.fromEntries(section.names().flatMap((key) => [[key, section.text(key) ?? ""]]));
  }

  ms(name: string): number | null {
    const value = this.#data[name];
    if (value === undefined) return null;
    const duration = parseDuration(value);
    return "kind" in duration && duration.kind === "wall" ? wallMs(duration satisfies Duration) : null;
  }

  /** Counted from the folder of `ordo.yaml`. */
  path(name: string): string | null {
    const text = this.text(name);
    return text === null ? null : this.pathOf(text);
  }

  /** One path or several. */
  paths(name: string): readonly string[] | null {
    const one = this.path(name);
    if (one !== null) return [one];
    const several = this.list(name);
    return several.length === 0 ? null : several.map((path) => this.pathOf(path));
  }

  pathOf(path: string): string {
    const { folder } = this.#around;
    return (isRooted(path) ? path : join(folder, path)).replaceAll("\\", "/");
  }

  #filled(text: string): string {
    return withVariables(text, this.#around.environment) ?? "";
  }
}

function mentioning(value: unknown): readonly string[] {
  if (typeof value === "string") return mentionsIn(value).length > 0 ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(mentioning) : [];
}

function isRooted(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
