import { Building2, Footprints, House, MapPin, Stethoscope } from 'lucide-react';
import { useId } from 'react';
import { PLACE_KINDS, type PlaceKind } from '#rooms/soziotherapie/rules/note.ts';
import { Icon } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';

const ICONS = { home: House, outside: Footprints, office: Building2, practice: Stethoscope, other: MapPin } as const;

/** Where it was: four usual places, and elsewhere when that was planned or is chosen. */
export function Where({ value, onChange }: { value: PlaceKind | null; onChange: (place: PlaceKind) => void }) {
  const w = useWords(visitWords);
  const name = useId();
  return (
    <fieldset className="g">
      <legend>{w.where}</legend>
      <div className="places">
        {PLACE_KINDS.map((place) => (
          <label key={place} className="p">
            <input className="vh" type="radio" name={name} checked={place === value} onChange={() => onChange(place)} />
            <Icon of={ICONS[place]} />
            {w.place[place]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
