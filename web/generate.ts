import { readFileSync, writeFileSync } from 'node:fs'
import { runCli } from '@graphql-codegen/cli'

/**
 * Writes the types of what the web asks, from the public API and the operations in features/, and the list of these operations for
 * gateways that trust no others. With --check it writes nothing, and fails when what is checked in is another than it would write.
 * Works from any folder.
 */
process.chdir(import.meta.dirname)
process.argv.push('--config', 'codegen.ts')
process.exitCode = await runCli('')
if (process.exitCode === 0) await writeTrustedDocuments(process.argv.includes('--check'))

async function writeTrustedDocuments(isCheck: boolean): Promise<void> {
  // What it lists has only now been written.
  const { trustedDocuments } = await import('./graphql/trusted-documents.ts')
  const path = 'graphql/generated/trusted-documents.json'
  const text = `${JSON.stringify(trustedDocuments(), null, 2)}\n`
  if (!isCheck) writeFileSync(path, text)
  else if (readFileSync(path, 'utf8') !== text) throw new Error(`${path} is another than what would be generated.`)
}
