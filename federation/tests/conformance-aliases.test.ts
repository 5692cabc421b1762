import { conformance } from './conformance/harness.ts'

const hides = (selected: string, field: string) => [
  `Cannot select ${selected} as "${field.replace(/.*\./, '')}": it hides the field ${field}, which is needed to answer others. Use another alias.`,
]

conformance('aliases onto fields that the plan needs', {
  probe: {
    user: {
      id: '1',
      org: { id: 'acme', name: 'ACME' },
      weight: 3,
      big: 9,
      size: { width: 2, other: 4 },
      node: { __typename: 'Part', id: 'p', label: 'lab' },
    },
  },
  subgraphs: {
    a: {
      sdl: /* GraphQL */ `
        type Probe {
          user: User
        }
        type User @key(fields: "id org { id }") {
          id: ID!
          org: Org
          weight: Int
          big: Int
          size: Size
          node: Node
          any: Any
        }
        type Size {
          width: Int
          other: Int
        }
        type Org @shareable {
          id: ID!
          name: String
        }
        union Any = Part | Zero
        interface Node {
          id: ID!
          label: String
        }
        type Part implements Node @key(fields: "id") {
          id: ID!
          label: String
        }
        type Zero implements Node {
          id: ID!
          label: String
        }
      `,
      resolvers: { User: { any: ({ node }) => node } },
    },
    b: {
      sdl: /* GraphQL */ `
        type User @key(fields: "id org { id }") {
          id: ID!
          org: Org
          weight: Int @external
          size: Size @external
          shipping: Int @requires(fields: "weight")
          area: Int @requires(fields: "size { width }")
          title: String
        }
        type Size @external {
          width: Int
        }
        type Org @shareable {
          id: ID!
        }
        type Part @key(fields: "id") {
          id: ID!
          more: String
        }
      `,
      resolvers: {
        User: {
          title: ({ id, org }) => `${id}/${org.id}`,
          area: ({ size }) => size.width,
          shipping: ({ weight }) => weight * 10,
        },
        Part: { more: ({ id }) => `more ${id}` },
      },
    },
  },
  cases: [
    { select: 'user { id: big title }', refused: hides('User.big', 'User.id') },
    { select: 'user { org { id: name } title }', refused: hides('Org.name', 'Org.id') },
    {
      select: 'user { org { ...O } title }',
      fragments: 'fragment O on Org { id: name }',
      refused: hides('Org.name', 'Org.id'),
    },
    { select: 'user { org: node { id } title }', refused: hides('User.node', 'User.org') },
    { select: 'user { weight: big shipping }', refused: hides('User.big', 'User.weight') },
    { select: 'user { size { width: other } area }', refused: hides('Size.other', 'Size.width') },
    { select: 'user { node { id: label ... on Part { more } } }', refused: hides('Node.label', 'Part.id') },
    {
      select: 'user { node { ... on Part { more } ... on Node { id: label } } }',
      refused: hides('Node.label', 'Part.id'),
    },
    { select: 'user { any { ... on Part { id: label more } } }', refused: hides('Part.label', 'Part.id') },
    {
      select: 'user { any { ... on Node { id: label } ... on Part { more } } }',
      refused: hides('Node.label', 'Part.id'),
    },
    { select: 'user { title org { key: id } }', gives: { user: { title: '1/acme', org: { key: 'acme' } } } },
    { select: 'user { org { name: id } title }', gives: { user: { org: { name: 'acme' }, title: '1/acme' } } },
    { select: 'user { heavy: weight shipping }', gives: { user: { heavy: 3, shipping: 30 } } },
    { select: 'user { weight: big }', gives: { user: { weight: 9 } } },
    { select: 'user { id: big weight }', gives: { user: { id: 9, weight: 3 } } },
    { select: 'user { org { id: name } }', gives: { user: { org: { id: 'ACME' } } } },
    {
      select: 'user { node { ... on Zero { id: label } ... on Part { more } } }',
      gives: { user: { node: { more: 'more p' } } },
    },
    {
      select: 'user { any { ... on Zero { id: label } ... on Part { more } } }',
      gives: { user: { any: { more: 'more p' } } },
    },
  ],
})
