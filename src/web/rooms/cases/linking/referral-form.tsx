import { useRef, useState } from 'react';
import * as wire from '#rooms/referrals/contract/referrals.ts';
import { PARTNER_LANGUAGES, type PartnerLanguage } from '#rooms/referrals/rules/mail-texts.ts';
import { PACKET_CLASSES, type PacketClass, WRITTEN_CLASSES, type WrittenClass } from '#rooms/referrals/rules/packet.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { useFields } from '../../../typed.ts';
import { Banner, Button, CheckRow, Segments, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { referrals as referralWords } from '../../../words/referrals.ts';
import { isProposed, useProposal } from './packet-proposal.ts';
import type { ReferralStart } from './referral-panel.tsx';
import { useServiceTypes } from './service-names.ts';
import ServiceSearch from './service-search.tsx';

interface FormProps {
  caseId: string;
  lineId: string | null;
  referral: wire.Referral | null;
  start: ReferralStart;
  onKept: (id: string, next: 'preview' | 'close') => unknown;
  onDiscarded: () => unknown;
}

/** What stands in the form: plain texts, so that nothing typed is lost on leaving. */
const startOf = (referral: wire.Referral | null, { service, serviceType, domain, need }: ReferralStart) => ({
  service: referral?.serviceId
    ? { id: referral.serviceId, name: referral.recipientName, organisation: '' }
    : service
      ? { id: service.id, name: service.name, organisation: service.organisation }
      : null,
  serviceType: referral?.serviceType ?? service?.serviceType ?? serviceType ?? '',
  domain: referral?.domain ?? domain ?? null,
  need: referral?.need ?? need ?? null,
  name: referral && !referral.serviceId ? referral.recipient.name : '',
  contactName: referral?.recipient.contactName ?? service?.contactName ?? '',
  email: referral?.recipient.email ?? service?.contactEmail ?? '',
  phone: referral?.recipient.phone ?? service?.contactPhone ?? service?.organisationPhone ?? '',
  language: referral?.recipient.language ?? ('de' as PartnerLanguage),
  urgent: referral?.urgent ?? false,
  classes: (referral?.classes ?? ['identity', 'contact']) as PacketClass[],
  request: referral?.request ?? '',
  texts: (referral?.texts ?? {}) as Partial<Record<WrittenClass, string>>,
});
type Fields = ReturnType<typeof startOf>;

const orNull = (text: string) => text.trim() || null;
const isMail = (text: string) => text.trim() === '' || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text.trim());
const isWritten = (each: PacketClass): each is WrittenClass => (WRITTEN_CLASSES as readonly string[]).includes(each);

function bodyOf(fields: Fields) {
  const texts: Partial<Record<WrittenClass, string>> = {};
  for (const each of fields.classes) {
    const text = isWritten(each) ? fields.texts[each]?.trim() : undefined;
    if (text && isWritten(each)) texts[each] = text;
  }
  const recipient = {
    name: fields.service?.name ?? fields.name.trim(),
    contactName: orNull(fields.contactName),
    email: orNull(fields.email),
    phone: orNull(fields.phone),
    language: fields.language,
  };
  const { serviceType, domain, need, urgent, classes, request } = fields;
  return { serviceType, domain, need, serviceId: fields.service?.id ?? null, recipient, urgent, classes, request: request.trim(), texts };
}

/** Writes a referral: to whom, what is asked for, and which parts of the file the partner learns. */
export default function ReferralForm({ caseId, lineId, referral, start, onKept, onDiscarded }: FormProps) {
  const w = useWords(referralWords);
  const types = useServiceTypes();
  const draft = useFields(`referral.${referral?.id ?? `new.${caseId}`}`, startOf(referral, start));
  const { value, change } = draft;
  const [searching, setSearching] = useState(!referral && !start.service);
  const [tried, setTried] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const next = useRef<'preview' | 'close'>('preview');
  const { propose, none } = useProposal(caseId);
  const missing = !value.service && value.name.trim() === '';
  const submit = useSubmit(async () => {
    const body = bodyOf(value);
    const kept = referral
      ? await call(wire.changeDraft, { params: { id: referral.id }, ifMatch: referral.version, body })
      : await call(wire.draftReferral, { body: { caseId, lineId, ...body } });
    draft.reset(value);
    await onKept(kept.id, next.current);
  });
  const discard = useSubmit(async () => {
    if (referral)
      await call(wire.tellReferral, {
        params: { id: referral.id },
        ifMatch: referral.version,
        body: { event: 'cancel', toldBy: 'sender' },
      });
    draft.reset(startOf(null, {}));
    await onDiscarded();
  });
  const keep = (then: 'preview' | 'close') => {
    next.current = then;
    setTried(true);
    if (missing || value.serviceType === '') return name.current?.focus();
    if (isMail(value.email)) return submit.run();
  };
  if (searching)
    return (
      <div className="stack">
        <ServiceSearch
          start={{
            ...(value.serviceType ? { serviceType: value.serviceType } : {}),
            ...(start.postalCode ? { postalCode: start.postalCode } : {}),
            ...(start.age === undefined ? {} : { age: start.age }),
          }}
          onRefer={(service) => {
            change({
              service: { id: service.id, name: service.name, organisation: service.organisation },
              serviceType: service.serviceType,
              contactName: service.contactName ?? '',
              email: service.contactEmail ?? '',
              phone: service.contactPhone ?? service.organisationPhone ?? '',
            });
            setSearching(false);
          }}
        />
        <div>
          <Button kind="quiet" onPress={() => setSearching(false)}>
            {w.write.other}
          </Button>
        </div>
      </div>
    );
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void keep('preview');
      }}
    >
      {(submit.sentence ?? discard.sentence) && (
        <Banner tone="no" live="assertive">
          {submit.sentence ?? discard.sentence}
        </Banner>
      )}
      {value.service ? (
        <div className="field">
          <span className="label">{w.write.recipient}</span>
          <p className="row wrap">
            <b>{[value.service.name, value.service.organisation].filter(Boolean).join(', ')}</b>
            <Button small kind="quiet" onPress={() => setSearching(true)}>
              {w.write.fromSearch}
            </Button>
          </p>
        </div>
      ) : (
        <>
          <div>
            <Button small onPress={() => setSearching(true)}>
              {w.write.fromSearch}
            </Button>
          </div>
          <TextField
            label={w.write.name}
            required
            maxLength={120}
            value={value.name}
            onChange={(text) => change({ name: text })}
            error={tried && missing ? w.write.missing : submit.at('/recipient')}
            inputRef={name}
          />
          <SelectField
            label={w.write.type}
            empty="–"
            choices={types}
            value={value.serviceType || null}
            onChange={(serviceType) => change({ serviceType: serviceType ?? '' })}
            error={tried && value.serviceType === '' ? w.write.missing : undefined}
          />
        </>
      )}
      <TextField
        label={w.write.contactName}
        maxLength={120}
        value={value.contactName}
        onChange={(contactName) => change({ contactName })}
      />
      <TextField
        label={w.write.email}
        type="email"
        maxLength={254}
        value={value.email}
        onChange={(email) => change({ email })}
        error={tried && !isMail(value.email) ? w.write.emailWrong : submit.at('/recipient/email')}
      />
      <TextField label={w.write.phone} type="tel" maxLength={40} value={value.phone} onChange={(phone) => change({ phone })} />
      {value.email.trim() !== '' && (
        <Segments
          label={w.write.language}
          value={value.language}
          onChange={(language) => change({ language })}
          choices={PARTNER_LANGUAGES.map((one) => ({ value: one, label: w.write.languages[one] }))}
        />
      )}
      <CheckRow checked={value.urgent} onChange={(urgent) => change({ urgent })}>
        {w.urgentTick}
      </CheckRow>
      <TextArea
        label={w.write.request}
        hint={w.write.requestHint}
        rows={4}
        maxLength={2000}
        value={value.request}
        onChange={(request) => change({ request })}
        error={submit.at('/request')}
      />
      <fieldset className="stack referral-classes">
        <legend className="label">{w.write.classes}</legend>
        <p className="s q">{w.write.classesLead}</p>
        {PACKET_CLASSES.map((each) => (
          <div key={each} className="stack">
            <CheckRow
              checked={value.classes.includes(each)}
              onChange={(on) => change({ classes: PACKET_CLASSES.filter((one) => (one === each ? on : value.classes.includes(one))) })}
            >
              {w.classes[each]}
            </CheckRow>
            {isWritten(each) && value.classes.includes(each) && (
              <TextArea
                label={w.write.classText(w.classes[each])}
                rows={3}
                maxLength={4000}
                value={value.texts[each] ?? ''}
                onChange={(text) => change({ texts: { ...value.texts, [each]: text } })}
              />
            )}
            {isProposed(each) && value.classes.includes(each) && !value.texts[each]?.trim() && (
              <p className="row wrap">
                <Button
                  small
                  onPress={async () => {
                    const text = await propose(each);
                    if (text) change({ texts: { ...value.texts, [each]: text } });
                  }}
                >
                  {w.write.propose[each]}
                </Button>
                {none === each && <span className="s q">{w.write.proposeNone}</span>}
              </p>
            )}
          </div>
        ))}
      </fieldset>
      <div className="row wrap">
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.write.toPreview}
        </Button>
        <Button onPress={() => keep('close')}>{w.write.save}</Button>
        {referral && (
          <Button kind="quiet" busy={discard.busy} onPress={discard.run}>
            {w.write.discard}
          </Button>
        )}
      </div>
    </form>
  );
}
