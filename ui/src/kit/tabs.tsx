// A few ways to look at the same list.

import type { ReactNode } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";

export interface TabChoice<Id extends string> {
  id: Id;
  text: string;
  count?: number | undefined;
}

export function Tabs<Id extends string>(props: {
  label: string;
  tabs: readonly TabChoice<Id>[];
  value: Id;
  onChange: (id: Id) => void;
}): ReactNode {
  return (
    <ToggleButtonGroup
      className="tabs"
      aria-label={props.label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.value]}
      onSelectionChange={(keys) => {
        const picked = props.tabs.find((tab) => keys.has(tab.id));
        if (picked !== undefined) props.onChange(picked.id);
      }}
    >
      {props.tabs.map((tab) => (
        <ToggleButton key={tab.id} id={tab.id} className="tab">
          {tab.text}
          {tab.count === undefined ? null : <span className="count">{tab.count}</span>}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
