import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: '../schema/api.graphql',
  documents: ['features/**/*.{ts,tsx}', '!features/playground/**'],
  generates: {
    './graphql/generated/': {
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
