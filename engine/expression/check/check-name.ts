import { suggest } from "../../base/suggest.ts";
import { isFunctionName } from "../compile/call.ts";
import type { Ast, AstOf } from "../syntax/ast.ts";
import { ANY, type Type, withoutNull } from "../type.ts";
import type { Checker, Env } from "./checker.ts";
import { inner } from "./checker.ts";
import { constantOf } from "./constant-condition.ts";
import { keyOf } from "./facts.ts";
import { fieldOf, type NoField } from "./field-type.ts";
import { mayBe, typeWords } from "./type-family.ts";

/** A name: bound around it, a field of a filter's element, or a declared variable. */
export function checkName(checker: Checker, ast: AstOf<"name">, env: Env): Type {
  const { name } = ast;
  let isOpen = false;
  for (let at: Env | null = env; at; at = at.parent) {
    const bound = at.names.get(name);
    if (bound) return bound;
    if (at.element) {
      const field = elementField(at.element, name);
      if (field) return field;
      if (mayHoldMore(at.element)) isOpen = true;
    }
  }
  return variable(checker, ast, isOpen);
}

/** A field of the element a filter looks at, where it certainly has it. */
function elementField(element: Type, name: string): Type | null {
  const type = withoutNull(element);
  if (type.kind !== "record" && type.kind !== "map") return null;
  const fields = type.fields ?? {};
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

/** May the element have fields that nobody declared? */
function mayHoldMore(element: Type): boolean {
  const type = withoutNull(element);
  return (
    type.kind === "any" ||
    type.kind === "union" ||
    (type.kind === "map" && type.open) ||
    (type.kind === "record" && type.fields === null)
  );
}

function variable(checker: Checker, ast: AstOf<"name">, isOpen: boolean): Type {
  const { name } = ast;
  const { declared } = checker;
  const type = declared && Object.hasOwn(declared, name) ? declared[name] : undefined;
  const isRead = type !== undefined || !declared || (!isFunctionName(name) && !isOpen);
  if (isRead && !checker.names.includes(name)) checker.names.push(name);
  if (type) return type;
  if (!declared || isOpen) return ANY;
  if (isFunctionName(name)) return { kind: "function" };
  const meant = suggest(name, Object.keys(declared));
  checker.report("expression-unknown-name", ast, {
    message: { ru: `Переменной «${name}» нет`, en: `There is no variable "${name}"` },
    remedy: unknownRemedy(name, meant),
  });
  return ANY;
}

function unknownRemedy(name: string, meant: string | null): { ru: string; en: string } {
  if (meant !== null) return { ru: `Возможно, вы имели в виду «${meant}»?`, en: `Did you mean "${meant}"?` };
  if (name.startsWith("not "))
    return { ru: "отрицание пишут со скобками: not(…)", en: "negation is written with parentheses: not(…)" };
  const word = WORDS.get(name.toLowerCase());
  if (word !== undefined) return { ru: `возможно, ${word}? Слова FEEL пишут так`, en: `did you mean ${word}?` };
  const place = PLACES[name];
  if (place) return place;
  if (name.includes(" "))
    return { ru: "между именами пропущен знак или запятая", en: "a sign or comma is missing between the names" };
  return {
    ru: `если это текст, возьмите его в кавычки: "${name}"`,
    en: `if this is a text, put it in quotes: "${name}"`,
  };
}

/** What other languages call a word of FEEL. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["null", "null"],
  ["nil", "null"],
  ["none", "null"],
  ["undefined", "null"],
  ["true", "true"],
  ["false", "false"],
]);

/** Names that mean something, but not here (language §2). */
const PLACES: Readonly<Record<string, { readonly ru: string; readonly en: string }>> = {
  event: {
    ru: "event есть только в start и в where шага listen; передайте его части во входы: with",
    en: "`event` is there only in `start` and in the `where` of a listen; hand parts of it to inputs: with",
  },
  record: {
    ru: "record есть только в holds; здесь назовите вход или результат шага",
    en: "`record` is there only in `holds`; name an input or a step's result here",
  },
  each: {
    ru: "each есть только в with, key и once запуска; в цикле имя даёт for: { each: … }",
    en: "`each` is there only in the `with`, `key` and `once` of a start; in a loop `for: { each: … }` gives the name",
  },
  item: {
    ru: "item есть только в отборе: список[item.поле = …]",
    en: "`item` is there only in a filter: list[item.field = …]",
  },
  assignee: {
    ru: "assignee есть только в to, notBy и подобных ключах задания; потом решившего даёт шаг.by",
    en: "`assignee` is there only in people keys of a task; afterwards the step's `by` is who decided",
  },
};

/** `?`: the value under test. */
export function checkInput(_: Checker, __: AstOf<"input">, env: Env): Type {
  for (let at: Env | null = env; at; at = at.parent) {
    const bound = at.names.get("?");
    if (bound) return bound;
  }
  return ANY;
}

/** A field: read from something that is there and has it. */
export function checkPath(checker: Checker, ast: AstOf<"path">, env: Env): Type {
  const of = checker.inferFilled(ast.of, env);
  const found = fieldOf(of, ast.name);
  if ("type" in found) return found.type;
  reportField(checker, ast, { of, found });
  return ANY;
}

function reportField(
  checker: Checker,
  ast: AstOf<"path">,
  { of, found }: { readonly of: Type; readonly found: NoField },
): void {
  const at = { from: ast.nameFrom, to: ast.to };
  const owner = keyOf(ast.of);
  if (found.isReference) {
    checker.report("expression-unknown-field", at, {
      message: {
        ru: `Карточка «${owner ?? "…"}» не загружена: есть только ссылка`,
        en: `The record "${owner ?? "…"}" is not loaded: only its reference is there`,
      },
      remedy: owner?.startsWith("event.")
        ? {
            ru: "до запуска карточки не загружаются: проверьте это шагом с if",
            en: "nothing is loaded before the start: test it in a step with `if`",
          }
        : {
            ru: "добавьте её имя в include входа или возьмите crm.get",
            en: "add its name to the input's include, or use crm.get",
          },
    });
    return;
  }
  const meant = suggest(ast.name, found.names);
  checker.report("expression-unknown-field", at, {
    message: {
      ru: `Поля «${ast.name}» нет${owner === null ? "" : ` у «${owner}»`} (${typeWords(of).ru})`,
      en: `${owner === null ? "This" : `"${owner}"`} (${typeWords(of).en}) has no field "${ast.name}"`,
    },
    remedy:
      meant === null
        ? listed(found.names)
        : { ru: `Возможно, вы имели в виду «${meant}»?`, en: `Did you mean "${meant}"?` },
  });
}

function listed(names: readonly string[]): { ru: string; en: string } {
  if (names.length === 0) return { ru: "у такого значения полей нет", en: "such a value has no fields" };
  const some = names.slice(0, NAMES_SHOWN).join(", ") + (names.length > NAMES_SHOWN ? ", …" : "");
  return { ru: `есть: ${some}`, en: `there are: ${some}` };
}

const NAMES_SHOWN = 8;

/** `list[condition]` is a list, `list[position]` its element. */
export function checkFilter(checker: Checker, ast: AstOf<"filter">, env: Env): Type {
  const of = checker.inferFilled(ast.of, env);
  if (!mayBe(of, ["list"])) notList(checker, ast.of, of);
  const element = elementOf(of);
  const by = checker.infer(ast.by, inner(env, new Map([["item", element]]), element));
  checkEmptyFilter(checker, ast.by);
  // An index beyond the list gives null; who counts before knows better than the type.
  if (by.kind === "number") return element;
  if (by.kind === "any") return ANY;
  if (!mayBe(by, ["boolean", "number"])) {
    checker.report("expression-type", ast.by, {
      message: {
        ru: `В скобках отбора — ${typeWords(by).ru}`,
        en: `In the brackets of a filter there is ${typeWords(by).en}`,
      },
      remedy: { ru: "нужно условие или номер элемента", en: "a condition or a position is needed" },
    });
  }
  return { kind: "list", of: element };
}

/** A filter whose condition no element can meet; the condition itself is then not told of a second time. */
function checkEmptyFilter(checker: Checker, by: Ast): void {
  if (constantOf(by, (part) => checker.types.get(part)) !== false) return;
  checker.retract("expression-constant", by);
  checker.report("expression-constant", by, {
    message: {
      ru: "Отбор всегда пуст: его условие не верно никогда",
      en: "The filter is always empty: its condition never holds",
    },
    remedy: { ru: "исправьте условие отбора", en: "mend the condition of the filter" },
  });
}

/** Reports what is used as a list and cannot be one. */
export function notList(checker: Checker, ast: Ast, type: Type): void {
  checker.report("expression-type", ast, {
    message: { ru: `Это не список, а ${typeWords(type).ru}`, en: `This is not a list but ${typeWords(type).en}` },
    remedy: {
      ru: "перебирают и отбирают списки; одно значение — [значение]",
      en: "only lists are filtered and iterated; one value is [value]",
    },
  });
}

/** What a list holds, as far as it is known. */
export function elementOf(type: Type): Type {
  if (type.kind === "list" || type.kind === "range") return type.of as Type;
  if (type.kind !== "union") return ANY;
  const lists = type.of.filter((member) => member.kind === "list");
  return lists.length === 1 && lists[0]?.kind === "list" ? lists[0].of : ANY;
}
