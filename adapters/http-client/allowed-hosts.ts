import { domainToASCII } from "node:url";

/**
 * May a process call this URL? Only `http` and `https`, without a name and password in it, to a host of the list:
 * `api.example.com`, `*.example.com` (below it, not itself), each on the port it names, else on the usual one.
 */
export function isAllowed(url: URL, allowed: readonly string[]): boolean {
  if (url.protocol !== "https:" && url.protocol !== "http:") return false;
  if (url.username !== "" || url.password !== "") return false;
  return allowed.some((entry) => fits(url, entry));
}

function fits(url: URL, entry: string): boolean {
  const [, host = "", port = ""] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  const usual = url.protocol === "https:" ? "443" : "80";
  if ((url.port === "" ? usual : url.port) !== (port === "" ? usual : port)) return false;
  const wanted = asciiOf(host.replace(/^\*\./, ""));
  const given = url.hostname.replace(/\.$/, "");
  return host.startsWith("*.") ? given.endsWith(`.${wanted}`) : given === wanted;
}

function asciiOf(host: string): string {
  return domainToASCII(host) || host.toLowerCase();
}
