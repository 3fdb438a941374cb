import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ROLES, type Role } from '#kernel/codes.ts';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { useFields } from '../../typed.ts';
import { Banner, Button, Chips, SelectField, SidePanel, TextField } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { codes } from '../../words/codes.ts';
import { useWords } from '../../words/language.tsx';
import { useOrganisations } from '../network/organisations.tsx';
import { type Link, LinkOnce } from './link-once.tsx';
import { PastDay } from './past-day.tsx';
import { useStepUp } from './step-up.tsx';
import { type Who, WhoField } from './who-field.tsx';
import { forgetWish, invitationWished } from './wish.ts';

const EMPTY = {
  email: '',
  name: '',
  roles: [] as Role[],
  organisationId: null as string | null,
  practitioner: null as Who | null,
  secrecySignedOn: null as string | null,
};

/** Invites somebody; what was begun stays in the form until it is sent. */
export function InviteForm({ again, onDone }: { again: Partial<typeof EMPTY> | null; onDone: () => void }) {
  const w = useWords(administration);
  const c = useWords(codes);
  const queries = useQueryClient();
  const { guard, door } = useStepUp();
  const organisations = useOrganisations();
  const draft = useFields('administration.invitation', EMPTY);
  const { value, change } = draft;
  const [tried, setTried] = useState(false);
  const [link, setLink] = useState<Link | null>(null);
  const fields = { name: useRef<HTMLInputElement>(null), email: useRef<HTMLInputElement>(null), date: useRef<HTMLInputElement>(null) };
  // biome-ignore lint/correctness/useExhaustiveDependencies: taken over once, when the form opens
  useEffect(() => {
    const wish = invitationWished();
    if (wish) draft.reset({ ...EMPTY, ...wish, roles: ['therapist'] });
    else if (again) draft.reset({ ...EMPTY, ...again });
    forgetWish();
  }, []);
  const needsSecrecy = value.roles.some((role) => role !== 'admin');
  const mail = /^[^@\s]+@[^@\s]+$/.test(value.email.trim());
  const submit = useSubmit(async () => {
    const { practitioner, ...rest } = value;
    const made = await guard(() => call(access.createInvitation, { body: { ...rest, practitionerId: practitioner?.id ?? null } }));
    setLink(made);
    draft.reset(EMPTY);
    await queries.invalidateQueries({ queryKey: ['invitations'] });
  });
  const send = () => {
    setTried(true);
    if (!value.name.trim()) fields.name.current?.focus();
    else if (!mail) fields.email.current?.focus();
    else if (value.roles.length > 0 && needsSecrecy && !value.secrecySignedOn) fields.date.current?.focus();
    else if (value.roles.length > 0) void submit.run();
  };
  if (link)
    return (
      <SidePanel title={w.linkTitle} onClose={onDone}>
        <LinkOnce link={link.link} expiresAt={link.expiresAt} onDone={onDone} />
      </SidePanel>
    );
  return (
    <SidePanel title={w.invite} onClose={onDone}>
      {door}
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {submit.sentence && (
          <Banner tone="no" live="assertive">
            {submit.sentence}
          </Banner>
        )}
        <TextField
          label={w.name}
          required
          maxLength={120}
          value={value.name}
          onChange={(name) => change({ name })}
          error={tried && !value.name.trim() ? w.missing : submit.at('/name')}
          inputRef={fields.name}
        />
        <TextField
          label={w.email}
          type="email"
          required
          maxLength={254}
          value={value.email}
          onChange={(email) => change({ email })}
          error={tried && !mail ? w.emailFault : submit.at('/email')}
          inputRef={fields.email}
        />
        <Chips
          label={w.roles}
          hint={w.rolesHint}
          choices={ROLES.map((role) => ({ value: role, label: c.role[role] }))}
          value={value.roles}
          onChange={(roles) => change({ roles })}
          error={tried && value.roles.length === 0 ? w.rolesMissing : submit.at('/roles')}
        />
        <SelectField
          label={w.organisation}
          empty={w.noOrganisation}
          choices={(organisations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={value.organisationId}
          onChange={(organisationId) => change({ organisationId })}
          error={submit.at('/organisationId')}
        />
        {value.roles.includes('therapist') && (
          <WhoField value={value.practitioner} onChange={(practitioner) => change({ practitioner })} error={submit.at('/practitionerId')} />
        )}
        {needsSecrecy && (
          <PastDay
            label={w.secrecy}
            hint={w.secrecyHint}
            value={value.secrecySignedOn}
            onChange={(secrecySignedOn) => change({ secrecySignedOn })}
            error={tried && !value.secrecySignedOn ? w.missing : submit.at('/secrecySignedOn')}
            inputRef={fields.date}
          />
        )}
        <div>
          <Button type="submit" kind="main" busy={submit.busy}>
            {w.invitationSend}
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}
