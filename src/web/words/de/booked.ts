export const words = {
  toCase: 'Zurück zum Fall',
  title: 'Gebucht',
  readBack: (name: string, when: string, who: string, where: string) =>
    `„${name ? `${name}, Ihr` : 'Ihr'} Termin ist am ${when}, bei ${who}${where ? `, ${where}` : ''}.`,
  kind: (kind: string) => `Der erste Termin ist eine ${kind}. Ihr Platz danach ist für Sie reserviert.`,
  bringStatutory: (ptv11: boolean) =>
    `Bringen Sie bitte Ihre Gesundheitskarte mit${ptv11 ? ', die PTV 11' : ''} und Berichte, wenn Sie welche haben.`,
  bring: 'Bringen Sie bitte Berichte mit, wenn Sie welche haben.',
  noFit: 'Merken Sie nach den ersten Sitzungen, dass es nicht passt, rufen Sie uns an. Dann suchen wir weiter, und Sie kommen zuerst dran.',
  crisis: 'Wird es vorher sehr schwer, rufen Sie jederzeit eine dieser Nummern an.“',
  byEmail: (email: string) => `Die Bestätigung geht per E-Mail${email ? ` an ${email}` : ''}.`,
  byLetter: 'Die Bestätigung geht als Brief.',
  bySms: 'Die Bestätigung geht als SMS.',
  print: 'Bestätigung drucken',
  sent: {
    title: 'Bestätigung',
    sent: (at: string) => `Bestätigung gesendet ${at}`,
    printed: (at: string) => `Brief gedruckt ${at}`,
    waits: 'Bestätigung wird gesendet',
    letterWaits: 'Brief wartet auf den Drucker',
    cancelled: 'Bestätigung zurückgezogen',
    failed: 'Die Bestätigung kam nicht an.',
    call: 'Rufen Sie an und sagen Sie Tag, Ort und Uhrzeit.',
    again: 'Noch einmal senden',
    againDone: 'Die Bestätigung geht noch einmal hinaus.',
  },
};
