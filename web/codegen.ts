import { readFileSync } from 'node:fs'
import { readFieldMarks } from '@colloquy/schema/field-marks'
import type { CodegenConfig } from '@graphql-codegen/cli'
import { buildASTSchema } from 'graphql'
import { perViewerSelections } from './graphql/per-viewer-selections.ts'

const marks = readFieldMarks(readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8'))

const config: CodegenConfig = {
  schema: '../schema/api.graphql',
  documents: ['features/**/*.{ts,tsx}', '!features/playground/**'],
  generates: {
    './graphql/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      documentTransforms: [
        {
          transform({ documents, schema }) {
            const parsed = documents.flatMap(({ document }) => document ?? [])
            const selected = perViewerSelections(buildASTSchema(schema), marks, parsed)
            if (selected.length === 0) return documents
            throw new Error(
              `A subscription of the web must be the same for everybody, but selects ${selected.join(', ')}.`,
            )
          },
        },
      ],
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { DateTime: 'string', URL: 'string', EmailAddress: 'string' },
      },
    },
  },
}

export default config
