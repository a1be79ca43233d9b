import { expect, it } from 'vitest'
import { instruction, missingLibraries } from '../../build/system-packages.mjs'

it('prints exactly one line to type where apt-get exists', () => {
  const text = instruction({ packages: ['xvfb', 'libnss3'], lacking: ['Xvfb', 'libnss3.so'], apt: true })
  expect(text.split('\n').filter((line) => line.startsWith('sudo '))).toEqual(['sudo apt-get install -y xvfb libnss3'])
})

it('offers no apt-get line elsewhere', () => {
  expect(instruction({ packages: ['xvfb'], lacking: ['Xvfb'], apt: false })).not.toContain('apt-get')
})

it('finds nothing missing for a binary that runs, or that is not there', () => {
  expect(missingLibraries(process.execPath)).toEqual([])
  expect(missingLibraries('/nowhere')).toEqual([])
})
