import PostalMime from 'postal-mime';
import { type Decision, no, yes } from '#kernel/decision.ts';

/**
 * What a failure notice says of one of our mails. `hard`: the address is not good, now and later; `lost`: this mail did not arrive, the
 * address may be fine (mailbox full, expired); `late`: it is still being tried.
 */
export interface Notice {
  /** The message's id, out of its Message-ID. */
  messageId: string;
  kind: 'hard' | 'lost' | 'late';
  /** RFC 3463: "5.1.1" */
  status: string;
}

const OURS = /<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]+>/i;

// "global": the same for addresses with umlauts (RFC 6533).
const REPORTS: ReadonlySet<string> = new Set(['message/delivery-status', 'message/global-delivery-status']);
const ORIGINALS: ReadonlySet<string> = new Set(['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers']);

/** Reads a delivery status notification (RFC 3464). The text of the other server is not kept: it repeats the address. */
export async function readNotice(raw: Buffer): Promise<Decision<Notice, 'not-a-notice' | 'not-ours'>> {
  const mail = await PostalMime.parse(raw, { forceRfc822Attachments: true, attachmentEncoding: 'utf8' }).catch(() => undefined);
  const report = mail?.attachments.find(({ mimeType }) => REPORTS.has(mimeType));
  if (!mail || !report) return no('not-a-notice');
  const fields = fieldsOf(String(report.content));
  if (!fields) return no('not-a-notice');
  const original = mail.attachments.find(({ mimeType }) => ORIGINALS.has(mimeType));
  const heads = [headerOf(String(original?.content ?? ''), 'message-id'), mail.inReplyTo ?? '', mail.references ?? ''];
  const messageId = heads.map((head) => OURS.exec(head)?.[1]?.toLowerCase()).find((id) => id !== undefined);
  if (!messageId) return no('not-ours');
  return yes({ messageId, kind: kindOf(fields), status: fields.status });
}

interface Fields {
  action: string;
  status: string;
}

/** The first recipient's group: our mails have one recipient. */
function fieldsOf(report: string): Fields | undefined {
  for (const group of report.replaceAll('\r\n', '\n').split(/\n{2,}/)) {
    const action = headerOf(group, 'action').toLowerCase();
    const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(headerOf(group, 'status'))?.[1];
    if (action && status) return { action, status };
  }
  return undefined;
}

/** A header's value, folded lines joined. */
function headerOf(text: string, name: string): string {
  const [head = ''] = text.replaceAll('\r\n', '\n').replace(/^\n+/, '').split('\n\n');
  const lines = head.replace(/\n[ \t]+/g, ' ').split('\n');
  const line = lines.find((one) => one.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

// 5.2.2 mailbox full, 5.3.x the system, 5.7.x policy: not the address's fault.
function kindOf({ action, status }: Fields): Notice['kind'] {
  if (action !== 'failed') return 'late';
  return status.startsWith('5.') && !/^5\.(2\.2|2\.3|3\.|7\.)/.test(status) ? 'hard' : 'lost';
}
