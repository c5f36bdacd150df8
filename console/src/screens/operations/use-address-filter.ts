import { useSearchParams } from "wouter";

/** Filters that stand in the address, so that a list can be sent to somebody and found again by going back. */
export function useAddressFilter(): {
  readonly of: (name: string) => string | null;
  readonly set: (changed: Readonly<Record<string, string | null>>) => void;
} {
  const [search, setSearch] = useSearchParams();
  return {
    of: (name) => search.get(name),
    set(changed) {
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(changed))
        if (value === null || value === "") next.delete(name);
        else next.set(name, value);
      setSearch(next, { replace: true });
    },
  };
}
