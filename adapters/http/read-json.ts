import { Problem } from "./problem.ts";

/** A body as JSON; none: `{}`. @throws {Problem} `INPUT_INVALID`, also of names that reach into objects of the language */
export function jsonOf(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes), refuseProto);
  } catch {
    throw new Problem("INPUT_INVALID", {
      says: { ru: "Тело запроса — не JSON.", en: "The body is not JSON." },
      remedy: { ru: "Пришлите JSON в UTF-8.", en: "Send JSON in UTF-8." },
    });
  }
}

function refuseProto(name: string, value: unknown): unknown {
  if (name === "__proto__" || name === "constructor" || name === "prototype") throw new SyntaxError(name);
  return value;
}
