import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests beside their source and those of federation/ need no infrastructure; others in tests/ speak to real servers, which a global setup starts. */
export default defineConfig({
  resolve: {
    // Vite would take graphql's .mjs build where libraries take the other, and graphql-js refuses to meet itself twice.
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
  },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/src/**/*.test.ts', 'schema/**/*.test.ts', 'web/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/.next/**', '**/tests/**'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'federation',
          include: ['federation/tests/**/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'service',
          include: ['**/tests/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'federation/**'],
          globalSetup: './local/src/test-infrastructure.ts',
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: './local/src/test-system.ts',
          testTimeout: 90_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
