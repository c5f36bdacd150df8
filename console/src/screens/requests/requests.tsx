import { Route, Switch } from "wouter";
import { CallForm } from "./call-form.tsx";
import { NewRequest } from "./new-request.tsx";
import { RequestForm } from "./request-form.tsx";
import { RequestList } from "./request-list.tsx";
import { RequestPage } from "./request-page.tsx";
import { SheetPage } from "./sheet-page.tsx";

/** What I started: begin, follow, take back, print. */
export default function Requests() {
  return (
    <Switch>
      <Route path="/">
        <RequestList />
      </Route>
      <Route path="/new">
        <NewRequest />
      </Route>
      <Route path="/new-call">
        <CallForm />
      </Route>
      <Route path="/new/:process">{({ process }) => <RequestForm key={process} process={process} />}</Route>
      <Route path="/:instance/sheet">{({ instance }) => <SheetPage instance={instance} />}</Route>
      <Route path="/:instance">{({ instance }) => <RequestPage instance={instance} />}</Route>
    </Switch>
  );
}
