import type { DirectorySnapshot } from "../people/directory.ts";
import { departmentExists } from "./checks/department-exists.ts";
import { didYouMean } from "./checks/did-you-mean.ts";
import { groupExists } from "./checks/group-exists.ts";
import { listExists } from "./checks/list-exists.ts";
import { recordTypeExists } from "./checks/record-type-exists.ts";
import { textNodesOf } from "./compile-field.ts";
import type { Explanation } from "./explanation.ts";
import { problem } from "./make-problem.ts";
import { childOf, type Document, type Entry, type Node, textOf } from "./node.ts";
import type { Problem, Text } from "./problem.ts";

/**
 * Checks what `catalog.yaml` names: record types of fields, lists of choices, departments, readers of registries. Its
 * shape is checked by `checkShape`.
 *
 * @param directory null: departments and groups are not checked
 */
export function checkCatalog(document: Document, directory: DirectorySnapshot | null): readonly Problem[] {
  const found: Found = { document, problems: [] };
  const { root } = document;
  const types = namesOf(childOf(root, "records"));
  const lists = namesOf(childOf(root, "lists"));
  for (const field of fieldsIn(root)) {
    const type = textOf(childOf(field.value, "type"));
    if (type === "record" || type === "records") {
      for (const node of textNodesOf(childOf(field.value, "of")))
        known(found, node, { name: textOf(node), names: types, words: TYPE });
    }
    const from = childOf(field.value, "from");
    const list = /^list:(.+)$/u.exec(textOf(from) ?? "")?.[1];
    if (from) known(found, from, { name: list, names: lists, words: LIST });
  }
  if (directory) checkPeople(found, directory);
  return found.problems;
}

interface Found {
  readonly document: Document;
  readonly problems: Problem[];
}

interface Words {
  readonly explanation: Explanation;
  says(name: string): Text;
}

const TYPE: Words = {
  explanation: recordTypeExists.explanation,
  says: (name) => ({ ru: `Нет типа записей «${name}»`, en: `There is no record type "${name}"` }),
};
const LIST: Words = {
  explanation: listExists.explanation,
  says: (name) => ({ ru: `Нет списка «${name}»`, en: `There is no list "${name}"` }),
};
const GROUP: Words = {
  explanation: groupExists.explanation,
  says: (name) => ({ ru: `Нет группы «${name}»`, en: `There is no group "${name}"` }),
};
const DEPARTMENT: Words = {
  explanation: departmentExists.explanation,
  says: (name) => ({ ru: `Нет отдела «${name}»`, en: `There is no department "${name}"` }),
};

function checkPeople(found: Found, directory: DirectorySnapshot): void {
  const { root } = found.document;
  const groups = [...Object.keys(directory.groups), ...Object.values(directory.users).flatMap((user) => user.groups)];
  const departments = Object.keys(directory.departments);
  for (const registry of entriesOf(childOf(root, "registries"))) {
    for (const node of textNodesOf(childOf(registry.value, "readers")))
      known(found, node, { name: textOf(node), names: groups, words: GROUP });
  }
  for (const type of entriesOf(childOf(root, "records"))) {
    const node = childOf(type.value, "department");
    if (node) known(found, node, { name: textOf(node), names: departments, words: DEPARTMENT });
  }
}

function known(
  found: Found,
  at: Node,
  word: { readonly name: string | undefined; readonly names: readonly string[]; readonly words: Words },
): void {
  const { name, names, words } = word;
  if (name === undefined || names.includes(name)) return;
  const { document } = found;
  const remedy = didYouMean(name, names, { at, text: document.text, none: { ru: "Опишите его", en: "Declare it" } });
  found.problems.push(problem(document, { code: words.explanation.code, at, message: words.says(name), ...remedy }));
}

/** The declared fields of record types and the columns of lists and registries. */
function fieldsIn(root: Node): readonly Entry[] {
  const inside = (key: string, fields: string) =>
    entriesOf(childOf(root, key)).flatMap((entry) => entriesOf(childOf(entry.value, fields)));
  return [...inside("records", "fields"), ...inside("lists", "columns"), ...inside("registries", "columns")];
}

function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === "map" ? node.entries : [];
}

function namesOf(node: Node | undefined): readonly string[] {
  return entriesOf(node).map((entry) => entry.name);
}
