import { MultiSelect, type OptionsFilter, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { FieldInputProps } from "./field-input.tsx";

/** Waits until somebody pauses typing. Milliseconds. */
const PAUSE_MS = 200;

/** What may be chosen. */
export interface Found {
  readonly id: string;
  readonly title: string;
  /** Stands under it, smaller: a position, a number. */
  readonly detail: string;
}

/** The server has searched: everything it found is shown. */
const asFound: OptionsFilter = ({ options }) => options;

/** One or several of what the server finds by what is typed. */
export function FoundSelect(
  of: FieldInputProps & {
    /** Begins the keys of its queries: `people`. */
    readonly kind: string;
    readonly several: boolean;
    readonly chosen: readonly string[];
    /** Those of these ids, for their titles. */
    readonly look: (id: string) => Promise<readonly Found[]>;
    /** @param text null: nothing is typed, some that may be meant */
    readonly find: (text: string | null) => Promise<readonly Found[]>;
    /** What distinguishes this search from another of its kind. */
    readonly scope: readonly unknown[];
    readonly words: { readonly nothing: string; readonly search: string };
  },
) {
  const { field, kind, chosen, words, onChange } = of;
  const [text, setText] = useState("");
  const [typed] = useDebouncedValue(text, PAUSE_MS);
  const known = useQueries({
    queries: chosen.map((id) => ({ queryKey: [kind, "one", id], queryFn: () => of.look(id), staleTime: 300_000 })),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  });
  // The title of what is chosen stands in the box, too: it is no search.
  const wanted = typed === "" || known.some(({ title }) => title === typed) ? null : typed;
  const { data: found = [] } = useQuery({
    queryKey: [kind, "choices", ...of.scope, wanted],
    queryFn: () => of.find(wanted),
    staleTime: 60_000,
    placeholderData: (before: readonly Found[] | undefined) => before,
  });
  const all = new Map(
    [...chosen.map((id) => ({ id, title: id, detail: "" })), ...found, ...known].map((one) => [one.id, one]),
  );
  const look = {
    label: field.title,
    description: field.help,
    withAsterisk: field.required,
    error: of.error,
    disabled: of.disabled ?? false,
    name: field.name,
    data: [...all.values()].map(({ id, title }) => ({ value: id, label: title })),
    searchable: true,
    clearable: !field.required,
    searchValue: text,
    onSearchChange: setText,
    filter: asFound,
    nothingFoundMessage: words.nothing,
    renderOption: ({ option }: { readonly option: { readonly value: string; readonly label: string } }) => (
      <div>
        {option.label}
        <div className="option-detail">{all.get(option.value)?.detail}</div>
      </div>
    ),
  };
  if (of.several)
    return (
      <MultiSelect
        {...look}
        {...(chosen.length === 0 ? { placeholder: words.search } : {})}
        value={[...chosen]}
        onChange={onChange}
      />
    );
  return <Select {...look} placeholder={words.search} value={chosen[0] ?? null} onChange={onChange} />;
}
