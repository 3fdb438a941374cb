import { useState } from 'react';
import { STATES } from '#kernel/codes.ts';
import * as directory from '#rooms/directory/contract/guidance.ts';
import { GUIDANCE_KINDS } from '#rooms/directory/rules/guidance.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { useFields } from '../../typed.ts';
import { announce, Banner, Button, CheckRow, Chips, Dialog, SelectField, SidePanel, TextArea, TextField } from '../../ui/index.ts';
import { guidance as guidanceWords } from '../../words/guidance.ts';
import { useWords } from '../../words/language.tsx';
import type { Guidance } from './use-guidance.ts';

const orNull = (text: string) => text.trim() || null;
const prefixesOf = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

/** One entry: what is said, where it holds, on which sheets it stands. Saving it confirms it. */
export function GuidanceForm({ entry, onDone, again }: { entry: Guidance | null; onDone: () => void; again: () => Promise<unknown> }) {
  const w = useWords(guidanceWords);
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState(false);
  const fields = useFields(`guidance.${entry?.id ?? 'new'}`, {
    kind: entry?.kind ?? ('advice-centre' as Guidance['kind']),
    name: entry?.name ?? '',
    phone: entry?.phone ?? '',
    url: entry?.url ?? '',
    address: entry?.address ?? '',
    hours: entry?.hours ?? '',
    textDe: entry?.textDe ?? '',
    textEasy: entry?.textEasy ?? '',
    textEn: entry?.textEn ?? '',
    prefixes: entry?.postalPrefixes.join(', ') ?? '',
    states: entry?.states ?? [],
    inEmergency: entry?.inEmergency ?? false,
    onSheet: entry?.onSheet ?? true,
    source: entry?.source ?? '',
  });
  const { value: form, change } = fields;
  const body = {
    kind: form.kind,
    name: form.name.trim(),
    phone: orNull(form.phone),
    url: orNull(form.url),
    address: orNull(form.address),
    hours: orNull(form.hours),
    textDe: orNull(form.textDe),
    textEasy: orNull(form.textEasy),
    textEn: orNull(form.textEn),
    postalPrefixes: prefixesOf(form.prefixes),
    states: form.states,
    languages: entry?.languages ?? [],
    inEmergency: form.inEmergency,
    onSheet: form.onSheet,
    source: orNull(form.source),
  };
  const save = useSubmit(async () => {
    if (entry) await call(directory.changeGuidance, { params: { id: entry.id }, ifMatch: entry.version, body });
    else await call(directory.addGuidance, { body });
    fields.reset(form);
    await again();
    announce(w.saved(body.name));
    onDone();
  });
  const withdraw = async () => {
    if (entry) await call(directory.withdrawGuidance, { params: { id: entry.id }, ifMatch: entry.version, body: {} });
    await again();
    onDone();
  };
  const toName = () => {
    setTried(true);
    document.querySelector<HTMLElement>('[data-field="guidance-name"] input')?.focus();
  };
  const missing = tried && !form.name.trim() ? w.missing : undefined;
  const at = (pointer: string) => (save.at(pointer) ? w.fault : undefined);
  return (
    <SidePanel title={entry ? w.edit : w.add} onClose={onDone}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (form.name.trim()) void save.run();
        }}
      >
        <div data-field="guidance-name">
          <TextField
            label={w.name}
            value={form.name}
            onChange={(name) => change({ name })}
            maxLength={120}
            required
            error={missing ?? at('/name')}
          />
        </div>
        <SelectField
          label={w.kind}
          choices={GUIDANCE_KINDS.map((kind) => ({ value: kind, label: w.kinds[kind] }))}
          value={form.kind}
          onChange={(kind) => kind && change({ kind })}
        />
        <TextField
          label={w.phone}
          value={form.phone}
          onChange={(phone) => change({ phone })}
          type="tel"
          maxLength={40}
          figures
          error={at('/phone')}
        />
        <TextField
          label={w.url}
          hint={w.urlHint}
          value={form.url}
          onChange={(url) => change({ url })}
          type="url"
          maxLength={300}
          error={at('/url')}
        />
        <TextField label={w.address} value={form.address} onChange={(address) => change({ address })} maxLength={200} />
        <TextField label={w.hours} value={form.hours} onChange={(hours) => change({ hours })} maxLength={120} />
        <TextArea label={w.textDe} value={form.textDe} onChange={(textDe) => change({ textDe })} maxLength={2000} rows={4} lang="de" />
        <TextArea
          label={w.textEasy}
          value={form.textEasy}
          onChange={(textEasy) => change({ textEasy })}
          maxLength={2000}
          rows={3}
          lang="de"
        />
        <TextArea label={w.textEn} value={form.textEn} onChange={(textEn) => change({ textEn })} maxLength={2000} rows={3} lang="en" />
        <TextField
          label={w.prefixes}
          hint={w.prefixesHint}
          value={form.prefixes}
          onChange={(prefixes) => change({ prefixes })}
          figures
          error={prefixesOf(form.prefixes).some((_, index) => save.at(`/postalPrefixes/${index}`)) ? w.fault : undefined}
        />
        <Chips
          label={w.states}
          choices={STATES.map((state) => ({ value: state, label: state }))}
          value={form.states}
          onChange={(states) => change({ states })}
        />
        <CheckRow checked={form.inEmergency} onChange={(inEmergency) => change({ inEmergency })}>
          {w.inEmergency}
        </CheckRow>
        <CheckRow checked={form.onSheet} onChange={(onSheet) => change({ onSheet })}>
          {w.onSheet}
        </CheckRow>
        <TextField label={w.source} value={form.source} onChange={(source) => change({ source })} maxLength={200} />
        {save.sentence && (
          <Banner tone="no" live="assertive">
            {save.sentence}
          </Banner>
        )}
        <div className="row wrap">
          <Button type="submit" kind="main" busy={save.busy} missing={form.name.trim() ? [] : [{ what: w.name, go: toName }]}>
            {w.save}
          </Button>
          {entry && (
            <Button kind="quiet" onPress={() => setAsked(true)}>
              {w.withdraw}
            </Button>
          )}
        </div>
      </form>
      {asked && entry && (
        <Dialog
          question={w.withdrawQuestion(entry.name)}
          onClose={() => setAsked(false)}
          answers={
            <>
              <Button kind="main" onPress={withdraw}>
                {w.withdraw}
              </Button>
              <Button onPress={() => setAsked(false)}>{w.keep}</Button>
            </>
          }
        >
          <p>{w.withdrawText}</p>
        </Dialog>
      )}
    </SidePanel>
  );
}
