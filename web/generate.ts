import { runCli } from '@graphql-codegen/cli'

/**
 * Writes the types of what the web asks, from the public API and the operations in features/. With --check it writes
 * nothing, and fails when what is checked in is another than it would write. Works from any folder.
 */
process.chdir(import.meta.dirname)
process.argv.push('--config', 'codegen.ts')
process.exitCode = await runCli('')
