import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawn, goTo, listed } from './case-file.ts';
import { api, Keyboard } from './keyboard.ts';
import { enter, goneFrom, inDays, type Stage, see, until, visitor } from './people.ts';

/** Opens the next phase of the case, by the panel that says what it means. */
async function step(keys: Keyboard, name: string, now: string): Promise<void> {
  await keys.enter('button', name);
  const panel = keys.page.getByRole('dialog', { name });
  await keys.enter('button', name, panel);
  await keys.hears(/Gespeichert/);
  await see(
    keys.page.getByRole('list', { name: 'Phasen' }).getByRole('listitem').and(keys.page.locator('[aria-current="step"]')).getByText(now),
  );
}

/** A case from the first call to the plan that she agrees to, and its partners, its end and its report: without a mouse. */
export function caseJourneys(stage: Stage): void {
  const { product, browser } = stage;
  let caseId = '';

  /** The case manager's browser; one session for all parts, as on her desk. */
  const openFile = async (tab = '') => {
    const visit = await enter(browser, product, 'Svenja Albers');
    const keys = await Keyboard.of(visit.page);
    await visit.page.goto(`${product.address}/faelle${caseId ? `/akte/${caseId}${tab}` : ''}`);
    return { ...visit, keys };
  };

  /** A case of the demo that stands where the story begins. */
  const openCaseOf = async (called: string, tab: string) => {
    const visit = await openFile('');
    const { cards } = await api<{ cards: { id: string; called: string }[] }>(visit.page, 'GET', '/api/cases/board');
    await visit.page.goto(`${product.address}/faelle/akte/${cards.find((card) => card.called === called)?.id}/${tab}`);
    return visit;
  };

  test('A case is opened without a name, screened with reasons, and taken in with consent and name', async () => {
    const { page, keys, context } = await openFile();
    await keys.enter('button', 'Fall eröffnen');
    const panel = page.getByRole('dialog', { name: 'Neuer Fall' });
    await keys.enter('button', 'Fall eröffnen', panel);
    await keys.hears(/Es fehlt.*Wer meldet sich\?/);
    expect(await keys.standing()).toContain('Wer meldet sich?');
    await keys.choose('Wer meldet sich?', 'Klientin oder Klient', panel);
    await keys.write('Worum geht es?', 'Ruft selbst an: Briefe, Schulden, kein Schlaf.', panel);
    await keys.write('Rufname des Falls', 'Novemberfall', panel);
    expect(await keys.faults()).toEqual([]);
    await keys.enter('button', 'Fall eröffnen', panel);
    await page.waitForURL(/akte\/[\w-]{36}\/klaerung/);
    caseId = page.url().split('/').at(-2) ?? '';
    await see(page.getByRole('region', { name: 'Fall', exact: true }).getByText('ohne Namen, bis eine Einwilligung vorliegt'));
    await see(page.getByRole('heading', { name: 'Novemberfall', level: 2 }));

    const path = `/api/cases/${caseId}/artefacts`;
    await keys.enter('button', 'Neu festhalten: Kontaktnotiz'); // the call itself was noted with the case
    const note = page.getByRole('dialog', { name: 'Kontaktnotiz' });
    await keys.pick('Wunsch, den Bedarf zu prüfen', 'ja', note);
    await keys.write('Notiz', 'Möchte, dass jemand mit ihr auf alles schaut.', note);
    await keys.enter('button', 'Festhalten', note);
    await keys.hears(/Gespeichert/);
    await api(page, 'POST', path, { kind: 'information-sheet' });
    await see(page.getByText('Alles da für: Fallauswahl.')); // what came from elsewhere is there without reading again
    await step(keys, 'Bedarf prüfen', 'Fallauswahl');

    // Only what she knows; the rest stays open and is asked for.
    const screening = page.getByRole('region', { name: 'Screening' }).first();
    const result = page.getByRole('region', { name: 'Ergebnis' });
    await see(result.getByText('Noch offen'));
    for (const domain of ['Gesundheit und Behandlung', 'Tagesstruktur, Arbeit, Bildung', 'Geld, Leistungen, Recht, Aufenthalt']) {
      await keys.choose(`${domain}, Eigene Sicht`, '3 schwer', screening);
      await keys.choose(`${domain}, Fachkraft`, '2 deutlich', screening);
      await keys.choose(`${domain}, Kommt allein zurecht`, 'nein', screening);
      await keys.choose(`${domain}, Hilfe im Umfeld`, 'zu wenig', screening);
    }
    for (const [type, name] of [
      ['Psychiatrische Behandlung', 'Praxis Petrova'],
      ['Jobcenter', 'Jobcenter Bonn'],
      ['Schuldnerberatung', ''],
    ] as const) {
      await keys.enter('button', 'Dienst dazu');
      await keys.choose('Art des Dienstes', type, screening.locator('.case-row').last());
      if (name) await keys.write('Einrichtung', name, screening.locator('.case-row').last());
    }
    await keys.enter('button', 'Ereignis dazu');
    await keys.choose('Was', 'Anfrage abgelehnt', screening);
    await keys.write('Tag', inDays(-40), screening);
    await keys.press('Tab');
    await keys.hears(/Angezeigt, Einwilligung fehlt/);
    const read = await result.ariaSnapshot();
    expect(read).toContain('listitem: ja Komplexer Bedarf 3 bis 10 Problembereiche; nötig sind 3, oder 2 mit Begründung');
    expect(read).toContain('listitem: ja Viele Beteiligte mindestens 3 Einrichtungen; nötig sind 3');
    expect(read).toContain('listitem: nein Einwilligung liegt nicht vor');
    expect(await keys.faults()).toEqual([]);
    await keys.enter('button', 'Screening speichern');
    await keys.hears(/Gespeichert/);
    await step(keys, 'Aufnehmen', 'Aufnahme');

    // Intake: explained and agreed, then her yes, then her name.
    for (const kind of ['tasks-and-limits', 'demarcation', 'data-protection', 'agreement']) await api(page, 'POST', path, { kind });
    for (const kind of ['decision-manager', 'decision-client']) await api(page, 'POST', path, { kind, answer: 'yes' });
    const consent = page.getByRole('region', { name: 'Einwilligung' });
    await keys.enter('button', /^Antwort festhalten/, consent);
    const yes = page.getByRole('dialog', { name: 'Einwilligung der Klientin oder des Klienten' });
    await keys.pick('Einwilligung der Klientin oder des Klienten', 'ja', yes);
    await keys.choose('Wie gegeben?', 'Papier', yes);
    await keys.enter('button', 'Festhalten', yes);
    await keys.hears(/Gespeichert/);
    await keys.enter('button', 'Name und Kontakt', consent);
    const who = page.getByRole('dialog', { name: 'Name und Kontakt' });
    await keys.write('Vorname', 'Mira', who);
    await keys.write('Nachname', 'Falkenberg', who);
    await keys.write('Geburtsdatum', '3.4.1986', who);
    await keys.enter('button', 'Speichern', who);
    await see(page.getByRole('heading', { name: 'Mira Falkenberg', level: 2 }));
    await goneFrom(page.getByText('ohne Namen, bis eine Einwilligung vorliegt'));
    await keys.enter('button', 'Beginn eintragen');
    await keys.enter('button', 'Speichern', page.getByRole('dialog'));
    await see(page.getByText('Alles da für: Assessment.'));
    expect(await keys.faults()).toEqual([]);
    await step(keys, 'Zum Assessment', 'Assessment');
    console.log(`from the first call to the assessment: ${keys.pressed} keys`);
    await context.close();
  });

  test('Ten domains are rated by digits and arrows, and a network map drawn by keys is the same in its list', async () => {
    const { page, keys, context } = await openFile('/assessment');
    await keys.enter('button', 'Assessment beginnen');
    await keys.enter('button', /^Gesundheit und Behandlung/);
    const own = page.getByRole('group', { name: 'Eigene Sicht' });
    const professional = page.getByRole('group', { name: 'Fachsicht' });
    await until('the cursor stands on the first choice', async () => (await keys.standing()).startsWith('INPUT 0 kein'));
    await keys.press('3');
    expect(await keys.standing()).toBe('INPUT 3 schwer');
    await keys.pick('Bedarf', 'ungedeckt', own);
    await keys.write('Wunsch in eigenen Worten', 'Wieder schlafen, ohne Angst vor dem Morgen.', own);
    await keys.to('radiogroup', 'Schwere', professional);
    await keys.press('2');
    await keys.pick('Bedarf', 'ungedeckt', professional);
    expect(await keys.faults()).toEqual([]);
    // The others: nothing is the matter, in both views, with nine keys each.
    for (let domain = 2; domain <= 10; domain += 1) {
      await keys.press('Alt+ArrowDown');
      await keys.hears(/./);
      await until('the next domain has the cursor', async () => (await keys.standing()) === 'INPUT 0 kein');
      await keys.press('0', 'Tab', 'Space', 'Tab', 'Tab', '0', 'Tab', 'Space');
    }
    await keys.press('Alt+ArrowDown');
    await see(page.getByText('10 von 10 Bereichen fertig'));
    expect(await keys.standing()).toMatch(/^BUTTON Geld/);
    await keys.enter('button', 'Ressource hinzufügen');
    await keys.write('Was hilft', 'Die Schwester kommt sonntags.');
    await keys.press('Enter');
    await see(page.getByText('Die Schwester kommt sonntags.'));
    await see(page.getByRole('button', { name: 'Ressource hinzufügen' })); // kept, and nothing is left to lose
    for (const kind of ['risk-check', 'client-saw-assessment', 'providers-checked'])
      await api(page, 'POST', `/api/cases/${caseId}/artefacts`, { kind });

    await goTo(keys, 'Netzwerkkarte');
    await keys.enter('button', 'Karte zeichnen');
    const list = page.getByRole('region', { name: 'Liste' });
    const picture = page.getByRole('group', { name: 'Karte zum Zeichnen' });
    const add = async (relation: string, sector?: string) => {
      await keys.enter('button', 'Person', list);
      if (sector) await keys.choose('Bereich', sector, list);
      await keys.choose('Beziehung', relation, list);
      await keys.enter('button', 'Fertig', list);
    };
    await add('Geschwister');
    await add('Nachbarin, Nachbar', 'Freunde, Nachbarn');
    await add('Arztpraxis', 'Fachleute');
    await keys.to('button', /^Geschwister, Familie, mittel/, picture);
    await keys.press('ArrowUp');
    await keys.hears(/^Geschwister: Familie, nah\.$/);
    await keys.to('button', /^Nachbarin, Nachbar, Freunde, Nachbarn, mittel/, picture);
    for (let turn = 0; turn < 8; turn += 1) await keys.press('ArrowLeft');
    await keys.hears(/: Familie, mittel\.$/); // over the border into the next quarter
    for (let turn = 0; turn < 6; turn += 1) await keys.press('ArrowRight');
    await keys.hears(/^Nachbarin, Nachbar: Freunde, Nachbarn, mittel\.$/); // and back: who she is was not lost
    await keys.to('button', /^Geschwister/, picture);
    await keys.press('v');
    await keys.hears(/Wählen Sie, wer Geschwister kennt/);
    await keys.enter('button', /^Arztpraxis/, picture);
    await keys.hears(/^Geschwister und Arztpraxis sind verbunden\.$/);
    await see(picture.getByRole('button', { name: 'Arztpraxis, Fachleute, mittel, 1 Verbindung', exact: true }));
    expect(await drawn(picture)).toEqual(await listed(list));
    expect(await keys.faults()).toEqual([]);
    await see(page.getByText(/^gespeichert/));

    await goTo(keys, 'Assessment');
    await keys.enter('button', 'Runde abschließen');
    await keys.enter('button', 'Runde abschließen', page.getByRole('dialog', { name: 'Runde abschließen?' }));
    await keys.hears(/Die Runde ist abgeschlossen/);
    await step(keys, 'Zur Hilfeplanung', 'Hilfeplan');
    console.log(`assessment and network map: ${keys.pressed} keys`);
    await context.close();
  });

  test('A goal with its scale and a measure become a plan, and the client agrees', async () => {
    const { page, keys, context } = await openFile('/hilfeplan');
    await keys.enter('button', 'Ziel dazu: Gesundheit und Behandlung');
    const goal = page.getByRole('dialog', { name: 'Ziel aufnehmen' });
    await keys.write('Das Ziel in ihren Worten', 'Ich schlafe wieder durch.', goal);
    await keys.write('Bis wann', inDays(90), goal);
    for (const [level, text] of [
      ['+1, mehr als erwartet', 'Sechs Nächte in der Woche.'],
      ['0, wie erwartet', 'Vier Nächte in der Woche.'],
      ['−1, weniger als erwartet', 'Zwei Nächte in der Woche.'],
    ] as const)
      await keys.write(level, text, goal);
    await keys.pick('Stand zu Beginn', '−2', goal);
    await keys.tick('von ihr oder ihm angenommen', goal);
    expect(await keys.faults()).toEqual([]);
    await keys.enter('button', 'Ziel speichern', goal);
    await keys.hears(/^Ziel gespeichert/);
    const own = page.getByRole('article', { name: 'Ich schlafe wieder durch.' });
    await see(own.getByRole('img', { name: 'Skala: Beginn −2, jetzt noch nicht bewertet' }));
    await keys.enter('button', 'Maßnahme', own);
    const measure = page.getByRole('dialog', { name: 'Maßnahme aufnehmen' });
    await keys.write('Was getan wird', 'Schlaftagebuch führen', measure);
    await keys.choose('Wer es tut', 'selbst', measure);
    await keys.write('Beginn', inDays(1), measure);
    await keys.enter('button', 'Maßnahme speichern', measure);
    await keys.hears(/^Maßnahme gespeichert/);
    await keys.enter('button', 'Zur Zustimmung vorlegen');
    await keys.hears(/^Fassung 1 liegt vor/);
    await keys.enter('button', 'Zustimmung festhalten');
    const agree = page.getByRole('dialog', { name: 'Zustimmung zu Fassung 1' });
    await keys.pick('Wie', 'mündlich, mit Zeugen', agree);
    await keys.write('Wer war dabei', 'Hanna Lorenz', agree);
    await keys.enter('button', 'Zustimmung speichern', agree);
    await keys.hears(/^Fassung 1 gilt/);
    await see(page.getByRole('region', { name: 'Fassungen' }).getByText(/^vereinbart .*, bezeugt von Hanna Lorenz$/));
    expect(await keys.faults()).toEqual([]);
    await keys.enter('button', 'Ausgabe übergeben');
    await see(page.getByText('Alles da für: Linking.'));
    for (const [name, sign] of [
      ['Übersicht', 'Eckdaten'],
      ['Monitoring', 'Befunde'],
      ['Verlauf', 'Verlauf'],
    ] as const) {
      await goTo(keys, name);
      await see(page.getByRole('heading', { name: sign }));
      expect(await keys.faults(), name).toEqual([]);
    }
    await context.close();
  });

  test('A service is found, released and asked; the partner sees what the preview showed, answers, and the case shows it', async () => {
    const { page, keys, context } = await openCaseOf('Ali Rezaei', 'linking');
    await keys.enter('button', 'Passenden Dienst suchen');
    const search = page.getByRole('region', { name: 'Dienst suchen', exact: true });
    await keys.choose('Art', 'Suchtberatung', search);
    await keys.write('Postleitzahl', '53111', search);
    await keys.hears(/\d passen, 1 ist zu klären|1 passt/);
    await see(search.getByRole('listitem', { name: 'Suchtberatung' }).getByText(/^(passt|zu klären)$/));
    expect(await keys.faults()).toEqual([]);
    await keys.enter('button', 'Anfragen: Suchtberatung', search);
    const panel = page.getByRole('dialog');
    await keys.write('Worum Sie bitten', 'Wir bitten um ein erstes Gespräch in der nächsten Woche.', panel);
    await keys.tick('Hilfeplan', panel);
    await keys.write('Hilfeplan: das soll die Stelle wissen', 'An vier Tagen der Woche nichts trinken.', panel);
    await keys.enter('button', 'Weiter zur Vorschau', panel);
    await see(panel.getByText('Für diese Stelle gibt es noch keine Freigabe.'));
    expect(await panel.getByRole('button', { name: 'Senden' }).count()).toBe(0);
    await keys.enter('link', 'Zu den Freigaben', panel);
    const releases = page.getByRole('region', { name: 'Freigaben von der Schweigepflicht' });
    await keys.enter('button', 'Freigabe aufnehmen', releases);
    await keys.choose('Partner aus dem Verzeichnis', 'Suchtberatung, Beratungshaus Bonn', releases);
    await keys.tick('Hilfeplan', releases);
    await keys.write('Gilt bis', inDays(90), releases);
    await keys.choose('Wie wurde sie erteilt', 'gesprochen, mit Zeugin oder Zeuge', releases);
    await keys.write('Wer hat es gehört', 'Hanna Lorenz', releases);
    expect(await keys.faults()).toEqual([]);
    await keys.enter('button', 'Freigabe speichern', releases);
    await keys.hears(/^Freigabe an Suchtberatung, Beratungshaus Bonn gespeichert/);

    await goTo(keys, 'Linking');
    await keys.enter('button', 'Anfrage an Suchtberatung öffnen');
    await keys.enter('button', 'Weiter zur Vorschau', panel);
    await see(panel.getByText(/^Freigegeben bis/));
    expect(await keys.faults()).toEqual([]);
    const previewed = await panel.locator('.packet').ariaSnapshot();
    await keys.enter('button', 'Senden', panel);
    await see(page.getByRole('dialog', { name: 'Gesendet' }));
    const address = await panel.getByRole('textbox', { name: 'Link' }).inputValue();
    const code = (await panel.locator('.referral-code').innerText()).replaceAll(/\D/g, '');
    await keys.enter('button', 'Fertig', panel);
    await keys.press('Escape');
    await goneFrom(panel);

    const partner = await visitor(browser, 'partner', { width: 390, height: 844 });
    const hers = await Keyboard.of(partner.page);
    await partner.page.goto(address);
    await hers.write('Code', code);
    expect(await hers.faults()).toEqual([]);
    await hers.press('Enter');
    await see(partner.page.getByRole('heading', { name: 'Die Bitte' }));
    expect(await partner.page.locator('.packet').ariaSnapshot()).toBe(previewed);
    expect(await partner.page.getByRole('heading').allInnerTexts()).toEqual([
      'Anfrage an Sie',
      'Suchtberatung',
      'Die Bitte',
      'Um wen es geht',
      'Hilfeplan',
      'Ihre Antwort',
    ]);
    expect(await hers.faults()).toEqual([]);
    await hers.enter('button', 'Wir übernehmen');
    await hers.write('Nachricht (wenn Sie möchten)', 'Gern, wir melden uns.');
    await hers.enter('button', 'Absenden');
    await hers.hears(/^Danke\. Ihre Antwort ist angekommen/);

    await see(page.getByRole('row', { name: /Suchtberatung/ }).getByText('zugesagt')); // without reading again
    await keys.enter('button', 'Anfrage an Suchtberatung öffnen');
    await see(panel.getByText('Gern, wir melden uns.'));
    expect(await keys.faults()).toEqual([]);
    await context.close();
    await partner.context.close();
  });

  test('A case is evaluated; report and end pass by the eyes of a second person', async () => {
    const { page, keys, context } = await openCaseOf('Monika Wirtz', 'evaluation');
    const address = page.url();
    const path = address.replace(/.*akte\/([\w-]+).*/, '/api/cases/$1');
    const { version } = await api(page, 'GET', path);
    await api(page, 'POST', `${path}/move`, { to: 'evaluation', closingReason: 'CR3' }, version);
    await keys.enter('button', 'Auswertung beginnen');
    await keys.choose('Anlass des Abschlusses', 'von ihr oder ihm vorzeitig beendet');
    await keys.write('In eigenen Worten', 'Ich will jetzt allein weitergehen.');
    await keys.tick('Nach der Zufriedenheit gefragt');
    await keys.choose('Zufriedenheit, 0 bis 10', '7');
    await keys.pick('Unterstützungsbedarf zu Beginn', '3');
    await keys.pick('Unterstützungsbedarf am Ende', '1');
    await keys.write('Fachliche Reflexion', 'Was trug: feste Tage. Was nicht: die lange Suche am Anfang.');
    await keys.write('Empfehlungen', 'Im Frühjahr noch einmal miteinander sprechen.');
    await goneFrom(page.getByText('Bis zur Freigabe fehlen:'));
    expect(await keys.faults()).toEqual([]);
    await keys.enter('button', 'Um Freigabe bitten');
    await keys.hears(/Die Leitung hat eine Aufgabe dazu/);
    await see(page.getByText('liegt bei der Leitung'));
    expect(await page.getByRole('button', { name: 'Freigeben' }).count()).toBe(0);

    const lead = await enter(browser, product, 'Hanna Lorenz');
    const hers = await Keyboard.of(lead.page);
    await lead.page.goto(address);
    await hers.enter('button', 'Freigeben');
    await hers.hears(/Die Auswertung ist freigegeben/);
    expect(await hers.faults()).toEqual([]);
    await see(page.getByText(/^freigegeben von Hanna Lorenz am/)); // without reading again

    await keys.to('link', 'Bericht (PDF)');
    const [report] = await Promise.all([page.waitForEvent('download'), keys.press('Enter')]);
    const pdf = readFileSync(await report.path()).toString('latin1');
    expect(pdf).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(pdf).toMatch(/\/MarkInfo\s*<<[^>]*\/Marked true/);
    expect(pdf).toMatch(/\/Lang\s*\(de/);

    for (const kind of ['closing-talk', 'partners-informed', 'tasks-handed-over']) await api(page, 'POST', `${path}/artefacts`, { kind });
    await keys.enter('button', 'Abschluss erbitten');
    const end = page.getByRole('dialog', { name: 'Abschluss erbitten' });
    await keys.enter('button', 'Abschluss erbitten', end);
    await see(page.getByText(/^Sie haben um den Abschluss gebeten/));
    expect(await page.getByRole('button', { name: 'Abschluss freigeben' }).count()).toBe(0);
    await hers.enter('button', 'Abschluss freigeben');
    await see(lead.page.getByText(/^Abgeschlossen am/));
    await see(page.getByText(/^Abgeschlossen am/));
    await context.close();
    await lead.context.close();
  });
}
