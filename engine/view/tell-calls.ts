import { pluralEn, pluralRu } from "../base/plural.ts";
import { isList, isMap, refOf, type Value, type ValueMap } from "../base/value.ts";
import type { HistoryEvent } from "../instance/event.ts";
import { smsLength } from "../message/sms-length.ts";
import type { RecordChange } from "../record/record-change.ts";
import { sameValue } from "../runtime/same-value.ts";
import type { Sent, Story } from "./story.ts";
import { ladderOf } from "./tell-rungs.ts";
import type { Teller } from "./teller.ts";
import { quoted, stepTitle, type Telling, type Told } from "./telling.ts";

const CHANNELS: Readonly<Record<string, { readonly ru: string; readonly en: string }>> = {
  portal: { ru: "портал", en: "portal" },
  email: { ru: "письмо", en: "mail" },
  sms: { ru: "SMS", en: "SMS" },
};

/** What was sent, and by which channel: the log of messages knows. */
export function message({ tell, host, event }: Telling<HistoryEvent & { kind: "messageRequested" }>): Told | null {
  const { to, subject, text } = event.message;
  if (isToldByRung(host, event)) return null;
  const sent = tell.around.sent(event);
  const isEscalation = event.purpose.kind === "told";
  const words = text === "" ? [] : [isEscalation ? (subject ?? text) : quoted(text)];
  const repeats = isEscalation && subject !== null ? { repeats: `${host.id}/${to}/${text}` } : {};
  const head = subject !== null && !isEscalation && !text.startsWith(subject) ? [subject] : [];
  return {
    tone: "message",
    text: `${tell.addressee(to)}${wayOf(tell, sent, text)}`,
    details: [...head, ...words],
    ...repeats,
  };
}

/** ` (SMS +7…, 3 части)`, to stand behind the addressee: an SMS that is paid for several times says so. */
function wayOf(tell: Teller, sent: Sent | null | "unknown", text: string): string {
  if (sent === "unknown") return "";
  if (sent === null) return ` (${tell.pick("не достучались", "could not be reached")})`;
  const channel = CHANNELS[sent.channel]?.[tell.locale] ?? sent.channel;
  const segments = sent.channel === "sms" ? smsLength(text).segments : 1;
  const parts = segments === 1 ? "" : `, ${segments} ${partsIn(segments, tell)}`;
  return ` (${channel}${sent.channel === "portal" ? "" : ` ${sent.address}`}${parts})`;
}

function partsIn(count: number, tell: Teller): string {
  return tell.pick(pluralRu(count, { one: "часть", few: "части", many: "частей" }), pluralEn(count, "part", "parts"));
}

/** The line of the rung says who was told already, unless the file has words of its own for it. */
function isToldByRung(host: Story, event: HistoryEvent & { kind: "messageRequested" }): boolean {
  if (event.purpose.kind !== "told") return false;
  const rung = host.history.find(
    (one) =>
      one.kind === "rungFired" && one.command === event.command && one.to.some((user) => user === event.message.to),
  );
  if (rung?.kind !== "rungFired") return false;
  return ladderOf(host.definition.steps.get(rung.step), rung.task)[rung.rung]?.message === null;
}

/** What an operation came to; null where it only looked. */
export function callEnded({ tell, host, event }: Telling<HistoryEvent & { kind: "callEnded" }>): Told | null {
  const { outcome, operation } = event;
  if (operation === "records.load" || operation === "crm.look" || outcome.kind === "withdrawn") return null;
  const title = stepTitle(host, event.step) ?? operation;
  if (outcome.kind === "unknown")
    return {
      tone: "incident",
      text: `${title}: ${tell.pick("нет ответа", "no answer")}${event.again ? tell.pick(", повторим", ", will be tried again") : ""}`,
    };
  if (outcome.kind === "refused")
    return { tone: "incident", text: `${title}: ${tell.pick("отказ", "refused")} ${outcome.code}` };
  const requested = host.history.findLast((one) => one.kind === "callRequested" && one.call === event.call);
  return requested?.kind === "callRequested"
    ? done({
        tell,
        operation,
        input: requested.input,
        output: outcome.output,
        title,
        change: tell.around.written(event.call),
      })
    : null;
}

interface Done {
  readonly tell: Teller;
  readonly operation: string;
  readonly input: ValueMap;
  readonly output: Value;
  readonly title: string;
  /** What it wrote; null: nothing differed; `unknown`: only what was asked is known. */
  readonly change: RecordChange | null | "unknown";
}

function done({ tell, operation, input, output, title, change }: Done): Told | null {
  switch (operation) {
    case "crm.update":
    case "crm.create":
      if (change === "unknown") return asked(tell, { input, output, isNew: operation === "crm.create" });
      return change === null ? null : written(tell, change);
    case "crm.note": {
      const ref = refOf(input["record"] ?? null);
      return {
        tone: "automatic",
        text: `${tell.pick("Заметка в CRM", "Note in the CRM")}: ${ref === null ? title : tell.record(ref)}`,
        details: [quoted(String(input["text"] ?? ""))],
      };
    }
    case "mail.move":
      return {
        tone: "automatic",
        text: tell.pick(
          `Письмо перемещено в папку «${String(input["folder"])}»`,
          `The letter is moved to “${String(input["folder"])}”`,
        ),
      };
    case "mail.link":
      return {
        tone: "automatic",
        text: `${tell.pick("Письмо связано с карточкой", "The letter is linked to the record")}: ${tell.record(refOf(input["record"] ?? null) ?? "")}`,
      };
    case "crm.sum": {
      const totals = isMap(output) ? (output["totals"] ?? null) : null;
      return {
        tone: "automatic",
        text: tell.pick("Посчитано по CRM", "Added up in the CRM"),
        details: [tell.value(totals)],
      };
    }
    case "process.run":
      return {
        tone: "automatic",
        text: tell.pick(
          `Запущен процесс ${String(input["process"])}`,
          `Process ${String(input["process"])} was started`,
        ),
      };
    case "document.render":
      return {
        tone: "automatic",
        text: `${tell.pick("Составлен документ", "A document was made")}: ${isMap(output) ? String(output["name"]) : ""}`,
      };
    case "event.emit":
      return {
        tone: "automatic",
        text: tell.pick(`Событие ${String(input["event"])}`, `Event ${String(input["event"])}`),
      };
    case "crm.get":
    case "crm.find":
    case "crm.reach":
    case "registry.find":
      return null;
    default:
      return { tone: "automatic", text: title };
  }
}

/** Only what differs is told: `Стадия: На согласовании → Оплачен`. */
function written(tell: Teller, { change, type, ref, record, previous, changed }: RecordChange): Told {
  const isNew = change === "created";
  const fields = changed.flatMap((name) =>
    isNew && name === "title"
      ? []
      : [
          fieldChange(tell, {
            type,
            name,
            before: isNew ? null : (previous[name] ?? null),
            after: record[name] ?? null,
          }),
        ],
  );
  return {
    tone: "automatic",
    text: `${isNew ? tell.pick("В CRM создано", "Created in the CRM") : tell.pick("В CRM записано", "Written to the CRM")}: ${tell.record(ref)}`,
    details: fields,
  };
}

/** What was to be written, where nobody compared it with what was there. */
function asked(
  tell: Teller,
  { input, output, isNew }: { readonly input: ValueMap; readonly output: Value; readonly isNew: boolean },
): Told {
  const ref = refOf(output) ?? refOf(input["record"] ?? null);
  const type = ref === null ? String(input["of"] ?? "") : ref.slice(0, ref.indexOf("/"));
  const set = isMap(input["set"] ?? null) ? (input["set"] as ValueMap) : {};
  const head = isNew
    ? tell.pick("В CRM создано", "Created in the CRM")
    : tell.pick("В CRM записано", "Written to the CRM");
  return {
    tone: "automatic",
    text: `${head}: ${ref === null ? type : tell.record(ref)}`,
    details: Object.entries(set).map(([name, after]) => fieldChange(tell, { type, name, before: null, after })),
  };
}

/** `Стадия: Новая → В работе`; of maps and links only what differs. */
export function fieldChange(
  tell: Teller,
  {
    type,
    name,
    before,
    after,
  }: { readonly type: string; readonly name: string; readonly before: Value; readonly after: Value },
): string {
  const field = tell.field(type, name);
  const title = field?.title ?? name;
  if (isMap(after) && field?.type === "map") {
    const old = isMap(before) ? before : {};
    const keys = [...new Set([...Object.keys(old), ...Object.keys(after)])].filter(
      (key) => !sameValue(old[key], after[key]),
    );
    return `${title}: ${keys.map((key) => `${key} ${arrow(tell.value(old[key] ?? null), tell.value(after[key] ?? null))}`).join(", ")}`;
  }
  if (isList(after) && isList(before) && (field?.type === "records" || field?.type === "users")) {
    const added = after.filter((one) => !before.some((other) => sameValue(one, other)));
    const removed = before.filter((one) => !after.some((other) => sameValue(one, other)));
    const parts = [
      ...(added.length > 0 ? [`+ ${tell.value(added, field, type)}`] : []),
      ...(removed.length > 0 ? [`− ${tell.value(removed, field, type)}`] : []),
    ];
    return `${title}: ${parts.join("; ")}`;
  }
  return `${title}: ${arrow(tell.value(before, field, type), tell.value(after, field, type))}`;
}

function arrow(before: string, after: string): string {
  return before === "—" ? after : `${before} → ${after}`;
}

/** A row of a registry, its columns by their titles. */
export function appended({ tell, event }: Telling<HistoryEvent & { kind: "registryAppended" }>): Told {
  const registry = tell.around.catalog?.registries[event.registry];
  const texts = Object.entries(event.entry).flatMap(([name, value]) => {
    const column = registry?.columns[name];
    const isLong = column?.type === "list" || value === null || (isList(value) && value.length === 0);
    return isLong ? [] : [`${column?.title ?? name}: ${tell.value(value, column)}`];
  });
  return {
    tone: "automatic",
    text: `${tell.pick("Записано", "Recorded")}: ${registry?.title ?? event.registry}`,
    details: [texts.join(" · ")],
  };
}
