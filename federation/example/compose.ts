import { readFileSync, writeFileSync } from 'node:fs'
import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'

/** The supergraph of both subgraphs, as it is in supergraph.graphql. */
export function composeExample(): string {
  const services = ['products', 'reviews'].map((name) => ({
    name,
    url: `http://${name}.test/graphql`,
    typeDefs: parse(readFileSync(new URL(`${name}.graphql`, import.meta.url), 'utf8')),
  }))
  const { supergraphSdl, errors } = composeServices(services)
  if (errors) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'))
  return supergraphSdl
}

if (import.meta.main) writeFileSync(new URL('supergraph.graphql', import.meta.url), composeExample())
