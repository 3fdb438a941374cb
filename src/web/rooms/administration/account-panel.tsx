import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ROLES, type Role } from '#kernel/codes.ts';
import * as access from '#rooms/access/contract.ts';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, Chips, Dialog, offerUndo, SelectField, SidePanel, TextField } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { codes } from '../../words/codes.ts';
import { useWords } from '../../words/language.tsx';
import { useOrganisations } from '../network/organisations.tsx';
import { type Link, LinkOnce } from './link-once.tsx';
import { PastDay } from './past-day.tsx';
import { useStepUp } from './step-up.tsx';
import { type Who, WhoField } from './who-field.tsx';

type Account = access.AccountRow;
type Guard = ReturnType<typeof useStepUp>['guard'];

/** One account: roles, who and where, secrecy, a new start, the end. Each part saves by itself and can be undone where it can. */
export function AccountPanel({ account, onClose }: { account: Account; onClose: () => void }) {
  const { guard, door } = useStepUp();
  return (
    <SidePanel title={account.name} onClose={onClose}>
      {door}
      <p className="q">{account.email}</p>
      {account.closedAt === null && (
        <>
          <Roles key={`roles ${account.version}`} account={account} guard={guard} />
          <Place key={`place ${account.version}`} account={account} guard={guard} />
          <Secrecy key={`secrecy ${account.version}`} account={account} guard={guard} />
          <Recovery account={account} guard={guard} />
        </>
      )}
      <Ending account={account} guard={guard} />
    </SidePanel>
  );
}

function useAgain() {
  const queries = useQueryClient();
  return () =>
    Promise.all([queries.invalidateQueries({ queryKey: ['accounts'] }), queries.invalidateQueries({ queryKey: ['colleagues'] })]);
}

function Fault({ text }: { text: string | undefined }) {
  return text ? (
    <Banner tone="no" live="assertive">
      {text}
    </Banner>
  ) : null;
}

function Roles({ account, guard }: { account: Account; guard: Guard }) {
  const w = useWords(administration);
  const c = useWords(codes);
  const again = useAgain();
  const [roles, setRoles] = useState<Role[]>(account.roles);
  const put = async (next: Role[], version: number) => {
    const answer = await guard(() => call(access.changeRoles, { params: { id: account.id }, body: { roles: next }, ifMatch: version }));
    await again();
    return answer.version;
  };
  const submit = useSubmit(async () => {
    const version = await put(roles, account.version);
    offerUndo(w.rolesChanged(account.name), () => put(account.roles, version).then(() => announce(w.undone)));
  });
  const same = roles.length === account.roles.length && roles.every((role) => account.roles.includes(role));
  return (
    <form className="stack" noValidate onSubmit={(event) => void submit.run(event)}>
      <Fault text={submit.sentence} />
      <Chips
        label={w.roles}
        hint={w.rolesHint}
        choices={ROLES.map((role) => ({ value: role, label: c.role[role] }))}
        value={roles}
        onChange={setRoles}
        error={roles.length === 0 ? w.rolesMissing : submit.at('/roles')}
      />
      {!same && roles.length > 0 && (
        <div>
          <Button type="submit" kind="main" busy={submit.busy}>
            {w.save}
          </Button>
        </div>
      )}
    </form>
  );
}

function Place({ account, guard }: { account: Account; guard: Guard }) {
  const w = useWords(administration);
  const again = useAgain();
  const organisations = useOrganisations();
  const [name, setName] = useState(account.name);
  const [deskLabel, setDeskLabel] = useState(account.deskLabel ?? '');
  const [organisationId, setOrganisationId] = useState(account.organisationId);
  const [who, setWho] = useState<Who | null>(account.practitionerId ? { id: account.practitionerId, name: '…' } : null);
  const known = useQuery({
    queryKey: ['network', 'practitioner', account.practitionerId],
    queryFn: () => call(directory.practitioner, { params: { id: account.practitionerId ?? '' } }),
    enabled: account.practitionerId !== null,
  });
  const shown = who && who.id === account.practitionerId && known.data ? { id: who.id, name: known.data.profile.name } : who;
  const put = async (
    body: { name: string; organisationId: string | null; practitionerId: string | null; deskLabel: string | null },
    version: number,
  ) => {
    const answer = await guard(() => call(access.changePlace, { params: { id: account.id }, body, ifMatch: version }));
    await again();
    return answer.version;
  };
  const submit = useSubmit(async () => {
    const version = await put(
      { name, organisationId, practitionerId: who?.id ?? null, deskLabel: deskLabel.trim() || null },
      account.version,
    );
    const { name: before, organisationId: organisation, practitionerId, deskLabel: desk } = account;
    offerUndo(w.placeChanged(name), () =>
      put({ name: before, organisationId: organisation, practitionerId, deskLabel: desk }, version).then(() => announce(w.undone)),
    );
  });
  return (
    <form className="stack part" noValidate onSubmit={(event) => void submit.run(event)} aria-labelledby="ap-place">
      <h3 id="ap-place">{w.place}</h3>
      <Fault text={submit.sentence} />
      <TextField label={w.name} maxLength={120} value={name} onChange={setName} error={name.trim() ? submit.at('/name') : w.missing} />
      <SelectField
        label={w.organisation}
        empty={w.noOrganisation}
        choices={(organisations.data ?? []).map(({ id, name: label }) => ({ value: id, label }))}
        value={organisationId}
        onChange={setOrganisationId}
        error={submit.at('/organisationId')}
      />
      {(account.roles.includes('therapist') || who) && <WhoField value={shown} onChange={setWho} error={submit.at('/practitionerId')} />}
      {(account.roles.includes('desk') || account.roles.includes('coordinator') || deskLabel) && (
        <TextField
          label={w.deskLabel}
          hint={w.deskLabelHint}
          maxLength={40}
          value={deskLabel}
          onChange={setDeskLabel}
          error={submit.at('/deskLabel')}
        />
      )}
      <div>
        <Button type="submit" busy={submit.busy}>
          {w.save}
        </Button>
      </div>
    </form>
  );
}

function Secrecy({ account, guard }: { account: Account; guard: Guard }) {
  const w = useWords(administration);
  const again = useAgain();
  const [signedOn, setSignedOn] = useState(account.secrecySignedOn);
  const [tried, setTried] = useState(false);
  const submit = useSubmit(async () => {
    if (!signedOn) return setTried(true);
    await guard(() => call(access.bindSecrecy, { params: { id: account.id }, body: { signedOn }, ifMatch: account.version }));
    announce(w.saved);
    await again();
  });
  return (
    <form className="stack part" noValidate onSubmit={(event) => void submit.run(event)}>
      <Fault text={submit.sentence} />
      <PastDay
        label={w.secrecy}
        hint={w.secrecyHint}
        value={signedOn}
        onChange={setSignedOn}
        error={tried && !signedOn ? w.missing : submit.at('/signedOn')}
      />
      {signedOn !== account.secrecySignedOn && (
        <div>
          <Button type="submit" busy={submit.busy}>
            {w.save}
          </Button>
        </div>
      )}
    </form>
  );
}

function Recovery({ account, guard }: { account: Account; guard: Guard }) {
  const w = useWords(administration);
  const queries = useQueryClient();
  const [link, setLink] = useState<Link | null>(null);
  const submit = useSubmit(async () => {
    setLink(await guard(() => call(access.recoverAccount, { params: { id: account.id }, body: {} })));
    await queries.invalidateQueries({ queryKey: ['invitations'] });
  });
  return (
    <section className="stack part" aria-labelledby="ap-recover">
      <h3 id="ap-recover">{w.recover}</h3>
      <Fault text={submit.sentence} />
      {link ? (
        <LinkOnce {...link} onDone={() => setLink(null)} />
      ) : (
        <>
          <p className="s q">{w.recoverText}</p>
          <div>
            <Button busy={submit.busy} onPress={submit.run}>
              {w.recoverDo}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function Ending({ account, guard }: { account: Account; guard: Guard }) {
  const w = useWords(administration);
  const again = useAgain();
  const [asking, setAsking] = useState(false);
  const [ending, setEnding] = useState(false);
  const wish = { params: { id: account.id }, body: {}, ifMatch: account.version };
  const close = useSubmit(async () => {
    // The question makes room for the code, if one is asked for.
    setAsking(false);
    setEnding(true);
    await guard(() => call(access.closeAccount, wish)).finally(() => setEnding(false));
    await again();
  });
  const reopen = useSubmit(async () => {
    await guard(() => call(access.reopenAccount, wish));
    announce(w.reopened(account.name));
    await again();
  });
  return (
    <section className="stack part">
      <Fault text={close.sentence ?? reopen.sentence} />
      <div>
        {account.closedAt === null ? (
          <Button kind="quiet" busy={ending} onPress={() => setAsking(true)}>
            {w.closeAccount}
          </Button>
        ) : (
          <Button busy={reopen.busy} onPress={reopen.run}>
            {w.reopen}
          </Button>
        )}
      </div>
      {asking && (
        <Dialog
          question={w.closeQuestion(account.name)}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button onPress={() => setAsking(false)}>{w.keep}</Button>
              <Button kind="main" onPress={close.run}>
                {w.closeAccount}
              </Button>
            </>
          }
        >
          <p>{w.closeText}</p>
        </Dialog>
      )}
    </section>
  );
}
