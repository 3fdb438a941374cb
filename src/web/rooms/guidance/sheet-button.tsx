import { Printer } from 'lucide-react';
import { useState } from 'react';
import * as directory from '#rooms/directory/contract/guidance.ts';
import { SHEET_LANGUAGES, type SheetLanguage } from '#rooms/directory/rules/guidance.ts';
import { pathOf, searchOf } from '../../call.ts';
import { Icon, SelectField } from '../../ui/index.ts';
import { guidance as guidanceWords } from '../../words/guidance.ts';
import { useWords } from '../../words/language.tsx';
import './guidance.css';

/** The sheet to take along, for where somebody lives, in her language as far as there is one. */
export function SheetButton({ postalCode, language }: { postalCode: string | null; language?: string }) {
  const w = useWords(guidanceWords);
  const own = SHEET_LANGUAGES.find((one) => one === language) ?? (language && language !== 'de' ? 'en' : 'de');
  const [chosen, setChosen] = useState<SheetLanguage>(own);
  const query = { ...(postalCode ? { postalCode } : {}), language: chosen };
  return (
    <div className="row wrap sheet-choice">
      <SelectField
        label={w.sheetLanguage}
        choices={SHEET_LANGUAGES.map((one) => ({ value: one, label: w.languages[one] }))}
        value={chosen}
        onChange={(next) => setChosen(next ?? 'de')}
      />
      <a className="btn" href={`${pathOf(directory.guidanceSheet.path, {})}${searchOf(query)}`} target="_blank" rel="noreferrer">
        <Icon of={Printer} />
        {w.print}
      </a>
    </div>
  );
}
