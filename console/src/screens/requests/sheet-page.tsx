import { Anchor, Button, Paper, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { Answer } from "../../parts/answer.tsx";
import { Page } from "../../parts/page.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Лист согласования", en: "Approval sheet" },
  print: { ru: "Печать", en: "Print" },
  back: { ru: "К заявке", en: "To the request" },
};

/** The approval sheet as a page: to read, to print, to take as PDF. */
export function SheetPage({ instance }: { readonly instance: string }) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const query = useQuery({
    queryKey: ["requests", "sheet", instance, locale],
    queryFn: () => answered(api.GET("/api/instances/{instance}/sheet", { params: { path: { instance } } })),
  });
  const address = `/api/instances/${encodeURIComponent(instance)}/sheet.pdf`;
  return (
    <Page
      title={query.data?.kind ?? words.title}
      about={
        <Anchor component={Link} href={`/${instance}`} size="sm">
          {words.back}
        </Anchor>
      }
      width={960}
      actions={
        <>
          <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
            {words.print}
          </Button>
          <Button
            component="a"
            href={address}
            target="_blank"
            rel="noopener"
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            PDF
          </Button>
        </>
      }
    >
      <Answer query={query}>
        {(sheet) => (
          <Paper withBorder p={{ base: "sm", sm: "xl" }} className="sheet">
            <Stack>
              <Title order={2}>{sheet.title}</Title>
              {sheet.blocks.map((block, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a document stand where they stand
                <BlockShown key={index} block={block} />
              ))}
              <Text size="xs" c="dimmed">
                {sheet.footer}
              </Text>
            </Stack>
          </Paper>
        )}
      </Answer>
    </Page>
  );
}

function BlockShown({ block }: { readonly block: Schemas["DocumentBlock"] }) {
  switch (block.kind) {
    case "heading":
      return <Title order={3}>{block.text}</Title>;
    case "paragraph":
      return <LinesShown lines={block.lines ?? []} />;
    case "facts":
      return (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {(block.facts ?? []).map(({ title, text }) => (
            <div key={title}>
              <Text size="sm" c="dimmed">
                {title}
              </Text>
              <Text>{text}</Text>
            </div>
          ))}
        </SimpleGrid>
      );
    case "bullets":
      return (
        <ul className="sheet-list">
          {(block.items ?? []).map((lines, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <li key={index}>
              <LinesShown lines={lines} />
            </li>
          ))}
        </ul>
      );
    case "table":
      return <TableShown block={block} />;
    case "signatures":
      return (
        <Stack>
          {(block.names ?? []).map((name) => (
            <Text key={name}>____________________ {name}</Text>
          ))}
        </Stack>
      );
  }
}

function TableShown({ block }: { readonly block: Schemas["DocumentBlock"] }) {
  const columns = block.columns ?? [];
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ title }) => (
              <Table.Th key={title}>{title}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        {(block.groups ?? []).map((group, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <Table.Tbody key={nth}>
            {group.title !== null && (
              <Table.Tr>
                <Table.Th colSpan={columns.length} scope="rowgroup">
                  {group.title}
                </Table.Th>
              </Table.Tr>
            )}
            {group.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <Table.Tr key={index} style={{ verticalAlign: "top" }}>
                {row.cells.map((lines, cell) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <Table.Td key={cell} {...(row.look === "plain" ? {} : { c: "dimmed" })}>
                    <LinesShown lines={lines} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        ))}
      </Table>
    </Table.ScrollContainer>
  );
}

const LOOKS = {
  plain: {},
  strong: { fw: 600 },
  quiet: { c: "dimmed", size: "sm" },
  note: { size: "sm", fs: "italic" },
  struck: { td: "line-through" },
  quote: { fs: "italic" },
} as const;

function LinesShown({ lines }: { readonly lines: Schemas["DocumentLines"] }) {
  return (
    <>
      {lines.map((spans, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <Text key={index} component="div" size="sm">
          {spans.map(({ text, tone }, nth) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <Text key={nth} span inherit {...LOOKS[tone]}>
              {text}
            </Text>
          ))}
        </Text>
      ))}
    </>
  );
}
