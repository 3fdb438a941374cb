import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  checkInvoice,
  correctInvoice,
  discardInvoice,
  getInvoice,
  getInvoicePaper,
  INVOICE_PAPERS,
  type InvoiceView,
  REPLY_CODES,
  receiveInvoice,
  replyInvoice,
  SENT_BY,
  sendInvoice,
  writeOffInvoice,
} from '#rooms/billing/contract/invoices.ts';
import { call, pathOf } from '../../call.ts';
import { useMe } from '../../me.ts';
import { useSubmit } from '../../submit.ts';
import { forget, useTyped } from '../../typed.ts';
import { Banner, Button, CheckRow, DateField, Segments, SelectField, SidePanel, State, TextField } from '../../ui/index.ts';
import { billing } from '../../words/billing.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { centsOf, unitsOf } from './data.ts';
import { TONES } from './invoices.tsx';

type Doing = 'send' | 'reply' | 'correct' | 'write-off' | null;

/** One invoice: what stands on it, its papers, and what may follow. */
export default function InvoicePanel({ id, onClose, onShow }: { id: string; onClose: () => void; onShow: (id: string) => void }) {
  const w = useWords(billing);
  const { data } = useQuery({ queryKey: ['money', 'invoice', id], queryFn: () => call(getInvoice, { params: { id } }) });
  if (!data) return null;
  return (
    <SidePanel title={w.invoiceTitle(w.kinds[data.kind], data.number ?? `(${w.draft})`)} onClose={onClose}>
      <Head invoice={data} />
      <Steps invoice={data} onClose={onClose} onShow={onShow} />
      <Papers id={id} />
      <Lines invoice={data} />
      {data.related.length > 0 && (
        <>
          <h3>{w.related}</h3>
          <ul className="plain">
            {data.related.map((one) => (
              <li key={one.id}>
                <Button kind="quiet" small onPress={() => onShow(one.id)}>
                  {w.invoiceTitle(w.kinds[one.kind], one.number ?? `(${w.draft})`)}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </SidePanel>
  );
}

function Head({ invoice }: { invoice: InvoiceView }) {
  const w = useWords(billing);
  const format = useFormat();
  return (
    <>
      <p className="row wrap">
        <State tone={TONES[invoice.state]}>{w.invoiceStates[invoice.state] ?? invoice.state}</State>
        <span>{invoice.payerName}</span>
        <span className="q num">IK {invoice.payerIk}</span>
      </p>
      {invoice.cutReason && <Banner tone="partly">{invoice.cutReason}</Banner>}
      <dl className="money-facts">
        <div>
          <dt>{w.gross}</dt>
          <dd className="num">{format.euro(invoice.grossCents)}</dd>
        </div>
        {invoice.copayCents !== 0 && (
          <div>
            <dt>{invoice.netCents === invoice.grossCents ? w.copaysInsurer : w.copays}</dt>
            <dd className="num">{format.euro(invoice.copayCents)}</dd>
          </div>
        )}
        <div className="main">
          <dt>{w.net}</dt>
          <dd className="num">{format.euro(invoice.netCents)}</dd>
        </div>
        {invoice.paidCents !== 0 && (
          <div>
            <dt>{w.paid}</dt>
            <dd className="num">{format.euro(invoice.paidCents)}</dd>
          </div>
        )}
        {invoice.openCents > 0 && (
          <div>
            <dt>{w.open}</dt>
            <dd className="num">
              {format.euro(invoice.openCents)}
              {invoice.overdue && ` (${w.overdue})`}
            </dd>
          </div>
        )}
      </dl>
      {invoice.payments.length > 0 && (
        <ul className="plain s num" aria-label={w.payments}>
          {invoice.payments.map((one) => (
            <li key={one.id}>
              {format.date(one.receivedOn)}: {format.euro(one.cents)}
              {one.replyCode && `, ${w.replyOf[one.replyCode]}`}
            </li>
          ))}
        </ul>
      )}
      {invoice.keepUntil && <p className="q s num">{w.keepUntil(format.date(invoice.keepUntil))}</p>}
    </>
  );
}

function Papers({ id }: { id: string }) {
  const w = useWords(billing);
  return (
    <>
      <h3>{w.papers}</h3>
      <div className="row wrap">
        {INVOICE_PAPERS.map((paper) => (
          <a key={paper} className="btn small" href={pathOf(getInvoicePaper.path, { id, paper })} target="_blank" rel="noreferrer">
            {w.paperNames[paper]}
          </a>
        ))}
      </div>
      <p className="q s">{w.previewNote}</p>
    </>
  );
}

function Lines({ invoice }: { invoice: InvoiceView }) {
  const w = useWords(billing);
  const format = useFormat();
  return (
    <>
      <h3>{w.lines}</h3>
      <ul className="money-lines">
        {invoice.rows.map((row) => (
          <li key={row.id}>
            <span>
              <strong>{row.person}</strong>
              <span className="q num">
                {format.day(row.day)} {row.start.slice(11)}–{row.end.slice(11)}
                {row.setting === 'group' && `, ${w.group}`}
              </span>
            </span>
            <span className="num r">
              {unitsOf(format.tag, row.hundredths)} × {format.euro(row.priceCents)}
              <br />
              <strong>{format.euro(row.amountCents)}</strong>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Steps({ invoice, onClose, onShow }: { invoice: InvoiceView; onClose: () => void; onShow: (id: string) => void }) {
  const w = useWords(billing);
  const me = useMe();
  const queries = useQueryClient();
  const [doing, setDoing] = useState<Doing>(null);
  const { id, version: ifMatch, next } = invoice;
  const again = () => queries.invalidateQueries({ queryKey: ['money'] });
  const plain = { params: { id }, body: {}, ifMatch };
  const check = useSubmit(async () => {
    await call(checkInvoice, plain);
    await again();
  });
  const receive = useSubmit(async () => {
    await call(receiveInvoice, plain);
    await again();
  });
  const discard = useSubmit(async () => {
    await call(discardInvoice, plain);
    onClose();
    await again();
  });
  if (!me.roles.includes('office')) return null;
  const may = (event: InvoiceView['next'][number]) => next.includes(event);
  const done = async () => {
    setDoing(null);
    await again();
  };
  if (doing === 'send') return <SendForm invoice={invoice} done={done} />;
  if (doing === 'reply') return <ReplyForm invoice={invoice} done={done} />;
  if (doing === 'correct') return <CorrectForm invoice={invoice} done={done} onShow={onShow} />;
  if (doing === 'write-off') return <WriteOffForm invoice={invoice} done={done} />;
  const sentence = check.sentence ?? receive.sentence ?? discard.sentence;
  return (
    <div className="row wrap">
      {may('check') && (
        <Button kind="main" onPress={check.run} busy={check.busy}>
          {w.check}
        </Button>
      )}
      {may('send') && (
        <Button kind="main" onPress={() => setDoing('send')}>
          {w.send}
        </Button>
      )}
      {(may('receive') || may('pay')) && invoice.state !== 'CORRECTION' && (
        <Button kind="main" onPress={() => setDoing('reply')}>
          {w.reply}
        </Button>
      )}
      {may('receive') && (
        <Button onPress={receive.run} busy={receive.busy}>
          {w.receive}
        </Button>
      )}
      {may('correct') && <Button onPress={() => setDoing('correct')}>{w.correct}</Button>}
      {may('write-off') && <Button onPress={() => setDoing('write-off')}>{w.writeOff}</Button>}
      {invoice.number === null && (
        <Button kind="quiet" onPress={discard.run} busy={discard.busy}>
          {w.discard}
        </Button>
      )}
      {sentence && (
        <Banner tone="no" live="assertive">
          {sentence}
        </Banner>
      )}
    </div>
  );
}

interface FormProps {
  invoice: InvoiceView;
  done: () => unknown;
}

function Buttons({ submit, action, done }: { submit: ReturnType<typeof useSubmit>; action: string; done: () => unknown }) {
  const w = useWords(billing);
  return (
    <>
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <div className="row wrap">
        <Button kind="main" type="submit" busy={submit.busy}>
          {action}
        </Button>
        <Button kind="quiet" onPress={done}>
          {w.back}
        </Button>
      </div>
    </>
  );
}

function SendForm({ invoice, done }: FormProps) {
  const w = useWords(billing);
  const [by, setBy] = useState<(typeof SENT_BY)[number]>('post');
  const submit = useSubmit(async () => {
    await call(sendInvoice, { params: { id: invoice.id }, body: { by }, ifMatch: invoice.version });
    await done();
  });
  return (
    <form className="money-form" onSubmit={submit.run} aria-label={w.sendTitle}>
      <p>{w.sendText}</p>
      <Segments label={w.sendBy} choices={SENT_BY.map((value) => ({ value, label: w.sendWays[value] }))} value={by} onChange={setBy} />
      <Buttons submit={submit} action={w.send} done={done} />
    </form>
  );
}

function ReplyForm({ invoice, done }: FormProps) {
  const w = useWords(billing);
  const sheet = `invoice.reply.${invoice.id}`;
  const [code, setCode] = useTyped<(typeof REPLY_CODES)[number]>(sheet, 'code', '01');
  const [on, setOn] = useTyped<string | null>(sheet, 'on', Temporal.Now.plainDateISO('Europe/Berlin').toString());
  const [amount, setAmount] = useTyped(sheet, 'amount', (invoice.openCents / 100).toFixed(2).replace('.', ','));
  const [reason, setReason] = useTyped(sheet, 'reason', '');
  const withMoney = code !== '05' && code !== '02';
  const cents = withMoney ? centsOf(amount) : 0;
  const submit = useSubmit(async () => {
    if (cents === null || on === null) return;
    await call(replyInvoice, {
      params: { id: invoice.id },
      body: { code, on, cents, reason: reason.trim() || null },
      ifMatch: invoice.version,
    });
    forget(sheet);
    await done();
  });
  return (
    <form className="money-form" onSubmit={submit.run} aria-label={w.reply}>
      <SelectField
        label={w.replyCode}
        choices={REPLY_CODES.map((value) => ({ value, label: w.replyOf[value] }))}
        value={code}
        onChange={(value) => setCode(value ?? '01')}
      />
      <DateField label={w.replyOn} lean="past" ageless value={on} onChange={setOn} />
      {withMoney && (
        <TextField
          label={w.replyCents}
          inputMode="decimal"
          figures
          value={amount}
          onChange={setAmount}
          error={cents === null ? w.amountUnreadable : undefined}
        />
      )}
      {(code === '02' || code === '04') && (
        <TextField label={w.reason} hint={w.reasonHint} maxLength={200} value={reason} onChange={setReason} />
      )}
      <Buttons submit={submit} action={w.save} done={done} />
    </form>
  );
}

function CorrectForm({ invoice, done, onShow }: FormProps & { onShow: (id: string) => void }) {
  const w = useWords(billing);
  const format = useFormat();
  const sheet = `invoice.correct.${invoice.id}`;
  const [reason, setReason] = useTyped(sheet, 'reason', '');
  const [out, setOut] = useTyped<readonly string[]>(sheet, 'out', []);
  const submit = useSubmit(async () => {
    const body = { reason: reason.trim(), leaveOut: [...out] };
    const { reissueId } = await call(correctInvoice, { params: { id: invoice.id }, body, ifMatch: invoice.version });
    forget(sheet);
    await done();
    if (reissueId) onShow(reissueId);
  });
  return (
    <form className="money-form" onSubmit={submit.run} aria-label={w.correctTitle}>
      <p>{w.correctText}</p>
      <TextField label={w.reason} maxLength={200} required value={reason} onChange={setReason} />
      <fieldset>
        <legend>{w.leaveOut}</legend>
        <p className="q s">{w.leaveOutText}</p>
        {invoice.rows.map((row) => (
          <CheckRow
            key={row.id}
            checked={out.includes(row.sessionId)}
            onChange={(checked) => setOut(checked ? [...out, row.sessionId] : out.filter((one) => one !== row.sessionId))}
          >
            {row.person}, {format.day(row.day)} {row.start.slice(11)}
          </CheckRow>
        ))}
      </fieldset>
      <Buttons submit={submit} action={w.correctTitle} done={done} />
    </form>
  );
}

function WriteOffForm({ invoice, done }: FormProps) {
  const w = useWords(billing);
  const sheet = `invoice.write-off.${invoice.id}`;
  const [reason, setReason] = useTyped(sheet, 'reason', '');
  const submit = useSubmit(async () => {
    await call(writeOffInvoice, { params: { id: invoice.id }, body: { reason: reason.trim() }, ifMatch: invoice.version });
    forget(sheet);
    await done();
  });
  return (
    <form className="money-form" onSubmit={submit.run} aria-label={w.writeOff}>
      <p>{w.writeOffText}</p>
      <TextField label={w.reason} maxLength={200} required value={reason} onChange={setReason} />
      <Buttons submit={submit} action={w.writeOff} done={done} />
    </form>
  );
}
