import type { Locator, Page } from 'playwright-core';
import { axe } from '../axe.ts';
import { until } from './people.ts';

type Role = Parameters<Page['getByRole']>[0];
type Where = Page | Locator;
/** What the page has and this side does not: these files are checked with Node's types. */
interface Place {
  contains(other: Place | null): boolean;
  compareDocumentPosition(other: Place): number;
  matches(selector: string): boolean;
  checkVisibility(): boolean;
  readonly selectedOptions?: readonly { text: string }[];
}
declare const document: { readonly activeElement: Place; readonly body: Place; querySelectorAll(selector: string): Iterable<Place> };

/** Keeps what live regions say, in order. As text: this file is checked with Node's types, which know no document. */
const LISTEN = `(() => {
  const heard = (globalThis.__heard = []);
  const live = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"]';
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const at = target.nodeType === 1 ? target : target.parentElement;
      const region = at?.closest(live) ?? at?.querySelector(live);
      const text = region?.textContent; // the same words twice differ by a blank, and are heard twice
      if (text && heard.at(-1) !== text) heard.push(text);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
})();`;

/** Whether the cursor is there (in a bar of choices: on one of them), else in which direction it lies, and about how far. */
function wayTo(element: unknown): { here: boolean; back: boolean; about: number } {
  const goal = element as Place;
  const at = document.activeElement;
  const here = goal === at || (goal.matches('[role="radiogroup"]') && goal.contains(at));
  const back = at !== document.body && (goal.compareDocumentPosition(at) & 4) > 0; // 4: it follows the goal
  const stops = [
    ...document.querySelectorAll(
      'a[href], button, input:not([type="radio"]), [role="radiogroup"], select, textarea, summary, [tabindex="0"]',
    ),
  ];
  const seen = stops.filter((stop) => stop.checkVisibility() && !stop.matches('[tabindex="-1"]'));
  const between = seen.filter((stop) => {
    const [fromGoal, fromAt] = [goal.compareDocumentPosition(stop), at === document.body ? 4 : at.compareDocumentPosition(stop)];
    return back ? (fromGoal & 4) > 0 && (fromAt & 2) > 0 : (fromGoal & 2) > 0 && (fromAt & 4) > 0;
  });
  return { here, back, about: between.length + 1 };
}

/** Somebody without a mouse: walks by Tab, chooses and types by keys, and knows what is there by role and name, as a reading voice says it. */
export class Keyboard {
  readonly page: Page;
  #heard = 0;
  /** Keys that were pressed. */
  pressed = 0;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Before the first page is opened: a reading voice listens from the beginning. */
  static async of(page: Page): Promise<Keyboard> {
    await page.context().addInitScript({ content: LISTEN });
    return new Keyboard(page);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
    this.pressed += keys.length;
  }

  /** Writes over what stands in the field. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(text);
    this.pressed += text.length;
  }

  /** Walks by Tab, in the direction where it lies, until the cursor stands on what is called so. */
  async to(role: Role, name: string | RegExp, where: Where = this.page): Promise<Locator> {
    const found = where.getByRole(role, { name, exact: typeof name === 'string' }).first();
    await found.waitFor({ state: 'visible' }).catch(async (fault: unknown) => {
      throw new Error(`${fault}\nthe page shows ${this.page.url()}:\n${(await this.page.locator('body').ariaSnapshot()).slice(0, 6_000)}`);
    });
    for (let looks = 0; looks < 60; looks += 1) {
      const { here, back, about } = await found.evaluate(wayTo);
      if (here) return found;
      // Far away it walks without looking at each step.
      const steps = Array.from({ length: Math.max(1, about - 2) }, () => (back ? 'Shift+Tab' : 'Tab'));
      await Promise.all(steps.map((key) => this.press(key)));
    }
    throw new Error(`the tab key does not come to the ${role} ${name}; it stands at ${await this.standing()}`);
  }

  /** Walks to a button or link and presses it. */
  async enter(role: 'button' | 'link', name: string | RegExp, where: Where = this.page): Promise<void> {
    await this.to(role, name, where);
    await this.press('Enter');
  }

  async write(name: string | RegExp, text: string, where: Where = this.page): Promise<void> {
    await this.to('textbox', name, where);
    await this.type(text);
  }

  /** One of a list, by its first letters, as a closed list takes them. */
  async choose(name: string | RegExp, label: string, where: Where = this.page): Promise<void> {
    const list = await this.to('combobox', name, where);
    await list.locator('option').filter({ hasText: label }).first().waitFor({ state: 'attached' });
    await this.page.keyboard.type(label.slice(0, 12));
    this.pressed += Math.min(12, label.length);
    const chosen = await list.evaluate((element) => (element as unknown as Place).selectedOptions?.[0]?.text ?? '');
    if (chosen !== label) throw new Error(`${name}: by keys it became ${chosen}, not ${label}`);
  }

  /** One of few: arrows go round the bar. */
  async pick(name: string | RegExp, label: string, where: Where = this.page): Promise<void> {
    const group = await this.to('radiogroup', name, where);
    const wanted = group.getByRole('radio', { name: label, exact: true });
    if ((await wanted.and(this.page.locator(':focus')).count()) > 0) await this.press('Space');
    for (let steps = 0; steps < 12 && !(await wanted.isChecked()); steps += 1) await this.press('ArrowRight');
    if (!(await wanted.isChecked())) throw new Error(`${name}: arrows do not choose ${label}`);
  }

  async tick(name: string | RegExp, where: Where = this.page): Promise<void> {
    const box = await this.to('checkbox', name, where);
    await this.press('Space');
    if (!(await box.isChecked())) throw new Error(`${name} is not ticked by the space bar`);
  }

  /** Waits until a live region says it, after what was heard before. */
  async hears(what: RegExp): Promise<string> {
    let said: string | undefined;
    const listen = async () => {
      const all = await this.page.evaluate<string[]>('globalThis.__heard ?? []');
      const at = all.findIndex((text, index) => index >= this.#heard && what.test(text));
      if (at < 0) return false;
      said = all[at];
      this.#heard = at + 1;
      return true;
    };
    await until(`a live region says ${what}`, listen).catch(async (fault: unknown) => {
      throw new Error(`${fault}; heard: ${(await this.page.evaluate<string[]>('globalThis.__heard ?? []')).slice(-6).join(' | ')}`);
    });
    return said ?? '';
  }

  /** Where the cursor stands: what it is and how it begins. */
  standing(): Promise<string> {
    return this.page.evaluate<string>(
      '(() => { const at = document.activeElement; return at.tagName + " " + (at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent).slice(0, 60); })()',
    );
  }

  /** What would stop somebody at this page. Empty is right. */
  async faults(): Promise<string[]> {
    return (await axe(this.page)).map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  }
}

/** The API with somebody's own session, for steps that are not the point. */
export async function api<Answer = { id: string; version: number }>(
  page: Page,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  data?: unknown,
  version?: number,
): Promise<Answer> {
  const origin = new URL(page.url()).origin;
  const headers = {
    'X-Geleit': '1',
    'Idempotency-Key': crypto.randomUUID(),
    Origin: origin,
    ...(version ? { 'If-Match': `"${version}"` } : {}),
  };
  const answer = await page.context().request.fetch(`${origin}${path}`, { method, headers, ...(data === undefined ? {} : { data }) });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}
