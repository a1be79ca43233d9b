import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'svelte/compiler'
import { expect, it } from 'vitest'
import { filesTooLong, staticStyles } from '../../build/house-rules.mjs'

it('finds static style attributes and leaves dynamic ones alone', () => {
  expect(staticStyles('<p>a</p>\n{#if true}\n<p style="color: red">b</p>\n{/if}', parse)).toEqual([3])
  expect(staticStyles('<p style>b</p>', parse)).toEqual([1])
  expect(staticStyles('<p style={"a"} style:top="1px">b</p><p style="left: {1}px">c</p>', parse)).toEqual([])
})

it('names files over 250 lines unless they say why', () => {
  const base = mkdtempSync(path.join(tmpdir(), 'fieldkey-lines-'))
  try {
    mkdirSync(path.join(base, 'main'))
    writeFileSync(path.join(base, 'main/fits.ts'), '\n'.repeat(249) + 'x\n')
    writeFileSync(path.join(base, 'main/long.ts'), 'x\n'.repeat(251))
    writeFileSync(path.join(base, 'main/told.ts'), `// Over 250 lines: a table.\n${'x\n'.repeat(251)}`)
    expect(filesTooLong(base)).toHaveLength(1)
    expect(filesTooLong(base)[0]).toContain('main/long.ts: 251 lines')
  } finally {
    rmSync(base, { recursive: true })
  }
})
