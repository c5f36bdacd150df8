import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../api/client.ts";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  process: { ru: "Процесс", en: "Process" },
  all: { ru: "Все", en: "All" },
  none: { ru: "Не найдено", en: "Nothing found" },
};

/** One of the company's processes, or all. */
export function ProcessSelect({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (process: string | null) => void;
}) {
  const words = useWords(WORDS);
  const { data } = useQuery({
    queryKey: ["processes", "list"],
    queryFn: () => answered(api.GET("/api/processes")),
    staleTime: 60_000,
  });
  const known = (data?.rows ?? []).map(({ process, title }) => ({ value: process, label: title }));
  const isKnown = value === null || known.some((one) => one.value === value);
  return (
    <Select
      label={words.process}
      placeholder={words.all}
      data={isKnown ? known : [{ value: value ?? "", label: value ?? "" }, ...known]}
      value={value}
      onChange={onChange}
      clearable
      searchable
      nothingFoundMessage={words.none}
      size="sm"
      flex="1 1 200px"
    />
  );
}
