// One of a few, and yes or no.

import { Check, ChevronDown } from "lucide-react";
import { useId, type ReactNode } from "react";
import {
  Button as AriaButton,
  Checkbox,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
} from "react-aria-components";

export interface Option<Id extends string> {
  id: Id;
  text: string;
  aside?: string;
}

export interface ChoiceProps<Id extends string> {
  label: string;
  hideLabel?: boolean;
  options: readonly Option<Id>[];
  value: Id | null;
  onChange: (id: Id) => void;
  placeholder?: string;
  disabled?: boolean;
}

export function Choice<Id extends string>(props: ChoiceProps<Id>): ReactNode {
  const labelId = useId();
  return (
    <Select
      className="field"
      aria-label={props.label}
      value={props.value}
      onChange={(key) => {
        const picked = props.options.find((option) => option.id === key);
        if (picked !== undefined) props.onChange(picked.id);
      }}
      placeholder={props.placeholder ?? ""}
      isDisabled={props.disabled ?? false}
    >
      {props.hideLabel === true ? null : (
        <span className="label" id={labelId}>
          {props.label}
        </span>
      )}
      <span className="picker">
        <AriaButton className="btn">
          <SelectValue className="clip" />
          <ChevronDown size={14} aria-hidden="true" />
        </AriaButton>
      </span>
      <Popover className="popover" offset={4}>
        <ListBox>
          {props.options.map((option) => (
            <ListBoxItem key={option.id} id={option.id} textValue={option.text} className="option">
              {option.text}
              {option.aside === undefined ? null : <span className="aside">{option.aside}</span>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}

export function YesNo(props: {
  label: string;
  value: boolean;
  onChange: (value: boolean) => void;
}): ReactNode {
  return (
    <Checkbox className="check" isSelected={props.value} onChange={props.onChange}>
      <span className="box">
        <Check size={12} strokeWidth={3} aria-hidden="true" />
      </span>
      {props.label}
    </Checkbox>
  );
}
