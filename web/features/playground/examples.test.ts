import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { EXAMPLES } from './examples.ts'

const api = buildSchema(readFileSync(new URL('../../../schema/api.graphql', import.meta.url), 'utf8'))

test.each(EXAMPLES.map((example) => [/(?:query|mutation|subscription) (\w+)/.exec(example)?.[1], example]))(
  'the example %s works as it is',
  (_, example) => {
    const document = parse(example)
    expect(validate(api, document)).toEqual([])
    const variables = document.definitions.flatMap((one) =>
      'variableDefinitions' in one ? (one.variableDefinitions ?? []) : [],
    )
    expect(variables).toEqual([])
  },
)
