import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/**
 * Addresses inside companies, machines and clouds: nothing that a process names by a URL may reach them unasked. An IPv4
 * address written as an IPv6 one (`::ffff:127.0.0.1`) is met by the IPv4 rules.
 */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  PRIVATE.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 96],
  ["64:ff9b::", 32],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const)
  PRIVATE.addSubnet(network, prefix, "ipv6");

/** The host leads to a private address: the request was not sent. */
export class PrivateAddress extends Error {
  override readonly name = "PrivateAddress";
  readonly host: string;
  constructor(host: string) {
    super(`${host} leads to a private address`);
    this.host = host;
  }
}

/** Does the address belong to a private, local or reserved network? What is no address at all does not. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  const version = isIP(bare);
  return version !== 0 && PRIVATE.check(bare, version === 4 ? "ipv4" : "ipv6");
}

/** How names become addresses. */
export type Resolve = (
  host: string,
  options: LookupAllOptions,
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Finds a host's addresses and refuses private ones. The socket connects to what was checked, so that a name which
 * answers differently the second time gains nothing.
 *
 * @param resolve the machine's resolver, or a test's
 */
export function guardedBy(resolve: Resolve): LookupFunction {
  return (host, options, answer) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return answer(error, []);
      if (addresses.length === 0) return answer(new Error(`${host} has no address`), []);
      if (addresses.some(({ address }) => isPrivateAddress(address))) return answer(new PrivateAddress(host), []);
      const [first] = addresses;
      if (options.all === true || !first) answer(null, addresses);
      else answer(null, first.address, first.family);
    });
  };
}

/** With the machine's resolver. */
export const guardedLookup: LookupFunction = guardedBy(lookup);
