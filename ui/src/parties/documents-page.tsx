// How documents look: for the firm, for groups of customers, and who has something of their own.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import { useKept } from "../backend/lasting.tsx";
import type { OwnCustomerView, PlacesAnswer } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { paperName } from "../lib/states.ts";
import { GroupName } from "./group-choice.tsx";
import { ProfilePanel } from "./profile-panel.tsx";

const NOWHERE: PlacesAnswer = { kinds: [], groups: [], customers: [], n_customers: 0 };

export function DocumentsPage(): ReactNode {
  const { data = NOWHERE, error } = useRead("documents.places", {});
  const [{ group }, change] = useKept<{ group: string | null }>("documents", { group: null });
  return (
    <div className="page">
      <PageHead
        title={t`Documents`}
        sub={t`How invoices, delivery notes and all other papers look. The customer's own wins over their group's, and a group's over the firm's.`}
      />
      {error === null ? null : <ReadFailure error={error} />}
      <div className="places">
        <Places places={data} group={group} onGroup={(chosen) => change({ group: chosen })} />
        <div className="stack">
          <ProfilePanel
            key={group ?? ""}
            whose={group === null ? {} : { group }}
            title={group === null ? t`The firm` : t`Group ${group}`}
          />
          <OwnCustomers customers={data.customers} n={data.n_customers} />
        </div>
      </div>
    </div>
  );
}

function Places(props: {
  places: PlacesAnswer;
  group: string | null;
  onGroup: (group: string | null) => void;
}): ReactNode {
  const { group, onGroup } = props;
  const [naming, setNaming] = useState(false);
  const known = props.places.groups;
  const isNew = group !== null && !known.some((one) => one.group === group);
  return (
    <nav className="place-list" aria-label={t`Whose documents`}>
      <PlaceButton here={group === null} onPress={() => onGroup(null)} name={t`The firm`} />
      <h3>{t`Groups of customers`}</h3>
      {known.map((one) => (
        <PlaceButton
          key={one.group}
          here={group === one.group}
          onPress={() => onGroup(one.group)}
          name={one.group}
          aside={plural(one.n_customers, { one: "1 customer", other: "# customers" })}
        />
      ))}
      {isNew ? (
        <PlaceButton here onPress={() => undefined} name={group} aside={t`nothing set yet`} />
      ) : null}
      <Button kind="quiet" small onPress={() => setNaming(true)} testId="new-group">
        {t`A new group…`}
      </Button>
      {naming ? (
        <GroupName
          onName={(name) => {
            setNaming(false);
            onGroup(name);
          }}
          onClose={() => setNaming(false)}
        />
      ) : null}
    </nav>
  );
}

function PlaceButton(props: {
  name: string;
  aside?: string;
  here: boolean;
  onPress: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      className="place"
      aria-current={props.here ? "true" : undefined}
      onClick={props.onPress}
    >
      <span className="clip" title={props.name}>
        {props.name}
      </span>
      {props.aside === undefined ? null : <span className="aside">{props.aside}</span>}
    </button>
  );
}

/** Who has something of their own: it is set on their page. */
function OwnCustomers(props: { customers: readonly OwnCustomerView[]; n: number }): ReactNode {
  const { count } = useShown();
  const { customers, n } = props;
  if (customers.length === 0) return null;
  const more = n - customers.length;
  return (
    <Panel title={t`Customers with a group or something of their own`}>
      <table className="table">
        <thead>
          <tr>
            <th>{t`Customer`}</th>
            <th>{t`Group`}</th>
            <th>{t`Set for a kind`}</th>
          </tr>
        </thead>
        <tbody>
          {customers.map((one) => (
            <tr key={one.customer_id}>
              <td>
                <Link to="/customers/$id" params={{ id: one.customer_id }}>
                  {one.name}
                </Link>{" "}
                <span className="dim">{one.code}</span>
              </td>
              <td>{one.group ?? <span className="dim">—</span>}</td>
              <td className="soft">{one.kinds.map(paperName).join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 ? <p className="panel-body soft">{t`and ${count(more)} more`}</p> : null}
    </Panel>
  );
}
