/**
 * Pure functions that decide: what to do next, from the record, what Docker shows and what was
 * asked. No calls through ports, no waiting, no time but what is passed in.
 */
@NullMarked
package rtm.domain.rule;

import org.jspecify.annotations.NullMarked;
