/**
 * What to do, as pure functions of what is known: no clock, no identity, no outside call may be here.
 */
@NullMarked
package rtm.domain.rule;

import org.jspecify.annotations.NullMarked;
