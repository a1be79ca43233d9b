// Who may import whom. "One library for each adapter" needs counting and is in build/import-rules.mjs.

const core = { dependencyTypes: ['core'] }
const npm = (/** @type {string} */ name) => `node_modules/${name}/`

/**
 * A folder may import itself and what `allowed` matches, nothing else.
 * @param {string} name
 * @param {string} from
 * @param {readonly string[]} allowed
 * @param {{ node?: boolean }} [options]
 */
const only = (name, from, allowed, { node = false } = {}) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed, ...(node ? { dependencyTypesNot: core.dependencyTypes } : {}) },
})

const contract = '^main/contract/'
const domain = '^main/domain/'
const ports = '^main/ports/'
const services = '^main/services/'
const electron = npm('electron')
const anyLibrary = 'node_modules/'
const svelteSubpath = '^svelte(/|$)'

module.exports = {
  forbidden: [
    only('contract-imports', contract, [contract, npm('valibot')]),
    only('domain-imports', domain, [domain, contract]),
    only('ports-imports', ports, [ports, contract, domain]),
    only('services-imports', services, [services, contract, domain, ports]),
    // An adapter sees its own folder only; which library it takes is counted elsewhere.
    only('adapters-imports', '^main/adapters/([^/]+)', ['^main/adapters/$1', contract, domain, ports, anyLibrary], {
      node: true,
    }),
    only('practice-imports', '^main/practice/', ['^main/practice/', contract, domain, ports, anyLibrary], {
      node: true,
    }),
    only('ipc-imports', '^main/ipc/', ['^main/ipc/', contract, services, electron]),
    only('window-imports', '^main/window/', ['^main/window/', electron], { node: true }),
    only('preload-imports', '^main/preload/', ['^main/preload/', contract, electron]),
    only('main-imports', '^main/[^/]+$', ['^main/', electron], { node: true }),
    only('renderer-imports', '^renderer/', ['^renderer/', contract, npm('svelte'), svelteSubpath]),
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      // Electron is a built-in of the runtime; svelte/… resolves through conditions this tool does not know.
      to: { couldNotResolve: true, pathNot: '^svelte/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|[.]cache)/' },
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'svelte'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.svelte', '.svelte.ts', '.json', '.css'],
    },
  },
}
