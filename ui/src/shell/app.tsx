// Chooses between the first page and the books, and gives every screen its language and its date.

import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useState, type ReactNode } from "react";
import { I18nProvider as AriaLocale } from "react-aria-components";

import { FirmContext, firmOf } from "../backend/firm.tsx";
import { BackendProvider, useRead } from "../backend/hooks.tsx";
import type { LookAnswer, OpenView } from "../bindings/commands.ts";
import { Welcome } from "../house/welcome.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { SettingContext } from "../kit/setting.tsx";
import { ToastProvider } from "../kit/toasts.tsx";
import { FrameContext } from "./frame.tsx";
import { LanguageSwitch, useLanguage, type Language } from "./language.tsx";
import { router } from "./routes.tsx";

const A_MINUTE_MS = 60_000;
const ACTS_AS = "dovuto.member";

export function App(): ReactNode {
  const house = useRead("house.look", {});
  const language = useLanguage(house.data?.locale ?? null);
  const now = useNow();
  const setting = { locale: language.locale, today: house.data?.today ?? now.slice(0, 10), now };
  return (
    <I18nProvider key={language.locale} i18n={i18n}>
      <AriaLocale locale={language.locale === "it" ? "it-IT" : "en-GB"}>
        <SettingContext.Provider value={setting}>
          <ToastProvider>
            {house.error === null ? null : <ReadFailure error={house.error} />}
            {house.data === undefined ? null : <Opened house={house.data} language={language} />}
          </ToastProvider>
        </SettingContext.Provider>
      </AriaLocale>
    </I18nProvider>
  );
}

/** The present minute: clocks on screen move by it. */
function useNow(): string {
  const [now, setNow] = useState(() => new Date().toISOString());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(new Date().toISOString()), A_MINUTE_MS);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

function Opened(props: { house: LookAnswer; language: Language }): ReactNode {
  const { house, language } = props;
  if (house.open === null) {
    return <Welcome house={house} language={<LanguageSwitch language={language} />} />;
  }
  return <Books open={house.open} house={house} language={language} />;
}

function Books(props: { open: OpenView; house: LookAnswer; language: Language }): ReactNode {
  const { open, house, language } = props;
  const firm = firmOf(open);
  const [chosen, setChosen] = useState<string | null>(() => localStorage.getItem(ACTS_AS));
  const active = firm.members.filter((member) => member.active);
  const member = active.find((one) => one.member_id === chosen) ?? active[0] ?? null;
  const choose = (id: string): void => {
    localStorage.setItem(ACTS_AS, id);
    setChosen(id);
  };
  return (
    <BackendProvider actor={member?.member_id ?? null}>
      <FirmContext.Provider value={firm}>
        <FrameContext.Provider value={{ house, language, member, choose }}>
          <RouterProvider router={router} />
        </FrameContext.Provider>
      </FirmContext.Provider>
    </BackendProvider>
  );
}
