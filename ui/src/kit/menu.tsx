// What is done less often: a button that opens a short list of acts.

import { ChevronDown, Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";

export interface MenuAct<Id extends string> {
  id: Id;
  text: string;
}

export function ActMenu<Id extends string>(props: {
  label: string;
  acts: readonly MenuAct<Id>[];
  onAct: (id: Id) => void;
  small?: boolean;
}): ReactNode {
  if (props.acts.length === 0) return null;
  return (
    <MenuTrigger>
      {props.small === true ? (
        <AriaButton className="btn btn-quiet btn-small" aria-label={props.label}>
          <Ellipsis size={16} aria-hidden="true" />
        </AriaButton>
      ) : (
        <AriaButton className="btn btn-quiet">
          {props.label}
          <ChevronDown size={14} aria-hidden="true" />
        </AriaButton>
      )}
      <Popover className="popover" placement="bottom end">
        <Menu
          aria-label={props.label}
          onAction={(key) => {
            const picked = props.acts.find((act) => act.id === key);
            if (picked !== undefined) props.onAct(picked.id);
          }}
        >
          {props.acts.map((act) => (
            <MenuItem key={act.id} id={act.id} textValue={act.text} className="option">
              {act.text}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
