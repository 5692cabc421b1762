import { parse } from 'graphql'
import { expect, it } from 'vitest'
import { compose } from '../../tests/compose.ts'
import { createGeneration } from './generation.ts'

it('knows the directives under whatever names the subgraphs gave them', () => {
  const sdl = /* GraphQL */ `
    extend schema
      @link(
        url: "https://specs.apollo.dev/federation/v2.9"
        import: [{ name: "@authenticated", as: "@signedIn" }, "@composeDirective"]
      )
      @link(url: "https://example.test/viewer/v1.0", import: [{ name: "@perViewer", as: "@own" }])
      @composeDirective(name: "@own")
    directive @own on FIELD_DEFINITION
    type Query {
      a: Int @signedIn
      b: Int @own
    }
  `
  const operation = createGeneration(compose({ renamed: sdl })).operation(parse('{ a b }'))
  expect(operation.requirements).toEqual([{ coordinate: 'Query.a', scopes: null }])
  expect(operation.perViewer).toBe(true)
})
