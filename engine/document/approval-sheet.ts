import type { Locale, Text } from "../definition/problem.ts";
import {
  type Block,
  type DocumentModel,
  type Fact,
  type Lines,
  line,
  linesOf,
  type Row,
  type Span,
} from "./document-model.ts";
import { waitingText } from "./waiting-text.ts";

/** Everything an approval sheet («лист согласования») says; the same history always makes the same data. */
export interface ApprovalSheet {
  readonly process: string;
  readonly number: number;
  readonly subject: string;
  /** Name; null where nobody in particular started it. */
  readonly requester: string | null;
  /** ISO text with the zone's offset, as all instants here. */
  readonly startedAt: string;
  readonly madeAt: string;
  /** Identity of the process's version. */
  readonly digest: string;
  /** As the last of the approvers saw them. */
  readonly facts: readonly Fact[];
  /** The decisions of tables: why these approvers. */
  readonly rules: readonly SheetRule[];
  readonly lines: readonly SheetLine[];
  /** Comments that files were attached to, the oldest first. */
  readonly comments: readonly SheetComment[];
}

export interface SheetComment {
  readonly name: string;
  /** ISO text with the zone's offset. */
  readonly at: string;
  readonly text: string;
  /** Names of the files. */
  readonly files: readonly string[];
}

export interface SheetRule {
  /** Numbers of the rules that matched, from 1. */
  readonly matched: readonly number[];
  readonly inputs: readonly { readonly title: string; readonly text: string }[];
  /** The table's own words (`why`), where it has some. */
  readonly because: string | null;
}

export interface SheetLine {
  /** Id of the step. */
  readonly of: string;
  /** What was asked, in the words of then. */
  readonly step: string;
  /** What was shown beside the question; none of a seat that was skipped. */
  readonly facts: readonly Fact[];
  readonly round: number;
  /** Null: the clock decided. */
  readonly name: string | null;
  readonly position: string | null;
  readonly onBehalfOf: string | null;
  /** Not null: an administrator decided in his name; `by`: the administrator's name, null where nobody knows it. */
  readonly override: { readonly by: string | null } | null;
  /** The word on the sheet: `Согласовано`. */
  readonly done: string;
  readonly comment: string | null;
  /** Names of the files attached to it. */
  readonly files: readonly string[];
  readonly at: string;
  readonly waitedMs: number;
  readonly workingMs: number;
  readonly notes: readonly string[];
  /** False once a recall or rework took it back. */
  readonly counts: boolean;
  /** Nobody was asked: the notes say why. */
  readonly isSkipped: boolean;
}

/**
 * The sheet as a document. The same data always make the same one; every instant is shown in the zone that its text bears.
 */
export function approvalSheetModel(sheet: ApprovalSheet, locale: Locale): DocumentModel {
  const word = (text: Text): string => text[locale];
  const made = `${word(WORDS.made)} ${shown(sheet.madeAt)}`;
  const version = `${word(WORDS.version)} ${sheet.digest.slice(0, 12)}`;
  return {
    locale,
    kind: `${word(WORDS.title)} № ${sheet.number}`,
    title: sheet.subject,
    madeAt: sheet.madeAt,
    footer: `${made} · ${sheet.process} · ${version}`,
    blocks: [
      factsOf(sheet, word),
      ...rulesOf(sheet.rules, word),
      ...decisionsOf(sheet.lines, { locale, word }),
      ...commentsOf(sheet.comments, word),
    ],
  };
}

type Word = (text: Text) => string;

const WORDS = {
  title: { ru: "Лист согласования", en: "Approval sheet" },
  process: { ru: "Процесс", en: "Process" },
  requester: { ru: "Инициатор", en: "Requester" },
  started: { ru: "Начато", en: "Started" },
  nobody: { ru: "запущено событием", en: "started by an event" },
  why: { ru: "Почему эти согласующие", en: "Why these approvers" },
  table: { ru: "По таблице решений", en: "By the decision table" },
  rule: { ru: "правило", en: "rule" },
  noRule: { ru: "ни одно правило не подошло", en: "no rule matched" },
  who: { ru: "Кто", en: "Who" },
  decision: { ru: "Решение", en: "Decision" },
  when: { ru: "Когда", en: "When" },
  waited: { ru: "Ждали", en: "Waited" },
  working: { ru: "рабочего времени", en: "of working time" },
  comment: { ru: "Комментарий", en: "Comment" },
  attached: { ru: "Приложено", en: "Attached" },
  discussion: { ru: "Приложено в обсуждении", en: "Attached to comments" },
  clock: { ru: "По истечении срока", en: "The clock" },
  behalf: { ru: "за", en: "on behalf of" },
  override: { ru: "действовал администратор", en: "an administrator acted" },
  round: { ru: "Круг", en: "Round" },
  earlierRound: { ru: "прежний круг, не учитывается", en: "an earlier round, does not count" },
  takenBack: { ru: "решение отменено и не учитывается", en: "taken back, does not count" },
  skipped: { ru: "Пропущено", en: "Skipped" },
  none: { ru: "Решений пока нет.", en: "No decisions yet." },
  made: { ru: "Составлен", en: "Made" },
  version: { ru: "версия", en: "version" },
} as const satisfies Readonly<Record<string, Text>>;

function factsOf(sheet: ApprovalSheet, word: Word): Block {
  const rows = [
    { title: word(WORDS.process), text: sheet.process },
    { title: word(WORDS.requester), text: sheet.requester ?? word(WORDS.nobody) },
    { title: word(WORDS.started), text: shown(sheet.startedAt) },
    ...sheet.facts.filter((fact) => !isToldAnyway(fact, sheet)),
  ];
  return { kind: "facts", rows };
}

/** A fact that the sheet tells of itself: who started it, and why these approvers. */
function isToldAnyway({ title, text }: ApprovalSheet["facts"][number], { requester, rules }: ApprovalSheet): boolean {
  const isRequester = title === WORDS.requester.ru || title === WORDS.requester.en;
  return (isRequester && text === requester) || rules.some(({ because }) => because !== null && because === text);
}

function rulesOf(rules: readonly SheetRule[], word: Word): readonly Block[] {
  if (rules.length === 0) return [];
  const items = rules.map(({ matched, inputs, because }): Lines => {
    const numbers = matched.map((number) => `№ ${number}`).join(", ");
    const which = matched.length === 0 ? word(WORDS.noRule) : `${word(WORDS.rule)} ${numbers}`;
    const reasons = inputs.map(({ title, text }) => `${title}: ${text}`).join("; ");
    const first: Span[] = [{ text: `${word(WORDS.table)}: ${which}`, tone: "plain" }];
    if (reasons !== "") first.push({ text: ` (${reasons})`, tone: "quiet" });
    return because === null ? [first] : [first, line(because, "quote")];
  });
  return [
    { kind: "heading", text: word(WORDS.why) },
    { kind: "bullets", items },
  ];
}

/** What was attached while it was discussed: by whom, when and beside which words. */
function commentsOf(comments: readonly SheetComment[], word: Word): readonly Block[] {
  if (comments.length === 0) return [];
  const items = comments.map(
    ({ name, at, text, files }): Lines => [
      [
        { text: files.join(", "), tone: "plain" },
        { text: ` — ${name}, ${shown(at)}`, tone: "quiet" },
      ],
      ...linesOf(text).map(([span]) => line(span?.text ?? "", "quote")),
    ],
  );
  return [
    { kind: "heading", text: word(WORDS.discussion) },
    { kind: "bullets", items },
  ];
}

interface Group {
  readonly title: string;
  readonly lines: SheetLine[];
}

function decisionsOf(lines: readonly SheetLine[], words: Omit<LineWords, "isSuperseded">): readonly Block[] {
  const { word } = words;
  if (lines.length === 0) return [{ kind: "paragraph", lines: [line(word(WORDS.none))] }];
  const groups = groupsOf(lines, word);
  const rowsOf = (group: Group): readonly Row[] =>
    group.lines.map((one) => rowOf(one, { ...words, isSuperseded: one.round < lastRound(lines, one) }));
  const columns = [
    { title: word(WORDS.who), share: 27 },
    { title: word(WORDS.decision), share: 18 },
    { title: word(WORDS.when), share: 12 },
    { title: word(WORDS.waited), share: 16 },
    { title: word(WORDS.comment), share: 27 },
  ];
  const changed = changedFacts(lines);
  if (changed.size === 0) {
    const all = groups.map((group) => ({ title: group.title, rows: rowsOf(group) }));
    return [{ kind: "table", table: { columns, groups: all } }];
  }
  // Every round with what was asked in it: the facts above are those of the last one.
  return groups.flatMap((group): readonly Block[] => {
    const facts = factsAsked(group.lines).filter(({ title }) => changed.has(`${group.lines[0]?.of}/${title}`));
    return [
      { kind: "heading", text: group.title },
      ...(facts.length === 0 ? [] : [{ kind: "facts", rows: facts } as const]),
      { kind: "table", table: { columns, groups: [{ title: null, rows: rowsOf(group) }] } },
    ];
  });
}

/** Lines that stand together: of one step, in one round, one after the other, to one question. */
function groupsOf(lines: readonly SheetLine[], word: Word): readonly Group[] {
  const groups: Group[] = [];
  for (const one of lines) {
    const isLong = lines.some(({ of, round }) => of === one.of && round > 1);
    const title = isLong ? `${one.step} · ${word(WORDS.round)} ${one.round}` : one.step;
    if (groups.at(-1)?.title !== title) groups.push({ title, lines: [] });
    groups.at(-1)?.lines.push(one);
  }
  return groups;
}

function lastRound(lines: readonly SheetLine[], { of }: SheetLine): number {
  return Math.max(...lines.filter((one) => one.of === of).map(({ round }) => round));
}

/** `step/title` of what was not the same in all rounds of an approval. */
function changedFacts(lines: readonly SheetLine[]): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const [of, mine] of Map.groupBy(lines, (one) => one.of)) {
    const rounds = [...Map.groupBy(mine, ({ round }) => round).values()]
      .map(factsAsked)
      .filter(({ length }) => length > 0);
    const titles = new Set(rounds.flatMap((facts) => facts.map(({ title }) => title)));
    for (const title of titles) {
      const texts = new Set(rounds.map((facts) => facts.find((fact) => fact.title === title)?.text));
      if (texts.size > 1) changed.add(`${of}/${title}`);
    }
  }
  return changed;
}

/** As the last who was asked in the round saw them. */
function factsAsked(lines: readonly SheetLine[]): readonly Fact[] {
  return lines.findLast(({ facts }) => facts.length > 0)?.facts ?? [];
}

interface LineWords {
  readonly locale: Locale;
  readonly word: Word;
  /** A later round of the same approval decided anew. */
  readonly isSuperseded: boolean;
}

function rowOf(one: SheetLine, { locale, word, isSuperseded }: LineWords): Row {
  const isPlain = one.counts || (one.isSkipped && !isSuperseded);
  const look = isPlain ? "plain" : isSuperseded ? "past" : "void";
  const done = one.isSkipped ? word(WORDS.skipped) : one.done;
  const decision = [line(done, look === "void" ? "struck" : "plain")];
  if (!isPlain) decision.push(line(word(isSuperseded ? WORDS.earlierRound : WORDS.takenBack), "note"));
  const cells = [
    whoOf(one, word),
    decision,
    [line(shown(one.at))],
    one.isSkipped ? [] : waitedOf(one, { locale, word }),
    [
      ...(one.comment === null ? [] : linesOf(one.comment)),
      ...(one.files.length === 0 ? [] : [line(`${word(WORDS.attached)}: ${one.files.join(", ")}`, "quiet")]),
    ],
  ];
  return { look, cells };
}

function whoOf({ name, position, onBehalfOf, override, notes, isSkipped }: SheetLine, word: Word): Lines {
  return [
    ...(isSkipped ? [] : [line(name ?? word(WORDS.clock), "strong")]),
    ...(position === null ? [] : [line(position, "quiet")]),
    ...(onBehalfOf === null ? [] : [line(`${word(WORDS.behalf)} ${onBehalfOf}`, "quiet")]),
    ...(override === null ? [] : [line(overrideText(override.by, word), "note")]),
    ...notes.map((note) => line(note, "note")),
  ];
}

function overrideText(by: string | null, word: Word): string {
  return by === null
    ? word(WORDS.override)
    : word({ ru: `${WORDS.override.ru} ${by}`, en: `${WORDS.override.en}: ${by}` });
}

function waitedOf(one: SheetLine, { locale, word }: Omit<LineWords, "isSuperseded">): Lines {
  const working = waitingText(one.workingMs, locale);
  const all = waitingText(one.waitedMs, locale);
  return working === all ? [line(all)] : [line(all), line(`${working} ${word(WORDS.working)}`, "quiet")];
}

/** `2026-11-20T10:00:00+03:00` → `20.11.2026 10:00`: the text is in the company's zone already. */
function shown(iso: string): string {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(iso);
  return found ? `${found[3]}.${found[2]}.${found[1]} ${found[4]}` : iso;
}
