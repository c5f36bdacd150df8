import { Problem } from "./problem.ts";

/** What a browser says of where a call comes from. */
export interface Origin {
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
  /** Where the call arrived, as the browser wrote it. */
  readonly host: string | undefined;
}

/**
 * Is a call that changes something and carries a session's cookie from our own pages? Browsers say where it comes from;
 * one that says nothing is not believed. A page that gives its address to nobody (`Referrer-Policy: no-referrer`) sends its
 * forms with the origin `null`: that it stays within the site `Sec-Fetch-Site` says, which no page can write. Null: it is.
 *
 * @param address of the service, where one is configured
 */
export function foreignOrigin({ origin, secFetchSite, host }: Origin, address: string | null): Problem | null {
  const own = address === null ? null : new URL(address).host;
  const from = hostOf(origin);
  const isOurs = from !== null && (from === host || from === own);
  const isSame =
    secFetchSite === undefined
      ? isOurs
      : secFetchSite === "same-origin" && (origin === undefined || origin === "null" || isOurs);
  if (isSame) return null;
  return new Problem("ORIGIN_FOREIGN", {
    says: {
      ru: "Запрос пришёл с чужой страницы и не выполнен.",
      en: "The request came from a page that is not ours and was not carried out.",
    },
    remedy: {
      ru: "Откройте консоль по её адресу. Если так и было — проверьте service.address в ordo.yaml.",
      en: "Open the console at its own address. If you did, check service.address in ordo.yaml.",
    },
  });
}

function hostOf(origin: string | undefined): string | null {
  if (origin === undefined || origin === "null") return null;
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
