import { conformance } from './conformance/harness.ts'

conformance('nested keys whose values other subgraphs have', {
  probe: {
    user: { id: '1', org: { id: 'o' } },
    users: [
      { id: '1', org: { id: 'o' } },
      { id: '2', org: null },
      { id: '3', org: { id: 'gone' } },
    ],
  },
  subgraphs: {
    a: {
      sdl: /* GraphQL */ `
        type Probe {
          user: User
          users: [User]
        }
        type User @key(fields: "id") {
          id: ID!
          org: Org @shareable
        }
        type Org @key(fields: "id") {
          id: ID!
        }
      `,
    },
    b: {
      sdl: /* GraphQL */ `
        type Org @key(fields: "id") {
          id: ID!
          slug: String @shareable
        }
      `,
      resolvers: {
        Org: { __resolveReference: ({ id }: { id: string }) => (id === 'o' ? { id, slug: `s-${id}` } : null) },
      },
    },
    c: {
      sdl: /* GraphQL */ `
        type Org @key(fields: "slug") {
          slug: String @shareable
          code: String @shareable
        }
      `,
      resolvers: {
        Org: {
          __resolveReference: ({ slug }: { slug: string | null }) =>
            slug === null ? null : { slug, code: `c-${slug}` },
        },
      },
    },
    d: {
      sdl: /* GraphQL */ `
        type User @key(fields: "org { code }") {
          org: Org @shareable
          title: String
        }
        type Org {
          code: String @shareable
        }
      `,
      resolvers: {
        User: {
          __resolveReference: (user: { org?: { code?: string } | null }) =>
            user.org?.code === undefined ? null : user,
          title: ({ org }) => `title of ${org.code}`,
        },
      },
    },
  },
  cases: [
    { select: 'user { org { slug } }', gives: { user: { org: { slug: 's-o' } } } },
    { select: 'user { org { code } }', gives: { user: { org: { code: 'c-s-o' } } } },
    { select: 'user { title }', gives: { user: { title: 'title of c-s-o' } } },
    { select: 'user { id title org { id } }', gives: { user: { id: '1', title: 'title of c-s-o', org: { id: 'o' } } } },
    { select: 'users { title }', gives: { users: [{ title: 'title of c-s-o' }, { title: null }, { title: null }] } },
  ],
})
