import type { Founded } from './founding.ts';
import { DAYS, FIRST_DAY, REPORTED } from './founding-inputs.ts';
import { median, quantile, type YearCount, zeroBound } from './recount.ts';

const number = (value: number, digits = 0) =>
  value.toLocaleString('de-DE', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const percent = (numerator: number, denominator: number) =>
  denominator === 0 ? '–' : `${number((100 * numerator) / denominator, 1)} % (${numerator} von ${denominator})`;

/** Places given in each year, beside those of the beginning. */
const opened = ({ openingsPerYear, lateOpenings }: Founded['inputs']) =>
  openingsPerYear.map((count, year) => count + (lateOpenings[year] ?? 0));

/** The page of the handbook: what the founding document reports, beside what the replay computed. */
export function pageOf(founded: Founded): string {
  const { inputs, years, played } = founded;
  const [one, two] = years as [YearCount, YearCount];
  const appointments = two.attended + two.missed;
  const firsts = two.firstAttended + two.firstMissed;
  const row = (name: string, show: (year: YearCount) => string) => `| ${name} | ${show(one)} | ${show(two)} |`;
  const waited = ({ days }: YearCount) => `${number(median(days), median(days) % 1 ? 1 : 0)} / ${quantile(days, 0.9)} Tage`;
  return `# Das Gründungsnetz: zwei Jahre, nachgespielt

> Diese Seite schreibt \`npm run simulate -- gruendung\`. Bitte nicht von Hand ändern. / This page is written by a program; an English summary stands at the end.

Das Kollegennetzwerk in Bonn hat berichtet, was es in zwei Jahren erreicht hat. Geleit hat diese zwei Jahre **nachgespielt**: ${REPORTED.colleagues} Therapeutinnen und Therapeuten und eine Beratungsstelle, ${DAYS} Tage ab ${FIRST_DAY}, jeder Anruf, jede Passung, jeder Termin durch dieselben Aktionen, die auch Menschen am Bildschirm auslösen.

| | berichtet | nachgespielt |
|---|---|---|
| teilnehmende Kolleginnen und Kollegen | ${REPORTED.colleagues} | ${REPORTED.colleagues} |
| vergebene Therapieplätze 2018 (V1) | **${REPORTED.assigned[0]}** | **${one.assigned}** |
| vergebene Therapieplätze in zwei Jahren | **${REPORTED.assigned[0] + REPORTED.assigned[1]}** | **${one.assigned + two.assigned}** |
| im zweiten Jahr (V1) | ${REPORTED.assigned[1]} (aus der Differenz) | **${two.assigned}** |
| nicht wahrgenommene Termine 2019 | **keiner** | **${two.missed === 0 ? 'keiner' : two.missed}** von ${appointments} |
| Ausfallhonorare wegen nicht wahrgenommener Termine 2019 | **keines** | **${two.feesPossible === 0 ? 'keines' : two.feesPossible}** |

Der Bericht nennt als Jahre 2018 und „2 Jahre insgesamt“. Dass das zweite Jahr 2019 ist, ist unsere Lesart.

## Was gesetzt wurde und was herauskam

**Die Eingaben sind so gewählt, dass die Zahlen der Tabelle herauskommen.** Startwert (${inputs.seed}), Anrufe im Jahr (${inputs.callsPerYear.join(' und ')}) und Plätze, die Kolleginnen und Kollegen im Lauf der Jahre zusätzlich öffnen (${opened(inputs).join(' und ')}), wurden mit \`npm run simulate -- gruendung suchen\` gesucht. Das Nachspiel beweist also nicht, dass ein Netz genau so viele Plätze vergibt. Es zeigt, dass ein Netz dieser Größe mit Geleit durch zwei solche Jahre kommt, und dass die Zahlen am Ende aus dem Protokoll stimmen.

Außerdem gesetzt, als Annahmen:
- Ohne vorgelesene Ausfallregelung bleiben ${number(100 * inputs.missesWithoutRule, 1)} % der Termine unwahrgenommen, mit einer vorgelesenen und bejahten ${number(100 * inputs.missesWithRule, 2)} %. Die Kolleginnen und Kollegen legen ihre Regel nacheinander in den ersten zehn Monaten fest. **Dass im zweiten Jahr niemand fehlt, ist bei dieser Annahme wahrscheinlich und kein Beleg für sie.**
- ${number(100 * inputs.cancels)} % der Termine werden abgesagt (davon ein Viertel spät), ${number(100 * inputs.moves)} % verlegt, in ${number(100 * inputs.fitFails)} % der Fälle passt es nach den Probesitzungen nicht.
- Alle haben Urlaub, Fortbildung und sind ab und zu krank. ${inputs.restartsPerYear}-mal im Jahr fällt der Server mitten am Tag aus.
- Von einer Therapie stehen nur der erste Termin und die Probesitzungen im gemeinsamen Kalender; alles Weitere führt die Praxis selbst. Erinnerungen werden nicht verschickt.

Berechnet, nirgends gesetzt:

| | 2018 | 2019 |
|---|---|---|
${row('Anfragen', ({ requests }) => number(requests))}
${row('Plätze geöffnet oder wieder frei', ({ opened }) => number(opened))}
${row('V1 vergebene Therapieplätze', ({ assigned }) => number(assigned))}
${row('V2 begonnene Therapien', ({ started }) => number(started))}
${row('V3 Passungsquote', ({ started, released }) => percent(started, started + released))}
${row('V4 nicht wahrgenommen, erste Termine', ({ firstMissed, firstAttended }) => percent(firstMissed, firstMissed + firstAttended))}
${row('V4 nicht wahrgenommen, alle Termine', ({ missed, attended }) => percent(missed, missed + attended))}
${row('V5 spät abgesagt', ({ late, inTime, attended, missed }) => percent(late, late + inTime + attended + missed))}
${row('von der Praxis abgesagt', ({ byProvider }) => number(byProvider))}
${row('V9 bis zum ersten Termin, Median / neun von zehn', waited)}

**V7, was „keiner“ heißt:** ${two.missed === 0 ? `Bei keinem Ausfall unter ${appointments} Terminen kann die wahre Quote mit 95 % Sicherheit noch bis zu ${number(zeroBound(appointments), 1)} % betragen, bei den ${firsts} ersten Terminen bis zu ${number(zeroBound(firsts), 1)} %.` : 'Im zweiten Jahr fehlte jemand, eine Obergrenze für „keiner“ entfällt.'} Der Bericht nennt keine Zahl der Termine; wären es nur die ${REPORTED.assigned[1]} ersten, wären es bis zu ${number(zeroBound(REPORTED.assigned[1]), 1)} %. Andernorts berichtete Quoten reichen von 5 bis 27 %.

## Was die Wörter heißen
- **V1, vergebene Therapieplätze:** Anfragen, für die ein Platz verbindlich gebucht wurde und deren erster Termin stattfand; gezählt am Tag des ersten Termins. Plätze, keine einzelnen Sprechstunden: das betont auch der Bericht.
- **V2, begonnene Therapien:** Beide haben nach den Probesitzungen Ja gesagt. **V3:** V2 durch V2 und die Fälle, in denen es nicht passte.
- **V4:** nicht wahrgenommen durch wahrgenommen und nicht wahrgenommen. Ein erster Termin ist jeder bis zum ersten wahrgenommenen.
- **V5:** spät abgesagt durch alle Termine, die ihren Tag erreichten oder von der Klientin oder dem Klienten abgesagt wurden.
- **V7:** Obergrenze 1 − 0,05^(1/n).
- **V9:** Tage von der Anfrage bis zum ersten wahrgenommenen Termin.

## Der Lauf
${number(played.steps)} Schritte, ${number(played.checks)}-mal nach einem Schritt alle Invarianten gefragt (und ${played.wholeChecks}-mal über den ganzen Bestand): keine verletzt. ${played.figures} Zahlen, die die Auswertung des Programms über beide Jahre zeigt (V1 bis V17), wurden mit einer Nachzählung der Rohdaten verglichen: alle gleich. Die Personen sind erfunden. Nachspielen: \`npm run simulate -- gruendung\`.

## In English
The founding network in Bonn reports ${REPORTED.assigned[0]} places assigned in 2018 with ${REPORTED.colleagues} colleagues, ${REPORTED.assigned[0] + REPORTED.assigned[1]} in two years, and no missed appointment in the second. The replay plays these two years through the product's own actions. Its inputs (seed ${inputs.seed}, ${inputs.callsPerYear.join(' and ')} calls, ${opened(inputs).join(' and ')} further openings a year) **were searched for so that these numbers come out**; it computes ${one.assigned} and ${two.assigned} places, and ${two.missed} missed of ${appointments} appointments in the second year (with none in so many, up to ${zeroBound(appointments)} % may still be true). That people rarely stay away once they have accepted a rule is an assumption of the model, not a finding.
`;
}
