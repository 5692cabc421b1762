import { GraphQLError } from 'graphql'
import { buildSubgraph } from './subgraph-server.ts'

export const peopleSdl = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@shareable", "@authenticated", "@requiresScopes", "@composeDirective"]
    )
    @link(url: "https://example.test/viewer/v1.0", import: ["@perViewer"])
    @composeDirective(name: "@perViewer")

  directive @perViewer on FIELD_DEFINITION

  type Query {
    person(id: ID!): Person
    me: Person @authenticated
    secret: Secret
    named: [Named!]!
  }

  type Mutation {
    rename(id: ID!, name: String!): Person! @requiresScopes(scopes: [["people:write"], ["admin"]])
  }

  interface Named {
    name: String!
  }

  type Person implements Named @key(fields: "id") {
    id: ID!
    name: String!
    phone: String @authenticated
    greeting(language: Language! = EN): String!
    "What the viewer calls the person."
    nickname: String @perViewer
    "Like nickname, but somebody forgot to mark it."
    unmarkedNickname: String
    "Fails for Mallory."
    fragile: String!
    "Fails for Mallory."
    fragileMaybe: String
  }

  type Robot implements Named {
    name: String! @requiresScopes(scopes: [["robots:read"]])
  }

  enum Language {
    EN
    DE
  }

  type Secret @authenticated {
    text: String!
  }
`

const names = new Map([
  ['ann', 'Ann'],
  ['bob', 'Bob'],
  ['mallory', 'Mallory'],
])

const isPerson = (id: string) => (names.has(id) ? { __typename: 'Person', id } : null)

function failFor(id: string) {
  if (id !== 'mallory') return 'whole'
  throw new GraphQLError('Too fragile.', { extensions: { code: 'CONFLICT' } })
}

function ownView(asker: string | undefined, id: string) {
  if (asker === undefined || asker === 'service') {
    throw new GraphQLError('This depends on who asks.', { extensions: { code: 'FORBIDDEN' } })
  }
  return `${asker}'s ${id}`
}

export const buildPeople = () =>
  buildSubgraph(peopleSdl, {
    Query: {
      person: (_, { id }) => isPerson(id),
      me: (_, __, { asker }) => (asker === undefined ? null : isPerson(asker)),
      secret: () => ({ text: 'hidden' }),
      named: () => [{ __typename: 'Person', id: 'ann' }],
    },
    Mutation: {
      rename(_, { id, name }) {
        names.set(id, name)
        return { id }
      },
    },
    Person: {
      __resolveReference: ({ id }: { id: string }) => isPerson(id),
      name: ({ id }) => names.get(id),
      greeting: ({ id }, { language }) => `${language === 'DE' ? 'Hallo' : 'Hello'} ${names.get(id)}`,
      nickname: ({ id }, _, { asker }) => ownView(asker, id),
      unmarkedNickname: ({ id }, _, { asker }) => ownView(asker, id),
      fragile: ({ id }) => failFor(id),
      fragileMaybe: ({ id }) => failFor(id),
    },
  })
