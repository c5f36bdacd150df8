import { Box, Grid, NavLink, Select, Stack, Text, Typography } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type MouseEvent, useEffect, useRef } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { answered, api } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { Page } from "../../parts/page.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Помощь", en: "Help" },
  pages: { ru: "Страницы", en: "Pages" },
  console: { ru: "Экраны консоли", en: "Screens of the console" },
  guide: { ru: "Аналитику и администратору", en: "For analysts and administrators" },
  nothing: { ru: "Страниц ещё нет", en: "There are no pages yet" },
};

/** The manual: a list at the side, a page beside it. */
export default function Help() {
  const words = useWords(WORDS);
  const locale = useLocale();
  const [address, navigate] = useLocation();
  const query = useQuery({
    queryKey: ["help", "contents", locale],
    queryFn: () => answered(api.GET("/api/help")),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
  });
  const current = address.slice(1);
  return (
    <Page title={words.title} width={1180}>
      <Answer query={query}>
        {(titles) => {
          const [first] = titles;
          if (first === undefined) return <Empty title={words.nothing} />;
          const parts = (["console", "guide"] as const).map((part) => ({
            part,
            pages: titles.filter((one) => one.part === part),
          }));
          return (
            <Grid>
              <Grid.Col span={{ base: 12, md: 3 }}>
                <Select
                  hiddenFrom="md"
                  aria-label={words.pages}
                  data={parts.map(({ part, pages }) => ({
                    group: words[part],
                    items: pages.map(({ page, title }) => ({ value: page, label: title })),
                  }))}
                  value={current}
                  onChange={(page) => page !== null && navigate(`/${page}`)}
                  searchable
                  allowDeselect={false}
                />
                <Stack gap="md" visibleFrom="md" component="nav" aria-label={words.pages}>
                  {parts.map(
                    ({ part, pages }) =>
                      pages.length > 0 && (
                        <div key={part}>
                          <Text size="sm" fw={600} mb={4}>
                            {words[part]}
                          </Text>
                          {pages.map(({ page, title }) => (
                            <NavLink
                              key={page}
                              component={Link}
                              href={`/${page}`}
                              label={title}
                              active={page === current}
                              aria-current={page === current ? "page" : undefined}
                            />
                          ))}
                        </div>
                      ),
                  )}
                </Stack>
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 9 }}>
                <Switch>
                  <Route path="/">
                    <Redirect to={`/${first.page}`} replace />
                  </Route>
                  <Route path="/:page">{({ page }) => <ManualPage key={page} page={page} />}</Route>
                </Switch>
              </Grid.Col>
            </Grid>
          );
        }}
      </Answer>
    </Page>
  );
}

function ManualPage({ page }: { readonly page: string }) {
  const locale = useLocale();
  const [, navigate] = useLocation();
  const content = useRef<HTMLDivElement>(null);
  const query = useQuery({
    queryKey: ["help", "page", page, locale],
    queryFn: () => answered(api.GET("/api/help/{page}", { params: { path: { page } } })),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
  });
  const isThere = query.data !== undefined;
  useEffect(() => {
    const anchor = decodeURIComponent(window.location.hash.slice(1));
    if (isThere && anchor !== "") document.getElementById(anchor)?.scrollIntoView();
  }, [isThere]);

  /** Links to other pages stay in the console. */
  function follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const href = link?.getAttribute("href") ?? "";
    // A picture opens by itself.
    if (link?.target === "_blank") return;
    if (!href.startsWith("/") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    navigate(`~${href}`);
  }

  return (
    <Answer query={query} rows={8}>
      {({ html, locale: written }) => (
        <Box onClick={follow} ref={content} lang={written} maw={840}>
          <Typography>
            {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by our server of our own pages, every other tag escaped (0051) */}
            <div className="manual" dangerouslySetInnerHTML={{ __html: html }} />
          </Typography>
        </Box>
      )}
    </Answer>
  );
}
