import type { Field, FieldType } from "../base/field.ts";
import type { Value } from "../base/value.ts";
import type { EvaluationContext, Expression } from "../expression/expression.ts";
import { isNullable, isNullOfData, type Type, withoutNull } from "../expression/type.ts";
import { orderedAxis, valuesAxis } from "./axis.ts";
import { ANY_TEST, type CellFault, type CellTest, isFault, type ReadTest } from "./cell-test.ts";
import { readLiteralCell, type Word } from "./literal-cell.ts";
import { nearest } from "./nearest.ts";
import { needsCurrency } from "./needs-currency.ts";
import { feelTextOf, readOrderedCell } from "./ordered-cell.ts";
import type { Column, ColumnKind } from "./table-model.ts";
import { type Cell, cellAt, type InputSource, isCellList, type WhenCell } from "./table-source.ts";
import { reporter, type TableWork } from "./table-work.ts";

/** Compiles a column on the left; null where what it compares cannot be compared. */
export function compileColumn(source: InputSource, work: TableWork): Column | null {
  const { field } = source;
  const kind = kindOf(field.type, work);
  const expression = compileInput(source, work);
  if (kind === null) {
    report(work, source, wrongType(field));
    return null;
  }
  if (!expression) return null;
  checkStaticType(source, { expression, kind }, work);
  const currency = field.currency ?? currencyOf(expression.type);
  const scope: ColumnScope = {
    source,
    kind,
    expression,
    currency,
    known: knownWords({ source, expression, kind }, work),
    work,
  };
  const domain = readDomain(scope);
  const tests = work.source.rules.map((rule, at) => readWhen(rule.when[field.name], at + 1, scope));
  return finish({ scope, tests, domain });
}

/** What reading the cells of one column needs. */
interface ColumnScope {
  readonly source: InputSource;
  readonly kind: ColumnKind;
  readonly expression: Expression;
  readonly currency: string | null;
  readonly known: readonly string[] | null;
  readonly work: TableWork;
}

const KINDS: Readonly<Partial<Record<FieldType, ColumnKind>>> = {
  number: "number",
  money: "money",
  date: "date",
  dateTime: "computed",
  text: "words",
  choice: "words",
  user: "words",
  record: "words",
  boolean: "truth",
};

function kindOf(type: FieldType, work: TableWork): ColumnKind | null {
  return KINDS[type] ?? (work.options.dialect === "dmn" ? "computed" : null);
}

function compileInput(source: InputSource, work: TableWork): Expression | null {
  const cell = source.expression ?? { ...cellAt(source.field.name, source.place.start), end: source.place.end };
  const { expression, faults } = work.options.feel.expression(cell.text, cell.start);
  const isBare = source.expression === null;
  for (const fault of faults)
    reporter(work, { rule: null, column: source.field.name })(cell, isBare ? unfilled(fault, source) : fault);
  for (const name of expression?.names ?? []) work.names.add(name);
  return expression;
}

/** An input without an `expression` is the variable of its name: where there is none, somebody has to say what is meant. */
function unfilled(fault: CellFault, { field }: InputSource): CellFault {
  if (fault.code !== "expression-unknown-name") return fault;
  return {
    ...fault,
    remedy: {
      ru: `Скажите, что проверять: expression: … у входа, или в шаге decision — with: { ${field.name}: … }`,
      en: `Say what is tested: expression: … of the input, or \`with: { ${field.name}: … }\` in the decision step`,
    },
  };
}

function finish(parts: {
  readonly scope: ColumnScope;
  readonly tests: readonly CellTest[];
  readonly domain: CellTest;
}): Column {
  const { scope, tests, domain } = parts;
  const { source, kind, expression, known, work } = scope;
  const ordered = kind === "number" || kind === "money" || kind === "date";
  const axis = ordered ? orderedAxis([...tests, domain]) : valuesAxis([...tests, domain], known ?? []);
  const mentionsNull = tests.some((test) => "null" in test && test.null);
  const compares = tests.some((test) => test.kind === "ranges");
  const field: Field =
    source.field.currency === scope.currency ? source.field : { ...source.field, currency: scope.currency };
  return {
    input: { name: field.name, field, expression },
    kind,
    axis,
    tests,
    cells: tests.map((test) => axis.cellsOf(test)),
    places: work.source.rules.map(({ when }) => extentOf(when[field.name])),
    domain,
    domainCells: domain.kind === "computed" ? axis.cellsOf(ANY_TEST) : axis.cellsOf(domain),
    known,
    isOpen: kind === "computed" || (kind === "words" && known === null && listOf(source, expression) === null),
    // A field that nobody filled in is no gap of the table: it is an incident that says so.
    nullable: isNullable(expression.type) && !isNullOfData(expression.type),
    refusesNull: work.options.dialect !== "dmn" && compares && !mentionsNull,
  };
}

function extentOf(cell: WhenCell | undefined): { readonly start: number; readonly end: number } | null {
  if (!cell) return null;
  if (!isCellList(cell)) return { start: cell.start, end: cell.end };
  const [first, last] = [cell[0], cell.at(-1)];
  return first && last ? { start: first.start, end: last.end } : null;
}

function readWhen(cell: WhenCell | undefined, rule: number, scope: ColumnScope): CellTest {
  if (!cell) return ANY_TEST;
  return isCellList(cell) ? readList(cell, rule, scope) : readCell(cell, rule, scope);
}

function readCell(cell: Cell, rule: number | null, scope: ColumnScope): CellTest {
  const { kind, work, source } = scope;
  const say = reporter(work, { rule, column: source.field.name });
  if (work.options.dialect === "dmn") return readFeel(cell, cell.text, { rule, scope });
  if (kind === "words" || kind === "truth") {
    const { test, words } = readLiteralCell(cell.text, kind === "truth" ? "boolean" : "text");
    if (isFault(test)) say(cell, test.fault);
    else if (kind === "words" && rule !== null) checkWords(cell, words, { rule, scope });
    return settled(test);
  }
  if (kind === "computed") return readFeel(cell, cell.text, { rule, scope });
  const read = readOrderedCell(cell.text, kind);
  if (read === null) return readFeel(cell, feelTextOf(cell.text, kind), { rule, scope });
  if (isFault(read)) say(cell, read.fault);
  else if (kind === "money" && read.kind === "ranges" && read.ranges.length > 0 && scope.currency === null)
    say(cell, needsCurrency(cell.text));
  return settled(read);
}

function settled(read: ReadTest): CellTest {
  return read === null || isFault(read) ? ANY_TEST : read;
}

function readFeel(
  cell: Cell,
  text: string,
  at: { readonly rule: number | null; readonly scope: ColumnScope },
): CellTest {
  const { scope, rule } = at;
  const { kind, expression, currency, work } = scope;
  if (text === "-") return ANY_TEST;
  const { test, names, faults } = work.options.feel.tests(text, { kind, expression, currency }, cell.start);
  for (const name of names) work.names.add(name);
  const say = reporter(work, { rule, column: scope.source.field.name });
  for (const fault of faults) say(cell, text === cell.text ? fault : { ...fault, from: 0, to: cell.text.length });
  return test ?? ANY_TEST;
}

/** A YAML list: any of its values; in a column of words each stands for itself, commas included. */
function readList(cells: readonly Cell[], rule: number | null, scope: ColumnScope): CellTest {
  if (scope.kind === "words") {
    const words = cells.filter(({ text }) => text !== "null");
    for (const cell of words)
      checkWords(cell, [{ text: cell.text, from: 0, to: cell.text.length, quoted: true }], { rule, scope });
    return { kind: "values", values: words.map(({ text }) => text), not: false, null: words.length < cells.length };
  }
  return anyOf(cells.map((cell) => readCell(cell, rule, scope)));
}

function anyOf(tests: readonly CellTest[]): CellTest {
  if (tests.some((test) => test.kind === "any")) return ANY_TEST;
  const ranges = tests.filter((test) => test.kind === "ranges");
  if (ranges.length === tests.length && ranges.every(({ not }) => !not)) {
    return {
      kind: "ranges",
      ranges: ranges.flatMap((test) => test.ranges),
      not: false,
      null: ranges.some((test) => test.null),
    };
  }
  const values = tests.filter((test) => test.kind === "values");
  if (values.length === tests.length && values.every(({ not }) => !not)) {
    return {
      kind: "values",
      values: values.flatMap((test) => test.values),
      not: false,
      null: values.some((test) => test.null),
    };
  }
  const computed = tests.filter((test) => test.kind === "computed");
  const holds = (value: Value, context: EvaluationContext) => computed.some((test) => test.holds(value, context));
  return { kind: "computed", text: computed.map(({ text }) => text).join(", "), holds };
}

function readDomain(scope: ColumnScope): CellTest {
  const { domain } = scope.source;
  if (domain === null) return ANY_TEST;
  return isDomainList(domain) ? readList(domain, null, scope) : readCell(domain, null, scope);
}

function isDomainList(domain: Cell | readonly Cell[]): domain is readonly Cell[] {
  return Array.isArray(domain);
}

/** The words there are: of the declared domain, of the field, of its list, or of what the expression's type says. */
function knownWords(
  column: { readonly source: InputSource; readonly expression: Expression; readonly kind: ColumnKind },
  work: TableWork,
): readonly string[] | null {
  const { source, expression, kind } = column;
  if (kind === "truth") return ["true", "false"];
  if (kind !== "words") return null;
  if (source.domain !== null && isDomainList(source.domain)) return source.domain.map(({ text }) => text);
  if (source.field.values) return Object.keys(source.field.values);
  const type = withoutNull(expression.type);
  if (source.field.from === null && type.kind === "choice" && type.values) return type.values;
  const list = listOf(source, expression);
  return list === null ? null : work.options.domainOf(list);
}

/** The list that the column's words are of (`list:brands`), by its declaration or by the expression's type. */
function listOf(source: InputSource, expression: Expression): string | null {
  const type = withoutNull(expression.type);
  return source.field.from ?? (type.kind === "choice" ? (type.from ?? null) : null);
}

function checkWords(
  cell: Cell,
  words: readonly Word[],
  at: { readonly rule: number | null; readonly scope: ColumnScope },
): void {
  const { known, source, work } = at.scope;
  if (known === null) return;
  for (const word of words) {
    if (known.includes(word.text) || at.rule === null) continue;
    reporter(work, { rule: at.rule, column: source.field.name })(cell, unknownWord(word, known, source.field));
  }
}

function unknownWord(word: Word, known: readonly string[], field: Field): CellFault {
  const labeled = Object.entries(field.values ?? {}).find(([, label]) => label === word.text)?.[0];
  const meant = labeled ?? nearest(word.text, known);
  const list = known.slice(0, 8).join(", ");
  return {
    code: "table-value-unknown",
    from: word.from,
    to: word.to,
    message: { ru: `Нет такого значения: «${word.text}»`, en: `There is no such value: "${word.text}"` },
    remedy: meant
      ? { ru: `Возможно, вы имели в виду «${meant}»?`, en: `Did you mean "${meant}"?` }
      : { ru: `Выберите: ${list}`, en: `Choose one of: ${list}` },
  };
}

const FITTING: Readonly<Record<ColumnKind, readonly Type["kind"][]>> = {
  number: ["number"],
  money: ["money"],
  date: ["date"],
  words: ["text", "choice", "user", "record", "number"],
  truth: ["boolean"],
  computed: [],
};

function checkStaticType(
  source: InputSource,
  found: { readonly expression: Expression; readonly kind: ColumnKind },
  work: TableWork,
): void {
  const type = withoutNull(found.expression.type);
  const fitting = FITTING[found.kind];
  if (fitting.length === 0 || type.kind === "any" || type.kind === "union" || fitting.includes(type.kind)) return;
  if (work.options.dialect === "dmn") return;
  report(work, source, {
    code: "table-input-type",
    from: 0,
    to: 1,
    message: {
      ru: `Столбец типа ${source.field.type}, а «${found.expression.text}» — ${type.kind}`,
      en: `The column is of type ${source.field.type}, but "${found.expression.text}" is ${type.kind}`,
    },
    remedy: { ru: "Исправьте type или expression столбца", en: "Mend the column's `type` or `expression`" },
  });
}

function currencyOf(type: Type): string | null {
  const filled = withoutNull(type);
  return filled.kind === "money" ? (filled.currency ?? null) : null;
}

function report(work: TableWork, source: InputSource, fault: CellFault): void {
  const cell = source.expression ?? { ...cellAt(source.field.name, source.place.start), end: source.place.end };
  reporter(work, { rule: null, column: source.field.name })(cell, {
    ...fault,
    from: 0,
    to: Math.max(1, cell.text.length),
  });
}

function wrongType(field: Field): CellFault {
  return {
    code: "table-input-type",
    from: 0,
    to: 1,
    message: {
      ru: `Столбец типа ${field.type} сравнить не с чем`,
      en: `A column of type ${field.type} cannot be compared`,
    },
    remedy: {
      ru: "Задайте expression, дающее число, дату, слово или да/нет",
      en: "Give it an `expression` that yields a number, a date, a word or a truth value",
    },
  };
}
