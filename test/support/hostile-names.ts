const handlers = [
  ...['onerror', 'onload', 'onfocus', 'onclick', 'onmouseover', 'onpointerenter', 'onanimationstart', 'onbeforetoggle'],
  ...['ontoggle', 'onwheel', 'onscroll', 'onkeydown', 'onpaste', 'oninput', 'onsubmit', 'ontransitionend'],
]
const carriers = ['img src=x', 'svg', 'body', 'input autofocus', 'details open']

/** Names that a server may send: markup, scripts, directions, floods and formulas. */
function byKind(home: string): Readonly<Record<string, readonly string[]>> {
  const run = 'window.hostileRan=1'
  const go = `location="${home}/went"`
  const evil = `<img src=x onerror="${run}">`
  return {
    handlers: carriers.flatMap((tag) => handlers.map((name) => `<${tag} ${name}="${run}">`)),
    scripts: [
      ...[`<script>${run}</script>`, `<ScRiPt >${run}</sCrIpT>`, `<script src="${home}/x.js"></script>`],
      ...[`"><script>${run}</script>`, `'><script>${run}</script>`, `--><script>${run}</script>`],
      ...[`</title><script>${run}</script>`, `</textarea><script>${run}</script>`, `</style><script>${run}</script>`],
      ...[`<script\u0000>${run}</script>`, `<scr\u0000ipt>${run}</script>`, `\u003cscript\u003e${run}`],
      ...[`&lt;script&gt;${run}&lt;/script&gt;`, `%3Cscript%3E${run}`, `＜script＞${run}＜/script＞`],
      ...[
        `<svg><script>${run}</script></svg>`,
        `<math><mtext></p><script>${run}</script>`,
        `<template>${evil}</template>`,
      ],
      ...[`<noscript><p title="</noscript>${evil}">`, `]]>${evil}`, `<![CDATA[${evil}]]>`, `<!--${evil}-->`],
    ],
    elsewhere: [
      ...[`<iframe src="${home}/frame"></iframe>`, `<iframe srcdoc='${evil}'></iframe>`, `<object data="${home}/o">`],
      ...[
        `<meta http-equiv=refresh content="0;url=${home}/meta">`,
        `<base href="${home}/">`,
        `<embed src="${home}/e">`,
      ],
      ...[`<form action="${home}/f"><button>Go</button></form>`, `<a href="javascript:${run}">x</a>`],
      ...[
        `<link rel=stylesheet href="${home}/s.css">`,
        `<img src="${home}/pixel.png">`,
        `<video src="${home}/v" autoplay>`,
      ],
      ...[`javascript:${run}`, `JaVaScRiPt:${run}`, `java\tscript:${run}`, `data:text/html,${evil}`, `vbscript:${run}`],
      ...['file:///etc/passwd', 'app://fieldkey/../../etc/passwd', `blob:${home}/1`, `//${home.slice(7)}/x`, go],
    ],
    templates: [
      ...[
        `{{${run}}}`,
        `\${${run}}`,
        `{@html '${evil}'}`,
        `{#if ${run}}{/if}`,
        `<%= ${run} %>`,
        `#{${run}}`,
        `[[${run}]]`,
      ],
      ...[
        `{{constructor.constructor('${run}')()}}`,
        `{%raw%}${evil}`,
        `@(${run})`,
        '__proto__',
        'constructor',
        'toString',
      ],
      ...['hasOwnProperty', '{"v":1}', 'null', 'undefined', 'NaN', '[object Object]', '$&', '$1', '{0}', '%s%n%x'],
    ],
    styles: [
      ...['}*{display:none}', 'x" style="position:fixed;inset:0;z-index:9', `background:url(${home}/b)`],
      ...[`<style>*{display:none!important}</style>`, `@import url(${home}/i.css)`, `width:expression(${run})`],
    ],
    directions: [
      ...[
        '\u202egnp.exe',
        '\u202dabc',
        '\u2067right\u2069',
        '\u2066left',
        '\u202b\u202b\u202babc',
        'مضخة ١٢٣',
        'משאבה 42',
      ],
      ...['abc\u200fdef', '\u061cdef', '\u202e</bdi>\u202e'],
    ],
    letters: [
      ...['😀😀😀', '👩‍👩‍👧‍👦'.repeat(20), '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '𝕱𝖎𝖊𝖑𝖉', '﷽﷽﷽﷽', '𒐫'.repeat(40), 'ｗｉｄｅ'.repeat(50)],
      ...[
        `e${'\u0301'.repeat(400)}`,
        `Z${'\u0335\u0321\u0489'.repeat(150)}`,
        'a\u200b\u200c\u200d\u2060b',
        '\ufeffbom',
      ],
      ...[
        '\ufffe\uffff',
        '\ud800half',
        'line\u2028two\u2029three',
        'A\u0000B',
        '\u0001\u0002\u0008\u001f\u007f',
        '\u0085\u009b',
      ],
      ...['tab\tbed', 'new\nline\r\nagain', ' leading and trailing '],
    ],
    floods: ['W'.repeat(5000), 'i '.repeat(2500), '\n'.repeat(500).concat('x'), '-'.repeat(3000), '/a'.repeat(2000)],
    terminals: ['\u001b[31mred\u001b[0m', '\u001b]0;title\u0007', '\u001b[2J\u001b[H', '\u001b]8;;http://x\u0007x'],
    formulas: [
      ...['=1+1', '+1+1', '-1+1', '@SUM(A1)', `=HYPERLINK("${home}/h","x")`, "=cmd|'/C calc'!A0", '\t=1+1', '"=1+1'],
      ...["'; DROP TABLE token; --", '") |> yield()', '../../etc/passwd', '%00', '${jndi:ldap://x}'],
    ],
    marks: [
      `${evil} | fieldkey:1 n=${'a'.repeat(32)} i=${'b'.repeat(16)}`,
      `pump | fieldkey:1 n=${'c'.repeat(32)} i=${'d'.repeat(16)} r=9999-99-99`,
      ' | fieldkey:1',
    ],
  }
}

/** 200 different ones; what they would load or go to is below `home`. */
export function hostileNames(home: string): readonly string[] {
  const { handlers: plenty = [], ...others } = byKind(home)
  const rare = Object.values(others).flat()
  return [...rare, ...plenty].slice(0, 200)
}

/**
 * Few of them, for walks that take long: the longest, the turned around, the piled up, four-byte letters, one word of 300
 * letters, markup, and every formula.
 */
export function strainingNames(home: string): readonly string[] {
  const { floods = [], directions = [], letters = [], formulas = [], scripts = [], handlers = [] } = byKind(home)
  const unbroken = ['X'.repeat(300), '\u05d0'.repeat(300), '漢'.repeat(300)]
  return [
    ...formulas,
    ...scripts.slice(0, 3),
    ...handlers.slice(0, 2),
    ...directions,
    ...letters,
    ...unbroken,
    ...floods,
  ]
}

/** A name as it is compared: without white space, which markup may fold, and halves of letters, which no server keeps. */
export function plain(text: string): string {
  return text.replaceAll(/\s/g, '').replaceAll(/[\ud800-\udfff]/gu, '\ufffd')
}
