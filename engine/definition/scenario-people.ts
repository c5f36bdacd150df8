import { type Node, textOf } from "./node.ts";
import type { Text } from "./problem.ts";
import { type Found, meant, say } from "./scenario-findings.ts";

/** The user, group, department or record that a claim or a command means. */
export function checkMeant(found: Found, node: Node | undefined): void {
  const { directory } = found.context;
  if (!node || !directory) return;
  if (node.kind === "list") for (const item of node.items) checkMeant(found, item);
  const name = textOf(node);
  if (name !== undefined && !name.includes("/") && !BY_ROLE.includes(name)) checkUser(found, node);
  if (node.kind !== "map") return;
  const groups = [...Object.keys(directory.groups), ...Object.values(directory.users).flatMap((user) => user.groups)];
  for (const { name: key, value } of node.entries) {
    if ((key === "user" || key === "managerOf") && !BY_ROLE.includes(textOf(value) ?? "")) checkUser(found, value);
    if (key === "group" || key === "each" || key === "nextOf") checkNamed(found, value, { ...GROUP, known: groups });
    if (key === "headOf") checkNamed(found, value, { ...DEPARTMENT, known: Object.keys(directory.departments) });
  }
}

/** Words that mean a person by the part he plays. */
const BY_ROLE: readonly string[] = ["requester", "assignee"];

/** A user who must be in the directory. */
export function checkUser(found: Found, node: Node | undefined): void {
  const { directory } = found.context;
  if (directory) checkNamed(found, node, { ...USER, known: Object.keys(directory.users) });
}

/** Who does something outside may be nobody of ours: a robot, a person who left. */
export function checkActor(found: Found, node: Node | undefined): void {
  if (!found.context.directory) return;
  const known = Object.keys(found.context.directory.users);
  checkNamed(found, node, { ...USER, severity: "warning", known });
}

interface Kind {
  /** @default "error" */
  readonly severity?: "error" | "warning";
  says(name: string): Text;
  readonly none: Text;
}

const USER: Kind = {
  says: (name) => ({ ru: `Нет сотрудника «${name}»`, en: `There is no user "${name}"` }),
  none: { ru: "Добавьте его в directory.yaml", en: "Add the user to directory.yaml" },
};
const GROUP: Kind = {
  says: (name) => ({ ru: `Нет группы «${name}»`, en: `There is no group "${name}"` }),
  none: { ru: "Добавьте её в directory.yaml", en: "Add the group to directory.yaml" },
};
const DEPARTMENT: Kind = {
  says: (name) => ({ ru: `Нет отдела «${name}»`, en: `There is no department "${name}"` }),
  none: { ru: "Добавьте его в directory.yaml", en: "Add the department to directory.yaml" },
};

function checkNamed(
  found: Found,
  node: Node | undefined,
  { says, none, known, severity = "error" }: Kind & { readonly known: readonly string[] },
): void {
  const name = textOf(node);
  if (!node || name === undefined || known.includes(name)) return;
  say(found, node, {
    code: "scenario-user",
    severity,
    message: says(name),
    ...meant(found, name, { at: node, known, none }),
  });
}
