import { conformance } from './conformance/harness.ts'

conformance('interfaces, unions and interface objects', {
  probe: {
    media: [
      { __typename: 'Book', id: 'b', title: 'Dune' },
      { __typename: 'Film', id: 'f', title: 'Alien' },
    ],
    found: [{ __typename: 'Film', id: 'f', title: 'Alien' }, { __typename: 'Note', text: 'hm' }, null],
  },
  subgraphs: {
    a: {
      sdl: /* GraphQL */ `
        type Probe {
          media: [Media!]!
          found: [Found]!
        }
        union Found = Book | Film | Note
        interface Media @key(fields: "id") {
          id: ID!
          title: String!
        }
        type Book implements Media @key(fields: "id") {
          id: ID!
          title: String!
        }
        type Film implements Media @key(fields: "id") {
          id: ID!
          title: String!
        }
        type Note {
          text: String!
        }
      `,
    },
    b: {
      sdl: /* GraphQL */ `
        type Book @key(fields: "id") {
          id: ID!
          pages: Int!
        }
        type Film @key(fields: "id") {
          id: ID!
          minutes: Int!
        }
      `,
      resolvers: {
        Book: { __resolveReference: ({ id }: { id: string }) => ({ id, pages: 600 }) },
        Film: { __resolveReference: ({ id }: { id: string }) => ({ id, minutes: 117 }) },
      },
    },
    c: {
      sdl: /* GraphQL */ `
        type Media @key(fields: "id") @interfaceObject {
          id: ID!
          stars: Int!
        }
      `,
      resolvers: { Media: { __resolveReference: ({ id }: { id: string }) => ({ id, stars: id === 'b' ? 5 : 4 }) } },
    },
  },
  cases: [
    { select: 'media { title }', gives: { media: [{ title: 'Dune' }, { title: 'Alien' }] } },
    { select: 'media { __typename }', gives: { media: [{ __typename: 'Book' }, { __typename: 'Film' }] } },
    { select: 'media { kind: __typename }', gives: { media: [{ kind: 'Book' }, { kind: 'Film' }] } },
    { select: 'media { ... on Book { pages } }', gives: { media: [{ pages: 600 }, {}] } },
    {
      select: 'media { title ... on Book { pages } ... on Film { minutes } }',
      gives: {
        media: [
          { title: 'Dune', pages: 600 },
          { title: 'Alien', minutes: 117 },
        ],
      },
    },
    { select: 'media { stars }', gives: { media: [{ stars: 5 }, { stars: 4 }] } },
    {
      select: 'media { __typename stars ... on Film { minutes } }',
      gives: {
        media: [
          { __typename: 'Book', stars: 5 },
          { __typename: 'Film', stars: 4, minutes: 117 },
        ],
      },
    },
    { select: 'media { ... on Book { stars } }', gives: { media: [{ stars: 5 }, {}] } },
    {
      select: 'media { ...M }',
      fragments: 'fragment M on Media { title rating: stars }',
      gives: {
        media: [
          { title: 'Dune', rating: 5 },
          { title: 'Alien', rating: 4 },
        ],
      },
    },
    { select: 'found { __typename }', gives: { found: [{ __typename: 'Film' }, { __typename: 'Note' }, null] } },
    { select: 'found { ... on Note { text } }', gives: { found: [{}, { text: 'hm' }, null] } },
    { select: 'found { ... on Film { minutes } }', gives: { found: [{ minutes: 117 }, {}, null] } },
    { select: 'found { ... on Media { title } }', gives: { found: [{ title: 'Alien' }, {}, null] } },
    {
      select: 'found { ... on Media { ... on Film { title minutes } } ... on Note { text } }',
      gives: { found: [{ title: 'Alien', minutes: 117 }, { text: 'hm' }, null] },
    },
    { select: 'found { ... on Film { stars } }', gives: { found: [{ stars: 4 }, {}, null] } },
  ],
})
