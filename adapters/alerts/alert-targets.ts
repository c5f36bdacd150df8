import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { isActive, membersOf, personOf } from "../../engine/people/lookup.ts";
import type { AlertChannel, AlertRule } from "./config.ts";

/** Somebody to alert, and where, in the order to try. */
export interface AlertTarget {
  /** User id, or the address itself: part of the message's key. */
  readonly who: string;
  readonly locale: "ru" | "en" | null;
  readonly routes: readonly { readonly channel: AlertChannel; readonly address: string }[];
}

/**
 * Those whom a rule names, each once: people by their own addresses, leavers never. Where it names nobody but has a
 * webhook, that alone.
 */
export function targetsOf(rule: AlertRule, directory: DirectorySnapshot): readonly AlertTarget[] {
  const names = [...new Set(rule.to.flatMap((name) => namedBy(name, directory)))];
  if (names.length === 0 && rule.webhook !== null) return [{ who: "webhook", locale: null, routes: [HOOK] }];
  return names.map((who) => targetOf(who, rule, directory));
}

const HOOK = { channel: "webhook", address: "" } as const;

function namedBy(name: string, directory: DirectorySnapshot): readonly string[] {
  if (name === "administrators") return directory.administrators.filter((user) => isActive(directory, user));
  if (name.startsWith("group:")) return membersOf(directory, name.slice("group:".length));
  if (name.includes("@") || name.startsWith("+")) return [name];
  return isActive(directory, name) ? [name] : [];
}

function targetOf(who: string, rule: AlertRule, directory: DirectorySnapshot): AlertTarget {
  const person = personOf(directory, who);
  const addresses: Readonly<Record<AlertChannel, string | null>> =
    person === null
      ? { portal: null, email: who.includes("@") ? who : null, sms: who.startsWith("+") ? who : null, webhook: "" }
      : { portal: person.id, email: person.email, sms: person.phone, webhook: "" };
  const routes = rule.channels.flatMap((channel) => {
    const address = addresses[channel];
    return address === null || (address === "" && channel !== "webhook") ? [] : [{ channel, address }];
  });
  const locale = person === null ? null : person.locale === "en" ? "en" : "ru";
  return { who, locale, routes };
}
