// What a place says of how documents look, and what it has from others: each choice in words.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import type { FieldView, ProfileOf, ProfileView } from "../bindings/commands.ts";
import { useShown } from "../kit/setting.tsx";
import { Tabs } from "../kit/tabs.tsx";
import { Tag } from "../kit/tag.tsx";
import { ALL_LAYOUT_FIELDS, layoutFieldName, layoutValue } from "../lib/layout-fields.ts";
import { isSamePlace, placeName } from "./layout-place.ts";

export function LayoutChoices(props: { of: ProfileOf; profile: ProfileView }): ReactNode {
  const { of, profile } = props;
  const [all, setAll] = useState(false);
  const said = ALL_LAYOUT_FIELDS.filter((field) => sayers(profile, field).length > 0);
  const shown = all ? ALL_LAYOUT_FIELDS : said;
  return (
    <div className="layout-choices">
      <Tabs
        label={t`Which choices are shown`}
        tabs={[
          { id: "said", text: t`Set or inherited`, count: said.length },
          { id: "all", text: t`All choices`, count: ALL_LAYOUT_FIELDS.length },
        ]}
        value={all ? "all" : "said"}
        onChange={(tab) => setAll(tab === "all")}
      />
      {shown.length === 0 ? (
        <p className="soft">{t`Nothing is set here or above: documents look as the program's layout says.`}</p>
      ) : (
        <table className="table inset" aria-label={t`Choices`}>
          <thead>
            <tr>
              <th>{t`Choice`}</th>
              <th>{t`Value`}</th>
              <th>{t`From`}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <tr key={field}>
                <th scope="row">{layoutFieldName(field)}</th>
                <td className="said">
                  <Value profile={profile} field={field} />
                </td>
                <td>
                  <From of={of} from={sayers(profile, field)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function sayers(profile: ProfileView, field: FieldView["field"]): readonly ProfileOf[] {
  return profile.fields.find((one) => one.field === field)?.from ?? [];
}

function Value(props: {
  profile: ProfileView;
  field: (typeof ALL_LAYOUT_FIELDS)[number];
}): ReactNode {
  const { locale } = useShown();
  return layoutValue(props.profile.profile, props.field, locale);
}

/** Who says it, each in turn; whoever says nothing leaves it to the program. */
function From(props: { of: ProfileOf; from: readonly ProfileOf[] }): ReactNode {
  if (props.from.length === 0) return <span className="dim">{t`the program`}</span>;
  return props.from.map((place) => (
    <span key={placeName(place)} className="one-of">
      {isSamePlace(place, props.of) ? (
        <Tag tone="info" glyph="here">{t`set here`}</Tag>
      ) : (
        placeName(place)
      )}
    </span>
  ));
}
