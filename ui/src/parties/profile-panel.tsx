// How documents of the firm, a group or a customer look: what is set there, and from whom the rest.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import type { Kind, ProfileView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice } from "../kit/choice.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { Panel } from "../kit/page.tsx";
import { useToast } from "../kit/toasts.tsx";
import { ALL_LAYOUTS, layoutName, type LayoutCode } from "../lib/layouts.ts";
import { paperName } from "../lib/states.ts";
import { GroupChoice } from "./group-choice.tsx";
import { LayoutChoices } from "./layout-choices.tsx";
import { ALL_KINDS, placeName, placeOf, type Whose } from "./layout-place.ts";
import { ExportProfile, ImportProfile } from "./profile-dialogs.tsx";
import { TestProfile } from "./profile-trial.tsx";

const INHERITED = "inherited";

export function ProfilePanel(props: { whose: Whose; title: string }): ReactNode {
  const [kind, setKind] = useState<Kind | null>(null);
  const of = placeOf(props.whose, kind);
  // Until the kind that was chosen is there, the one before it stands, and cannot be changed.
  const { data, error, isPlaceholderData: waits } = useRead("documents.profile", of);
  return (
    <Panel title={props.title}>
      <div className="panel-body stack">
        {error === null ? null : <ReadFailure error={error} />}
        {data === undefined && error === null ? <Skeleton lines={3} /> : null}
        {data === undefined ? null : (
          <Profile whose={props.whose} kind={kind} profile={data} waits={waits} onKind={setKind} />
        )}
      </div>
    </Panel>
  );
}

interface ProfileProps {
  whose: Whose;
  kind: Kind | null;
  profile: ProfileView;
  waits: boolean;
  onKind: (kind: Kind | null) => void;
}

function Profile(props: ProfileProps): ReactNode {
  const { whose, kind, profile } = props;
  const { own, seen } = profile;
  const of = placeOf(whose, kind);
  const say = useToast();
  const set = useAct("documents.set_profile");
  const [asking, setAsking] = useState<"import" | "export" | "test" | null>(null);
  const close = (): void => setAsking(null);
  const saved = t`Layout saved: ${placeName(of)}`;
  const choose = async (base: string): Promise<void> => {
    if ((await set.run({ ...of, seen, base })) !== null) say(saved);
  };
  const enter = async (inherits: string): Promise<void> => {
    if ((await set.run({ ...of, seen, inherits })) !== null) say(saved);
  };
  const takeAway = async (): Promise<void> => {
    const done = await set.run({ ...of, seen, base: "", overrides: "{}" });
    if (done !== null) say(t`Everything is inherited now: ${placeName(of)}`);
  };
  const nothing = own === null || (own.base === null && own.fields.length === 0);
  const busy = set.busy || props.waits;
  return (
    <>
      <div className="form-row">
        <KindChoice {...props} />
        <BaseChoice profile={profile} disabled={busy} onChoose={(base) => void choose(base)} />
        {whose.customer === undefined || kind !== null ? null : (
          <GroupChoice
            group={profile.group}
            disabled={busy}
            onChoose={(inherits) => void enter(inherits)}
          />
        )}
      </div>
      <FailureNotice failure={set.failure} />
      <LayoutChoices of={of} profile={profile} />
      <div className="bar">
        <Button onPress={() => setAsking("import")} testId="import-profile">{t`Import…`}</Button>
        <Button onPress={() => setAsking("export")}>{t`Export…`}</Button>
        <Button onPress={() => setAsking("test")} testId="test-profile">{t`Test…`}</Button>
        <Button
          disabled={nothing || props.waits}
          busy={set.busy}
          onPress={() => void takeAway()}
        >{t`Back to inherited`}</Button>
      </div>
      {asking === "import" ? <ImportProfile of={of} seen={seen} onClose={close} /> : null}
      {asking === "export" ? <ExportProfile of={of} onClose={close} /> : null}
      {asking === "test" ? <TestProfile of={of} onClose={close} /> : null}
    </>
  );
}

function KindChoice(props: ProfileProps): ReactNode {
  const { kind, profile } = props;
  return (
    <Choice<Kind | "all">
      label={t`Documents`}
      options={[
        { id: "all", text: t`All kinds` },
        ...ALL_KINDS.map((one) => ({
          id: one,
          text: paperName(one),
          ...(profile.kinds.includes(one) ? { aside: t`set here` } : {}),
        })),
      ]}
      value={kind ?? "all"}
      onChange={(chosen) => props.onKind(chosen === "all" ? null : chosen)}
    />
  );
}

function BaseChoice(props: {
  profile: ProfileView;
  disabled: boolean;
  onChoose: (base: string) => void;
}): ReactNode {
  const { own } = props.profile;
  return (
    <Choice<LayoutCode | typeof INHERITED>
      label={t`Layout`}
      options={[
        { id: INHERITED, text: inheritedName(props.profile) },
        ...ALL_LAYOUTS.map((one) => ({ id: one, text: layoutName(one) })),
      ]}
      value={own?.base ?? INHERITED}
      onChange={(chosen) => props.onChoose(chosen === INHERITED ? "" : chosen)}
      disabled={props.disabled}
    />
  );
}

/** What it inherits, and from whom; of that nothing is known where something is set here. */
function inheritedName({ own, base, base_from }: ProfileView): string {
  if ((own?.base ?? null) !== null) return t`What is inherited`;
  const name = layoutName(base);
  return base_from === null
    ? t`Inherited: ${name}`
    : t`Inherited: ${name} (${placeName(base_from)})`;
}
