import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ACCESS_FEATURES } from '#kernel/codes.ts';
import * as wire from '#rooms/directory/contract/services.ts';
import { CARE_SYSTEMS, findServiceType } from '#rooms/directory/rules/service-types.ts';
import { CAPACITIES, SERVICE_PAYERS, type ServicePayer, TARGET_GROUPS, type TargetGroup } from '#rooms/directory/rules/services.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { useFields } from '../../typed.ts';
import { announce, Banner, Button, CheckRow, Chips, Segments, SelectField, SidePanel, TextArea, TextField } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useWords } from '../../words/language.tsx';
import { services as serviceWords } from '../../words/services.ts';
import { useServiceTypes } from '../cases/linking/service-names.ts';
import { useOrganisations } from './organisations.tsx';
import { bodyOf, type Fields, faultsOf, isWhole, startOf, whole } from './service-fields.ts';

interface PanelProps {
  /** Null makes a new one. */
  service: wire.ServiceView | null;
  mayEdit: boolean;
  mayConfirm: boolean;
  onClose: () => void;
}

/** One service beside the list: "Stimmt noch" for whoever spoke with it, all fields for the coordination. */
export default function ServicePanel({ service, mayEdit, mayConfirm, onClose }: PanelProps) {
  const w = useWords(serviceWords);
  return (
    <SidePanel title={service ? service.name : w.add} onClose={onClose}>
      {service && mayConfirm && !service.closed && <Confirm service={service} onDone={onClose} />}
      {mayEdit ? <Edit service={service} onDone={onClose} /> : service && <Read service={service} />}
    </SidePanel>
  );
}

function useReadAgain() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['services'] });
}

function Confirm({ service, onDone }: { service: wire.ServiceView; onDone: () => void }) {
  const w = useWords(serviceWords);
  const again = useReadAgain();
  const [capacity, setCapacity] = useState(service.capacity);
  const [days, setDays] = useState(service.waitingDays === null ? '' : String(service.waitingDays));
  const wrong = !isWhole(days, 1500);
  const submit = useSubmit(async () => {
    await call(wire.confirmService, { params: { id: service.id }, ifMatch: service.version, body: { capacity, waitingDays: whole(days) } });
    announce(w.confirmedNow);
    await again();
    onDone();
  });
  return (
    <form
      className="stack service-confirm"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) void submit.run();
      }}
    >
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <p className="s q">{w.stillTrueLead}</p>
      <Segments
        label={w.capacity}
        choices={CAPACITIES.map((value) => ({ value, label: w.capacities[value] }))}
        value={capacity}
        onChange={setCapacity}
      />
      <TextField
        label={w.waiting}
        inputMode="numeric"
        figures
        maxLength={4}
        value={days}
        onChange={setDays}
        error={wrong ? w.waitingWrong : undefined}
      />
      <div>
        <Button type="submit" busy={submit.busy}>
          {w.stillTrue}
        </Button>
      </div>
    </form>
  );
}

function Read({ service }: { service: wire.ServiceView }) {
  const w = useWords(serviceWords);
  const c = useWords(codes);
  const rows: [string, string][] = [
    [w.organisation, service.organisation],
    [w.area, service.postalAreas.join(', ') || w.everywhere],
    [w.groups, service.targetGroups.map((each) => w.targetGroups[each as TargetGroup] ?? each).join(', ') || w.all],
    [w.payers, service.payers.map((each) => w.payerNames[each as ServicePayer] ?? each).join(', ') || '–'],
    [w.languages, service.languages.map((each) => w.languageNames[each] ?? each).join(', ')],
    [
      w.access,
      ACCESS_FEATURES.filter((each) => service.access[each] === 'yes')
        .map((each) => c.access[each])
        .join(', ') || '–',
    ],
    [w.admission, service.admission ?? '–'],
    [
      w.contact,
      [service.contactName, service.contactPhone ?? service.organisationPhone, service.contactEmail].filter(Boolean).join(', ') || '–',
    ],
  ];
  return (
    <dl className="kv">
      {rows.map(([head, said]) => (
        <div key={head} className="pair">
          <dt>{head}</dt>
          <dd>{said}</dd>
        </div>
      ))}
    </dl>
  );
}

function Edit({ service, onDone }: { service: wire.ServiceView | null; onDone: () => void }) {
  const w = useWords(serviceWords);
  const c = useWords(codes);
  const types = useServiceTypes();
  const { data: organisations = [] } = useOrganisations();
  const again = useReadAgain();
  const draft = useFields(`network.service.${service?.id ?? 'new'}`, startOf(service));
  const { value, change } = draft;
  const [tried, setTried] = useState(false);
  const [closing, setClosing] = useState(false);
  const faults = faultsOf(value, w);
  const submit = useSubmit(async () => {
    const body = bodyOf(value, service);
    if (service) await call(wire.changeService, { params: { id: service.id }, ifMatch: service.version, body });
    else await call(wire.addService, { body });
    draft.reset(value);
    announce(w.saved(value.name));
    await again();
    onDone();
  });
  const close = useSubmit(async () => {
    if (service) await call(wire.closeService, { params: { id: service.id }, ifMatch: service.version, body: {} });
    draft.reset(value);
    announce(w.closed(value.name));
    await again();
    onDone();
  });
  const at = (field: keyof Fields, pointer: string) => (tried ? faults[field] : undefined) ?? submit.at(pointer);
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.values(faults).every((each) => each === undefined)) void submit.run();
      }}
    >
      {(submit.sentence ?? close.sentence) && (
        <Banner tone="no" live="assertive">
          {submit.sentence ?? close.sentence}
        </Banner>
      )}
      <TextField
        label={w.name}
        required
        maxLength={120}
        value={value.name}
        onChange={(name) => change({ name })}
        error={at('name', '/name')}
      />
      <SelectField
        label={w.organisation}
        empty="–"
        choices={organisations.map(({ id, name }) => ({ value: id, label: name }))}
        value={value.organisationId || null}
        onChange={(organisationId) => change({ organisationId: organisationId ?? '' })}
        error={at('organisationId', '/organisationId')}
      />
      <SelectField
        label={w.type}
        empty="–"
        choices={types}
        value={value.serviceType || null}
        onChange={(serviceType) =>
          change({
            serviceType: serviceType ?? '',
            ...(serviceType ? { system: findServiceType(serviceType)?.system ?? value.system } : {}),
          })
        }
        error={at('serviceType', '/serviceType')}
      />
      <SelectField
        label={w.system}
        empty="–"
        choices={CARE_SYSTEMS.map((each) => ({ value: each, label: w.systems[each] }))}
        value={value.system}
        onChange={(system) => change({ system })}
        error={at('system', '/system')}
      />
      <TextField
        label={w.area}
        hint={w.areaHint}
        value={value.areas}
        onChange={(areas) => change({ areas })}
        error={at('areas', '/postalAreas')}
      />
      <Chips
        label={w.groups}
        hint={w.groupsHint}
        choices={TARGET_GROUPS.map((each) => ({ value: each, label: w.targetGroups[each] }))}
        value={value.groups}
        onChange={(groups) => change({ groups })}
      />
      <div className="row wrap service-pair">
        <TextField
          label={w.minAge}
          inputMode="numeric"
          figures
          maxLength={3}
          value={value.minAge}
          onChange={(minAge) => change({ minAge })}
          error={at('minAge', '/minAge')}
        />
        <TextField
          label={w.maxAge}
          inputMode="numeric"
          figures
          maxLength={3}
          value={value.maxAge}
          onChange={(maxAge) => change({ maxAge })}
          error={at('maxAge', '/maxAge')}
        />
      </div>
      <Chips
        label={w.payers}
        choices={SERVICE_PAYERS.map((each) => ({ value: each, label: w.payerNames[each] }))}
        value={value.payers}
        onChange={(payers) => change({ payers })}
      />
      <TextField
        label={w.languages}
        hint={w.languagesHint}
        value={value.languages}
        onChange={(languages) => change({ languages })}
        error={at('languages', '/languages')}
      />
      <Chips
        label={w.access}
        choices={ACCESS_FEATURES.map((each) => ({ value: each, label: c.access[each] }))}
        value={value.access}
        onChange={(access) => change({ access })}
      />
      <CheckRow checked={value.outreach} onChange={(outreach) => change({ outreach })}>
        {w.outreach}
      </CheckRow>
      <TextArea
        label={w.admission}
        hint={w.admissionHint}
        rows={2}
        maxLength={600}
        value={value.admission}
        onChange={(admission) => change({ admission })}
      />
      <Segments
        label={w.capacity}
        choices={CAPACITIES.map((each) => ({ value: each, label: w.capacities[each] }))}
        value={value.capacity}
        onChange={(capacity) => change({ capacity })}
      />
      <TextField
        label={w.waiting}
        inputMode="numeric"
        figures
        maxLength={4}
        value={value.waitingDays}
        onChange={(waitingDays) => change({ waitingDays })}
        error={at('waitingDays', '/waitingDays')}
      />
      <TextField label={w.contact} maxLength={120} value={value.contactName} onChange={(contactName) => change({ contactName })} />
      <TextField
        label={w.phone}
        type="tel"
        maxLength={40}
        value={value.contactPhone}
        onChange={(contactPhone) => change({ contactPhone })}
      />
      <TextField
        label={w.email}
        type="email"
        maxLength={254}
        value={value.contactEmail}
        onChange={(contactEmail) => change({ contactEmail })}
        error={at('contactEmail', '/contactEmail')}
      />
      <div className="row wrap">
        <Button type="submit" kind="main" busy={submit.busy}>
          {service ? w.save : w.create}
        </Button>
        {service && !closing && (
          <Button kind="quiet" onPress={() => setClosing(true)}>
            {w.close}
          </Button>
        )}
      </div>
      {closing && (
        <Banner
          tone="partly"
          live="polite"
          action={
            <span className="row wrap">
              <Button small busy={close.busy} onPress={close.run}>
                {w.close}
              </Button>
              <Button small kind="quiet" onPress={() => setClosing(false)}>
                {w.cancel}
              </Button>
            </span>
          }
        >
          {w.closeSure}
        </Banner>
      )}
    </form>
  );
}
