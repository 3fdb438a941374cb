import { useRef, useState } from 'react';
import * as wire from '#rooms/portal/contract/own.ts';
import { FORM_LANGUAGES, type FormLanguage } from '#rooms/portal/rules/fields.ts';
import { PORTAL_KINDS, type PortalKind, RELATIVE_CLASSES, type RelativeClass } from '#rooms/portal/rules/own-access.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { Banner, Button, CheckRow, type Missing, MissingNote, SelectField, TextField } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { portalAccess } from '../../../words/portal-access.ts';
import { takeDocument } from '../../soziotherapie/papers/take.ts';

/** The day of an instant where the house is. */
export const dayOf = (f: ReturnType<typeof useFormat>, instant: string) => f.when(instant).replace(/\s\S+$/, '');

interface Props {
  personId: string;
  known: wire.Accesses;
  onClose: () => void;
  onMade: () => unknown;
}
interface Made {
  id: string;
  code: string;
  expiresAt: string;
}

/** Who is invited, in which language; then the code, told once, and the letter that carries it. */
export function PortalInvite({ personId, known, onClose, onMade }: Props) {
  const w = useWords(portalAccess);
  const f = useFormat();
  const [kind, setKind] = useState<PortalKind>('self');
  const [name, setName] = useState(known.name);
  const [language, setLanguage] = useState<FormLanguage>(known.language);
  const [guardianId, setGuardianId] = useState('');
  const [releaseId, setReleaseId] = useState('');
  const [limited, setLimited] = useState(false);
  const [part, setPart] = useState<readonly RelativeClass[]>([]);
  const guardian = known.guardians.find(({ id }) => kind === 'guardian' && id === guardianId);
  const byCourt = guardian?.relation === 'court' && !known.young;
  const tick = (one: RelativeClass, on: boolean) => setPart(on ? [...part, one] : part.filter((each) => each !== one));
  const [made, setMade] = useState<Made | null>(null);
  const nameRef = useRef<HTMLInputElement>(null);
  const submit = useSubmit(async () => {
    const body = {
      kind,
      name: name.trim(),
      language,
      guardianId: kind === 'guardian' && guardianId ? guardianId : null,
      releaseId: kind === 'relative' && releaseId ? releaseId : null,
      part: guardian && (known.young || (byCourt && limited)) ? [...part] : null,
    };
    setMade(await call(wire.inviteToPortal, { params: { id: personId }, body }));
    await onMade();
  });
  const letter = useSubmit(async () => {
    if (made) await takeDocument(wire.printInvitation.path, { id: made.id }, { code: made.code }, 'einladung.pdf');
  });
  if (made)
    return (
      <div className="stack">
        <Banner tone="yes">{w.made}</Banner>
        <p>
          {w.code}: <strong className="num">{made.code}</strong>
          <br />
          <span className="s q">{w.until(dayOf(f, made.expiresAt))}</span>
        </p>
        {letter.problem && <Banner tone="no">{letter.problem.body.detail}</Banner>}
        <div className="row">
          <Button kind="main" onPress={() => letter.run()}>
            {w.letter}
          </Button>
          <Button onPress={onClose}>{w.close}</Button>
        </div>
      </div>
    );
  const missing: Missing[] = [
    ...(name.trim() ? [] : [{ what: w.nameMissing, go: () => nameRef.current?.focus() }]),
    ...(kind === 'guardian' && !guardianId ? [{ what: w.guardianMissing, go: () => {} }] : []),
    ...(byCourt && limited && part.length === 0 ? [{ what: w.partMissing, go: () => {} }] : []),
    ...(kind === 'relative' && !releaseId ? [{ what: w.releaseMissing, go: () => {} }] : []),
  ];
  return (
    <form className="stack" noValidate onSubmit={(event) => event.preventDefault()}>
      {!known.birthDateKnown && <Banner tone="partly">{w.birthMissing}</Banner>}
      <SelectField
        label={w.who}
        value={kind}
        onChange={(value) => {
          if (!value) return;
          setKind(value);
          setName(value === 'self' ? known.name : '');
        }}
        choices={PORTAL_KINDS.map((value) => ({ value, label: w.kinds[value] }))}
      />
      {kind === 'guardian' &&
        (known.guardians.length === 0 ? (
          <p className="q">{w.noGuardian}</p>
        ) : (
          <SelectField
            label={w.guardian}
            value={guardianId}
            onChange={(value) => {
              setGuardianId(value ?? '');
              setLimited(false);
              setPart([]);
              setName(known.guardians.find(({ id }) => id === value)?.name ?? name);
            }}
            choices={[{ value: '', label: '–' }, ...known.guardians.map((one) => ({ value: one.id, label: one.name }))]}
          />
        ))}
      {guardian && known.young && (
        <>
          <p className="q">{w.young}</p>
          <CheckRow checked={part.includes('appointments')} onChange={(on) => tick('appointments', on)}>
            {w.youngAppointments}
          </CheckRow>
        </>
      )}
      {byCourt && (
        <>
          {guardian.scope && <p className="q">{w.scope(guardian.scope)}</p>}
          <CheckRow checked={limited} onChange={setLimited}>
            {w.limited}
          </CheckRow>
          {limited && (
            <fieldset>
              <legend>{w.sees}</legend>
              {RELATIVE_CLASSES.map((one) => (
                <CheckRow key={one} checked={part.includes(one)} onChange={(on) => tick(one, on)}>
                  {w.parts[one]}
                </CheckRow>
              ))}
            </fieldset>
          )}
        </>
      )}
      {kind === 'relative' &&
        (known.releases.length === 0 ? (
          <p className="q">{w.noRelease}</p>
        ) : (
          <SelectField
            label={w.release}
            value={releaseId}
            onChange={(value) => {
              setReleaseId(value ?? '');
              setName(known.releases.find(({ id }) => id === value)?.name ?? name);
            }}
            choices={[{ value: '', label: '–' }, ...known.releases.map((one) => ({ value: one.id, label: one.name }))]}
          />
        ))}
      <TextField label={w.name} value={name} onChange={setName} maxLength={120} inputRef={nameRef} error={submit.at('/name')} />
      <SelectField
        label={w.language}
        value={language}
        onChange={(value) => value && setLanguage(value)}
        choices={FORM_LANGUAGES.map((value) => ({ value, label: w.languages[value] }))}
      />
      {submit.problem && <Banner tone="no">{submit.problem.body.detail}</Banner>}
      <MissingNote missing={missing} />
      <div className="row">
        <Button kind="main" missing={missing} onPress={() => submit.run()}>
          {w.make}
        </Button>
        <Button onPress={onClose}>{w.cancel}</Button>
      </div>
    </form>
  );
}
