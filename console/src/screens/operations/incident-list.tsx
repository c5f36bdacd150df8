import { Checkbox, Group, Select, Stack, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { answered, api } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import { IncidentCard } from "./incident-card.tsx";
import { ProcessSelect } from "./process-select.tsx";
import { useAddressFilter } from "./use-address-filter.ts";

const WORDS = {
  severity: { ru: "Важность", en: "Severity" },
  any: { ru: "Любая", en: "Any" },
  high: { ru: "Срочно", en: "Urgent" },
  normal: { ru: "Обычная", en: "Normal" },
  low: { ru: "К сведению", en: "For information" },
  code: { ru: "Код", en: "Code" },
  unseen: { ru: "Никто не занят", en: "Nobody looks after it" },
  none: { ru: "Открытых сбоев нет.", en: "No incident is open." },
  noneText: { ru: "Или условия выше их не показывают.", en: "Or the conditions above leave them out." },
};
const SEVERITIES = ["high", "normal", "low"] as const;

/** Open incidents, the newest first. */
export function IncidentList() {
  const words = useWords(WORDS);
  const locale = useLocale();
  const { of, set } = useAddressFilter();
  const severity = SEVERITIES.find((one) => one === of("severity"));
  const filter = {
    ...(of("process") === null ? {} : { process: of("process") ?? "" }),
    ...(of("code") === null ? {} : { code: of("code") ?? "" }),
    ...(severity === undefined ? {} : { severity }),
    ...(of("unseen") === null ? {} : { unseen: true }),
  };
  const query = useInfiniteQuery({
    queryKey: ["operations", "incidents", filter, locale],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/incidents", {
          params: { query: { ...filter, ...(pageParam === null ? {} : { after: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const code = useDebouncedCallback((text: string) => set({ code: text.trim().toUpperCase() }), 300);
  return (
    <Stack gap="md">
      <Group gap="sm" align="flex-end">
        <ProcessSelect value={of("process")} onChange={(process) => set({ process })} />
        <Select
          label={words.severity}
          placeholder={words.any}
          data={SEVERITIES.map((value) => ({ value, label: words[value] }))}
          value={severity ?? null}
          onChange={(value) => set({ severity: value })}
          clearable
          flex="1 1 160px"
        />
        <TextInput
          label={words.code}
          defaultValue={of("code") ?? ""}
          onChange={({ currentTarget }) => code(currentTarget.value)}
          flex="1 1 160px"
        />
        <Checkbox
          label={words.unseen}
          checked={of("unseen") !== null}
          onChange={({ currentTarget }) => set({ unseen: currentTarget.checked ? "true" : null })}
          pb={8}
        />
      </Group>
      <Answer query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty title={words.none}>{words.noneText}</Empty>;
          return (
            <Stack gap="sm">
              {rows.map((incident) => (
                <IncidentCard key={incident.id} incident={incident} />
              ))}
              <MoreButton query={query} />
            </Stack>
          );
        }}
      </Answer>
    </Stack>
  );
}
