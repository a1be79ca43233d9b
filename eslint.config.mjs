import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.mjs'

const rawMain = { name: 'electron', importNames: ['ipcMain'], message: 'Raw ipcMain belongs in main/ipc only.' }
const rawRenderer = {
  name: 'electron',
  importNames: ['ipcRenderer'],
  message: 'Raw ipcRenderer belongs in main/preload only.',
}
const memberOf = (/** @type {string} */ name) => ({
  selector: `MemberExpression[property.name='${name}'], Property[key.name='${name}']`,
  message: `Raw ${name} has one folder.`,
})
const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' }
const noModuleState = {
  selector: ":matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind!='const']",
  message: 'No module-level mutable state.',
}

export default ts.config(
  { ignores: ['node_modules/', 'out/', 'dist/', '.cache/', 'build/default-app/'] },
  js.configs.recommended,
  {
    files: ['main/**/*.ts', 'renderer/**/*.ts', 'test/**/*.ts', 'renderer/**/*.svelte', 'test/**/*.svelte'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `return run()` in a handler that answers nothing reads well, and hides nothing.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // A reply of `void` carries nothing; and nothing here but rune state uses `this`.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
  {
    // Properties are taken out of `$props()` by `let`, as Svelte's own documents write it.
    files: ['**/*.svelte'],
    // Types of generic components are not known to the linter there; svelte-check knows them.
    rules: {
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // State is reactive where it says `$state`; the other sets and maps are not read by the page.
    files: ['renderer/**'],
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    // Tests build odd values on purpose, and fakes answer in promises without awaiting.
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
    },
  },
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
  {
    files: ['**/*.ts', '**/*.mjs'],
    rules: {
      'no-restricted-imports': ['error', { paths: [rawMain, rawRenderer] }],
      'no-restricted-syntax': ['error', noDefaultExport, noModuleState, memberOf('ipcMain'), memberOf('ipcRenderer')],
    },
  },
  {
    files: ['main/ipc/**'],
    rules: {
      'no-restricted-imports': ['error', { paths: [rawRenderer] }],
      'no-restricted-syntax': ['error', noDefaultExport, noModuleState, memberOf('ipcRenderer')],
    },
  },
  {
    files: ['main/preload/**'],
    rules: {
      'no-restricted-imports': ['error', { paths: [rawMain] }],
      'no-restricted-syntax': ['error', noDefaultExport, noModuleState, memberOf('ipcMain')],
    },
  },
  {
    // Looks at what main says to the page, from inside main.
    files: ['test/**'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noModuleState] },
  },
  {
    // What reads these asks for a default export.
    files: ['*.config.mjs', 'build/after-pack.mjs'],
    rules: { 'no-restricted-syntax': ['error', noModuleState] },
  },
)
