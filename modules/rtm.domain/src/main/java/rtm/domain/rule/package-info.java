/**
 * Pure functions that decide what to do next, from the record, what Docker shows and the request.
 * They call no port, do not wait, and get the time as a parameter.
 */
@NullMarked
package rtm.domain.rule;

import org.jspecify.annotations.NullMarked;
