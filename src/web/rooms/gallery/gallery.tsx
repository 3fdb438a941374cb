import { useState } from 'react';
import { LanguageSwitch, SchemeSwitch } from '../../shell/look-switch.tsx';
import { Segments } from '../../ui/choices.tsx';
import { gallery } from '../../words/gallery.ts';
import { useWords } from '../../words/language.tsx';
import { ControlSamples, FieldSamples } from './controls.tsx';
import { FloatingSamples } from './floating.tsx';
import { GroupSamples, ListSamples } from './groups.tsx';
import { TimeSamples } from './times.tsx';
import './gallery.css';

const DENSITIES = ['dicht', 'normal', 'weit'] as const;

/** Every building block in its states, in both languages: for eyes, for screenshots, for the accessibility check. */
export default function Gallery() {
  const w = useWords(gallery);
  const [density, setDensity] = useState<(typeof DENSITIES)[number]>('normal');
  return (
    <main className="gallery" data-density={density}>
      <h1>{w.title}</h1>
      <div className="switches">
        <LanguageSwitch />
        <SchemeSwitch />
        <Segments
          label={w.density}
          choices={DENSITIES.map((value) => ({ value, label: w.densities[value] }))}
          value={density}
          onChange={setDensity}
        />
      </div>
      <div className="col">
        <ControlSamples />
        <FieldSamples />
      </div>
      <div className="col">
        <GroupSamples />
      </div>
      <div className="col">
        <TimeSamples />
        <FloatingSamples />
        <ListSamples />
      </div>
    </main>
  );
}
