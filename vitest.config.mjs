import { realpathSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.mjs'

/**
 * A busy machine takes many times as long as an idle one. Nothing is measured by these limits, in milliseconds: they end
 * what hangs.
 */
const patient = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } }

export default defineConfig({
  test: {
    // Vitest by itself leaves one core idle, half of a small machine. The end-to-end project takes one file at
    // a time, and runs beside the others (build/test.mjs).
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          ...patient,
          environment: 'node',
          include: ['test/main/**/*.test.ts', 'test/faults/**/*.test.ts', 'test/build/**/*.test.ts'],
        },
      },
      {
        plugins: [svelte(), svelteTesting()],
        // In the copy that test:mutants makes, node_modules is a link out of it.
        server: { fs: { allow: ['.', realpathSync('node_modules')] } },
        test: {
          name: 'renderer',
          ...patient,
          environment: 'happy-dom',
          setupFiles: ['test/setup-dom.ts'],
          include: ['test/renderer/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'contract',
          ...patient,
          environment: 'node',
          include: ['test/contract/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'e2e',
          ...patient,
          environment: 'node',
          include: ['test/e2e/**/*.test.ts', 'test/security/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
