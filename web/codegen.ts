import { join } from 'node:path'
import type { CodegenConfig } from '@graphql-codegen/cli'

const here = (path: string) => join(import.meta.dirname, path)

/** The types of what the web asks, from the public API: `npm run generate -w web`, and with `-- --check` for drift. */
const config: CodegenConfig = {
  schema: here('../schema/api.graphql'),
  documents: [here('features/**/*.{ts,tsx}'), `!${here('features/playground/**')}`],
  generates: {
    [here('graphql/generated/')]: {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
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
