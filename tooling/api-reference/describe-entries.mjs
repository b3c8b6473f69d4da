import { relative } from 'node:path';
import { ReflectionKind } from 'typedoc';
import { markdownOf } from './comment-markdown.mjs';

const KINDS = new Map([
  [ReflectionKind.Class, 'class'],
  [ReflectionKind.Interface, 'interface'],
  [ReflectionKind.TypeAlias, 'type'],
  [ReflectionKind.Function, 'function'],
  [ReflectionKind.Variable, 'variable'],
]);

/**
 * The exports of each entry point as plain data.
 *
 * @param project what TypeDoc made of the sources
 * @param entries `{ name, folder, file }`
 * @returns `{ name, folder, members, passedOn }` of each; `passedOn` are names of other entries
 */
export function describeEntries(project, entries, root) {
  const modules = new Map(project.children.map((child) => [child.sources?.[0]?.fullFileName, child]));
  const owner = new Map();
  for (const { name, file } of entries)
    for (const child of modules.get(file)?.children ?? []) owner.set(child, name);
  return entries.map(({ name, folder, file }) => {
    const children = modules.get(file)?.children ?? [];
    const own = children.filter(({ kind }) => KINDS.has(kind));
    return {
      name,
      folder,
      members: own.map((member) => describeMember(member, root)),
      passedOn: children
        .filter((child) => child.kind === ReflectionKind.Reference)
        .map((child) => ({ name: child.name, from: owner.get(child.tryGetTargetReflectionDeep()) }))
        .filter(({ from }) => from !== undefined),
    };
  });
}

function describeMember(member, root) {
  const kind = KINDS.get(member.kind);
  const [source] = member.sources ?? [];
  const described = {
    name: member.name,
    kind,
    source: source && `${relative(root, source.fullFileName)}#L${source.line}`,
    signatures: signaturesOf(member, kind),
    doc: markdownOf(member.comment ?? member.signatures?.[0]?.comment),
    parameters: parametersOf(member.signatures ?? []),
  };
  if (kind === 'class') {
    const made = member.children?.find(({ kind: child }) => child === ReflectionKind.Constructor);
    described.signatures =
      made && !made.inheritedFrom
        ? made.signatures.map((one) => `new ${member.name}${typeParameters(member)}${call(one, false)}`)
        : [];
    described.parameters = made ? parametersOf(made.signatures) : [];
    described.extends = member.extendedTypes?.map(String).join(', ');
  }
  if (kind === 'interface') described.extends = member.extendedTypes?.map(String).join(', ');
  if (kind !== 'function') described.fields = fieldsOf(member.children ?? membersOfType(member));
  return described;
}

/** The fields of a type that is written as an object. */
const membersOfType = (member) =>
  member.kind === ReflectionKind.TypeAlias ? (member.type?.declaration?.children ?? []) : [];

/** Properties, accessors and methods that the member itself declares. */
function fieldsOf(children) {
  return children
    .filter(
      ({ kind, inheritedFrom, flags }) =>
        kind !== ReflectionKind.Constructor && !inheritedFrom && !flags.isPrivate,
    )
    .map((child) => {
      const signatures = child.signatures ?? [child.getSignature].filter(Boolean);
      const isCall = child.signatures !== undefined;
      return {
        name: `${child.flags.isStatic ? 'static ' : ''}${child.flags.isProtected ? 'protected ' : ''}${child.name}`,
        type: isCall
          ? signatures.map((one) => call(one)).join('\n')
          : String(child.type ?? child.getSignature?.type ?? ''),
        optional: child.flags.isOptional,
        call: isCall,
        doc: markdownOf(child.comment ?? signatures[0]?.comment),
      };
    });
}

function signaturesOf(member, kind) {
  if (kind === 'function')
    return member.signatures.map((one) => `${member.name}${typeParameters(one)}${call(one)}`);
  if (kind === 'variable') return [`const ${member.name}: ${member.type}`];
  if (kind === 'type') return [`type ${member.name}${typeParameters(member)} = ${member.type}`];
  if (kind === 'interface') {
    const calls = (member.signatures ?? []).map((one) => `${member.name}${call(one)}`);
    return calls.length > 0 ? calls : [];
  }
  return [];
}

/** `(x: Tensor, axis?: number): Tensor` */
function call({ parameters = [], type }, withResult = true) {
  const list = parameters.map(({ name, type: of, flags, defaultValue }) => {
    const shown = name === '__namedParameters' ? 'options' : name;
    return `${flags.isRest ? '...' : ''}${shown}${flags.isOptional || defaultValue !== undefined ? '?' : ''}: ${of}`;
  });
  return `(${list.join(', ')})${withResult ? `: ${type}` : ''}`;
}

function typeParameters({ typeParameters: list, typeParameter }) {
  const all = list ?? typeParameter ?? [];
  return all.length === 0 ? '' : `<${all.map(({ name }) => name).join(', ')}>`;
}

/** What doc comments say of parameters, once for all signatures. */
function parametersOf(signatures) {
  const found = new Map();
  for (const { parameters = [] } of signatures) {
    for (const { name, comment } of parameters)
      if (comment) found.set(name === '__namedParameters' ? 'options' : name, markdownOf(comment));
  }
  return [...found].map(([name, doc]) => ({ name, doc }));
}
