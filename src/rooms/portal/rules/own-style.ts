import { STYLE } from './style.ts';

/** The style sheet of the portal: that of the public form, and what its pages have beside it. */
export const OWN_STYLE = `${STYLE}
:root{--voice:light-dark(#faf3e3,#29241b);--voice-line:light-dark(#dfcfa8,#5f5238);--yes:light-dark(#235232,#a3d6b0)}
body{max-width:30rem;padding:min(1.25rem,5vw);overflow-wrap:anywhere}
h1,h2,.menu a{hyphens:auto;hyphenate-limit-chars:10 4 4}
header{align-items:center;flex-wrap:wrap;gap:.5rem .75rem}
.mark{display:flex;flex:1 1 8rem;align-items:center;gap:.5rem;min-width:0;min-height:2.75rem;font-weight:650;color:var(--ink);text-decoration:none;line-height:1.2}
.i{width:1.25em;height:1.25em;flex:none;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.mark span{min-width:0}.mark img{flex:none;width:1.75rem;height:1.75rem}
.out button{all:unset;box-sizing:border-box;color:var(--act);text-decoration:underline;text-underline-offset:.15em;cursor:pointer;padding:.6rem 0;min-height:2.75rem;white-space:nowrap}
.out button:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
.menu ul{list-style:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(9.25rem,100%),1fr));gap:.4rem;margin:.5rem 0 0;padding:0}
.menu a{display:flex;flex-wrap:wrap;align-items:center;justify-content:center;height:100%;min-height:2.75rem;padding:.35rem .25rem;border:1px solid var(--line);border-radius:10px;background:var(--surface);text-decoration:none;text-align:center;line-height:1.25;font-size:.9375rem;overflow-wrap:break-word}
.menu a[aria-current]{background:var(--act);color:var(--on-act);border-color:var(--act);font-weight:650}
.menu .new{display:inline-block;min-width:1.35rem;margin-inline-start:.35rem;padding:0 .3rem;border-radius:999px;background:var(--act);color:var(--on-act);font-size:.875rem;text-align:center}
.menu a[aria-current] .new{background:var(--on-act);color:var(--act)}
.card>.label{color:var(--act);font-weight:650;margin-top:0}
.card .big{font-size:1.625rem;line-height:1.2;font-weight:650;margin:.35rem 0 .75rem;text-wrap:balance}
.big::first-letter,.card h3::first-letter{text-transform:uppercase}
.card h3{margin:.25rem 0 .25rem;font-size:1.125rem}
.soft{color:var(--ink-2)}
dl.facts{margin:.75rem 0 1rem;display:grid;gap:.6rem}
dl.facts dt{color:var(--ink-2);font-size:1rem}dl.facts dd{margin:0;min-width:0}
dl.facts>div{display:grid;grid-template-columns:1.25rem 1fr;column-gap:.75rem}dl.facts .i{grid-row:1/3;width:1.25rem;height:1.25rem;margin-top:.2rem;color:var(--ink-2)}dl.facts>div:not(:has(.i)){grid-template-columns:1fr}
.button,button.second{display:flex;align-items:center;justify-content:center;gap:.5rem;width:100%;text-align:center;font-weight:650;border-radius:10px;min-height:3.25rem;padding:.8rem 1rem;margin:.75rem 0 0;text-decoration:none}
.button{background:var(--act);color:var(--on-act)}.button:hover{background:var(--act-hover);color:var(--on-act)}
.button.second,button.second{background:var(--surface);color:var(--ink);border:1px solid var(--edge)}
button.second:hover{background:var(--canvas)}
main button{width:100%}
main a:not(.button){display:inline-block;padding:.5rem 0;min-height:2.75rem}
.told{border-inline-start:4px solid var(--act);padding:.35rem 0 .35rem .75rem;margin:1rem 0;font-weight:600}
.told.calm{font-weight:400}
.row{border-top:1px solid var(--line);padding:.75rem 0}
.two{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1rem;justify-content:space-between}
.two>:first-child{flex:1 1 8rem;min-width:0}.two>form{max-width:100%;margin:0}
.two button.second{width:auto;min-height:2.75rem;margin:.25rem 0;padding:.35rem 1rem}
.yes{color:var(--yes)}
.path{list-style:none;margin:.75rem 0 1.5rem;padding:0}
.path li{display:grid;grid-template-columns:2rem 1fr;gap:.75rem;padding-bottom:1rem;position:relative}
.path li:not(:last-child)::before{content:"";position:absolute;inset-inline-start:calc(1rem - 1px);top:2rem;bottom:0;border-inline-start:2px solid var(--edge)}
.dot{display:grid;place-items:center;width:2rem;height:2rem;border:2px solid var(--edge);border-radius:50%;background:var(--surface);font-size:.9375rem;font-weight:650;color:var(--ink-2)}
.path [aria-current] .dot{border-color:var(--act);border-width:3px;color:var(--act)}
.path .done .dot{background:var(--act);border-color:var(--act);color:var(--on-act)}.path .done::before{border-color:var(--act)!important}
.voice{background:var(--voice);border:1px solid var(--voice-line);border-radius:14px;padding:.75rem 1rem}
.voice>p:first-child,.talk .text{font-family:"Source Serif 4",Georgia,serif;white-space:pre-line}.voice .soft{font-size:1rem}
[lang=ar] .voice>p:first-child,[lang=ar] .talk .text{font-family:inherit}
.row h2,.row h3{margin:0;font-size:1.0625rem;line-height:1.35;font-weight:650}.row form{margin-top:.25rem}
.partners{list-style:none;margin:1rem 0;padding:0}
.partners li{border-top:1px solid var(--line);padding:.25rem 0 .6rem}
.partners a{font-weight:600}.partners span{display:block}
.talk{list-style:none;margin:1rem 0;padding:0}
.talk li{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:.65rem .9rem;margin:.5rem 0}
.talk li:not(.mine){background:var(--voice);border-color:var(--voice-line)}
.talk li.mine{margin-inline-start:2rem;border-color:var(--edge)}
.talk .who{display:block;color:var(--ink-2);font-size:.9375rem;margin-bottom:.35rem}
textarea{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:8px;width:100%;min-height:7rem;padding:.5rem .75rem}
.secret{font-family:ui-monospace,monospace;font-size:1.125rem;overflow-wrap:anywhere;unicode-bidi:isolate}
details{border:1px solid var(--line);border-radius:12px;background:var(--surface);margin:.6rem 0;padding:.35rem .9rem}
summary{cursor:pointer;font-weight:600;padding:.5rem 0}
.numbers li{display:flex;flex-wrap:wrap;gap:.15rem .75rem}
footer .languages{margin-bottom:.5rem}
.danger,.card,.summary{padding:1rem min(1.25rem,5vw)}.numbers a,footer a{white-space:normal;max-width:100%}
@media (max-width:36rem){.talk li.mine{margin-inline-start:1rem}}
.numbers li{grid-template-columns:none}.numbers a,footer a{display:inline-block;padding:.5rem 0;min-height:2.75rem}
@media (forced-colors:active){.dot,.voice{border-color:CanvasText}}
@media print{.menu,.out,.button,button{display:none}}
`;
