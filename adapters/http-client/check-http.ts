import { lookup } from "node:dns/promises";
import { doubtful, type Finding, fine, wrong } from "../finding.ts";
import { isPrivateAddress } from "./address-guard.ts";
import { isAllowed } from "./allowed-hosts.ts";
import type { HttpConfig } from "./config.ts";

/** How long a name may take to be found. Milliseconds. */
const NAME_MS_MAX = 3_000;

/** Finds a host's addresses; empty: it has none, or nobody answered in time. */
export type Addresses = (host: string) => Promise<readonly string[]>;

/**
 * What `ordo doctor` says about `http.request`: secrets that go nowhere, hosts whose addresses would be refused. Calls
 * nobody; nothing where nothing is configured.
 */
export async function checkHttp(
  { allow, privateAddresses, secrets }: HttpConfig,
  addresses: Addresses = machineAddresses,
): Promise<readonly Finding[]> {
  if (allow.length === 0 && Object.keys(secrets).length === 0) return [];
  const stray = Object.entries(secrets).flatMap(([name, { hosts }]) =>
    hosts.flatMap((host) => (isListed(host, allow) ? [] : [strayHost(name, host)])),
  );
  const named = allow.filter((host) => !host.startsWith("*."));
  const found = await Promise.all(named.map((entry) => hostFinding(entry, { privateAddresses, addresses })));
  const all = [...stray, ...found.flatMap((one) => (one === null ? [] : [one]))];
  if (all.length > 0) return all;
  const count = allow.length;
  return [fine("http-hosts", `http.request: узлов ${count}`, `http.request: hosts: ${count}`)];
}

function isListed(host: string, allow: readonly string[]): boolean {
  if (allow.includes(host)) return true;
  const [name, port = ""] = host.split(":");
  const urls = ["https", "http"].flatMap((scheme) => URL.parse(`${scheme}://${name}${port && `:${port}`}/`) ?? []);
  return !host.startsWith("*.") && urls.some((url) => isAllowed(url, allow));
}

function strayHost(name: string, host: string): Finding {
  return wrong(
    "http-secrets",
    {
      ru: `http.secrets.${name}: узла ${host} нет в http.allow`,
      en: `http.secrets.${name}: the host ${host} is not in http.allow`,
    },
    { ru: "Добавьте узел в http.allow или уберите его здесь", en: "Add the host to http.allow, or take it out here" },
  );
}

async function hostFinding(
  entry: string,
  { privateAddresses, addresses }: { readonly privateAddresses: boolean; readonly addresses: Addresses },
): Promise<Finding | null> {
  const host = entry.replace(/:\d+$/, "");
  const found = isPrivateAddress(host) ? [host] : await addresses(host);
  if (found.length === 0)
    return doubtful(
      "http-hosts",
      { ru: `Адрес узла ${host} не находится`, en: `The host ${host} has no address` },
      { ru: "Проверьте имя в http.allow и DNS этой машины", en: "Check the name in http.allow and this machine's DNS" },
    );
  if (privateAddresses || !found.some(isPrivateAddress)) return null;
  return wrong(
    "http-hosts",
    {
      ru: `Узел ${host} во внутренней сети: обращения к нему отклоняются`,
      en: `The host ${host} lies in a private network: calls to it are refused`,
    },
    {
      ru: "Если это свой сервер, напишите http.privateAddresses: true",
      en: "If it is a server of yours, write http.privateAddresses: true",
    },
  );
}

async function machineAddresses(host: string): Promise<readonly string[]> {
  const late = Promise.withResolvers<readonly string[]>();
  const timer = setTimeout(() => late.resolve([]), NAME_MS_MAX);
  try {
    const found = lookup(host, { all: true }).then((all) => all.map(({ address }) => address));
    return await Promise.race([found.catch(() => []), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
