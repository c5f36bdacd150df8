import { timingSafeEqual } from "node:crypto";
import type { InboundRequest } from "../../inbound-route.ts";
import type { Secret } from "../../secret.ts";
import type { DeliveryNews, ReportDoor } from "../channel.ts";
import { filled, type Gateway, type ReportForm, valueAt } from "./gateway.ts";

/** A hundred reports of one request are a few kilobytes. */
const BYTES_MAX = 64 * 1024;
/** Reports of one request. */
const REPORTS_MAX = 1_000;

/**
 * Where a gateway reports deliveries: `POST /sms/<gateway>/reports/<secret>`. Without a secret there is no such address;
 * one that is wrong is answered as if there were none.
 */
export function reportDoor(gateway: Gateway, secret: Secret | null): ReportDoor | null {
  const { reports, status } = gateway;
  if (reports === null || secret === null) return null;
  return {
    path: `/sms/${gateway.name}/reports/*`,
    bytesMax: BYTES_MAX,
    read(request) {
      if (!isSame(request.rest, secret.reveal())) return null;
      const news = readReports(request, reports).flatMap(({ id, state }): readonly DeliveryNews[] => {
        const meaning = status?.states[state];
        return meaning === undefined || meaning === "unknown" ? [] : [{ id, state: meaning, reason: state }];
      });
      return { news, answer: { status: 200, body: reports.answer, type: "text/plain; charset=utf-8" } };
    },
  };
}

interface Report {
  readonly id: string;
  readonly state: string;
}

function readReports({ body }: InboundRequest, form: ReportForm): readonly Report[] {
  const text = new TextDecoder().decode(body);
  const found = form.kind === "json" ? jsonReports(text, form) : formReports(text, form);
  return found.slice(0, REPORTS_MAX);
}

function formReports(text: string, form: ReportForm): readonly Report[] {
  const fields = [...new URLSearchParams(text)];
  if (form.kind === "form") return reportOf(Object.fromEntries(fields), form);
  return fields
    .filter(([name]) => name === form.list || name.startsWith(`${form.list}[`))
    .flatMap(([, value]) => {
      const lines = Object.fromEntries(value.split("\n").map((line, at) => [String(at), line.trim()]));
      return reportOf(lines, form);
    });
}

function jsonReports(text: string, form: ReportForm): readonly Report[] {
  try {
    let list: unknown = JSON.parse(text);
    for (const name of form.list === "" ? [] : form.list.split("."))
      list = (list as Readonly<Record<string, unknown>> | null)?.[name];
    const all: readonly unknown[] = Array.isArray(list) ? list : [list];
    return all.flatMap((one) => {
      const id = valueAt(one, [form.id], {});
      const state = valueAt(one, [form.state], {});
      const isMeant = form.only === null || valueAt(one, [form.only.at], {}) === form.only.value;
      return id === null || state === null || !isMeant ? [] : [{ id, state }];
    });
  } catch {
    return [];
  }
}

function reportOf(fields: Readonly<Record<string, string>>, { id, state, only }: ReportForm): readonly Report[] {
  if (only !== null && fields[only.at] !== only.value) return [];
  const whole = id.includes("{") ? filled(id, fields) : (fields[id] ?? "");
  const told = fields[state] ?? "";
  return whole === "" || told === "" ? [] : [{ id: whole, state: told }];
}

function isSame(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
