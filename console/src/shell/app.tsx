import { Center, Loader, Stack } from "@mantine/core";
import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { useSession } from "../api/use-session.ts";
import { ProblemNote } from "../parts/problem-note.tsx";
import { SignInPage } from "./sign-in-page.tsx";

const EnterPage = lazy(async () => ({ default: (await import("./enter-page.tsx")).EnterPage }));
const Console = lazy(async () => ({ default: (await import("./console.tsx")).Console }));

/** Nobody signed in: the door; somebody: the console. */
export function App() {
  return (
    <Switch>
      <Route path="/enter">
        <Suspense fallback={<Waiting />}>
          <EnterPage />
        </Suspense>
      </Route>
      <Route>
        <Inside />
      </Route>
    </Switch>
  );
}

function Inside() {
  const { session, problem } = useSession();
  if (problem !== null)
    return (
      <Center mih="100dvh" p="md">
        <ProblemNote problem={problem} />
      </Center>
    );
  if (session === undefined) return <Waiting />;
  if (session === null) return <SignInPage />;
  return (
    <Suspense fallback={<Waiting />}>
      <Console />
    </Suspense>
  );
}

function Waiting() {
  return (
    <Center mih="100dvh">
      <Stack align="center">
        <Loader />
      </Stack>
    </Center>
  );
}
