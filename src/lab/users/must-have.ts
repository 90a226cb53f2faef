import type { FastifyRequest } from 'fastify';
import { refuse } from '../failure.ts';
import { type Right, rightWords } from './right.ts';
import type { LabUser } from './users.ts';

/** @throws LabFailure 403 for who lacks a right; with a group, for who lacks it there */
export function mustHave(request: FastifyRequest, right: Right, groupId?: number): void {
  if (request.user?.may(right, groupId) !== true) throw refuse(403, `${rightWords[right]} rights are needed`);
}

/** @throws LabFailure 403 for anyone but a global administrator (contract/users-teams.md) */
export function mustBeAdmin(request: FastifyRequest): void {
  mustHave(request, 'globalAdmin');
}

/** Everyday writes: refuses viewers. @throws LabFailure 403 */
export function mustBeAnalyst(request: FastifyRequest): void {
  mustHave(request, 'analyst');
}

/** Who asks; every route below the gate has one. */
export function userOf(request: FastifyRequest): LabUser {
  if (request.user === null) throw refuse(401, 'Unauthorized');
  return request.user;
}
