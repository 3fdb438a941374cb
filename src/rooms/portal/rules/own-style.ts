import { STYLE } from './style.ts';

/** The style sheet of the portal: that of the public form, and what its pages have beside it. */
export const OWN_STYLE = `${STYLE}
header{align-items:center;gap:.5rem .75rem}
.mark{display:flex;align-items:center;gap:.5rem;font-weight:650;color:var(--ink);text-decoration:none}
.mark img{width:1.75rem;height:1.75rem}
.out button{all:unset;color:var(--act);text-decoration:underline;text-underline-offset:.15em;cursor:pointer;padding:.5rem 0}
.out button:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
.menu ul{list-style:none;display:flex;flex-wrap:wrap;gap:.35rem .5rem;margin:.75rem 0 0;padding:0}
.menu a{display:block;padding:.5rem .75rem;border:1px solid var(--line);border-radius:999px;background:var(--surface);text-decoration:none}
.menu a[aria-current]{background:var(--act);color:var(--on-act);border-color:var(--act);font-weight:650}
.menu .new{display:inline-block;min-width:1.35rem;margin-inline-start:.35rem;padding:0 .3rem;border-radius:999px;background:var(--act);color:var(--on-act);font-size:.875rem;text-align:center}
.menu a[aria-current] .new{background:var(--on-act);color:var(--act)}
.card>.label{color:var(--act);font-weight:650;margin-top:0}
.card .big{font-size:1.625rem;line-height:1.2;font-weight:650;margin:.35rem 0 .75rem;text-wrap:balance}
.card h3{margin:.25rem 0 .25rem;font-size:1.125rem}
.soft{color:var(--ink-2)}
dl.facts{margin:.5rem 0;display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1rem}
dl.facts dt{color:var(--ink-2)}dl.facts dd{margin:0;min-width:0}
.button,button.second{display:block;width:100%;text-align:center;font-weight:650;border-radius:10px;min-height:3.25rem;padding:.8rem 1rem;margin:.75rem 0 0;text-decoration:none}
.button{background:var(--act);color:var(--on-act)}.button:hover{background:var(--act-hover);color:var(--on-act)}
.button.second,button.second{background:var(--surface);color:var(--ink);border:1px solid var(--edge)}
button.second:hover{background:var(--canvas)}
main button{width:100%}
.told{border-inline-start:4px solid var(--act);padding:.35rem 0 .35rem .75rem;margin:1rem 0;font-weight:600}
.row{border-top:1px solid var(--line);padding:.75rem 0}
.row h2,.row h3{margin:0;font-size:1.0625rem;line-height:1.35;font-weight:650}.row form{margin-top:.25rem}
.partners{list-style:none;margin:1rem 0;padding:0}
.partners li{border-top:1px solid var(--line);padding:.6rem 0}
.partners a{display:inline-block;padding:.15rem 0;font-weight:600}.partners span{display:block}
.talk{list-style:none;margin:1rem 0;padding:0}
.talk li{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:.65rem .9rem;margin:.5rem 0;max-width:34rem;white-space:pre-line}
.talk li.mine{margin-inline-start:2rem;border-color:var(--edge)}
.talk .who{display:block;color:var(--ink-2);font-size:.9375rem;white-space:normal}
textarea{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:8px;width:100%;min-height:7rem;padding:.5rem .75rem}
.secret{font-family:ui-monospace,monospace;font-size:1.125rem;overflow-wrap:anywhere;unicode-bidi:isolate}
details{border:1px solid var(--line);border-radius:12px;background:var(--surface);margin:.6rem 0;padding:.35rem .9rem}
summary{cursor:pointer;font-weight:600;padding:.5rem 0}
.numbers li{display:flex;flex-wrap:wrap;gap:.15rem .75rem}
footer .languages{margin-bottom:.5rem}
@media (max-width:36rem){dl.facts{grid-template-columns:1fr;gap:0}dl.facts dd{margin-bottom:.5rem}.talk li.mine{margin-inline-start:1rem}}
.numbers li{grid-template-columns:none}
@media print{.menu,.out,.button,button{display:none}}
`;
