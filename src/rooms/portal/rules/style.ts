/** The style sheet of the public pages: the colours of the house, the system's own letters, nothing to load. */
export const STYLE = `
:root{color-scheme:light dark;
--canvas:light-dark(#f6f4f1,#141110);--surface:light-dark(#fffefc,#1f1a19);--line:light-dark(#ddd8d2,#423b39);--edge:light-dark(#877e78,#847b78);
--ink:light-dark(#231b22,#efecea);--ink-2:light-dark(#50474f,#c8c3bf);--act:light-dark(#662a57,#dcb9d3);--act-hover:light-dark(#531e46,#e9cee2);
--on-act:light-dark(#fff,#141110);--no:light-dark(#8f221f,#f4b0aa);--no-soft:light-dark(#fee9e6,#442321);--focus:light-dark(#0b58bb,#86c3ff)}
*{box-sizing:border-box}
html{font:400 1.125rem/1.5 "Source Sans 3","Noto Sans Arabic",system-ui,sans-serif;background:var(--canvas);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:44rem;padding:1.25rem;overflow-wrap:break-word}
h1{font-size:1.75rem;line-height:1.2;font-weight:650;margin:1.25rem 0 .75rem;text-wrap:balance}
h2{font-size:1.3125rem;line-height:1.25;font-weight:650;margin:2rem 0 .75rem}
p{margin:.5rem 0}
a{color:var(--act);text-underline-offset:.15em}
a:hover{color:var(--act-hover)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
header{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:baseline;justify-content:space-between}
.name{font-weight:650;margin:0}
.languages ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:0;padding:0}
.languages a{display:inline-block;padding:.35rem 0}
.languages a[aria-current]{font-weight:650;text-decoration:none;color:var(--ink)}
.lead{font-size:1.1875rem}
.danger,.card,.summary{background:var(--surface);border:1px solid var(--line);border-radius:16px;padding:1rem 1.25rem;margin:1.25rem 0}
.danger{border:2px solid var(--edge)}
.danger h2,.card h2,.summary h2{margin:.25rem 0 .5rem;font-size:1.1875rem}
.numbers{list-style:none;margin:.5rem 0 0;padding:0}
.numbers li{display:grid;grid-template-columns:12rem 1fr;gap:.25rem 1rem;align-items:baseline;padding:.35rem 0}
.numbers a{font-weight:650;font-size:1.25rem;padding:.2rem 0;unicode-bidi:isolate;white-space:nowrap}
[dir=rtl] .numbers a{text-align:right}
.summary{border:2px solid var(--no);background:var(--no-soft)}
.summary ul{margin:.25rem 0;padding-inline-start:1.25rem}
.summary a{color:var(--no)}
.field,fieldset{margin:0 0 1.25rem}
fieldset{border:0;padding:0;min-width:0}
.field>label:not(.choice),legend{display:block;font-weight:600;padding:0;margin-bottom:.25rem}
.optional{font-weight:400;color:var(--ink-2)}
.hint{color:var(--ink-2);margin:0 0 .35rem;font-size:1rem}
.fault{color:var(--no);font-weight:600;margin:.15rem 0 .35rem}
.fault::before{content:"! ";font-weight:800}
input:not([type=radio]):not([type=checkbox]),select{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:8px;width:100%;min-height:3rem;padding:.5rem .75rem}
input[aria-invalid],select[aria-invalid]{border:2px solid var(--no)}
#postalCode{max-width:8rem}#birth,#ptv11Date{max-width:14rem}
.choice{display:flex;gap:.65rem;align-items:flex-start;padding:.45rem 0;cursor:pointer}
.choice input{flex:none;width:1.375rem;height:1.375rem;margin:.125rem 0 0;accent-color:var(--act)}
.day{border-top:1px solid var(--line);padding:.35rem 0;display:grid;grid-template-columns:8rem 1fr;align-items:center}
.parts{display:grid;grid-template-columns:repeat(3,1fr);gap:0 .5rem;min-width:0}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.unseen{position:absolute;inset-inline-start:-200vw;height:1px;overflow:hidden}
button{font:inherit;font-weight:650;color:var(--on-act);background:var(--act);border:0;border-radius:10px;min-height:3.25rem;padding:.5rem 1.75rem;cursor:pointer}
button:hover{background:var(--act-hover)}
.reference{font-size:1.75rem;font-weight:650;letter-spacing:.06em;margin:.25rem 0;unicode-bidi:isolate}
[dir=rtl] .reference{text-align:right}
.steps li{margin:.5rem 0}
footer a{white-space:nowrap}
@supports selector(:has(a)){
form:not(:has([name=who][value=referrer]:checked)) .field:has(#referrer):not(:has(.fault)),
form:not(:has([name=ptv11][value=yes]:checked)) .field:has(#ptv11Date):not(:has(.fault)){display:none}}
form>fieldset:first-of-type{margin-top:1.5rem}
footer{border-top:1px solid var(--line);margin-top:2.5rem;padding-top:.75rem;color:var(--ink-2)}
@media (max-width:36rem){.day{grid-template-columns:1fr}.parts{display:flex;flex-wrap:wrap;gap:0 1.25rem}.numbers li{grid-template-columns:1fr}button{width:100%}}
@media (forced-colors:active){.danger,.summary{border-color:CanvasText}}
@media print{.languages,button{display:none}}
`;
