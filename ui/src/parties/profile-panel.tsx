// How a customer's documents look: over which layout, with what of their own, and from whom the rest.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import type { LayerView, ProfileView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice } from "../kit/choice.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { Fact, Panel } from "../kit/page.tsx";
import { useToast } from "../kit/toasts.tsx";
import { ALL_LAYOUTS, layoutName, type LayoutCode } from "../lib/layouts.ts";
import { paperName } from "../lib/states.ts";
import { ExportProfile, ImportProfile, TestProfile } from "./profile-dialogs.tsx";

const INHERITED = "inherited";

export function ProfilePanel(props: { customer: string }): ReactNode {
  const { data, error } = useRead("documents.profile", { customer: props.customer });
  return (
    <Panel title={t`Documents`}>
      <div className="panel-body stack">
        {error === null ? null : <ReadFailure error={error} />}
        {data === undefined && error === null ? <Skeleton lines={3} /> : null}
        {data === undefined ? null : <Profile customer={props.customer} profile={data} />}
      </div>
    </Panel>
  );
}

function Profile(props: { customer: string; profile: ProfileView }): ReactNode {
  const { customer, profile } = props;
  const { own, seen } = profile;
  const say = useToast();
  const set = useAct("documents.set_profile");
  const inherit = useAct("documents.inherit_profile");
  const [asking, setAsking] = useState<"import" | "export" | "test" | null>(null);
  const close = (): void => setAsking(null);
  const choose = async (base: string): Promise<void> => {
    const done = await set.run({ customer, seen, base: base === INHERITED ? "" : base });
    if (done !== null) say(t`Layout of ${customer} saved`);
  };
  const takeAway = async (): Promise<void> => {
    const done = await inherit.run({ customer, seen });
    if (done !== null) say(t`${customer} has no layout of its own any more`);
  };
  return (
    <>
      <Choice<LayoutCode | typeof INHERITED>
        label={t`Layout`}
        options={[
          { id: INHERITED, text: t`Inherited: ${layoutName(profile.base)}` },
          ...ALL_LAYOUTS.map((one) => ({ id: one, text: layoutName(one) })),
        ]}
        value={own?.base ?? INHERITED}
        onChange={(base) => void choose(base)}
        disabled={set.busy}
      />
      <dl className="facts">
        <Fact name={t`Of their own`}>{fieldsOf(own)}</Fact>
        {profile.group === null ? null : <Fact name={t`Group`}>{profile.group}</Fact>}
        {profile.layers
          .filter((layer) => layer.of.customer === undefined || layer.of.customer === null)
          .map((layer) => (
            <Fact key={`${layer.of.group} ${layer.of.kind}`} name={whose(layer)}>
              {fieldsOf(layer)}
            </Fact>
          ))}
      </dl>
      <FailureNotice failure={set.failure ?? inherit.failure} />
      <div className="bar">
        <Button onPress={() => setAsking("import")} testId="import-profile">{t`Import…`}</Button>
        <Button onPress={() => setAsking("export")}>{t`Export…`}</Button>
        <Button onPress={() => setAsking("test")} testId="test-profile">{t`Test…`}</Button>
        <Button
          disabled={own === null}
          busy={inherit.busy}
          onPress={() => void takeAway()}
        >{t`Back to inherited`}</Button>
      </div>
      {asking === "import" ? (
        <ImportProfile customer={customer} seen={seen} onClose={close} />
      ) : null}
      {asking === "export" ? <ExportProfile customer={customer} onClose={close} /> : null}
      {asking === "test" ? <TestProfile customer={customer} onClose={close} /> : null}
    </>
  );
}

function fieldsOf(layer: LayerView | null): string {
  if (layer === null || layer.fields.length === 0) return t`nothing`;
  return layer.fields.join(", ");
}

function whose(layer: LayerView): string {
  const { group = null, kind = null } = layer.of;
  const who = group ?? t`The firm`;
  return kind === null ? who : `${who}, ${paperName(kind)}`;
}
