import { useQuery } from '@tanstack/react-query';
import { caseTeam } from '#rooms/cases/contract/caseload.ts';
import type { AreaCode } from '#rooms/cases/rules/areas.ts';
import { loadStanding } from '#rooms/cases/rules/load.ts';
import { call } from '../../call.ts';
import { Banner, SelectField } from '../../ui/index.ts';
import { caseFile } from '../../words/case-file.ts';
import { caseload } from '../../words/caseload.ts';
import { currentLanguage, useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { areasQuery, CASES } from './data.ts';
import { LoadMeter } from './load-line.tsx';
import './caseload.css';

await caseload.load(currentLanguage());

/** The areas that are on; a single one needs no choice. */
export function AreaField(props: {
  /** Where the case is already: stays among the choices. */
  now?: string;
  value: string | null;
  onChange: (code: AreaCode) => void;
  error?: string | undefined;
}) {
  const w = useWords(caseload);
  const { language } = useLanguage();
  const { data } = useQuery(areasQuery);
  const areas = (data?.areas ?? []).filter(({ on, code }) => on || code === props.now);
  if (areas.length < 2) return null;
  return (
    <SelectField
      label={w.opened.area}
      hint={w.opened.areaHint}
      choices={areas.map(({ code, [language]: label }) => ({ value: code, label }))}
      value={areas.find(({ code }) => code === props.value)?.code ?? areas[0]?.code ?? null}
      onChange={(code) => code && props.onChange(code)}
      error={props.error}
    />
  );
}

/** Who of the service coordinates, how much she carries, and what speaks against her now; nothing blocks. */
export function ManagerField(props: {
  managers: readonly { accountId: string; name: string }[];
  value: string | null;
  onChange: (accountId: string | null) => void;
}) {
  const w = useWords(caseload);
  const { opening, choose } = useWords(caseFile);
  const format = useFormat();
  const { data } = useQuery({ queryKey: [CASES, 'team'], queryFn: ({ signal }) => call(caseTeam, { signal }) });
  const member = data?.team.find(({ accountId }) => accountId === props.value);
  return (
    <>
      <SelectField
        label={opening.manager}
        choices={props.managers.map(({ accountId, name }) => ({ value: accountId, label: name }))}
        value={props.value}
        onChange={props.onChange}
        empty={choose}
      />
      {member && (
        <p className="s">
          <LoadMeter points={member.points} limit={member.limit} />
        </p>
      )}
      {member && loadStanding(member.points, member.limit) === 'over' && <Banner tone="partly">{w.opened.over(member.name)}</Banner>}
      {member?.absence?.now && <Banner tone="partly">{w.opened.away(member.name, format.date(member.absence.toOn))}</Banner>}
    </>
  );
}
