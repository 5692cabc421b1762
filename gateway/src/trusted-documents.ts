import { readFile } from 'node:fs/promises'
import type { PersistedQueryManifest, TrustedDocumentsOptions } from '@colloquy/federation'

/** Where lists of trusted documents are, and whether nothing else may run. */
export interface TrustedDocumentFiles {
  paths: readonly string[]
  only: boolean
}

/**
 * Reads lists of trusted documents, each in the format of Apollo's `generate-persisted-query-manifest`.
 * @throws Error that names the file which cannot be read; what is in them is checked by the federation
 */
export async function readTrustedDocuments({ paths, only }: TrustedDocumentFiles): Promise<TrustedDocumentsOptions> {
  return { manifests: await Promise.all(paths.map(readManifest)), only }
}

async function readManifest(path: string): Promise<PersistedQueryManifest> {
  try {
    const manifest: PersistedQueryManifest = JSON.parse(await readFile(path, 'utf8'))
    return manifest
  } catch (cause) {
    throw new Error(`The trusted documents in ${path} cannot be read.`, { cause })
  }
}
