import { conformance } from './conformance/harness.ts'

const message = 'The type of this Media is unknown, because the subgraph "b" has no such Media.'
const unknown = (...path: (string | number)[]) => ({ path, message })

conformance('interface objects of which nobody knows the type', {
  probe: { gone: { id: 'gone' }, lone: { id: 'b' }, list: [{ id: 'b' }, { id: 'gone' }, null] },
  subgraphs: {
    a: {
      sdl: /* GraphQL */ `
        type Probe {
          gone: Media
          lone: Media
          list: [Media]
        }
        type Media @key(fields: "id") @interfaceObject {
          id: ID!
          stars: Int
        }
      `,
      resolvers: { Media: { stars: () => 3 } },
    },
    b: {
      sdl: /* GraphQL */ `
        type Query {
          top: Media
        }
        interface Media @key(fields: "id") {
          id: ID!
          title: String
          must: String!
        }
        type Book implements Media @key(fields: "id") {
          id: ID!
          title: String
          must: String!
        }
      `,
      resolvers: {
        Media: {
          __resolveReference: ({ id }: { id: string }) =>
            id === 'b' ? { __typename: 'Book', id, title: 'Dune', must: 'be' } : null,
        },
      },
    },
    c: {
      sdl: /* GraphQL */ `
        type Media @key(fields: "id") @interfaceObject {
          id: ID!
          likes: Int
        }
      `,
      resolvers: { Media: { __resolveReference: ({ id }: { id: string }) => (id === 'b' ? { id, likes: 8 } : null) } },
    },
  },
  cases: [
    { select: 'gone { stars }', gives: { gone: { stars: 3 } } },
    { select: 'gone { id likes }', gives: { gone: { id: 'gone', likes: null } } },
    { select: 'gone { title }', gives: { gone: { title: null } }, errors: [unknown('gone')] },
    { select: 'gone { stars ... on Book { title } }', gives: { gone: { stars: 3 } }, errors: [unknown('gone')] },
    { select: 'gone { __typename stars }', gives: { gone: null }, errors: [unknown('gone')] },
    { select: 'gone { must }', gives: { gone: null }, errors: [unknown('gone')] },
    {
      select: 'lone { __typename stars likes title }',
      gives: { lone: { __typename: 'Book', stars: 3, likes: 8, title: 'Dune' } },
    },
    { select: 'lone { ... on Book { title stars } }', gives: { lone: { title: 'Dune', stars: 3 } } },
    {
      select: 'list { stars title }',
      gives: { list: [{ stars: 3, title: 'Dune' }, { stars: 3, title: null }, null] },
      errors: [unknown('list', 1)],
    },
    {
      select: 'list { __typename }',
      gives: { list: [{ __typename: 'Book' }, null, null] },
      errors: [unknown('list', 1)],
    },
  ],
})
