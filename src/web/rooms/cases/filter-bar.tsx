import { useQuery } from '@tanstack/react-query';
import { showAreas } from '#rooms/cases/contract/areas.ts';
import type { CaseCard } from '#rooms/cases/contract/caseload.ts';
import { INTENSITIES } from '#rooms/cases/rules/areas.ts';
import { BOARD_PHASES } from '#rooms/cases/rules/board.ts';
import { call } from '../../call.ts';
import { CheckRow, Segments, SelectField } from '../../ui/index.ts';
import { caseload } from '../../words/caseload.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { type CaseFilter, WHOSE } from './caseload-filter.ts';

/** The areas of use by code, named in the language of the page. */
export function useAreaNames(): ReadonlyMap<string, string> {
  const { language } = useLanguage();
  const { data } = useQuery({ queryKey: ['case-areas'], queryFn: ({ signal }) => call(showAreas, { signal }), staleTime: 600_000 });
  return new Map((data?.areas ?? []).map((area) => [area.code, area[language]]));
}

interface FilterBarProps {
  filter: CaseFilter;
  onChange: (filter: CaseFilter) => void;
  cards: readonly CaseCard[];
  withPhase: boolean;
}

/** Whose cases, and which of them. */
export function FilterBar({ filter, onChange, cards, withPhase }: FilterBarProps) {
  const w = useWords(caseload);
  const areas = useAreaNames();
  const used = [...new Set(cards.map(({ area }) => area))];
  const standsIn = cards.some(({ reader }) => reader === 'substitute');
  const sees = cards.some(({ reader }) => reader === 'lead');
  const whose = WHOSE.filter(
    (one) => one === 'mine' || (one === 'standIn' ? standsIn || filter.whose === one : sees || standsIn || filter.whose === one),
  );
  return (
    <div className="case-filter">
      {whose.length > 1 && (
        <Segments
          label={w.whose}
          hideLabel
          choices={whose.map((value) => ({ value, label: w.whoseOf[value] }))}
          value={filter.whose}
          onChange={(value) => onChange({ ...filter, whose: value })}
        />
      )}
      {used.length > 1 && (
        <SelectField
          label={w.area}
          hideLabel
          empty={w.anyArea}
          choices={used.map((value) => ({ value, label: areas.get(value) ?? value }))}
          value={filter.area}
          onChange={(area) => onChange({ ...filter, area })}
        />
      )}
      <SelectField
        label={w.intensity}
        hideLabel
        empty={w.anyIntensity}
        choices={INTENSITIES.map((value) => ({ value, label: w.intensityOf(value) }))}
        value={filter.intensity}
        onChange={(intensity) => onChange({ ...filter, intensity })}
      />
      {withPhase && (
        <SelectField
          label={w.phase}
          hideLabel
          empty={w.anyPhase}
          choices={BOARD_PHASES.map((value) => ({ value, label: w.phases[value] }))}
          value={filter.phase}
          onChange={(phase) => onChange({ ...filter, phase })}
        />
      )}
      <CheckRow checked={filter.overdue} onChange={(overdue) => onChange({ ...filter, overdue })}>
        {w.onlyOverdue}
      </CheckRow>
    </div>
  );
}
