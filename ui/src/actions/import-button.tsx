// Leads from an empty list to the page where one comes in from a file.

import { t } from "@lingui/core/macro";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Button } from "../kit/button.tsx";

export function ImportButton(): ReactNode {
  const navigate = useNavigate();
  return <Button onPress={() => void navigate({ to: "/import" })}>{t`Import a list`}</Button>;
}
