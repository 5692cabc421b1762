import type { FieldMarks } from './field-marks.ts'

/** A field of a subgraph that an event can lead to. */
export interface ReachableField {
  /** Such as `Attachment.image/Image.url`: the fields that lead to it from an entity, and itself. */
  path: string
  /** The entity at the start. */
  entity: string
  /** What to select of the entity. */
  selection: string
  isPerViewer: boolean
  /** Whether it, and all that leads to it, is on the list. */
  isPublic: boolean
  /** Whether realtime answers it, so that it is not asked of the subgraph for an event. */
  isToldByEvents: boolean
}

/**
 * The fields of a subgraph that an event can lead to: those of its entities, and of what their public fields give. Tests hold
 * the subgraph's list of public fields, its marks and its answers against each other by them.
 * @param subgraph its name in the supergraph, in upper case
 * @param entities the types that it can be asked for by reference
 */
export function reachableFields(
  marks: readonly FieldMarks[],
  {
    subgraph,
    entities,
    publicFields,
  }: { subgraph: string; entities: readonly string[]; publicFields: Readonly<Record<string, readonly string[]>> },
): ReachableField[] {
  const own = marks.filter(({ subgraphs }) => subgraphs.includes(subgraph))
  const isObject = (type: string) => own.some((field) => field.type === type)
  const isListed = ({ type, name }: FieldMarks) => publicFields[type]?.includes(name) === true

  const from = (type: string, way: readonly FieldMarks[] = []): ReachableField[] =>
    own
      .filter((field) => field.type === type)
      .flatMap((field) => {
        const here = [...way, field]
        const reached: ReachableField = {
          path: here.map((each) => `${each.type}.${each.name}`).join('/'),
          entity: here[0]?.type ?? type,
          selection: here.reduceRight(
            (inner, { name }) => `{ ${name} ${inner} }`,
            isObject(field.returns) ? '{ __typename }' : '',
          ),
          isPerViewer: field.isPerViewer,
          isPublic: here.every(isListed),
          isToldByEvents: field.subgraphs.includes('REALTIME'),
        }
        const goesOn = isListed(field) && !entities.includes(field.returns)
        return goesOn ? [reached, ...from(field.returns, here)] : [reached]
      })
  return entities.flatMap((entity) => from(entity))
}
