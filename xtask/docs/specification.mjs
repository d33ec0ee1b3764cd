/**
 * The specification, which `cargo xtask` writes to the standard input as JSON. Its types are in
 * xtask/src/generate/specification/.
 */
import { text } from "node:stream/consumers";

/**
 * @typedef {object} ErrorCode
 * @property {string} group
 * @property {boolean} retryable
 * @property {boolean} retries_automatically
 * @property {string} happened
 * @property {string} remedy
 */

/** @typedef {Readonly<Record<string, {meaning: string}>>} Meanings By name. */

/** @typedef {{name: string, reviewed: boolean, strings: Readonly<Record<string, string>>}} Language */

/** @typedef {{name: string, reader: "text" | "json" | "timeout"}} Attribute */

/** @typedef {{kind: string, attribute: Attribute | null, element_event: string | null}} HostOption */

/**
 * @typedef {object} Specification
 * @property {{groups: Readonly<Record<string, string>>, codes: Readonly<Record<string, ErrorCode>>}} errors
 * @property {{states: Meanings, reasons: Meanings, events: Meanings}} lifecycle
 * @property {{all: Readonly<Record<string, Language>>, shown_for: Readonly<Record<string, string>>}} languages English first.
 * @property {{min_attribute_ms: number, max_attribute_ms: number, options: Readonly<Record<string, HostOption>>}} options
 * @property {{loopback: {meaning: string}}} issuer
 * @property {[name: string, checks: string][]} steps Of `cargo xtask test`.
 * @property {Readonly<Record<string, {head: readonly string[], rows: readonly (readonly string[])[]}>>} scale Of docs/scale.md, by name.
 */

/** @type {Specification} */
export const specification = JSON.parse(await text(process.stdin));
