// The first page of all: look at the sample firm, or start with one's own.

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { FoundFirm, LookAnswer } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice } from "../kit/choice.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { TextEntry } from "../kit/fields.tsx";
import { BrandMark } from "../kit/mark.tsx";
import { Panel } from "../kit/page.tsx";
import { Tag } from "../kit/tag.tsx";

const COUNTRIES = ["IT", "AT", "BE", "CH", "DE", "ES", "FR", "GB", "NL", "PT", "SI", "US"].map(
  (id) => ({ id, text: id }),
);
const CURRENCIES = ["EUR", "CHF", "GBP", "USD"].map((id) => ({ id, text: id }));

export function Welcome(props: { house: LookAnswer; language: ReactNode }): ReactNode {
  const { house } = props;
  return (
    <div className="welcome">
      <div className="welcome-card">
        <header className="welcome-head">
          <BrandMark />
          <div>
            <h1>Dovuto</h1>
            <p>
              <Trans>Every order in one register, from the promise to the payment.</Trans>
            </p>
          </div>
        </header>
        {house.firms.length === 0 ? null : <Firms firms={house.firms} />}
        <div className="welcome-ways">
          <SampleFirm />
          <OwnFirm />
        </div>
        <footer className="welcome-foot">
          <span>
            <Trans>
              Books are kept in <code>{house.data_dir}</code>
            </Trans>
          </span>
          <span>{house.version}</span>
          <span style={{ marginLeft: "auto" }}>{props.language}</span>
        </footer>
      </div>
    </div>
  );
}

function SampleFirm(): ReactNode {
  const sample = useAct("house.sample");
  return (
    <Panel>
      <h2>{t`Look at the sample firm`}</h2>
      <p className="soft">{t`Officine Alpi makes gear units. Its books hold orders at every step:`}</p>
      <ul className="inside">
        <li>
          <Tag tone="danger" glyph="gap">{t`Nobody`}</Tag>
          {t`an order that nobody holds`}
        </li>
        <li>
          <Tag tone="fulfil" glyph="here">{t`Ship`}</Tag>
          {t`an order shipped in part`}
        </li>
        <li>
          <Tag tone="prove" glyph="clock">{t`Proof`}</Tag>
          {t`goods sent and not all received`}
        </li>
        <li>
          <Tag tone="bill" glyph="here">{t`Bill`}</Tag>
          {t`goods ready to be billed`}
        </li>
      </ul>
      <p className="soft">
        <Trans>Nothing in it is real.</Trans>
      </p>
      <FailureNotice failure={sample.failure} />
      <Button kind="primary" busy={sample.busy} onPress={() => void sample.run({})} testId="sample">
        {t`Open Officine Alpi`}
      </Button>
    </Panel>
  );
}

/** Several firms lie here, and the person says which. */
function Firms(props: { firms: LookAnswer["firms"] }): ReactNode {
  const open = useAct("house.open");
  return (
    <Panel title={t`Open the books of`}>
      <div className="panel-body bar">
        {props.firms.map((one) => (
          <Button key={one.firm} busy={open.busy} onPress={() => void open.run({ firm: one.firm })}>
            {one.firm}
          </Button>
        ))}
        <FailureNotice failure={open.failure} />
      </div>
    </Panel>
  );
}

/** What one types for a person: the first word of their name, in small letters. */
function codeOf(name: string): string {
  const first = name.trim().toLowerCase().split(/\s+/)[0] ?? "";
  return first.normalize("NFD").replace(/[^a-z0-9]/g, "") || "me";
}

function OwnFirm(): ReactNode {
  const start = useAct("house.create");
  const [firm, setFirm] = useState({
    name: "",
    country: "IT",
    currency: "EUR",
    taxId: "",
    member: "",
  });
  const missing = firm.name.trim() === "" || firm.member.trim() === "";
  const asked: FoundFirm = {
    firm: {
      identity: {
        name: firm.name.trim(),
        country: firm.country,
        tax_id: firm.taxId.trim() === "" ? null : firm.taxId.trim(),
      },
      currency: firm.currency,
    },
    member: { code: codeOf(firm.member), name: firm.member.trim() },
    policy: t`Every complete order may be confirmed.`,
  };
  return (
    <Panel>
      <h2>{t`Start your own books`}</h2>
      <TextEntry
        label={t`Name of the firm`}
        value={firm.name}
        onChange={(name) => setFirm({ ...firm, name })}
        name="firm"
      />
      <div className="form-row">
        <Choice
          label={t`Country`}
          options={COUNTRIES}
          value={firm.country}
          onChange={(country) => setFirm({ ...firm, country })}
        />
        <Choice
          label={t`Currency`}
          options={CURRENCIES}
          value={firm.currency}
          onChange={(currency) => setFirm({ ...firm, currency })}
        />
      </div>
      <TextEntry
        label={t`VAT number`}
        value={firm.taxId}
        onChange={(taxId) => setFirm({ ...firm, taxId })}
        placeholder="IT…"
        name="tax"
      />
      <TextEntry
        label={t`Your name`}
        value={firm.member}
        onChange={(member) => setFirm({ ...firm, member })}
        name="member"
      />
      <FailureNotice failure={start.failure} />
      <Button
        busy={start.busy}
        disabled={missing}
        onPress={() => void start.run(asked)}
        testId="start"
      >
        {t`Start`}
      </Button>
    </Panel>
  );
}
