/**
 * {@code /api/v1}: what the service knows, as JSON, and what operators change. Controllers return records of the stages as
 * they are; names are in snake_case, errors are problems ({@code application/problem+json}). docs/reference/api.md is its
 * reference, {@code /api/v1/openapi.json} its description for programs.
 */
package io.catwing.service.api;
