import { isMap, type ValueMap } from "../../engine/base/value.ts";
import { printProblems } from "../../engine/definition/print-problems.ts";
import { valueOfNode } from "../../engine/definition/value-of-node.ts";
import { wrongUse } from "../complaint.ts";
import type { Reader } from "./reader.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The variables in a YAML or JSON file: a map of name → value. Null where the file has problems, which are told then.
 *
 * @throws {Complaint} for a file that is not there, or holds no map
 */
export function variablesIn(path: string, reader: Reader, terminal: Terminal): ValueMap | null {
  const { document, problems } = reader.document(path, "records");
  if (document === null || problems.some(({ severity }) => severity === "error")) {
    terminal.say(printProblems(problems, reader.texts, { locale: terminal.locale, color: terminal.talkColor }));
    return null;
  }
  const value = valueOfNode(document.root);
  if (isMap(value)) return value;
  throw wrongUse(
    {
      ru: `В файле ${path} должна быть карта: имя переменной → значение`,
      en: `${path} must hold a map: name of a variable → value`,
    },
    { ru: "Например: amount: 150000", en: "For example: amount: 150000" },
  );
}
