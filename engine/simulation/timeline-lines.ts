import type { Instant } from "../base/instant.ts";
import { isList, isMap } from "../base/value.ts";
import type { Occurrence } from "../runtime/occurrence.ts";
import { fieldChange } from "../view/tell-calls.ts";
import { tellEvent } from "../view/tell-event.ts";
import type { Teller } from "../view/teller.ts";
import { quoted } from "../view/telling.ts";
import type { TimelineLine } from "../view/timeline-line.ts";
import { tellerOf } from "./teller-of.ts";
import type { World } from "./world.ts";
import type { Moment } from "./world-parts.ts";

/**
 * The history of all instances as a manager would tell it: who, what, with which words; nothing of the machinery.
 *
 * @param until how far to tell it. @default to the end
 */
export function timelineLines(
  world: World,
  locale: "ru" | "en",
  until: Moment = world.moment,
): readonly TimelineLine[] {
  const tell = tellerOf(world, locale);
  const outside = world.happenings.slice(0, until.happenings).map(({ at, after, occurrence }) => ({
    after,
    line: outsideLine(tell, at, occurrence),
  }));
  const lines: TimelineLine[] = [];
  let told = 0;
  const tellOutside = (index: number): void => {
    for (; told < outside.length && (outside[told]?.after ?? 0) <= index; told++)
      lines.push(...(outside[told]?.line ?? []));
  };
  world.log.slice(0, until.events).forEach(({ host, event }, index) => {
    tellOutside(index);
    const line = tellEvent({ tell, host, event });
    if (line !== null) lines.push(line);
  });
  tellOutside(Number.POSITIVE_INFINITY);
  return lines;
}

/** What somebody did outside: a record changed by hand, a letter, a message. */
function outsideLine(tell: Teller, at: Instant, occurrence: Occurrence): readonly TimelineLine[] {
  if (occurrence.kind !== "event" && occurrence.kind !== "message") return [];
  const who = occurrence.actor === null ? "" : `${tell.person(occurrence.actor)}: `;
  if (occurrence.kind === "message")
    return [
      {
        at,
        tone: "outside",
        text: `${who}${tell.pick("пришло сообщение", "message")} ${occurrence.name}`,
        details: [],
        host: null,
      },
    ];
  const { event, record: ref } = occurrence;
  const letter = event["letter"] ?? null;
  if (isMap(letter))
    return [
      {
        at,
        tone: "outside",
        text: tell.pick(`Письмо от ${String(letter["from"])}`, `A letter from ${String(letter["from"])}`),
        details: [quoted(String(letter["subject"] ?? ""))],
        host: null,
      },
    ];
  const record = event["record"] ?? null;
  if (ref === null || !isMap(record))
    return [{ at, tone: "outside", text: `${who}${occurrence.name}`, details: [], host: null }];
  const type = ref.slice(0, ref.indexOf("/"));
  const changed = isList(event["changed"]) ? event["changed"].map(String) : [];
  const isUpdate = occurrence.name.endsWith(".updated");
  const previous = event["previous"] ?? null;
  const fields = changed.map((name) =>
    fieldChange(tell, {
      type,
      name,
      before: isMap(previous) ? (previous[name] ?? null) : null,
      after: record[name] ?? null,
    }),
  );
  const change = isUpdate
    ? tell.pick("изменение", "change")
    : occurrence.name.endsWith(".created")
      ? tell.pick("новая карточка", "new record")
      : tell.pick("удаление", "deletion");
  const actor = occurrence.actor === null ? "CRM" : `${tell.person(occurrence.actor)}, CRM`;
  return [
    {
      at,
      tone: "outside",
      text: `${actor}: ${change} — ${tell.record(ref)}`,
      details: isUpdate ? fields : [],
      host: null,
    },
  ];
}
