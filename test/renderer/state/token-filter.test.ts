import { expect, it } from 'vitest'
import { wholeId } from '../../../renderer/state/token-filter.svelte'

it('a token ID may be in an address, in quotes, in brackets or at the end of a sentence', () => {
  const at = 'https://influx.example:8086/path/api/v2/authorizations/0A7c91f2e6b43000'
  const written = [at, `${at}/`, `"${at}?orgID=1"`, `<${at}>,`, '"0a7c91f2e6b43000"', "' 0A7C 91F2 E6B4 3000 '."]
  expect(written.map(wholeId)).toEqual(written.map(() => '0a7c91f2e6b43000'))
  const none = [`${at}00`, `${at}/labels`, at.replace('authorizations', 'buckets'), '"0a7c"91f2e6b43000"']
  expect(none.map(wholeId)).toEqual(none.map(() => undefined))
})
