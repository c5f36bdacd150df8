import { Anchor, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { answered, api } from "../../api/client.ts";
import { Answer } from "../../parts/answer.tsx";
import { Page } from "../../parts/page.tsx";
import { RegistrySeal } from "../../parts/registry-seal.tsx";
import { useWords } from "../../words/use-words.ts";
import { RegistryChart } from "./registry-chart.tsx";
import type { RegistryFilter } from "./registry-filter.ts";
import { RegistryFilters } from "./registry-filters.tsx";
import { RegistryTable } from "./registry-table.tsx";
import { SavedViews } from "./saved-views.tsx";

const WORDS = {
  all: { ru: "Все реестры", en: "All registries" },
  export: { ru: "Выгрузить", en: "Export" },
  xlsx: { ru: "Excel (XLSX)", en: "Excel (XLSX)" },
  csv: { ru: "CSV", en: "CSV" },
  incomplete: {
    ru: "Упорядочены только последние 2 000 000 строк: сузьте отбор, чтобы увидеть остальные.",
    en: "Only the newest 2,000,000 rows are sorted: narrow the filter to see the others.",
  },
};

const LIMIT = 50;

/** A registry: filters, saved views, totals with a chart, rows, exports of the same rows. */
export function RegistryPage({ registry }: { readonly registry: string }) {
  const words = useWords(WORDS);
  const [filter, setFilter] = useState<RegistryFilter>({});
  const [sort, setSort] = useState("-at");
  const query = useInfiniteQuery({
    queryKey: ["registries", "rows", registry, filter, sort],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/registries/{registry}", {
          params: {
            path: { registry },
            query: { ...filter, sort, limit: LIMIT, ...(pageParam === "" ? {} : { after: pageParam }) },
          },
        }),
      ),
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });
  const [first] = query.data?.pages ?? [];
  const address = (ending: string): string =>
    `/api/registries/${encodeURIComponent(registry)}/export.${ending}?${new URLSearchParams({ ...filter, sort })}`;
  return (
    <Page
      title={first?.title ?? ""}
      about={
        <Anchor component={Link} href="/" size="sm">
          {words.all}
        </Anchor>
      }
      actions={
        <>
          <SavedViews registry={registry} filter={filter} onChoose={setFilter} />
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
                {words.export}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item component="a" href={address("xlsx")} download>
                {words.xlsx}
              </Menu.Item>
              <Menu.Item component="a" href={address("csv")} download>
                {words.csv}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <Answer query={query} rows={8}>
        {({ pages }) => (
          <Stack gap="md">
            <RegistryFilters columns={pages[0]?.columns ?? []} filter={filter} onChange={setFilter} />
            <RegistryChart registry={registry} columns={pages[0]?.columns ?? []} filter={filter} />
            {pages.some(({ complete }) => !complete) && (
              <Text size="sm" role="status">
                {words.incomplete}
              </Text>
            )}
            <RegistryTable
              {...{ registry, pages, filter, sort }}
              onSort={setSort}
              more={
                query.hasNextPage
                  ? { isLoading: query.isFetchingNextPage, load: () => void query.fetchNextPage() }
                  : null
              }
            />
            <Group>
              <RegistrySeal registry={registry} />
            </Group>
          </Stack>
        )}
      </Answer>
    </Page>
  );
}
