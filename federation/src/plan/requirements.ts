import { AuthenticatedSpecDefinition, baseType, isInterfaceType, isObjectType } from '@apollo/federation-internals'
import { RequiresScopesSpecDefinition } from '@apollo/federation-internals'
import type { CompositeType, FieldDefinition, Schema } from '@apollo/federation-internals'
import { FederationError } from './errors.ts'

/** What `@authenticated` (scopes null) or `@requiresScopes` asks of whoever selects a field. */
export interface Requirement {
  /** Where the directive stands: `Query.me`, or `User` for a type. */
  coordinate: string
  /** Any of the lists will do, each of which must be held whole. */
  scopes: readonly (readonly string[])[] | null
}

/** What the supergraph's directives say of each field, by coordinate; fields they say nothing of are left out. */
export interface FieldRules {
  requirements: ReadonlyMap<string, readonly Requirement[]>
  /** Fields that are `@perViewer`, themselves or in a type through which an interface's field may be answered. */
  perViewer: ReadonlySet<string>
}

type Field = FieldDefinition<CompositeType>

/**
 * Reads the rules off a supergraph. A field asks for what stands on it, on the type it is selected on and on the type it
 * returns. One of an interface asks also for what any implementation asks, because any of them may answer.
 */
export function readFieldRules(supergraph: Schema): FieldRules {
  const names = directiveNames(supergraph)
  const requirements = new Map<string, readonly Requirement[]>()
  const perViewer = new Set<string>()
  for (const type of supergraph.types()) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue
    const answering = isInterfaceType(type) ? [type, ...type.possibleRuntimeTypes()] : [type]
    for (const { name } of type.fields()) {
      const coordinate = `${type.name}.${name}`
      const fields: Field[] = answering.map((each) => each.field(name)).filter((field) => field !== undefined)
      const found = fields.flatMap((field) => requirementsOf(field, names))
      if (found.length > 0) requirements.set(coordinate, unique(found))
      if (fields.some((field) => field.hasAppliedDirective(names.perViewer))) perViewer.add(coordinate)
    }
  }
  return { requirements, perViewer }
}

/** Each requirement once. */
export function unique(requirements: readonly Requirement[]): readonly Requirement[] {
  return [...new Map(requirements.map((each) => [JSON.stringify(each), each])).values()]
}

/**
 * Why a viewer may not do what asks for the requirements; null when they may.
 * @param scopes what the viewer may do; null when nobody is signed in
 */
export function refusal(
  requirements: readonly Requirement[],
  scopes: ReadonlySet<string> | null,
): FederationError | null {
  if (requirements.length === 0) return null
  if (scopes === null) return new FederationError('UNAUTHENTICATED', 'Sign in first.')
  const missing = requirements.find(
    (each) => each.scopes !== null && !each.scopes.some((all) => all.every((scope) => scopes.has(scope))),
  )
  if (!missing?.scopes) return null
  const wanted = missing.scopes.map((all) => all.join(' and ')).join(', or ')
  return new FederationError('FORBIDDEN', `${missing.coordinate} needs the scope ${wanted}.`)
}

function requirementsOf(field: Field, names: DirectiveNames): Requirement[] {
  const returned = field.type ? [baseType(field.type)] : []
  return [field, field.parent, ...returned].flatMap((element) => {
    const { coordinate } = element
    const authenticated = element.hasAppliedDirective(names.authenticated) ? [{ coordinate, scopes: null }] : []
    const scoped = element
      .appliedDirectivesOf<{ scopes: string[][] }>(names.requiresScopes)
      .map((directive) => ({ coordinate, scopes: directive.arguments().scopes }))
    return [...authenticated, ...scoped]
  })
}

type DirectiveNames = Record<'authenticated' | 'requiresScopes' | 'perViewer', string>

/** A subgraph may have imported a directive under another name: one that is overlooked would protect nothing. */
function directiveNames({ coreFeatures }: Schema): DirectiveNames {
  const named = (identity: string, name: string) =>
    coreFeatures?.getByIdentity(identity)?.directiveNameInSchema(name) ?? name
  const imports = coreFeatures?.allFeatures().flatMap((feature) => feature.imports) ?? []
  const perViewer = imports.find(({ name }) => name === '@perViewer')
  return {
    authenticated: named(AuthenticatedSpecDefinition.identity, AuthenticatedSpecDefinition.directiveName),
    requiresScopes: named(RequiresScopesSpecDefinition.identity, RequiresScopesSpecDefinition.directiveName),
    perViewer: (perViewer?.as ?? '@perViewer').slice(1),
  }
}
