import { ActionIcon, AppShell, Burger, Group, Loader, NavLink, Text, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconHelp, IconSearch } from "@tabler/icons-react";
import { Suspense } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { useLive } from "../api/use-live.ts";
import { hasRole, useOwnSession } from "../api/use-session.ts";
import { Empty } from "../parts/answer.tsx";
import { SCREENS } from "../screens/screens.tsx";
import mark from "../theme/mark.svg";
import { zoneText } from "../words/company-zone.ts";
import { useLocale } from "../words/locale.ts";
import { useWords } from "../words/use-words.ts";
import { ExpiredSession } from "./expired-session.tsx";
import { LostConnection } from "./lost-connection.tsx";
import { OwnMenu } from "./own-menu.tsx";
import { SearchBox } from "./search-box.tsx";
import { WorkedOn } from "./worked-on.tsx";

const WORDS = {
  menu: { ru: "Разделы", en: "Sections" },
  skip: { ru: "К содержанию", en: "Skip to content" },
  search: { ru: "Найти", en: "Search" },
  help: { ru: "Помощь по этому экрану", en: "Help with this screen" },
  nothing: { ru: "Такой страницы нет.", en: "There is no such page." },
  nothingText: {
    ru: "Проверьте адрес или выберите раздел слева.",
    en: "Check the address, or choose a section on the left.",
  },
  zone: (zone: string) => ({ ru: `Время: ${zone}`, en: `Times: ${zone}` }),
  loading: { ru: "Загружается…", en: "Loading…" },
};

/** The console of somebody who is signed in: navigation, search, and the screen of the address. */
export function Console() {
  const words = useWords(WORDS);
  const locale = useLocale();
  const session = useOwnSession();
  const { isLost } = useLive();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const [address, navigate] = useLocation();
  const section = address.split("/")[1] ?? "";
  const screens = SCREENS.filter(
    ({ roles, needsRecords }) =>
      (roles === null || hasRole(session, ...roles)) && (needsRecords !== true || session.installation.hasRecords),
  );
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={words.menu} />
            <Link href="/" aria-label="Ordo" className="mark">
              <Group gap={8} wrap="nowrap">
                <img src={mark} alt="" width={28} height={28} />
                <Text fw={700} size="lg" visibleFrom="xs" c="var(--mantine-color-text)">
                  Ordo
                </Text>
              </Group>
            </Link>
          </Group>
          <SearchBox />
          <Group gap="xs" wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              hiddenFrom="sm"
              aria-label={words.search}
              onClick={() => navigate("/search")}
            >
              <IconSearch size={20} aria-hidden />
            </ActionIcon>
            <ActionIcon
              component={Link}
              href={`/help/${screens.find(({ path }) => path === section)?.help ?? section}`}
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={words.help}
            >
              <IconHelp size={20} aria-hidden />
            </ActionIcon>
            <OwnMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" component="nav" aria-label={words.menu}>
        <div className="sections">
          {screens
            .filter(({ isListed }) => isListed !== false)
            .map(({ path, title, icon: Icon }) => (
              <NavLink
                key={path}
                component={Link}
                href={`/${path}`}
                label={title[locale]}
                leftSection={<Icon size={20} stroke={1.7} />}
                active={address === `/${path}` || address.startsWith(`/${path}/`)}
                aria-current={address === `/${path}` || address.startsWith(`/${path}/`) ? "page" : undefined}
                onClick={close}
              />
            ))}
        </div>
        <Text size="xs" className="quiet" px="xs" py={6}>
          {words.zone(zoneText(locale))}
        </Text>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <LostConnection isLost={isLost} />
        <WorkedOn>
          <Suspense
            fallback={
              <Group justify="center" p="xl">
                <Loader />
                <VisuallyHidden role="status">{words.loading}</VisuallyHidden>
              </Group>
            }
          >
            <Switch>
              <Route path="/">
                <Redirect to="/tasks" replace />
              </Route>
              {screens.map(({ path, body: Body }) => (
                <Route key={path} path={`/${path}`} nest>
                  <Body />
                </Route>
              ))}
              <Route>
                <Empty title={words.nothing}>{words.nothingText}</Empty>
              </Route>
            </Switch>
          </Suspense>
        </WorkedOn>
      </AppShell.Main>
      <ExpiredSession />
    </AppShell>
  );
}
